import { maskPhone } from '../domain/phone.ts';
import type {
  CodeMethod,
  SendFailure,
  Verification,
  VerificationIn,
} from '../domain/verification.ts';
import { COMMAND } from '../slack/ids.ts';
import { nextStep } from './connection-words.ts';
import { mention, plural, slackDate } from './text.ts';

export const METHODS: Readonly<Record<CodeMethod, { value: CodeMethod; label: string }>> = {
  sms: { value: 'sms', label: 'Text message (SMS)' },
  voice: { value: 'voice', label: 'Voice call' },
};

/** `by voice call` */
export function byMethod(method: CodeMethod): string {
  return method === 'sms' ? 'by text message' : 'by voice call';
}

export const AGAIN = `To start again: \`${COMMAND} byon\``;
export const AFTER_VERIFIED = nextStep(undefined);
/** Where there is no card of a verified number to press Connect on. */
const IN_THE_CONSOLE =
  'Next: connect it as a WhatsApp channel in the Vobiz console, console.vobiz.ai.';

/** Until when the code is valid, and whether Vobiz said so. */
export function validText(verification: VerificationIn<'code_sent'>): string {
  const until = `It is valid until ${slackDate(verification.expiresAt)}`;
  return verification.expiryAssumed
    ? `${until}, as far as we can tell: Vobiz did not say.`
    : `${until}.`;
}

const NOT_SENT: Readonly<Record<Exclude<SendFailure, 'already_verified'>, string>> = {
  refused:
    'Vobiz refused to send a code to this number. Check the number, or try the other method.',
  rate_limited:
    'Vobiz sends no more codes for now: too many were asked for. Wait a while before you try again.',
  unclear:
    'Vobiz gave no clear answer when it was asked for a code. One may arrive all the same, but it cannot be used here.',
  not_sent: 'The request did not reach Vobiz, so no code was sent.',
};

function notSentText(failure: SendFailure): string {
  if (failure === 'already_verified') {
    return `Vobiz says that this number is already verified, so no code was sent and none is needed. ${IN_THE_CONSOLE}`;
  }
  return `${NOT_SENT[failure]} The number is not verified. ${AGAIN}`;
}

/** How a verification stands, who did what, and what comes next. */
export function verificationText(verification: Verification): string {
  switch (verification.state) {
    case 'sending':
      return `Vobiz is being asked to send a code ${byMethod(verification.method)}.`;
    case 'code_sent':
      return codeSentText(verification);
    case 'verified':
      return verifiedText(verification);
    case 'not_sent':
      return notSentText(verification.failure);
    case 'expired':
      return `${whyOver(verification)} The number is not verified. ${AGAIN}`;
  }
}

function verifiedText({ verifiedBy, endedAt, connection }: VerificationIn<'verified'>): string {
  const verified = `Verified by ${mention(verifiedBy)}, ${slackDate(endedAt)}.`;
  return connection ? verified : `${verified}\n${AFTER_VERIFIED}`;
}

function whyOver({ spent, endedAt }: VerificationIn<'expired'>): string {
  switch (spent) {
    case 'not_started':
      return `Vobiz knows of no verification of this number any more, seen ${slackDate(endedAt)}.`;
    case 'too_many_attempts':
      return `Vobiz takes no more codes for this number, seen ${slackDate(endedAt)}: there were too many tries.`;
    case undefined:
      return `The code expired ${slackDate(endedAt)} before it was entered.`;
  }
}

function codeSentText(verification: VerificationIn<'code_sent'>): string {
  const { method, sentAt, wrongEntries, entry } = verification;
  return [
    `A code was sent ${byMethod(method)}, ${slackDate(sentAt)}. ${validText(verification)}`,
    'Whoever holds the phone presses Enter Code. Do not post the code in this channel.',
    ...(wrongEntries > 0 ? [`${plural(wrongEntries, 'wrong code')} entered so far.`] : []),
    ...(entry ? [`${mention(entry.by)} started entering a code, ${slackDate(entry.at)}.`] : []),
  ].join('\n');
}

/** `Verify +91 •••• 3210`: never more of the number than its last four digits. */
export function verificationHeadline(verification: Verification): string {
  const phone = maskPhone(verification.e164);
  switch (verification.state) {
    case 'verified':
      return `Verified: ${phone}`;
    case 'not_sent':
      return verification.failure === 'already_verified'
        ? `Already verified: ${phone}`
        : `No code sent: ${phone}`;
    case 'expired':
      return verification.spent ? `Not verified: ${phone}` : `Code expired: ${phone}`;
    case 'sending':
    case 'code_sent':
      return `Verify ${phone}`;
  }
}
