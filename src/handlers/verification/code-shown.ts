import type { ModalView } from '@slack/types';
import { isOver, type Verification } from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import type { CodeEntered } from '../../flows/verification/enter-code.ts';
import { noticeView } from '../../views/kit/notice.ts';
import { mayNotByon } from '../../views/verification/byon-refusals.ts';
import type { CodeProblem } from '../../views/verification/code-form.ts';
import { codeOutcome } from '../../views/verification/code-outcome.ts';
import { codeView } from '../../views/verification/code-window.ts';

/** What a modal shows; `open` while something may still come for it: the attempt of its field, the revision it shows. */
export type CodeShown = {
  view: ModalView;
  open?: { attempt: number; revision: number; busy?: 'refused' };
};

/** The modal for a verification as it stands. */
export function entryView(record: Verification, attempt: number, problem?: CodeProblem): CodeShown {
  const view = codeView(record, attempt, problem);
  return isOver(record) ? { view } : { view, open: { attempt, revision: record.revision } };
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

function refusedView(
  refusal: VerificationRefusal | { kind: 'unknown' },
  attempt: number,
): CodeShown {
  switch (refusal.kind) {
    case 'someone_is_entering':
    case 'someone_is_asking':
    case 'too_soon':
      return { view: codeOutcome(refusal), open: { attempt, revision: 0, busy: 'refused' } };
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
    case 'refused':
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
      const { revision } = verification;
      return {
        view: codeOutcome({ kind: 'rate_limited', until }),
        open: { attempt, revision },
      };
    }
  }
}
