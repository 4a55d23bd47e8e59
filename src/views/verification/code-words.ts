import { MAX_CODES, MAX_WRONG_ENTRIES } from '../../domain/verification/code.ts';
import type {
  CodeMethod,
  LiveVerification,
  SendFailure,
  VerificationIn,
} from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { mention, plural, present, slackDate } from '../kit/text.ts';

export const METHODS: Readonly<Record<CodeMethod, { value: CodeMethod; label: string }>> = {
  sms: { value: 'sms', label: 'Text message (SMS)' },
  voice: { value: 'voice', label: 'Voice call' },
};

/** `by voice call` */
export function byMethod(method: CodeMethod): string {
  return method === 'sms' ? 'by text message' : 'by voice call';
}

/** Until when the code is valid, and whether Vobiz said so. */
export function validText(verification: VerificationIn<'code_sent'>): string {
  const until = `It is valid until ${slackDate(verification.expiresAt)}`;
  return verification.expiryAssumed
    ? `${until}, as far as we can tell: Vobiz did not say.`
    : `${until}.`;
}

export function triesText({ wrongEntries }: VerificationIn<'code_sent'>): string {
  return `${plural(MAX_WRONG_ENTRIES - wrongEntries, 'try', 'tries')} left for this code.`;
}

/** Which of several codes counts; nothing where there was only one. */
export function whichCounts({ sends }: VerificationIn<'code_sent'>): string {
  return sends > 1 ? ' It is the newest one, and the one that counts: enter no earlier code.' : '';
}

/** Who is entering a code or asking for one, and what came of the last time. */
export function newsLines(record: LiveVerification): string[] {
  const { resend } = record;
  const entry = record.state === 'code_sent' ? record.entry : undefined;
  return present([
    entry && `${mention(entry.by)} is entering a code right now, since ${slackDate(entry.at)}.`,
    resend
      ? `${mention(resend.by)} asked for another code ${byMethod(resend.method)}, ${slackDate(resend.at)}. Wait for what Vobiz says.`
      : lastSendText(record),
    lastEntryText(record),
  ]);
}

/**
 * Why a request for a code failed, as it is said of the first code, of another one to whoever asked for it, and of another one
 * to everybody on the card.
 */
export const NO_CODE: Readonly<
  Record<SendFailure, { first: string; another: string; onCard: string }>
> = {
  refused: {
    first: 'Vobiz refused to send a code to this number.',
    another: 'Vobiz refused to send another code, so none was sent.',
    onCard: 'Vobiz refused to send another code',
  },
  already_verified: {
    first:
      'Vobiz says that this number is already verified, so no code was sent and none is needed.',
    another: 'Vobiz says that this number is already verified, so no code was sent.',
    onCard: 'Vobiz says that this number is already verified',
  },
  rate_limited: {
    first: 'Vobiz sends no more codes for now: too many were asked for.',
    another: 'Vobiz sends no more codes for now, so none was sent.',
    onCard: 'Vobiz sends no more codes for now',
  },
  unclear: {
    first:
      'Vobiz gave no clear answer when it was asked for a code. One may arrive all the same, but it cannot be used here.',
    another: 'Vobiz gave no clear answer: another code may be on its way all the same.',
    onCard: 'Vobiz gave no clear answer to whether another code was sent',
  },
  not_sent: {
    first: 'The request did not reach Vobiz, so no code was sent.',
    another: 'The request did not reach Vobiz, so no code was sent.',
    onCard: 'The request for another code did not reach Vobiz',
  },
  limit: {
    first: `No code was sent: this number got ${MAX_CODES} codes within ten minutes, the most this bot sends.`,
    another:
      'This number got five codes within ten minutes, the most this bot sends. No code was sent.',
    onCard: `No other code was sent: there were ${MAX_CODES} within ten minutes, the most this bot sends`,
  },
};

function lastSendText(record: LiveVerification): string | undefined {
  const { lastSend } = record;
  if (!lastSend) return undefined;
  const { by, at, failure, because, said } = lastSend;
  const counts = record.state === 'locked' ? '' : ` ${whatCountsAfter(failure)}`;
  const why = reasonText({ because, said });
  return `${NO_CODE[failure].onCard} (${mention(by)} asked, ${slackDate(at)}).${why && ` ${why}`}${counts}`;
}

function whatCountsAfter(failure: SendFailure): string {
  return failure === 'unclear'
    ? 'If one arrives, enter that one; otherwise the one before still counts.'
    : 'The code before it still counts.';
}

function lastEntryText(record: LiveVerification): string | undefined {
  const last = record.state === 'code_sent' ? record.lastEntry : undefined;
  if (!last) return undefined;
  const [who, when] = [mention(last.by), slackDate(last.at)];
  switch (last.result) {
    case 'wrong_code':
      return `${who} entered a wrong code, ${when}.`;
    case 'unclear':
      return `Vobiz gave no clear answer to the code that ${who} entered, ${when}. It cost no try here: enter it again.`;
    case 'refused':
      return `Vobiz did not take the code that ${who} entered, ${when}. ${reasonText(last)} It cost no try here.`;
    case 'lost':
      return `The bot was interrupted while the code that ${who} entered was being checked, ${when}. It cost no try here: enter it again.`;
  }
}

/** How a verification stands between its first code and its end. */
export function liveText(record: LiveVerification): string {
  const lines = record.state === 'locked' ? lockedLines(record) : codeSentLines(record);
  return lines.join('\n');
}

function codeSentLines(record: VerificationIn<'code_sent'>): string[] {
  const { method, sentAt, pausedUntil, resendOpen, resend, nextSendAt, expiresAt } = record;
  return present([
    `A code was sent ${byMethod(method)}, ${slackDate(sentAt)}. ${validText(record)}${whichCounts(record)}`,
    'Whoever holds the phone presses Enter Code. Do not post the code in this channel.',
    triesText(record),
    ...newsLines(record),
    pausedUntil !== undefined &&
      `Vobiz is receiving too many requests and asked to wait: a code can be entered again after ${slackDate(pausedUntil)}.`,
    !(resendOpen || resend || nextSendAt >= expiresAt) &&
      `No code yet? Another one can be asked for after ${slackDate(nextSendAt)}.`,
  ]);
}

function lockedLines(record: VerificationIn<'locked'>): string[] {
  const { limitOf, until, resendOpen, expiresAt, nextSendAt } = record;
  const what =
    limitOf === 'ours'
      ? `${MAX_WRONG_ENTRIES} wrong codes were entered, so the code counts no more.`
      : 'Vobiz takes no more codes for this number: there were too many tries.';
  const ends = `Without one, this verification ends ${slackDate(expiresAt)}.`;
  return [
    `${what} The number is not verified.`,
    resendOpen
      ? `The pause is over: press Send New Code. ${ends}`
      : `Before ${slackDate(Math.max(until, nextSendAt))} no code is taken and none is sent, because WhatsApp may lock a number after too many wrong codes. After that a new code can be asked for here. ${ends}`,
    ...newsLines(record),
  ];
}

type TooSoon = Extract<VerificationRefusal, { kind: 'too_soon' }>;

export function tooSoonText({ until, why }: Omit<TooSoon, 'kind'>): string {
  const date = slackDate(until);
  switch (why) {
    case 'resend':
      return `Another code can be asked for after ${date}: codes are sent with growing pauses between them.`;
    case 'vobiz':
      return `Vobiz is receiving too many requests and asked to wait until ${date}.`;
    case 'wrong_codes':
      return `There were too many wrong codes. No code is taken and none is sent before ${date}, because WhatsApp may lock the number.`;
  }
}
