import { CODES_WITHIN_MS, MAX_CODES, MAX_WRONG_ENTRIES } from '../../domain/verification/code.ts';
import type {
  CodeMethod,
  LiveVerification,
  SendFailure,
  VerificationIn,
} from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { mention, plural, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';

type CodeSent = VerificationIn<'code_sent'>;

export const METHODS: Readonly<Record<CodeMethod, { value: CodeMethod; label: string }>> = {
  sms: { value: 'sms', label: 'Text message (SMS)' },
  voice: { value: 'voice', label: 'Voice call' },
};

/** `by voice call` */
export function byMethod(method: CodeMethod): string {
  return method === 'sms' ? 'by text message' : 'by voice call';
}

/** When the code expires, `about` where Vobiz didn't say. */
export function validText({ expiresAt, expiryAssumed }: CodeSent): string {
  return `Valid until ${expiryAssumed ? 'about ' : ''}${slackDate(expiresAt, 'time')}`;
}

export function triesText({ wrongEntries }: CodeSent): string {
  return `${plural(MAX_WRONG_ENTRIES - wrongEntries, 'try', 'tries')} left`;
}

const MOST_CODES = `This number got ${MAX_CODES} codes in ${CODES_WITHIN_MS / 60_000} minutes, the most we send.`;
const NO_MORE = 'Vobiz sends no more codes for now.';
const NOT_REACHED = "We couldn't reach Vobiz, so no code was sent.";
const NEEDS_NONE = 'Vobiz says this number is already verified, so it needs no code.';

/** Why a request for a code failed: the first one, or another. */
export const NO_CODE: Readonly<Record<SendFailure, { first: string; another: string }>> = {
  refused: {
    first: 'Vobiz refused to send a code to this number.',
    another: 'Vobiz refused to send another code.',
  },
  already_verified: { first: NEEDS_NONE, another: NEEDS_NONE },
  rate_limited: { first: NO_MORE, another: NO_MORE },
  unclear: {
    first: "Vobiz gave no clear answer. A code may still arrive, but it won't work here.",
    another: "We couldn't tell whether another code was sent.",
  },
  not_sent: { first: NOT_REACHED, another: NOT_REACHED },
  limit: { first: `${MOST_CODES} No code was sent.`, another: MOST_CODES },
};

/** The whole reason why there is no code. */
export function whyNotSent(record: VerificationIn<'not_sent'>): string {
  const { failure, because, said, until } = record;
  return present([
    NO_CODE[failure].first,
    failure === 'refused' && !because && CHECK,
    reasonText({ because, said }),
    until !== undefined && `You can ask for another code at ${slackDate(until)}.`,
  ]).join(' ');
}

export const CHECK = 'Check the number, or try the other method.';

/** Which code counts after a request for another one failed. */
export function whatCountsAfter(record: LiveVerification, failure: SendFailure): string {
  if (record.state === 'locked') return '';
  return failure === 'unclear'
    ? 'If one arrives, enter that one.'
    : 'The earlier code still counts.';
}

/** The last failure: a request for another code, or an entry. */
function lastFailure(record: LiveVerification) {
  const { lastSend } = record;
  const lastEntry = record.state === 'code_sent' ? record.lastEntry : undefined;
  return lastEntry && (!lastSend || lastEntry.at >= lastSend.at) ? lastEntry : lastSend;
}

/**
 * The newest event of the codes: what somebody is doing right now, or the last result. A card has room only for the
 * `advice` of a known reason; elsewhere Vobiz's own words follow.
 */
export function newsText(
  record: LiveVerification,
  { advice }: { advice: boolean } = { advice: false },
): string | undefined {
  const { resend } = record;
  const entry = record.state === 'code_sent' ? record.entry : undefined;
  if (resend) {
    return `${mention(resend.by)} asked for a new code ${byMethod(resend.method)}. Waiting for Vobiz.`;
  }
  if (entry) return `${mention(entry.by)} is entering a code.`;
  const last = lastFailure(record);
  if (!last) return undefined;
  const isAll = advice && last.because !== undefined;
  const { because } = last;
  const why = isAll ? reasonText({ because }) : reasonText(last, TEXT_SHOWN.onCard);
  if ('result' in last) return present([entryText(last), why]).join(' ');
  const what = isAll ? '' : NO_CODE[last.failure].another;
  return present([what, why, whatCountsAfter(record, last.failure)]).join(' ');
}

function entryText({ by, result }: NonNullable<CodeSent['lastEntry']>): string {
  const whose = `${mention(by)}'s code`;
  switch (result) {
    case 'wrong_code':
      return `${mention(by)} entered a wrong code.`;
    case 'unclear':
      return `We couldn't tell whether ${whose} worked. Enter it again: it won't use up a try here.`;
    case 'refused':
      return `Vobiz didn't accept ${whose}.`;
    case 'lost':
      return `We were interrupted while checking ${whose}. Enter it again: it won't use up a try here.`;
  }
}

/** What the card of a running verification says first, in at most 25 words. */
export function liveText(record: LiveVerification): string {
  return record.state === 'locked' ? lockedText(record) : codeSentText(record);
}

function codeSentText(record: CodeSent): string {
  const { pausedUntil, resendOpen, resend, nextSendAt, expiresAt } = record;
  if (pausedUntil !== undefined) {
    return `Vobiz asked us to wait. You can enter a code at ${slackDate(pausedUntil, 'time')}.`;
  }
  const news = newsText(record, { advice: true });
  if (resend || hasAdvice(record)) return news ?? '';
  const later = !news && !resendOpen && nextSendAt < expiresAt;
  return present([
    news,
    'Have the phone? Press *Enter code*.',
    later && `You can ask for a new code at ${slackDate(nextSendAt, 'time')}.`,
  ]).join(' ');
}

function lockedText(record: VerificationIn<'locked'>): string {
  const { until, resendOpen, resend, expiresAt, nextSendAt } = record;
  if (!resendOpen) {
    return `Wait until ${slackDate(Math.max(until, nextSendAt), 'time')}, then ask for a new code. WhatsApp may lock a number after too many wrong ones.`;
  }
  return present([
    newsText(record, { advice: true }),
    !resend &&
      `Press *Send new code* before ${slackDate(expiresAt, 'time')}, or this verification ends.`,
  ]).join(' ');
}

/** The card gives a known reason and what to do about it, and leaves the rest to Details. */
function hasAdvice(record: CodeSent): boolean {
  const { entry, resend, pausedUntil } = record;
  const isQuiet = !entry && !resend && pausedUntil === undefined;
  return isQuiet && lastFailure(record)?.because !== undefined;
}

/** The small print while a code is out. */
export function codeFacts(record: CodeSent): string[] {
  const counts = [validText(record), triesText(record)];
  if (hasAdvice(record)) return counts;
  return [
    record.method === 'sms' ? 'By text message' : 'By voice call',
    ...counts,
    record.sends > 1 ? 'Newest code only' : "Don't post the code here",
    `Started by ${mention(record.startedBy)}`,
  ];
}

type TooSoon = Extract<VerificationRefusal, { kind: 'too_soon' }>;

export function tooSoonText({ until, why }: Omit<TooSoon, 'kind'>): string {
  const time = slackDate(until, 'time');
  switch (why) {
    case 'resend':
      return `You can ask for a new code at ${time}.`;
    case 'vobiz':
      return `Vobiz asked us to wait until ${time}.`;
    case 'wrong_codes':
      return `There were too many wrong codes. Wait until ${time}, because WhatsApp may lock the number.`;
  }
}
