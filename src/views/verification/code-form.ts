import type { ModalView } from '@slack/types';
import { maskPhone } from '../../domain/phone.ts';
import {
  isOver,
  type Verification,
  type VerificationIn,
} from '../../domain/verification/verification.ts';
import { modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { type Message, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { formView, noticeView, textInput, workingView } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { mention, slackDate } from '../kit/text.ts';
import { AGAIN, verificationText } from './byon-card.ts';
import { byMethod, liveText, newsText, tooSoonText, triesText, validText } from './code-words.ts';

type TooSoon = Parameters<typeof tooSoonText>[0];

export type CodeOutcome =
  | { kind: 'verified'; verification: VerificationIn<'verified'> }
  /** Vobiz says that somebody verified the number before this code. */
  | { kind: 'already_verified'; verification: Verification }
  | { kind: 'expired'; verification: Verification }
  /** The verification has ended, in any way. */
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

/** The result of a code, when there is nothing more to enter in this modal. */
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
      return `${maskPhone(outcome.verification.e164)} is verified.`;
    case 'already_verified':
      return `${maskPhone(outcome.verification.e164)} is already verified.${verifiedBy(outcome.verification)}`;
    case 'expired':
      return `The code for ${maskPhone(outcome.verification.e164)} has expired. ${AGAIN}`;
    case 'over':
      return verificationText(outcome.verification);
    case 'someone_is_entering':
      return `${mention(outcome.by)} is entering a code. We didn't send yours: wait for the card to change.`;
    case 'someone_is_asking':
      return `${mention(outcome.by)} is asking for a new code. We didn't send yours: wait for the newest.`;
    case 'too_soon':
      return `${tooSoonText(outcome)} We didn't send your code.`;
    case 'locked':
      return liveText(outcome.verification);
    case 'not_started':
      return `Vobiz no longer knows this verification. ${AGAIN}`;
    case 'rate_limited':
      return `Vobiz got too many requests, so this try didn't count. Press Enter code again${after(outcome.until)}.`;
    case 'not_ready':
      return 'The first code is still on its way. Wait for the card to change.';
  }
}

function verifiedBy(verification: Verification): string {
  return verification.state === 'verified'
    ? ` ${mention(verification.verifiedBy)} verified it, ${slackDate(verification.endedAt)}.`
    : '';
}

function after(epochMs: number | undefined): string {
  return epochMs === undefined ? ' in a minute' : ` at ${slackDate(epochMs, 'time')}`;
}

const CODE_TITLE = 'Enter the code';

/** Why the form is shown again. */
export const CODE_PROBLEMS = {
  shape: "That isn't a code, so we didn't send it. A code has 4 to 8 digits.",
  wrong_code: 'That code is wrong. Enter the newest one.',
  unclear:
    "We couldn't tell whether that worked. Enter the code again: it won't use up a try here.",
  refused: "Vobiz didn't accept the code. That didn't use up a try here.",
  lost: "We were interrupted while checking your code. Enter it again: it won't use up a try here.",
} as const;
export type CodeProblem = keyof typeof CODE_PROBLEMS;

/**
 * Asks for the one-time code. `attempt` renews the block id of the field: Slack keeps what was typed for a known block,
 * and a code must never come back. Drawn again with the same `attempt`, it keeps what somebody is typing. `fault`: what went wrong
 * on our side.
 */
export function codeForm(
  verification: VerificationIn<'code_sent'>,
  form: { problem?: CodeProblem | undefined; fault?: string; attempt: number },
): ModalView {
  const { id, e164, method } = verification;
  const news = form.problem ? whyText(verification, form.problem) : newsText(verification);
  const newest = verification.sends > 1 ? ' Enter the newest one only.' : '';
  return formView({
    form: modalIds.enterCode,
    value: { verification: id },
    title: CODE_TITLE,
    submit: 'Verify number',
    problem: form.fault,
    blocks: [
      ...(form.problem ? [section(`*${CODE_PROBLEMS[form.problem]}*`)] : []),
      section(
        `We sent a code to ${maskPhone(e164)} ${byMethod(method)}.${newest}\n${validText(verification)} · ${triesText(verification)}`,
      ),
      ...(news ? [section(news)] : []),
      textInput('code', {
        label: 'Code',
        hint: 'Digits only. We pass it on to Vobiz and never keep or show it.',
        maxLength: 20,
        focus: true,
        blockId: `${inputs.code.blockId}.${form.attempt}`,
      }),
    ],
  });
}

/** Below a problem, only what that doesn't say: Vobiz's reason. */
function whyText({ lastEntry }: VerificationIn<'code_sent'>, problem: CodeProblem): string {
  return problem === 'refused' && lastEntry ? reasonText(lastEntry) : '';
}

/** The attempt a submitted form was drawn for, read off the block id of its field; 0 for any other block id. */
export function attemptOf(blockId: string): number {
  const attempt = Number(blockId.slice(inputs.code.blockId.length + 1));
  return blockId.startsWith(`${inputs.code.blockId}.`) && Number.isSafeInteger(attempt)
    ? attempt
    : 0;
}

export function codeLoading(): ModalView {
  return workingView(CODE_TITLE, 'Looking up the verification…');
}

/** To a person who may not enter codes. */
export function notVerified(why: Message): ModalView {
  return noticeView(NOT_VERIFIED, why);
}

export function codeChecking(): ModalView {
  return workingView(
    CODE_TITLE,
    'Vobiz is checking the code…',
    'close it and look at the card. If the number still waits for a code, enter it again.',
  );
}

/** The modal for the current state of a verification. */
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
    case 'adopted':
      return codeOutcome({ kind: 'over', verification: record });
  }
}

/**
 * What redrawing somebody's open modal needs. `checking`: they submitted a code at `since` and get an answer to it;
 * `refused`: it says who was in the way.
 */
type Open = {
  user: string;
  attempt: number;
  busy?: 'checking' | 'refused' | undefined;
  since?: number | undefined;
};

/** What an open modal should show now, with the attempt of its field; undefined when it should stay unchanged. */
export function codeModal(
  record: Verification,
  { user, attempt, busy, since = 0 }: Open,
): { view: ModalView; attempt: number } | undefined {
  if (busy === 'checking')
    return isLostTo(record, user, since) ? again(record, attempt) : undefined;
  if (busy === 'refused' && !isOver(record) && isBusy(record)) return undefined;
  return { view: codeView(record, attempt), attempt };
}

/** The bot was interrupted while it checked this person's code, so nobody is going to answer them. */
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
