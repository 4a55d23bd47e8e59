import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../errors.ts';

/** What a form may take to be judged: Slack gives it up at three seconds. */
const JUDGE_MS = 2_500;

/**
 * The judgement of a form that came at `since` (performance.now()), or AppError `slow` while the form can still be answered.
 * What was begun goes on to its end.
 */
export async function inTime<T>(judging: Promise<T>, since: number): Promise<T> {
  const judged = new AbortController();
  const left = Math.max(0, since + JUDGE_MS - performance.now());
  const late = pause(left, undefined, { signal: judged.signal }).then(() => {
    throw new AppError('slow', `not judged within ${JUDGE_MS} ms`);
  });
  try {
    return await Promise.race([judging, late]);
  } finally {
    judged.abort();
    late.catch(() => undefined);
  }
}
