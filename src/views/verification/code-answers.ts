import { maskPhone } from '../../domain/phone.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type {
  SendFailed,
  VerificationRefusal,
} from '../../domain/verification/verification-events.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { BARRED, unknownRecord } from '../kit/refusals.ts';
import { channelMention, mention, slackDate } from '../kit/text.ts';
import { verificationText } from './byon-card.ts';
import { byMethod, NO_CODE, tooSoonText, validText } from './code-words.ts';

/** To whoever asked for another code, once Vobiz has answered. */
export function askedAgain(
  verification: Verification,
  asked: { sent: true } | ({ sent: false } & SendFailed),
): Message {
  if (asked.sent && verification.state === 'code_sent') {
    return sentence(
      `Another code is on its way to ${maskPhone(verification.e164)} ${byMethod(verification.method)}. ${validText(verification)} Enter this one, no earlier one.`,
    );
  }
  if (!asked.sent && asked.until !== undefined) {
    return sentence(
      `${whyNot(asked)} Another one can be asked for after ${slackDate(asked.until)}.`,
    );
  }
  return sentence(
    asked.sent ? verificationText(verification) : `${whyNot(asked)} The card says what counts.`,
  );
}

function whyNot({ failure, ...refusal }: SendFailed): string {
  return `${NO_CODE[failure].another} ${reasonText(refusal)}`.trim();
}

/** To whoever cancelled. */
export function cancelledNote(verification: Verification): Message {
  return sentence(
    `Cancelled. ${maskPhone(verification.e164)} is not verified, and a code that was sent is of no use here.`,
  );
}

/** To whoever wrote what looks like a code into the thread of the card. The code is not repeated. */
export function codeInThread(verification: Verification): Message {
  return sentence(
    `That looks like a one-time code for ${maskPhone(verification.e164)}. It was not read, kept or sent anywhere, but everybody in ${channelMention(verification.channel)} can see it: delete your message. Then press Enter Code on the card and enter it there, or ask for a new one first.`,
  );
}

/** The same, to somebody who may not enter codes: they can still take it out of everybody's sight. */
export function codeFromOthers(why: Barred): Message {
  return sentence(
    `That looks like a one-time code. It was not read, kept or sent anywhere, but everybody here can see it: delete your message. ${BARRED[why]}`,
  );
}

/** To the starter: Slack would not take the card, so nobody can enter the code. `problem` is in words of ours. */
export function cardNotPosted(verification: Verification, problem: string): Message {
  return sentence(
    `*Nobody can see the verification of ${maskPhone(verification.e164)} that you started:* ${problem}\nThe card appears by itself once it can be posted. ${verificationText(verification)}`,
  );
}

const NOTHING_DONE = {
  no_code_sent: 'No code was sent.',
  nothing_changed: 'Nothing was changed.',
} as const;
export type NothingDone = keyof typeof NOTHING_DONE;

/** To whoever pressed a button of the card that cannot be used right now. */
export function notNow(
  refusal: VerificationRefusal | { kind: 'unknown' },
  outcome: NothingDone,
): Message {
  if (refusal.kind === 'unknown') return unknownRecord();
  return sentence(`${whyNotNow(refusal)} ${NOTHING_DONE[outcome]}`);
}

function whyNotNow(refusal: VerificationRefusal): string {
  switch (refusal.kind) {
    case 'someone_is_entering':
      return `${mention(refusal.by)} is entering a code right now. Wait for the card to change.`;
    case 'someone_is_asking':
      return `${mention(refusal.by)} is asking for another code right now. Wait for the card to change.`;
    case 'too_soon':
      return tooSoonText(refusal);
    case 'no_call_yet':
      return 'A call is offered after a second text message did not arrive.';
    case 'over':
    case 'out_of_turn':
      return stands(refusal.verification);
  }
}

function stands(verification: Verification): string {
  return verification.state === 'sending'
    ? 'The first code is still being sent.'
    : verificationText(verification);
}
