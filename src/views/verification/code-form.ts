import type { ModalView } from '@slack/types';
import { maskPhone } from '../../domain/phone.ts';
import {
  isOver,
  type Verification,
  type VerificationIn,
} from '../../domain/verification/verification.ts';
import { inputs, modalIds } from '../../slack/ids.ts';
import { type Message, section } from '../kit/blocks.ts';
import { formView, noticeView, textInput } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { mention, slackDate } from '../kit/text.ts';
import { AFTER_VERIFIED, AGAIN, verificationText } from './byon-card.ts';
import {
  byMethod,
  liveText,
  newsLines,
  tooSoonText,
  triesText,
  validText,
  whichCounts,
} from './code-words.ts';

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
  | { kind: 'not_ready' }
  | { kind: 'unknown' };

/** What came of a code, when there is nothing more to enter in this modal. */
export function codeOutcome(outcome: CodeOutcome): ModalView {
  if (outcome.kind === 'unknown') return noticeView('Not found', unknownRecord());
  const title = outcome.kind === 'verified' ? 'Verified' : (TITLES[outcome.kind] ?? NOT_VERIFIED);
  return noticeView(title, outcomeText(outcome));
}

const NOT_VERIFIED = 'Not verified';
const TITLES: Partial<Record<CodeOutcome['kind'], string>> = {
  already_verified: 'Already verified',
  over: 'Already over',
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
    case 'not_ready':
      return 'No code has been sent for this number yet. Wait for the card to change, then press Enter Code.';
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

const CODE_TITLE = 'Enter the code';

/** Why the form is shown again. */
export const CODE_PROBLEMS = {
  shape: 'That is not a code. A code is 4 to 8 digits. It was not sent to Vobiz.',
  wrong_code: 'That code is wrong. Enter the latest one.',
  unclear:
    'Vobiz gave no clear answer, so the try may not have counted: it cost none here. Enter the code again; if it was accepted, you are told.',
  refused:
    "Vobiz refused it and didn't say that the code is wrong, so it cost no try here. What it said is below.",
  lost: 'The bot was interrupted while your code was being checked: it cost no try here. Enter it again; if it was accepted, you are told.',
} as const;
export type CodeProblem = keyof typeof CODE_PROBLEMS;

/**
 * Asks for the one-time code. `attempt` renews the block id of the field: Slack keeps what was typed for a known block,
 * and a code must never come back. Drawn again with the same `attempt`, it keeps what somebody is typing.
 */
export function codeForm(
  verification: VerificationIn<'code_sent'>,
  form: { problem?: CodeProblem | undefined; attempt: number },
): ModalView {
  const { id, e164, method } = verification;
  const news = newsLines(verification);
  return formView({
    form: modalIds.enterCode,
    value: { verification: id },
    title: CODE_TITLE,
    submit: 'Verify',
    blocks: [
      ...(form.problem ? [section(`*${CODE_PROBLEMS[form.problem]}*`)] : []),
      section(
        `The code was sent to ${maskPhone(e164)} ${byMethod(method)}. ${validText(verification)}${whichCounts(verification)} ${triesText(verification)}`,
      ),
      ...(news.length > 0 ? [section(news.join('\n'))] : []),
      textInput('code', {
        label: 'Code',
        hint: 'Digits only. It goes to Vobiz and is not kept or shown anywhere.',
        maxLength: 20,
        focus: true,
        blockId: `${inputs.code.blockId}.${form.attempt}`,
      }),
    ],
  });
}

/** The attempt a submitted form was drawn for, read off the block id of its field; 0 for any other block id. */
export function attemptOf(blockId: string): number {
  const attempt = Number(blockId.slice(inputs.code.blockId.length + 1));
  return blockId.startsWith(`${inputs.code.blockId}.`) && Number.isSafeInteger(attempt)
    ? attempt
    : 0;
}

export function codeLoading(): ModalView {
  return noticeView(CODE_TITLE, 'Looking up the verification…');
}

/** To whoever may not enter codes. */
export function notVerified(why: Message): ModalView {
  return noticeView(NOT_VERIFIED, why);
}

export function codeChecking(): ModalView {
  return noticeView(CODE_TITLE, 'Vobiz is checking the code…');
}

/** The modal for a verification as it stands. */
export function codeView(
  record: Verification,
  attempt: number,
  problem?: CodeProblem | undefined,
): ModalView {
  switch (record.state) {
    case 'code_sent': {
      const { pausedUntil } = record;
      return pausedUntil === undefined
        ? codeForm(record, { attempt, problem })
        : codeOutcome({ kind: 'too_soon', until: pausedUntil, why: 'vobiz' });
    }
    case 'locked':
      return codeOutcome({ kind: 'locked', verification: record });
    case 'sending':
      return codeOutcome({ kind: 'not_ready' });
    case 'verified':
    case 'not_sent':
    case 'expired':
    case 'cancelled':
      return codeOutcome({ kind: 'over', verification: record });
  }
}

/**
 * An open modal of somebody, as far as drawing it again needs it. `checking`: they submitted a code at `since` and are
 * answered for it; `refused`: it says who was in the way.
 */
type Open = {
  user: string;
  attempt: number;
  busy?: 'checking' | 'refused' | undefined;
  since?: number | undefined;
};

/** What an open modal has to show now, with the attempt its field is drawn for; undefined when it is to stay as it is. */
export function codeModal(
  record: Verification,
  { user, attempt, busy, since = 0 }: Open,
): { view: ModalView; attempt: number } | undefined {
  if (busy === 'checking')
    return isLostTo(record, user, since) ? again(record, attempt) : undefined;
  if (busy === 'refused' && !isOver(record) && isBusy(record)) return undefined;
  return { view: codeView(record, attempt), attempt };
}

/** The bot was interrupted while it had this person's code checked, so nobody is going to answer them. */
function isLostTo(record: Verification, user: string, since: number): boolean {
  const last = record.state === 'code_sent' ? record.lastEntry : undefined;
  return last?.result === 'lost' && last.by === user && last.at > since;
}

function again(record: Verification, attempt: number) {
  return { view: codeView(record, attempt + 1, 'lost'), attempt: attempt + 1 };
}

function isBusy(record: Verification): boolean {
  return (
    (record.state === 'code_sent' && record.entry !== undefined) ||
    ('resend' in record && record.resend !== undefined)
  );
}
