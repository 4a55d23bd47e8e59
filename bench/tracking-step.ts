import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { systemClock } from '../src/app/clock.ts';
import { createStores } from '../src/app/storage.ts';
import { auditEntry } from '../src/domain/audit/audit.ts';
import { createReadAccount, type ReadAccount } from '../src/flows/account/read-account.ts';
import { createTrackOrder } from '../src/flows/order/track-order.ts';
import { QUEUE } from '../src/jobs/queue.ts';
import { createKeys, type Keys } from '../src/store/keys.ts';
import type { Looks } from '../src/store/looks.ts';
import { createAccountReading } from '../src/vobiz/account-reading.ts';
import type { OwnedNumber } from '../src/vobiz/answers.ts';
import { pendingOrder } from './pending-order.ts';
import type { Setting } from './processes.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import { countTo } from './wait.ts';

const ORDERS = 1_000;
const OWNED = 1_000;
const PER_PAGE = 100;
const ROUNDS = 7;
const LOCK_MS = 30_000;
const CONCURRENCY = 20;
const silent = () => {};
const idle = async () => {};

/** What a round cost: time on the clock and of this process' CPU, both in ms. */
type Cost = { wall: number; cpu: number };

/**
 * One reading that serves a thousand orders, all due and all still pending, against a thousand BullMQ jobs that do nothing.
 * Same Redis, in turns. Vobiz is an object in this process, as its network is neither BullMQ's nor Redis' doing.
 */
export async function compareTrackingStep(setting: Setting): Promise<Result[]> {
  const connection = new Redis(setting.redisUrl, { maxRetriesPerRequest: null });
  const keys = createKeys('bench-tracking');
  const queue = new Queue(QUEUE, { connection, prefix: keys.bullPrefix });
  const step = await trackingStep(connection, keys);
  const steps: Cost[] = [];
  const noOps: Cost[] = [];
  try {
    // The first round of each only warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const noOp = await runNoOps(queue, connection, keys.bullPrefix);
      const tracked = await runStep(step);
      if (round === 0) continue;
      noOps.push(noOp);
      steps.push(tracked);
    }
  } finally {
    await queue.close();
    connection.disconnect();
  }
  const compared = (of: keyof Cost) => {
    const [mine, theirs] = [steps, noOps].map((costs) => costs.map((cost) => cost[of]));
    return { mine: mine ?? [], theirs: theirs ?? [] };
  };
  const { mine, theirs } = compared('cpu');
  const walls = compared('wall');
  return [
    {
      name: `tracking ${ORDERS} due orders in one step / ${ORDERS} no-op BullMQ jobs, CPU`,
      value: medianRatio(mine, theirs),
      unit: 'ratio',
      bound: { atMost: 0.5 },
      detail: `${median(mine).toFixed(0)} ms against ${median(theirs).toFixed(0)} ms; on the clock ${median(walls.mine).toFixed(0)} against ${median(walls.theirs).toFixed(0)}; Vobiz answers in process`,
    },
  ];
}

type Step = { looks: Looks; readAccount: ReadAccount };

/** The flow with its real stores and evidence, and the orders it is to look at. A look that finds news fails. */
async function trackingStep(redis: Redis, keys: Keys): Promise<Step> {
  const quiet = { info: silent, warn: silent };
  const stores = createStores(redis, keys, quiet);
  const clock = systemClock;
  const owned = Array.from(
    { length: OWNED },
    (_, place): OwnedNumber => ({
      e164: `+91984${String(place).padStart(7, '0')}`,
      status: 'active',
      ownAccount: true,
    }),
  );
  const beginReading = createAccountReading({
    client: {
      readOrder: () => Promise.reject(new Error('an order was read')),
      ledger: () => Promise.reject(new Error('the ledger was read')),
      channelList: async () => ({ all: [], isWhole: true }),
      ownedPage: async (page) => {
        const numbers = owned.slice((page - 1) * PER_PAGE, page * PER_PAGE);
        return { numbers, unread: [], listed: numbers.length, total: OWNED };
      },
    },
    now: clock.now,
    // Off, as it is after three misses: the path is not published.
    orderRead: 'off',
  });
  const at = Date.now() - 3_600_000;
  const evidence = (['owned_numbers', 'channels'] as const).map((source) => ({
    source,
    finding: 'not_found' as const,
    at,
  }));
  for (let place = 0; place < ORDERS; place += 1) {
    const order = pendingOrder(place, evidence);
    await stores.orders.create(
      order,
      auditEntry('request', { job: 'bench' }, undefined, order, order.createdAt),
    );
  }
  const readAccount = createReadAccount({
    ...stores,
    beginReading,
    trackOrder: createTrackOrder({
      changeOrder: () => Promise.reject(new Error('the look found news')),
    }),
    trackGiveBack: () => Promise.reject(new Error('a give-back was due')),
    trackConnection: () => Promise.reject(new Error('a connection was due')),
    vobizPause: { until: async () => undefined },
    // None of these orders has a number yet.
    watchNumbers: async () => undefined,
    // The pace is not what is measured.
    looks: { ...stores.looks, state: async () => undefined },
    clock,
    log: {
      ...quiet,
      warn: (fields) => process.stderr.write(`${JSON.stringify(fields)}\n`),
      error: silent,
    },
  });
  return { looks: stores.looks, readAccount };
}

async function runNoOps(queue: Queue, connection: Redis, prefix: string): Promise<Cost> {
  const completed = countTo(ORDERS);
  const worker = new Worker(QUEUE, idle, {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS,
    removeOnComplete: { count: 0 },
  });
  worker.on('completed', completed.one);
  await worker.waitUntilReady();
  return costOf(async () => {
    await Promise.all(
      Array.from({ length: ORDERS }, (_, place) =>
        queue.add('no-op', {}, { jobId: `no-op-${place}` }),
      ),
    );
    void worker.run();
    await completed.reached;
  }).finally(() => worker.close());
}

async function runStep({ looks, readAccount }: Step): Promise<Cost> {
  const now = Date.now();
  for (let place = 0; place < ORDERS; place += 1) await looks.ask(pendingOrder(place, []), now - 1);
  const cost = await costOf(async () => {
    const outcome = await readAccount();
    if (outcome.kind !== 'done' || outcome.failure) throw new Error(`reading: ${outcome.kind}`);
  });
  const left = await looks.count(Date.now());
  if (left > 0) throw new Error(`${left} looks were left`);
  return cost;
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - started, cpu: (user + system) / 1000 };
}
