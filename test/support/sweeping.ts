import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createStores } from '../../src/app/storage.ts';
import type { Order } from '../../src/domain/order/order.ts';
import type { Ref } from '../../src/domain/record.ts';
import { createOrderChange, createVerificationChange } from '../../src/flows/change.ts';
import { createConnections } from '../../src/flows/connection/connections.ts';
import { createSweepConnection } from '../../src/flows/connection/track-connection.ts';
import { createEndTransfer, createSweepTransfer } from '../../src/flows/numbers/end-transfer.ts';
import { createSweepOwner } from '../../src/flows/numbers/tell-owner.ts';
import type { SweepFailed } from '../../src/flows/sweep.ts';
import { createSweep } from '../../src/flows/sweep.ts';
import { createEnqueue, createPunctualAdd, QUEUE } from '../../src/jobs/queue.ts';
import { testRedisUrl } from './redis.ts';
import { startStored } from './stored.ts';

export const MINUTE = 60_000;

/** Counts what is asked of Redis, by command. */
class CountingRedis extends Redis {
  readonly asked = new Map<string, number>();

  override sendCommand(...args: Parameters<Redis['sendCommand']>) {
    const name = args[0].name.toLowerCase();
    this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
    return super.sendCommand(...args);
  }
}

/** The sweep as a worker runs it, on a clock of the test's own and without a worker: its jobs stay in the queue. */
export function startSweeping(at = Date.now()) {
  const stored = startStored();
  const { keys } = stored;
  const redis = new CountingRedis(testRedisUrl());
  const queue = new Queue(QUEUE, { connection: stored.redis, prefix: keys.bullPrefix });
  onTestFinished(async () => {
    await queue.close();
    redis.disconnect();
  });
  const log = pino({ enabled: false });
  const stores = createStores(redis, keys, log);
  const time = { now: at };
  const clock = { now: () => time.now, jitter: () => 0.5 };
  const add = createPunctualAdd(queue, stored.redis, clock.now);
  const change = {
    enqueue: createEnqueue(queue, stores.looks, add),
    clock,
    newId: () => 'id',
    log,
    count: () => undefined,
  };
  const { orders, verifications } = stores;
  const pace = { resendAfterMs: MINUTE, pauseMs: 10 * MINUTE, staleAfterMs: 75_000 };
  const connections = createConnections({ ...change, orders, verifications });
  const repaired: [index: string, count: number][] = [];
  const passed: number[] = [];
  const failures: Parameters<SweepFailed>[] = [];
  const sweep = createSweep({
    ...stores,
    ...change,
    pace,
    changeOrder: createOrderChange({ ...change, orders }),
    changeVerification: createVerificationChange({ ...change, verifications, pace }),
    sweepConnection: createSweepConnection({
      ...stores,
      ...change,
      connections,
      connectStaleAfterMs: MINUTE,
    }),
    sweepGiveBack: async () => false,
    sweepOwner: createSweepOwner({ ...stores, ...change }),
    sweepTransfer: createSweepTransfer({
      ...stores,
      ...change,
      endTransfer: createEndTransfer({ ...change, connections }),
    }),
    patience: { purchaseMs: MINUTE, connectMs: MINUTE, releaseMs: MINUTE, code: pace },
    sweepEveryMs: MINUTE,
    onRepaired: (index, count) => repaired.push([index, count]),
    onPassed: (kind, done) => kind === 'order' && passed.push(done),
  });

  /** As after the card was posted. */
  async function drawn(order: Order): Promise<Order> {
    const posted = { state: 'sent', channel: order.channel, ts: '1.1' } as const;
    await stored.stores.deliveries.put(order, 'card', { ...posted, revision: order.revision });
    return order;
  }

  return {
    ...stored,
    queue,
    time,
    repaired,
    failures,
    passed,
    drawn,
    /** One sweep; returns how often it asked Redis, by command. */
    async sweep(): Promise<ReadonlyMap<string, number>> {
      redis.asked.clear();
      await sweep(
        () => true,
        (...what) => failures.push(what),
      );
      return new Map(redis.asked);
    },
    dueAt: async (ref: Ref) => (await stored.stores.due.times([ref]))(ref),
  };
}
