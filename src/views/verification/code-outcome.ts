import type { ModalView } from '@slack/types';
import { maskPhone } from '../../domain/phone.ts';
import type { Verification, VerificationIn } from '../../domain/verification/verification.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { noticeView } from '../kit/notice.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { mention, slackDate } from '../kit/text.ts';
import { tooSoonText } from './byon-outcome.ts';
import { AFTER_VERIFIED, AGAIN, verificationText } from './byon-words.ts';
import { liveText } from './code-words.ts';

type TooSoon = Parameters<typeof tooSoonText>[0];

export type CodeOutcome =
  | { kind: 'verified'; verification: VerificationIn<'verified'> }
  /** Vobiz says that the number was verified before this code. */
  | { kind: 'already_verified'; verification: Verification }
  | { kind: 'expired'; verification: Verification }
  /** The verification has ended, whichever way. */
  | { kind: 'over'; verification: Verification }
  | { kind: 'someone_is_entering' | 'someone_is_asking'; by: string }
  /** Not before `until`. */
  | ({ kind: 'too_soon' } & TooSoon)
  | { kind: 'locked'; verification: VerificationIn<'locked'> }
  /** Vobiz knows of no verification of this number. */
  | { kind: 'not_started' }
  /** `until` is epoch ms. */
  | { kind: 'rate_limited'; until?: number | undefined }
  | { kind: 'unclear' }
  | { kind: 'not_ready' }
  | { kind: 'unknown' }
  | ({ kind: 'problem' } & Trouble);

/** What came of a code, when there is nothing more to enter in this modal. */
export function codeOutcome(outcome: CodeOutcome): ModalView {
  if (outcome.kind === 'unknown') return noticeView({ title: 'Not found', ...unknownRecord() });
  const title = outcome.kind === 'verified' ? 'Verified' : (TITLES[outcome.kind] ?? 'Not verified');
  return noticeView({ title, text: outcomeText(outcome) });
}

const TITLES: Partial<Record<CodeOutcome['kind'], string>> = {
  already_verified: 'Already verified',
  over: 'Already over',
  unclear: 'No clear answer',
  locked: 'Too many wrong codes',
  too_soon: 'Not now',
  someone_is_entering: 'Not now',
  someone_is_asking: 'Not now',
};

function outcomeText(outcome: Exclude<CodeOutcome, { kind: 'unknown' }>): string {
  switch (outcome.kind) {
    case 'verified':
      return `${maskPhone(outcome.verification.e164)} is verified. ${AFTER_VERIFIED}`;
    case 'already_verified':
      return `${maskPhone(outcome.verification.e164)} is already verified.${verifiedBy(outcome.verification)} ${AFTER_VERIFIED}`;
    case 'expired':
      return `The code for ${maskPhone(outcome.verification.e164)} has expired. The number is not verified. ${AGAIN}`;
    case 'over':
      return `Nothing was sent to Vobiz. ${verificationText(outcome.verification)}`;
    case 'someone_is_entering':
      return `${mention(outcome.by)} is entering a code for this number right now. Yours was not sent to Vobiz. Wait for the card to change, then press Enter Code again.`;
    case 'someone_is_asking':
      return `${mention(outcome.by)} is asking for another code right now. Yours was not sent to Vobiz. Wait for the card to change: the newest code counts.`;
    case 'too_soon':
      return `${tooSoonText(outcome)} Your code was not sent to Vobiz.`;
    case 'locked':
      return liveText(outcome.verification);
    case 'not_started':
      return `Vobiz has no verification of this number under way. The number is not verified. ${AGAIN}`;
    case 'rate_limited':
      return `Vobiz is receiving too many requests from this account, so this try did not count. Press Enter Code again${after(outcome.until)}.`;
    case 'unclear':
      return 'Vobiz gave no clear answer. The try may not have counted: the number is not shown as verified unless the card says so. Press Enter Code on the card to try again.';
    case 'not_ready':
      return 'No code has been sent for this number yet. Wait for the card to change, then press Enter Code.';
    case 'problem':
      return errorSentence(outcome.code, { ...outcome, doing: 'code_entry' });
  }
}

function verifiedBy(verification: Verification): string {
  return verification.state === 'verified'
    ? ` ${mention(verification.verifiedBy)} finished it, ${slackDate(verification.endedAt)}.`
    : '';
}

function after(epochMs: number | undefined): string {
  return epochMs === undefined ? ' in a minute' : ` after ${slackDate(epochMs)}`;
}
