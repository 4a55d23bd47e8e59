import { Redis } from 'ioredis';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createStores } from '../../src/app/storage.ts';
import { auditEntry } from '../../src/domain/audit/audit.ts';
import { ALL_NUMBERS } from '../../src/domain/numbers/number-filter.ts';
import type { OrderFilter } from '../../src/domain/order/order-filter.ts';
import { createReadHome } from '../../src/flows/home/read-home.ts';
import { createListNumbers } from '../../src/flows/numbers/list-numbers.ts';
import { createNumberRecords } from '../../src/flows/numbers/number-records.ts';
import { createListOrders } from '../../src/flows/order/list-orders.ts';
import { createKeys } from '../../src/store/keys.ts';
import { testPrefix, testRedisUrl } from './redis.ts';
import { boughtOrder, waitingOrder } from './seed.ts';
import { TEAM } from './stored.ts';
import { answer, clientFor, startWire } from './vobiz-wire.ts';
import { ASHA } from './world.ts';

/** Counts what is asked of Redis: a command that names many keys or members counts for each of them. */
class CountingRedis extends Redis {
  asked = 0;

  override sendCommand(...args: Parameters<Redis['sendCommand']>) {
    this.asked += args[0].args.length;
    return super.sendCommand(...args);
  }
}

const ANY: OrderFilter = { whose: 'all', stage: '', month: '' };

/** What people look at, drawn for one person from `each` requests that wait and as many that were bought. */
export async function startDrawings(each: number) {
  const redis = new CountingRedis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
  const stores = createStores(redis, keys, pino({ enabled: false }));
  const now = Date.now();
  const by = { user: ASHA, team: TEAM };
  await Promise.all(
    Array.from({ length: each }, async (_, at) => {
      for (const order of [boughtOrder(TEAM, at, now), waitingOrder(TEAM, at, now)])
        await stores.orders.create(order, auditEntry('request', by, undefined, order, now));
    }),
  );
  const wire = await startWire(() => answer(200, { items: [] }));
  const deps = {
    ...stores,
    vobiz: clientFor(wire.url),
    seen: stores.numbersSeen,
    identify: async (actor: { userId: string; teamId: string; userTeamId: string }) => ({
      ...actor,
      standing: 'member' as const,
      groups: [],
    }),
    glance: async (actor: { userId: string; teamId: string; userTeamId: string }) => ({
      who: { ...actor, standing: 'member' as const, groups: [] },
      unread: [],
    }),
    labels: async () => [],
    clock: { now: () => now, jitter: () => 0 },
    team: TEAM,
  };
  const actor = { userId: ASHA, teamId: TEAM, userTeamId: TEAM };
  const orders = createListOrders(deps);
  const numbers = createListNumbers(deps);
  const home = createReadHome(deps);
  const numberRecords = createNumberRecords(deps);
  const e164 = boughtOrder(TEAM, each - 1, now).number.e164;
  const month = new Date(now).toISOString().slice(0, 7);
  await numbers.page(actor, ALL_NUMBERS, 0);

  const drawings = {
    'all requests': () => orders.page(actor, ANY, 0),
    'the second page of one stage': () => orders.page(actor, { ...ANY, stage: 'asked' }, 1),
    "somebody's own of one month": () => orders.page(actor, { ...ANY, whose: 'mine', month }, 0),
    'the newest of their own': () => orders.own(actor),
    'a Home': () => Promise.all([home.known(), home.own(ASHA)]),
    numbers: () => numbers.page(actor, ALL_NUMBERS, 0),
    'their second page': () => numbers.page(actor, ALL_NUMBERS, 1),
    'the details of a number': () => numbers.one(actor, e164),
    'the records of a number': () => numberRecords(TEAM, [e164]),
  };
  return {
    /** How much each drawing asks of Redis. */
    async asked(): Promise<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const [what, draw] of Object.entries(drawings)) {
        redis.asked = 0;
        await draw();
        counts[what] = redis.asked;
      }
      return counts;
    },
  };
}
