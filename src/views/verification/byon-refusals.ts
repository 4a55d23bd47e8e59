import type { ByonForbidden } from '../../domain/policy/byon-policy.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { mention, slackDate } from '../kit/text.ts';
import { peopleText } from '../numbers/number-lines.ts';
import { verificationText } from './byon-words.ts';

const DEEDS = {
  start: 'bring a number here',
  enter: 'enter codes or ask for new ones',
} as const;

/** To whoever may not do it: who may. */
export function mayNotByon(forbidden: ByonForbidden): Message {
  switch (forbidden.why) {
    case 'not_named':
      return sentence(
        `The policy says who may ${DEEDS[forbidden.deed]}: ${peopleText(forbidden.named)}. Nothing was sent or changed.`,
      );
    case 'not_yours':
      return sentence(
        'Only whoever started this verification can cancel it, and whoever may approve requests. Nothing was changed.',
      );
    default:
      return forbiddenAnswer(forbidden.why);
  }
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
