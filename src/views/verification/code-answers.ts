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
import { NO_CODE, tooSoonText } from './code-words.ts';

/** To a person whose request for another code failed. After a success the card says so. */
export function notSentAgain(asked: SendFailed): Message {
  const later = asked.until === undefined ? '' : ` Try again at ${slackDate(asked.until, 'time')}.`;
  return sentence(`${whyNot(asked)}${later}`);
}

function whyNot({ failure, ...refusal }: SendFailed): string {
  return `${NO_CODE[failure].another} ${reasonText(refusal)}`.trim();
}

/** To a person who wrote what looks like a code in the thread of the card. We don't keep or repeat it. */
export function codeInThread(verification: Verification): Message {
  return sentence(
    `*Delete your message:* everybody in ${channelMention(verification.channel)} can see the code. Then press Enter code on the card.`,
  );
}

/** The same, to somebody who may not enter codes: they can still delete it. */
export function codeFromOthers(why: Barred): Message {
  return sentence(`*Delete your message:* everybody here can see the code. ${BARRED[why]}`);
}

/** To the starter: Slack refused the card, so nobody can enter the code. `problem` is in words of ours. */
export function cardNotPosted(verification: Verification, problem: string): Message {
  return sentence(
    `*Nobody can see your verification of ${maskPhone(verification.e164)}.* ${problem}\nWe'll post the card once we can. ${verificationText(verification)}`,
  );
}

/** To a person who pressed a button of the card that can't be used right now. */
export function notNow(refusal: VerificationRefusal | { kind: 'unknown' }): Message {
  return refusal.kind === 'unknown' ? unknownRecord() : sentence(whyNotNow(refusal));
}

function whyNotNow(refusal: VerificationRefusal): string {
  switch (refusal.kind) {
    case 'someone_is_entering':
      return `${mention(refusal.by)} is entering a code. Wait for the card to change.`;
    case 'someone_is_asking':
      return `${mention(refusal.by)} is asking for a new code. Wait for the card to change.`;
    case 'too_soon':
      return tooSoonText(refusal);
    case 'no_call_yet':
      return 'You can ask for a call after a second text message.';
    case 'over':
    case 'out_of_turn':
      return stands(refusal.verification);
  }
}

function stands(verification: Verification): string {
  return verification.state === 'sending'
    ? 'The first code is still on its way.'
    : verificationText(verification);
}
