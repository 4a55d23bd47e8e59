import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createStores } from '../src/app/storage.ts';
import { QUEUE } from '../src/jobs/queue.ts';
import { createKeys } from '../src/store/keys.ts';
import { type LightSlack, startLightSlack } from './light-slack.ts';
import { cpuMsOf } from './process-figures.ts';
import { type Setting, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { cardOf, each, seed, waiting } from './scale/seed.ts';
import { median, medianRatio } from './statistics.ts';
import { until } from './wait.ts';

/** For each worker, so that the code of four is as warm as that of one. */
const JOBS_EACH = 1_500;
const ROUNDS = 3;
/** How many workers there are, and on how many queues, each of which has a prefix of its own. */
const CREWS = {
  one: { workers: 1, queues: 1 },
  two: { workers: 2, queues: 1 },
  four: { workers: 4, queues: 1 },
  fourApart: { workers: 4, queues: 4 },
} as const;
type Crew = (typeof CREWS)[keyof typeof CREWS];
const QUEUES = 4;

/** Jobs for each second of the processor that all workers use together, and for each second on the clock. */
type Speed = { perCpuSecond: number; perSecond: number };

/**
 * The same kind of job done by worker processes on one Redis. A job draws the card of an order again, as every change calls for: Redis,
 * Slack, Redis. Slack costs next to nothing, so the workers are what is measured. Four on one queue are compared with four that share
 * nothing but the machine: one alone has its caches for itself, and does a quarter more with the same processor time.
 */
export async function compareWorkers(setting: Setting): Promise<Result[]> {
  const slack = await startLightSlack(setting);
  const works = Array.from({ length: QUEUES }, (_, at) =>
    leaveWork(setting, `bench-workers-${at}`),
  );
  const one: Speed[] = [];
  const two: Speed[] = [];
  const four: Speed[] = [];
  const fourApart: Speed[] = [];
  try {
    for (const [at, { prefix }] of works.entries())
      await seed(setting.redisUrl, prefix, each(JOBS_EACH * (at === 0 ? QUEUES : 1), waiting));
    for (let round = 0; round < ROUNDS; round += 1) {
      one.push(await speedOf(CREWS.one, { setting, slack, works }));
      fourApart.push(await speedOf(CREWS.fourApart, { setting, slack, works }));
      four.push(await speedOf(CREWS.four, { setting, slack, works }));
      two.push(await speedOf(CREWS.two, { setting, slack, works }));
    }
  } finally {
    await Promise.all(works.map(({ end }) => end()));
    await slack.stop();
  }
  const of = (speeds: readonly Speed[], what: keyof Speed) => speeds.map((speed) => speed[what]);
  const listed = (what: keyof Speed) => {
    const [alone, pair, all, apart] = [one, two, four, fourApart].map((speeds) =>
      median(of(speeds, what)).toFixed(0),
    );
    return `${all} against ${apart}, ${pair} with two, ${alone} with one alone`;
  };
  return [
    {
      name: 'jobs per CPU second, 4 workers on one queue / on four queues',
      value: medianRatio(of(four, 'perCpuSecond'), of(fourApart, 'perCpuSecond')),
      unit: 'ratio',
      bound: { atLeast: 0.9 },
      detail: `${listed('perCpuSecond')}; on the clock, with Redis and Slack on the same cores: ${listed('perSecond')}`,
    },
  ];
}

/** A queue, and how all its work is left at once. */
function leaveWork(setting: Setting, prefix: string) {
  const redis = new Redis(setting.redisUrl, {
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
  });
  const keys = createKeys(prefix);
  const queue = new Queue(QUEUE, { connection: redis, prefix: keys.bullPrefix });
  const { deliveries } = createStores(redis, keys, { info: () => {}, warn: () => {} });
  return {
    prefix,
    /** Names the last sweep that finished. */
    lastSweep: () => redis.get(keys.sweepFinished()),
    /** Makes every card one that shows an older revision, and leaves the job that draws it again. */
    async leave(jobs: number): Promise<void> {
      const orders = [...each(jobs, waiting)];
      await Promise.all(
        orders.map((order) => deliveries.put(order, 'card', { ...cardOf(order), revision: 0 })),
      );
      await queue.addBulk(
        orders.map(({ team, id, revision }) => ({
          name: 'redraw',
          data: { team, id },
          opts: { jobId: `redraw-${id}-${revision}` },
        })),
      );
    },
    async isDone(): Promise<boolean> {
      const { waiting: left = 0, active = 0 } = await queue.getJobCounts();
      if (left + active > 0) return false;
      // The next look at the account waits its hours.
      return (await queue.getDelayed()).every(({ name }) => name === 'look');
    },
    async end(): Promise<void> {
      await queue.close();
      redis.disconnect();
    },
  };
}

type Work = ReturnType<typeof leaveWork>;

async function speedOf(
  { workers: count, queues }: Crew,
  { setting, slack, works }: { setting: Setting; slack: LightSlack; works: readonly Work[] },
): Promise<Speed> {
  const each = count / queues;
  const used = works.slice(0, queues);
  const env = { ...slack.env, ROLE: 'worker' };
  const onAll = <T>(run: (work: Work) => Promise<T>) => Promise.all(used.map(run));
  const before = await onAll(({ lastSweep }) => lastSweep());
  const workers = await Promise.all(
    used.flatMap(({ prefix }) =>
      Array.from({ length: each }, () => startBuiltBot(setting, prefix, env)),
    ),
  );
  const jobs = each * JOBS_EACH;
  const areDone = async () => (await onAll(({ isDone }) => isDone())).every(Boolean);
  try {
    // What the start brings is no part of it.
    await until('the first sweeps are over', async () =>
      (await onAll(({ lastSweep }) => lastSweep())).every((last, at) => last !== before[at]),
    );
    await until('nothing is left of them', areDone);
    await onAll(({ leave }) => leave(jobs));
    await until('all workers are warm', areDone);
    const cpuMs = () => workers.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0);
    const [cpu, started] = [cpuMs(), performance.now()];
    await onAll(({ leave }) => leave(jobs));
    await until('all jobs are done', areDone);
    const seconds = (performance.now() - started) / 1000;
    const done = count * JOBS_EACH;
    return { perCpuSecond: done / ((cpuMs() - cpu) / 1000), perSecond: done / seconds };
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()));
  }
}
