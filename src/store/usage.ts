import type { Redis } from 'ioredis';
import type { InUse } from '../domain/order/budget.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Reads the counters that the save script keeps: one hash per team and UTC month. */
export function createUsageStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  async function of(team: string, month: string): Promise<Record<string, number>> {
    return sumsIn(await redis.hgetall(keys.counters(team, month)));
  }

  async function fees(team: string): Promise<Record<string, number>> {
    return sumsIn(await redis.hgetall(keys.fees(team)));
  }

  return guarded({
    of,
    /** The monthly fees of all numbers, owned and asked for: minor units by currency. */
    fees,
    async inUse(team: string, month: string): Promise<InUse> {
      const [ofMonth, ofAll] = await Promise.all([of(team, month), fees(team)]);
      return { month: ofMonth, fees: ofAll };
    },
  });
}

function sumsIn(fields: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([field, sum]) => [field, Number(sum)]));
}

export type Usage = ReturnType<typeof createUsageStore>;
