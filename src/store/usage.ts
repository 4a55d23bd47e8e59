import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Reads the counters that the save script keeps: one hash per team and UTC month. */
export function createUsageStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async of(team: string, month: string): Promise<Record<string, number>> {
      const fields = await redis.hgetall(keys.counters(team, month));
      return sumsIn(fields);
    },
    /** The monthly fees of all numbers, owned and asked for: minor units by currency. */
    fees: async (team: string): Promise<Record<string, number>> =>
      sumsIn(await redis.hgetall(keys.fees(team))),
  });
}

function sumsIn(fields: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([field, sum]) => [field, Number(sum)]));
}

export type Usage = ReturnType<typeof createUsageStore>;
