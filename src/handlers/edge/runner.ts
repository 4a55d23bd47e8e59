import type { Standing } from '../../domain/actor.ts';
import { type Barred, mayAct } from '../../domain/policy/policy.ts';
import { type Doing, errorSentence } from '../../views/kit/error-sentences.ts';
import { inTime } from './in-time.ts';
import type { Common } from './interaction.ts';
import type { Interaction } from './payloads.ts';
import { problemOf } from './problem.ts';
import type { Turn } from './turns.ts';

type Deps = {
  homeTeam: string;
  /** Who somebody is at this moment. Throws AppError `membership_unread`. */
  standingOf: (userId: string) => Promise<Standing>;
  log: { error(fields: object, message?: string): void };
  observe: (handler: string, outcome: 'ok' | 'error', seconds: number) => void;
};

/**
 * One run of a handler. `ref` is what people and the log call it; `turn` is given back when it is over. `judgedSince` is when
 * a form came (performance.now()) whose acknowledgement waits for its judgement: it does not wait in line before.
 */
export type Run = {
  handler: string;
  doing: Doing;
  who: Interaction;
  ref: string;
  turn: Turn;
  judgedSince?: number;
};

/** How a run goes: carried out, failed with a sentence to say, or refused to somebody who may not use the bot. */
export type Ends = {
  work: (common: Common) => Promise<void>;
  fail: (sentence: string) => Promise<void>;
  refuse: (why: Barred) => Promise<void>;
};

/**
 * Runs handlers to their end, whatever they throw, so that people are answered and shutting down can wait for it. This is
 * the one gate: whoever is no full, active member, as Slack says after the click, reaches no handler.
 */
export function createRunner({ homeTeam, standingOf, log, observe }: Deps) {
  const running = new Set<Promise<void>>();

  return {
    /** `fail` tells the person what went wrong. Never rejects. */
    run(
      { handler, doing, who, ref, turn, judgedSince }: Run,
      { work, fail, refuse }: Ends,
    ): Promise<void> {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const problem = (error: unknown) => {
        log.error({ event: 'handler.failed', handler, ref, user_id: who.userId, err: error });
        return problemOf(error, ref);
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
          // Nobody was let in: nothing can have begun.
          await fail(errorSentence(code, { ...about, doing: isIn ? doing : 'look' }));
        })
        .catch((error: unknown) => log.error({ event: 'answer.lost', handler, ref, err: error }))
        .finally(() => turn.end());
      running.add(task);
      return task.finally(() => running.delete(task));
    },

    /** Waits for the handlers that are running. */
    drain: async (): Promise<void> => {
      await Promise.allSettled(running);
    },
  };
}
export type Runner = ReturnType<typeof createRunner>;
