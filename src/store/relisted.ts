import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** `edition`: of the lists. `round` counts from 1 and begins at `from` (epoch ms), after the `offset` oldest records. */
const progressSchema = z.object({
  edition: z.number(),
  round: z.number(),
  offset: z.number(),
  from: z.number(),
});
export type Progress = z.infer<typeof progressSchema>;

/** How far the records of each workspace have been put on their lists, whichever worker goes on. */
export function createRelisted({ redis, keys }: { redis: Redis; keys: Keys }) {
  const field = (team: string, kind: string) => `${team}|${kind}`;
  return guarded({
    /** Workspaces that have records. */
    teams: (): Promise<string[]> => redis.hkeys(keys.auditHeads()),
    async progress(team: string, kind: string): Promise<Progress | undefined> {
      const text = await redis.hget(keys.relisted(), field(team, kind));
      return text === null ? undefined : progressSchema.parse(JSON.parse(text));
    },
    async passed(team: string, kind: string, progress: Progress): Promise<void> {
      await redis.hset(keys.relisted(), field(team, kind), JSON.stringify(progress));
    },
  });
}
export type RelistedStore = ReturnType<typeof createRelisted>;
