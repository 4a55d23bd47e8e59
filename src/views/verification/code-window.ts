import type { ModalView } from '@slack/types';
import { isOver, type Verification } from '../../domain/verification/verification.ts';
import { type CodeProblem, codeForm } from './code-form.ts';
import { codeOutcome } from './code-outcome.ts';

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
    default:
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
export function codeWindow(
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
