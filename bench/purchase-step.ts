import { Redis } from 'ioredis';
import { newId, systemClock } from '../src/app/clock.ts';
import { createRecordClaims, createStores } from '../src/app/storage.ts';
import { auditEntry } from '../src/domain/audit/audit.ts';
import type { Order, OrderIn } from '../src/domain/order/order.ts';
import { createOrderChange } from '../src/flows/change.ts';
import { createClaimPurchase, createPlaceOrder } from '../src/flows/order/place-order.ts';
import { createKeys } from '../src/store/keys.ts';
import { createReplicaCount } from '../src/store/replicas.ts';
import { pendingOrder } from './pending-order.ts';
import type { Setting } from './processes.ts';
import { startReplicatedRedis } from './replicated-redis.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';

const ROUNDS = 7;
const STEPS = 60;
const silent = () => {};
const quiet = { info: silent, warn: silent, error: silent };
const idle = async () => {};

/**
 * What it costs that a purchase waits for the replicas, and that nothing else does: the step from approved to ordered with
 * one replica against the same without; and a vote while the replica hangs against a vote without one. In turns, one at a time, on
 * servers that sync every write. Vobiz is an object in this process.
 */
export async function comparePurchaseStep(setting: Setting): Promise<Result[]> {
  const redis = await startReplicatedRedis(setting.dir);
  const [alone, paired] = [stepsOn(redis.alone), stepsOn(redis.paired)];
  const purchases = { alone: [] as number[], paired: [] as number[] };
  const votes = { alone: [] as number[], hanging: [] as number[] };
  try {
    // The first round of each only warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [without, withOne] = [await alone.purchases(), await paired.purchases()];
      redis.hang();
      const [voteAlone, voteHanging] = [await alone.votes(), await paired.votes()];
      redis.goOn();
      if (round === 0) continue;
      purchases.alone.push(without);
      purchases.paired.push(withOne);
      votes.alone.push(voteAlone);
      votes.hanging.push(voteHanging);
    }
  } finally {
    alone.end();
    paired.end();
    await redis.stop();
  }
  return [
    {
      name: 'purchase step, one replica / none',
      value: medianRatio(purchases.paired, purchases.alone),
      unit: 'ratio',
      bound: { atMost: 2.5 },
      detail: `${median(purchases.paired).toFixed(2)} ms against ${median(purchases.alone).toFixed(2)} ms; claim, replicas, outcome; Vobiz answers in process`,
    },
    {
      name: 'vote, its replica hanging / no replica',
      value: medianRatio(votes.hanging, votes.alone),
      unit: 'ratio',
      bound: { atMost: 1.5 },
      detail: `${median(votes.hanging).toFixed(2)} ms against ${median(votes.alone).toFixed(2)} ms`,
    },
  ];
}

/** The flows on the real stores of one server. Each answers the ms that one of its steps took. */
function stepsOn(port: number) {
  const redis = new Redis(port);
  const claiming = new Redis(port, { autoResendUnfulfilledCommands: false });
  const keys = createKeys('bench-purchase');
  const { orders, vobizPause } = createStores(redis, keys, quiet);
  const clock = systemClock;
  const enqueue = {
    place: idle,
    look: idle,
    readAccount: idle,
    redraw: idle,
    notify: idle,
    tellOwner: idle,
    digest: idle,
    giveBack: idle,
    tellConnection: idle,
    wake: idle,
  };
  const change = { enqueue, clock, newId, log: quiet, count: silent };
  const changeOrder = createOrderChange({ ...change, orders });
  const replicas = createReplicaCount({ redis: claiming, key: keys.rehearsal(), now: clock.now });
  const claims = createRecordClaims({
    redis: claiming,
    keys,
    replicas,
    confirmWithinMs: 1_000,
    log: quiet,
  });
  const place = createPlaceOrder({
    orders,
    changeOrder,
    spread: async () => undefined,
    claim: createClaimPurchase({ ...change, orders, claims }),
    claims,
    checkBefore: async () => undefined,
    vobiz: { placeOrder: async () => ANSWER },
    vobizPause,
    readFailure: () => ({ sent: 'maybe', why: 'no_answer' }),
    sent: {
      wasSent: async () => false,
      mustWait: async () => false,
      note: async () => true,
      keep: async (order, outcome) => void (await changeOrder(order, outcome, BY)),
    },
    clock,
    newId,
    log: quiet,
  });
  let made = 0;

  /** Makes orders and answers how long it takes to bring one of them to `to`. */
  async function timed(
    from: (place: number) => Order,
    step: (order: Order) => Promise<unknown>,
    to: Order['state'],
  ): Promise<number> {
    const all = Array.from({ length: STEPS }, (_, at) => from(made + at));
    made += STEPS;
    for (const order of all)
      await orders.create(order, auditEntry('request', BY, undefined, order, order.createdAt));
    const started = performance.now();
    for (const order of all) await step(order);
    const ms = (performance.now() - started) / STEPS;
    const last = await orders.get(all.at(-1) ?? { team: '', id: '' });
    if (last?.state !== to) throw new Error(`the last order is ${last?.state}, not ${to}`);
    return ms;
  }

  return {
    purchases: () =>
      timed(approved, (order) => place(order, new AbortController().signal), 'pending'),
    votes: () =>
      timed(
        awaiting,
        (order) => changeOrder(order, { type: 'approve', who: APPROVER, requesterLeft: false }, BY),
        'approved',
      ),
    end(): void {
      redis.disconnect();
      claiming.disconnect();
    },
  };
}

const BY = { job: 'bench' };
const APPROVER = {
  userId: 'U0RAVI',
  teamId: 'T0NUMBERS',
  userTeamId: 'T0NUMBERS',
  standing: 'member' as const,
  groups: [],
};
const ANSWER = {
  orderId: 'order-0',
  status: 'pending' as const,
  rawStatus: 'pending',
  e164: undefined,
  price: undefined,
  failureReason: undefined,
  providerOrderId: undefined,
};

function approved(place: number): OrderIn<'approved'> {
  const { attempt: _a, purchase: _p, evidence: _e, ...order } = pendingOrder(place, []);
  return { ...order, state: 'approved', decision: { by: 'U0RAVI', at: Date.now() } };
}

function awaiting(place: number): OrderIn<'awaiting_approval'> {
  const { decision: _d, ...order } = approved(place);
  return { ...order, state: 'awaiting_approval' };
}
