import type { Refusal, VendorReason } from '../../domain/order/vendor-reason.ts';
import type { ErrorCode } from '../../errors.ts';
import { COMMAND } from '../../slack/ids.ts';
import { waitText } from './text.ts';
import { reasonText, saidText } from './vendor-reasons.ts';

/** What the person was doing when it went wrong. */
export const DOINGS = [
  'search',
  'order_request',
  'decision',
  'deny',
  'byon_start',
  'code_entry',
  'connect',
  'look',
  'click',
] as const;
export type Doing = (typeof DOINGS)[number];

const WHAT_HAPPENED: Readonly<Record<ErrorCode, string>> = {
  store_unavailable: 'The bot cannot reach its own records right now.',
  vobiz_unavailable: 'Vobiz did not answer.',
  vobiz_credentials: "Vobiz did not accept the bot's credentials.",
  vobiz_rate_limited: 'Vobiz is receiving too many requests from this account.',
  vobiz_refused: 'Vobiz refused the request.',
  vobiz_unreadable: 'Vobiz gave an answer that the bot cannot read.',
  slack_unavailable: 'Slack did not answer the bot.',
  slack_refused: 'Slack refused what the bot tried to show.',
  slack_late: 'Slack was too slow: the window could not be opened in time.',
  slack_unreadable: "Slack sent this in a form we can't read.",
  busy: 'Too many people are asking for something right now, so this was not begun.',
  slow: 'This took longer than Slack waits.',
  membership_unread: 'Slack did not tell the bot who may do this.',
  internal: 'Something went wrong in the bot.',
};

const AGAIN = 'Try again in a minute';
const NEXT_STEP: Readonly<Record<ErrorCode, string>> = {
  store_unavailable: AGAIN,
  vobiz_unavailable: AGAIN,
  vobiz_credentials: 'Tell whoever runs this bot: trying again will not help until it is fixed',
  vobiz_rate_limited: AGAIN,
  vobiz_refused: 'Check what you entered and try again',
  vobiz_unreadable: 'Tell whoever runs this bot if trying again does not help',
  slack_unavailable: AGAIN,
  slack_refused: 'Tell whoever runs this bot',
  slack_late: 'Try again',
  slack_unreadable: 'Try again, and tell whoever runs this bot if it happens again',
  busy: AGAIN,
  slow: AGAIN,
  membership_unread: `${AGAIN}, and tell whoever runs this bot if it happens again`,
  internal: 'Try again, and tell whoever runs this bot if it happens again',
};

/** Codes that prove that Vobiz did not do what it was asked. After any other it may have done it. */
const NOT_DONE: ReadonlySet<ErrorCode> = new Set([
  'vobiz_credentials',
  'vobiz_rate_limited',
  'vobiz_refused',
]);

const NOTHING = 'Nothing was changed or bought.';

/** What was and was not done. Only the record decides what happened, so a doubtful write sends people to look. */
function whatWasDone(doing: Doing, code: ErrorCode): string {
  if (code === 'busy') return NOTHING;
  // People are judged before anything else is done; but a form that was sent is kept, and carried out later.
  if (code === 'membership_unread' && doing !== 'order_request') return NOTHING;
  switch (doing) {
    case 'search':
      return 'Nothing was bought.';
    case 'order_request':
      return `Nothing was bought. Your request may have been saved: look at ${COMMAND} orders before you ask again.`;
    case 'decision':
      return 'Your decision may or may not have been saved: the card says which. Nothing is bought unless the card says that the request was approved.';
    case 'deny':
      return 'Your denial may or may not have been saved: the card says which. Nothing is bought unless the card says that the request was approved.';
    case 'byon_start':
      return NOT_DONE.has(code)
        ? 'No code was sent and nothing was changed or bought.'
        : 'A code may be on its way all the same. Nothing else was changed, and nothing was bought.';
    case 'code_entry':
      return NOT_DONE.has(code)
        ? 'The number was not verified and nothing was changed or bought.'
        : 'The try may have counted: the card says whether the number is verified. Nothing else was changed, and nothing was bought.';
    case 'connect':
      return 'The number may or may not be connected: the card says which. Nothing was bought.';
    case 'look':
      return NOTHING;
    case 'click':
      return 'This click bought nothing.';
  }
}

/** What went wrong, as far as it is known. `ref` is the short reference that is in the log; the wait is in ms. */
export type Trouble = { code: ErrorCode; ref: string; retryAfterMs?: number | undefined } & Refusal;

/** Reasons that the sentence of the code itself says already. */
const SAID_BY_CODE: Partial<Record<ErrorCode, VendorReason>> = {
  vobiz_credentials: 'credentials',
  vobiz_rate_limited: 'rate_limited',
};

/**
 * What happened, what was and was not done, and what to do next. Plain words only, so that it also fits where Slack
 * shows plain text, and nothing in the vendor's own that has to be escaped. `ref` is the short reference that is in the log.
 */
export function errorSentence(
  code: ErrorCode,
  about: Omit<Trouble, 'code'> & { doing: Doing },
): string {
  const { ref, said } = about;
  const words = said ? ` ${saidText(said.replace(/[<>&]+/g, ' '))}` : '';
  return `${WHAT_HAPPENED[code]} ${whatWasDone(about.doing, code)} ${nextStep(code, about)}${words} Reference: ${ref}.`;
}

/** A wait that Vobiz names, what its reason calls for, or what such errors call for. */
function nextStep(code: ErrorCode, { retryAfterMs, because }: Omit<Trouble, 'code'>): string {
  const advice = because === SAID_BY_CODE[code] ? '' : reasonText({ because });
  if (retryAfterMs === undefined) return advice || `${NEXT_STEP[code]}.`;
  return `${advice && `${advice} `}Try again in ${waitText(retryAfterMs)}.`;
}
