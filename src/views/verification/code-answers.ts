import { maskPhone } from '../../domain/phone.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import type { SendFailure, Verification } from '../../domain/verification/verification.ts';
import type {
  SendFailed,
  VerificationRefusal,
} from '../../domain/verification/verification-events.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { BARRED, unknownRecord } from '../kit/refusals.ts';
import { channelMention, mention, slackDate } from '../kit/text.ts';
import { verificationText } from './byon-card.ts';
import { byMethod, tooSoonText, validText } from './code-words.ts';

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
  return `${WHY[failure]} ${reasonText(refusal)}`.trim();
}

const WHY: Readonly<Record<SendFailure, string>> = {
  refused: 'Vobiz refused to send another code, so none was sent.',
  already_verified: 'Vobiz says that this number is already verified, so no code was sent.',
  rate_limited: 'Vobiz sends no more codes for now, so none was sent.',
  unclear: 'Vobiz gave no clear answer: another code may be on its way all the same.',
  not_sent: 'The request did not reach Vobiz, so no code was sent.',
  limit:
    'This number got five codes within ten minutes, the most this bot sends. No code was sent.',
};

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

/** To whoever pressed a button of the card that cannot be used right now. `doing` as in `No code was sent.` */
export function notNow(
  refusal: VerificationRefusal | { kind: 'unknown' },
  notDone: string,
): Message {
  if (refusal.kind === 'unknown') return unknownRecord();
  return sentence(`${whyNotNow(refusal)} ${notDone}`);
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
