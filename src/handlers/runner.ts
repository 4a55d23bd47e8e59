import { type Doing, errorSentence } from '../views/errors.ts';
import type { Common } from './interaction.ts';
import type { Interaction } from './payloads.ts';
import { problemOf } from './problem.ts';
import type { Turn } from './turns.ts';

type Deps = {
  homeTeam: string;
  log: { error(fields: object, message?: string): void };
  observe: (handler: string, outcome: 'ok' | 'error', seconds: number) => void;
};

/** One run of a handler. `ref` is what people and the log call it; `turn` is given back when it is over. */
export type Run = { handler: string; doing: Doing; who: Interaction; ref: string; turn: Turn };

/** Runs handlers to their end, whatever they throw, so that people are answered and shutting down can wait for it. */
export function createRunner({ homeTeam, log, observe }: Deps) {
  const running = new Set<Promise<void>>();

  return {
    /** `fail` tells the person what went wrong. Never rejects. */
    run(
      { handler, doing, who, ref, turn }: Run,
      work: (common: Common) => Promise<void>,
      fail: (sentence: string) => Promise<void>,
    ): Promise<void> {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const problem = (error: unknown) => {
        log.error({ event: 'handler.failed', handler, ref, user_id: who.userId, err: error });
        return problemOf(error, ref);
      };
      const actor = { userId: who.userId, teamId: homeTeam, userTeamId: who.userTeam };
      const task = work({ actor, ref, problem })
        .then(() => observe(handler, 'ok', seconds()))
        .catch(async (error: unknown) => {
          observe(handler, 'error', seconds());
          const { code, ...about } = problem(error);
          await fail(errorSentence(code, { ...about, doing }));
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
