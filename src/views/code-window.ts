import type { ModalView } from '@slack/types';
import { isOver, type Verification } from '../domain/verification.ts';
import { codeForm } from './code-form.ts';
import { codeOutcome } from './code-outcome.ts';

/** An open modal of somebody, as far as drawing it again needs it. */
type Open = { user: string; attempt: number; checking?: true | undefined };

/**
 * What an open modal for a code has to show now, with the attempt its field is drawn for; undefined when it is to stay as
 * it is. Whoever submitted a code is answered for it, unless the bot was interrupted over it.
 */
export function codeWindow(
  record: Verification,
  { user, attempt, checking }: Open,
): { view: ModalView; attempt: number } | undefined {
  if (checking) {
    if (record.state !== 'code_sent') return undefined;
    const { lastEntry } = record;
    if (lastEntry?.result !== 'lost' || lastEntry.by !== user) return undefined;
    const next = attempt + 1;
    return { view: codeForm(record, { problem: 'lost', attempt: next }), attempt: next };
  }
  if (isOver(record)) {
    return { view: codeOutcome({ kind: 'over', verification: record }), attempt };
  }
  if (record.state === 'code_sent') return { view: codeForm(record, { attempt }), attempt };
  return record.state === 'locked'
    ? { view: codeOutcome({ kind: 'locked', verification: record }), attempt }
    : undefined;
}
