import { setTimeout as pause } from 'node:timers/promises';
import type { Standing } from '../../domain/actor.ts';
import { type Refusal, refusalOf, vendorReasonSchema } from '../../domain/order/vendor-reason.ts';
import { type Barred, mayAct } from '../../domain/policy/policy.ts';
import { AppError, errorCode } from '../../errors.ts';
import type { Log } from '../../runtime.ts';
import {
  type Doing,
  errorSentence,
  isToRepeat,
  type Trouble,
} from '../../views/kit/error-sentences.ts';
import type { Common } from './interaction.ts';
import type { Interaction } from './payloads.ts';
import type { Turn } from './turns.ts';

/** Slack gives up on a form after three seconds. */
const JUDGE_MS = 2_500;

/** Throws AppError `slow` in time to answer the form that came at `since` (performance.now()). `judging` goes on. */
export async function inTime<T>(judging: Promise<T>, since: number): Promise<T> {
  const judged = await doneBy(since + JUDGE_MS, judging);
  if (judged === LATE) throw new AppError('slow', `not judged within ${JUDGE_MS} ms`);
  return judged;
}

/** What stands for a result that did not come in time. */
export const LATE = Symbol('late');

/** The outcome of `working`, or LATE at `deadline` (performance.now()): it then goes on. */
export async function doneBy<T>(deadline: number, working: Promise<T>): Promise<T | typeof LATE> {
  const onceDone = new AbortController();
  const left = Math.max(0, deadline - performance.now());
  const late = pause(left, LATE, { signal: onceDone.signal });
  try {
    return await Promise.race([working, late]);
  } finally {
    onceDone.abort();
    late.catch(() => undefined);
  }
}

/** A failure shown where the person is looking, not in a message of its own. */
export type Problem = { kind: 'problem' } & Trouble;

/** What Vobiz said when it refused: the wait in ms, the reason and its own words. */
export function saidOf(error: unknown): Pick<Problem, 'retryAfterMs'> & Refusal {
  if (!(error instanceof AppError)) return {};
  const field = (name: string): unknown => Object.entries(error).find(([key]) => key === name)?.[1];
  const wait = field('retryAfterMs');
  const said = field('vendorMessage');
  return {
    ...(typeof wait === 'number' && { retryAfterMs: wait }),
    ...refusalOf({
      because: vendorReasonSchema.safeParse(field('reason')).data,
      said: typeof said === 'string' ? said : undefined,
    }),
  };
}

export type RunnerDeps = {
  homeTeam: string;
  /** Asks Slack now. Throws AppError `membership_unread`. */
  standingOf: (userId: string) => Promise<Standing>;
  log: Pick<Log, 'error'>;
  observe: (handler: string, outcome: 'ok' | 'error', seconds: number) => void;
};

/** `judgedSince`: when a form came (performance.now()). Its acknowledgement needs it judged, so it skips the queue. */
export type Run = {
  handler: string;
  doing: Doing;
  who: Interaction;
  ref: string;
  turn: Turn;
  judgedSince?: number;
};

/**
 * How a run ends: done, failed with a sentence to show, or refused to somebody who may not use the bot. `toRepeat`: the
 * sentence says to try again.
 */
export type Ends = {
  work: (common: Common) => Promise<void>;
  fail: (sentence: string, toRepeat: boolean) => Promise<void>;
  refuse: (why: Barred) => Promise<void>;
};

/**
 * Runs handlers to their end, whatever they throw, so that people get an answer and shutdown can wait. This is the only
 * gate: only those whom Slack, asked after the click, calls full, active members reach a handler.
 */
export function createRunner({ homeTeam, standingOf, log, observe }: RunnerDeps) {
  const running = new Set<Promise<void>>();

  return {
    /** Never rejects. */
    run(
      { handler, doing, who, ref, turn, judgedSince }: Run,
      { work, fail, refuse }: Ends,
    ): Promise<void> {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const problem = (error: unknown): Problem => {
        log.error({ event: 'handler.failed', handler, ref, user_id: who.userId, err: error });
        return { kind: 'problem', code: errorCode(error), ref, ...saidOf(error) };
      };
      let isIn = false;
      const admitted = async () => {
        if (judgedSince === undefined) await turn.begin();
        const { userId, userTeam: userTeamId } = who;
        const looked = standingOf(userId);
        const standing = await (judgedSince === undefined ? looked : inTime(looked, judgedSince));
        const barred = mayAct({ standing });
        if (barred) return refuse(barred);
        isIn = true;
        await work({ actor: { userId, teamId: homeTeam, userTeamId, standing }, ref, problem });
      };
      const task = admitted()
        .then(() => observe(handler, 'ok', seconds()))
        .catch(async (error: unknown) => {
          observe(handler, 'error', seconds());
          const { code, ...about } = problem(error);
          // The person was never admitted, so nothing can have begun.
          await fail(
            errorSentence(code, { ...about, doing: isIn ? doing : 'read' }),
            isToRepeat(code),
          );
        })
        .catch((error: unknown) => log.error({ event: 'answer.lost', handler, ref, err: error }))
        .finally(() => turn.end());
      running.add(task);
      return task.finally(() => running.delete(task));
    },

    drain: async (): Promise<void> => {
      await Promise.allSettled(running);
    },
  };
}
export type Runner = ReturnType<typeof createRunner>;
