import type { ModalView } from '@slack/types';
import type { Verification } from '../domain/verification.ts';
import type { VerificationRefusal } from '../domain/verification-events.ts';
import type { CodeEntered } from '../flows/enter-code.ts';
import { mayNotByon } from '../views/byon-refusals.ts';
import { type CodeProblem, codeForm } from '../views/code-form.ts';
import { type CodeOutcome, codeOutcome } from '../views/code-outcome.ts';
import { noticeView } from '../views/notice.ts';

/** What a modal shows; `open` while something may still come for it: the attempt of its field, the revision it shows. */
export type CodeShown = { view: ModalView; open?: { attempt: number; revision: number } };

/** The modal for a verification as it stands. */
export function entryView(record: Verification, attempt: number, problem?: CodeProblem): CodeShown {
  switch (record.state) {
    case 'code_sent': {
      const { pausedUntil } = record;
      return pausedUntil === undefined
        ? waiting(record, attempt, codeForm(record, { attempt, problem }))
        : said(record, attempt, { kind: 'too_soon', until: pausedUntil, why: 'vobiz' });
    }
    case 'locked':
      return said(record, attempt, { kind: 'locked', verification: record });
    case 'sending':
      return { view: codeOutcome({ kind: 'not_ready' }) };
    default:
      return { view: codeOutcome({ kind: 'over', verification: record }) };
  }
}

/** What came of a submitted code. */
export function enteredView(entered: CodeEntered, attempt: number, now: number): CodeShown {
  if (entered.ok) {
    const { verification } = entered;
    return verification.state === 'verified'
      ? { view: codeOutcome({ kind: 'verified', verification }) }
      : entryView(verification, attempt);
  }
  switch (entered.why) {
    case 'forbidden':
      return { view: noticeView({ title: 'Not verified', ...mayNotByon(entered.forbidden) }) };
    case 'refused':
      return refusedView(entered.refusal, attempt);
    case 'not_confirmed':
      return notConfirmedView(entered, attempt, now);
  }
}

/** Revision 0: whatever comes next for the verification is news to this modal. */
function refusedView(
  refusal: VerificationRefusal | { kind: 'unknown' },
  attempt: number,
): CodeShown {
  switch (refusal.kind) {
    case 'someone_is_entering':
    case 'someone_is_asking':
    case 'too_soon':
      return { view: codeOutcome(refusal), open: { attempt, revision: 0 } };
    case 'unknown':
    case 'no_call_yet':
      return { view: codeOutcome({ kind: 'unknown' }) };
    default:
      return entryView(refusal.verification, attempt);
  }
}

function notConfirmedView(
  { answer, verification }: Extract<CodeEntered, { why: 'not_confirmed' }>,
  attempt: number,
  now: number,
): CodeShown {
  switch (answer.result) {
    case 'wrong_code':
    case 'unclear':
      return entryView(verification, attempt, answer.result);
    case 'already_verified':
    case 'expired':
      return { view: codeOutcome({ kind: answer.result, verification }) };
    case 'not_started':
      return { view: codeOutcome({ kind: 'not_started' }) };
    case 'too_many_attempts':
      return entryView(verification, attempt);
    case 'rate_limited': {
      const { retryAfterMs } = answer;
      const until = retryAfterMs === undefined ? undefined : now + retryAfterMs;
      return said(verification, attempt, { kind: 'rate_limited', until });
    }
  }
}

function said(record: Verification, attempt: number, outcome: CodeOutcome): CodeShown {
  return waiting(record, attempt, codeOutcome(outcome));
}

function waiting({ revision }: Verification, attempt: number, view: ModalView): CodeShown {
  return { view, open: { attempt, revision } };
}
