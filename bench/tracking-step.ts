import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { systemClock } from '../src/app/clock.ts';
import { createStores } from '../src/app/storage.ts';
import { auditEntry } from '../src/domain/audit/audit.ts';
import { createTrackOrder, type TrackOrder } from '../src/flows/order/track-order.ts';
import { createJobWorker } from '../src/jobs/job-worker.ts';
import { createEnqueue, QUEUE } from '../src/jobs/queue.ts';
import { LONGEST_BLOCK_MS } from '../src/store/connect-redis.ts';
import { createKeys } from '../src/store/keys.ts';
import { createOrderEvidence } from '../src/vobiz/order-evidence.ts';
import { pendingOrder } from './pending-order.ts';
import type { Setting } from './processes.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import { countTo } from './wait.ts';

const JOBS = 500;
const ROUNDS = 7;
const LOCK_MS = 30_000;
const CONCURRENCY = 20;
const silent = () => {};
const quiet = { info: silent, warn: silent, error: silent };
const idle = async () => {};

/** What a round of jobs cost, per job: time on the clock and of this process' CPU, both in ms. */
type Cost = { wall: number; cpu: number };

/**
 * One look at an order that is still pending, against one BullMQ job that does nothing, each from being left to being
 * done with: the no-op is added and run, the look is run and left again for later. Same Redis, same queue, in turns.
 * Vobiz is an object in this process, as its network is neither BullMQ's nor Redis' doing.
 */
export async function compareTrackingStep(setting: Setting): Promise<Result[]> {
  const connection = new Redis(setting.redisUrl, { maxRetriesPerRequest: null });
  const keys = createKeys('bench-tracking');
  const queue = new Queue(QUEUE, { connection, prefix: keys.bullPrefix });
  const track = await trackingFlow(connection, keys);
  const steps: Cost[] = [];
  const noOps: Cost[] = [];
  try {
    // The first round of each only warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const noOp = await runNoOps(queue, connection, keys.bullPrefix);
      const step = await runSteps(queue, connection, keys.bullPrefix, track);
      if (round === 0) continue;
      noOps.push(noOp);
      steps.push(step);
    }
  } finally {
    await queue.close();
    connection.disconnect();
  }
  const walls = { steps: steps.map(({ wall }) => wall), noOps: noOps.map(({ wall }) => wall) };
  const cpus = { steps: steps.map(({ cpu }) => cpu), noOps: noOps.map(({ cpu }) => cpu) };
  return [
    {
      name: 'tracking step / no-op BullMQ job, time',
      value: medianRatio(walls.steps, walls.noOps),
      unit: 'ratio',
      bound: { atMost: 3 },
      detail: `${median(walls.steps).toFixed(3)} ms against ${median(walls.noOps).toFixed(3)} ms; ${CONCURRENCY} at a time, Vobiz answers in process`,
    },
    {
      name: 'tracking step / no-op BullMQ job, CPU',
      value: medianRatio(cpus.steps, cpus.noOps),
      unit: 'ratio',
      bound: { atMost: 3 },
      detail: `${median(cpus.steps).toFixed(3)} ms against ${median(cpus.noOps).toFixed(3)} ms`,
    },
  ];
}

/** The flow with its real stores and evidence, and the orders it is to look at. A look that finds news fails. */
async function trackingFlow(
  redis: Redis,
  keys: ReturnType<typeof createKeys>,
): Promise<TrackOrder> {
  const { orders, vobizPause } = createStores(redis, keys, { info: () => {}, warn: () => {} });
  const clock = systemClock;
  // Off, as it is after three misses: the path is not published.
  const look = createOrderEvidence({
    client: {
      readOrder: async () => undefined,
      ledger: async () => [],
      ownedNumbers: async () => [],
      channels: async () => [],
    },
    now: clock.now,
    orderRead: 'off',
  });
  const sought = { orderId: 'order-0', e164: '+919830000000', placedAt: 0, lastStatus: undefined };
  const { evidence } = await look(sought);
  for (let place = 0; place < JOBS; place += 1) {
    const order = pendingOrder(place, evidence);
    await orders.create(
      order,
      auditEntry('request', { job: 'bench' }, undefined, order, order.createdAt),
    );
  }
  return createTrackOrder({
    orders,
    changeOrder: () => Promise.reject(new Error('the look found news')),
    findOrder: (order) => look({ ...order, lastStatus: undefined }),
    vobizPause,
    clock,
    log: { ...quiet, warn: (fields) => process.stderr.write(`${JSON.stringify(fields)}\n`) },
  });
}

async function runNoOps(queue: Queue, connection: Redis, prefix: string): Promise<Cost> {
  const completed = countTo(JOBS);
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
      Array.from({ length: JOBS }, (_, place) =>
        queue.add('no-op', {}, { jobId: `no-op-${place}` }),
      ),
    );
    void worker.run();
    await completed.reached;
  }).finally(() => worker.close());
}

async function runSteps(
  queue: Queue,
  connection: Redis,
  prefix: string,
  track: TrackOrder,
): Promise<Cost> {
  const looked = countTo(JOBS);
  const worker = createJobWorker({
    connection,
    prefix,
    skipVersionCheck: false,
    longestBlockMs: LONGEST_BLOCK_MS,
    lockMs: LOCK_MS,
    log: quiet,
    observe: looked.one,
    handlers: {
      track,
      place: never,
      redraw: never,
      notify: never,
      follow: never,
      owner: never,
      home: never,
      wake: never,
      sweep: never,
    },
  });
  const reminders = createEnqueue(queue);
  await Promise.all(
    Array.from({ length: JOBS }, (_, place) => reminders.track(pendingOrder(place, []), 0)),
  );
  const cost = await costOf(async () => {
    worker.start();
    await looked.reached;
  });
  await worker.close(0);
  const later = await queue.getDelayedCount();
  if (later !== JOBS) throw new Error(`${later} of ${JOBS} looks were left for later`);
  await queue.obliterate({ force: true });
  return cost;
}

async function never(): Promise<undefined> {
  throw new Error('only tracking jobs were left');
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - started) / JOBS, cpu: (user + system) / 1000 / JOBS };
}
