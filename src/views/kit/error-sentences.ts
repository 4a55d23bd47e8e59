import type { Refusal, VendorReason } from '../../domain/order/vendor-reason.ts';
import type { ErrorCode } from '../../errors.ts';
import { COMMAND } from '../../slack/ids.ts';
import { inlineText, present, TEXT_SHOWN, waitText } from './text.ts';

/** What a known reason of Vobiz or Meta means and what to do about it. */
const ADVICE: Readonly<Record<VendorReason, string>> = {
  credentials:
    "Vobiz didn't accept our credentials. Tell an admin: trying again won't help until it's fixed.",
  account_inactive: "The Vobiz account isn't active. Ask support@vobiz.ai.",
  balance: "The Vobiz account's balance is too low. Top up at console.vobiz.ai, then try again.",
  payment_failed: 'The payment failed. Check the payment details at console.vobiz.ai.',
  rate_limited: 'Vobiz is receiving too many requests from this account. Wait, then try again.',
  invalid_field: "Vobiz doesn't accept part of the request. Check what you entered.",
  cool_off: 'Vobiz locks this number for some days after a change. Try again later.',
  wrong_code: 'The code is wrong.',
  code_expired: 'The code has expired. Ask for a new one.',
  too_many_attempts: 'There were too many tries. Wait, then ask for a new code.',
  already_verified: 'The number is already verified.',
  not_started: 'Nobody is verifying this number at the moment. Start again.',
  method_unsupported: "This number can't get a code that way. Try the other method.",
  code_not_sent:
    "Meta didn't send a code. Wait a few minutes, then ask again or try the other method.",
  meta_token:
    "Meta doesn't accept the access token. Make a new system-user token in Meta's Business settings.",
  meta_permission:
    "The access token isn't allowed to do this. Check the system user's access in Meta's Business settings.",
  meta_parameter: "Meta doesn't accept part of the request. Check the ids and the display name.",
  meta_rate_limited: 'Meta is receiving too many requests. Wait an hour, then try again.',
  meta_unavailable: "Meta couldn't do it right now. Try again in a few minutes.",
  pin_mismatch:
    "The number has two-step verification, and the PIN didn't match. Change or reset it in WhatsApp Manager, then try again.",
  pin_blocked:
    'There were too many wrong PINs for two-step verification. Wait until Meta allows another try.',
  reverify: 'Meta wants the number verified again. Verify it, then try again.',
  not_registered:
    "The number isn't registered at Meta. Check the phone-number ID in WhatsApp Manager.",
  registration_limit:
    "Meta allows 10 registrations of a number in 72 hours, then blocks more. Wait 72 hours. Don't remove or register the number until then.",
  registration_wait: 'Meta needs a few minutes between registrations. Wait, then try again.',
  deregistering:
    'Meta is still removing the number from its last place. Wait a few minutes, then try again.',
  account_locked:
    'Meta has locked or restricted the WhatsApp Business Account. Open business.facebook.com to see why.',
  no_payment_method:
    'The WhatsApp Business Account has no payment method. Add one in WhatsApp Manager, then try again.',
};

/** What we know of the reason, and the vendor's own words: one line, escaped, cut at `max`. Empty when there is neither. */
export function reasonText({ because, said }: Refusal, max: number = TEXT_SHOWN.inline): string {
  return [...(because ? [ADVICE[because]] : []), ...(said ? [saidText(said, max)] : [])].join(' ');
}

/** `Vobiz says: “Insufficient balance”.` */
function saidText(said: string, max: number = TEXT_SHOWN.inline): string {
  return `Vobiz says: “${inlineText(said, max)}”.`;
}

/** What the person was doing when it failed. */
export const DOINGS = [
  'search',
  'order_request',
  'decision',
  'deny',
  'byon_start',
  'code_entry',
  'connect',
  'channel',
  'settings',
  'read',
  'click',
] as const;
export type Doing = (typeof DOINGS)[number];

const WHAT_HAPPENED: Readonly<Record<ErrorCode, string>> = {
  store_unavailable: "Something's down on our side.",
  vobiz_unavailable: "Vobiz didn't answer.",
  vobiz_credentials: "Vobiz didn't accept our credentials.",
  vobiz_rate_limited: 'Vobiz is receiving too many requests from this account.',
  vobiz_refused: 'Vobiz refused this.',
  vobiz_unreadable: "We can't read Vobiz's answer.",
  slack_unavailable: "Slack didn't answer.",
  slack_refused: 'Slack refused what we tried to show.',
  slack_late: 'Slack was too slow to open the window.',
  slack_unreadable: "Slack sent this in a form we can't read.",
  busy: 'Too many people are doing this right now.',
  slow: 'This took longer than Slack waits.',
  membership_unread: "Slack didn't tell us who can do this.",
  policy_unread: "We can't read the approval policy, so nobody can decide anything.",
  internal: 'Something went wrong on our side.',
};

const AGAIN = 'Try again in a minute';
const OR_TELL = 'Try again, and tell an admin if it happens again';
const NEXT_STEP: Readonly<Record<ErrorCode, string>> = {
  store_unavailable: AGAIN,
  vobiz_unavailable: AGAIN,
  vobiz_credentials: "Tell an admin: trying again won't help until it's fixed",
  vobiz_rate_limited: AGAIN,
  vobiz_refused: 'Check what you entered, then try again',
  vobiz_unreadable: OR_TELL,
  slack_unavailable: AGAIN,
  slack_refused: 'Tell an admin',
  slack_late: 'Try again',
  slack_unreadable: OR_TELL,
  busy: AGAIN,
  slow: AGAIN,
  membership_unread: `${AGAIN}, and tell an admin if it happens again`,
  policy_unread: `Tell a workspace admin: ${COMMAND} settings shows what to do`,
  internal: OR_TELL,
};

/** Codes that prove that Vobiz didn't do what we asked. After any other it may have done it. */
const NOT_DONE: ReadonlySet<ErrorCode> = new Set([
  'vobiz_credentials',
  'vobiz_rate_limited',
  'vobiz_refused',
]);

/** Where people may fear for money. */
const MAY_COST: ReadonlySet<Doing> = new Set(['order_request', 'decision', 'deny', 'connect']);
/** Found before anything else is done: people are checked first. */
const BEFORE_ANYTHING: ReadonlySet<ErrorCode> = new Set([
  'membership_unread',
  'policy_unread',
  'slack_unreadable',
]);

/** What was and wasn't done. Only the record decides what happened, so after a doubtful write people should look. */
function whatWasDone(doing: Doing, code: ErrorCode): string {
  // A form that was sent is kept, and carried out later.
  const isNothing = code === 'busy' || (BEFORE_ANYTHING.has(code) && doing !== 'order_request');
  if (isNothing) return `Nothing was ${MAY_COST.has(doing) ? 'changed or bought' : 'changed'}.`;
  switch (doing) {
    case 'search':
    case 'read':
      return '';
    case 'order_request':
      return `Nothing was bought. Your request may be saved: check ${COMMAND} orders before you ask again.`;
    case 'decision':
      return 'Your decision may not be saved: check the card first.';
    case 'deny':
      return 'Your denial may not be saved: check the card first.';
    case 'byon_start':
      return NOT_DONE.has(code) ? 'No code was sent.' : 'A code may be on its way.';
    case 'code_entry':
      return NOT_DONE.has(code)
        ? "The number isn't verified."
        : 'The try may have counted: check the card first.';
    case 'connect':
      return 'The number may be connected: check the card first.';
    case 'channel':
      return "The change may have been made: look at the card. It's safe to make it again.";
    case 'settings':
      return `Your change may not be saved: check ${COMMAND} settings first.`;
    case 'click':
      return 'It may not be saved: check the card first.';
  }
}

/** What we know of a failure. `ref` is its short reference in the log; the wait is in ms. */
export type Trouble = { code: ErrorCode; ref: string; retryAfterMs?: number | undefined } & Refusal;

/** Reasons that the code's own sentence already gives. */
const SAID_BY_CODE: Partial<Record<ErrorCode, VendorReason>> = {
  vobiz_credentials: 'credentials',
  vobiz_rate_limited: 'rate_limited',
};

/**
 * What happened, what was and wasn't done, and what to do next. Plain words only, because Slack shows it as plain text in
 * places, and without characters of the vendor's that need escaping.
 */
export function errorSentence(
  code: ErrorCode,
  about: Omit<Trouble, 'code'> & { doing: Doing },
): string {
  const { ref, said } = about;
  const words = said ? ` ${saidText(said.replace(/[<>&]+/g, ' '))}` : '';
  const parts = [WHAT_HAPPENED[code], whatWasDone(about.doing, code), nextStep(code, about)];
  return `${present(parts).join(' ')}${words} Reference: ${ref}.`;
}

/** Whether people are told to do the same once more. */
export function isToRepeat(code: ErrorCode): boolean {
  return NEXT_STEP[code].startsWith('Try again');
}

/** A wait that Vobiz names, the advice for its reason, or the advice for such errors. */
function nextStep(code: ErrorCode, { retryAfterMs, because }: Omit<Trouble, 'code'>): string {
  const advice = because === SAID_BY_CODE[code] ? '' : reasonText({ because });
  if (retryAfterMs === undefined) return advice || `${NEXT_STEP[code]}.`;
  return `${advice && `${advice} `}Try again in ${waitText(retryAfterMs)}.`;
}
