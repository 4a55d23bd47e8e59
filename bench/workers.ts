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
const PREFIX = 'bench-workers';
const TEAMS = [1, 2, 4] as const;
type Team = (typeof TEAMS)[number];

/** Jobs for each second of the processor that all workers use together, and for each second on the clock. */
type Speed = { perCpuSecond: number; perSecond: number };

/**
 * The same kind of job done by one, two and four worker processes on one Redis. A job draws the card of an order again, as every change
 * calls for: Redis, Slack, Redis. Slack costs next to nothing, so the workers are what is measured.
 */
export async function compareWorkers(setting: Setting): Promise<Result[]> {
  const slack = await startLightSlack(setting);
  const work = leaveWork(setting);
  const speeds: Record<Team, Speed[]> = { 1: [], 2: [], 4: [] };
  try {
    await seed(setting.redisUrl, PREFIX, each(JOBS_EACH * Math.max(...TEAMS), waiting));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const team of TEAMS) speeds[team].push(await speedOf(team, { setting, slack, work }));
  } finally {
    await work.end();
    await slack.stop();
  }
  const of = (team: Team, what: keyof Speed) => speeds[team].map((speed) => speed[what]);
  const listed = (what: keyof Speed) =>
    TEAMS.map((team) => `${median(of(team, what)).toFixed(0)} with ${team}`).join(', ');
  return [
    {
      name: 'jobs per CPU second, 4 workers / 1',
      value: medianRatio(of(4, 'perCpuSecond'), of(1, 'perCpuSecond')),
      unit: 'ratio',
      bound: { atLeast: 0.9 },
      detail: `${listed('perCpuSecond')}; on the clock, with Redis and Slack on the same cores: ${listed('perSecond')}`,
    },
  ];
}

/** The queue, and how all its work is left at once. */
function leaveWork(setting: Setting) {
  const redis = new Redis(setting.redisUrl, {
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
  });
  const keys = createKeys(PREFIX);
  const queue = new Queue(QUEUE, { connection: redis, prefix: keys.bullPrefix });
  const { deliveries } = createStores(redis, keys, { info: () => {}, warn: () => {} });
  return {
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
      const { waiting: left = 0, active = 0, delayed = 0 } = await queue.getJobCounts();
      return left + active + delayed === 0;
    },
    async end(): Promise<void> {
      await queue.close();
      redis.disconnect();
    },
  };
}

async function speedOf(
  team: Team,
  {
    setting,
    slack,
    work,
  }: { setting: Setting; slack: LightSlack; work: ReturnType<typeof leaveWork> },
): Promise<Speed> {
  const before = await work.lastSweep();
  const env = { ...slack.env, ROLE: 'worker' };
  const workers = await Promise.all(
    Array.from({ length: team }, () => startBuiltBot(setting, PREFIX, env)),
  );
  try {
    // What the start brings is no part of it.
    await until('the first sweep is over', async () => (await work.lastSweep()) !== before);
    await until('nothing is left of it', work.isDone);
    const jobs = team * JOBS_EACH;
    await work.leave(jobs);
    await until('all workers are warm', work.isDone);
    const used = () => workers.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0);
    const [cpu, started] = [used(), performance.now()];
    await work.leave(jobs);
    await until('all jobs are done', work.isDone);
    const seconds = (performance.now() - started) / 1000;
    return { perCpuSecond: jobs / ((used() - cpu) / 1000), perSecond: jobs / seconds };
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()));
  }
}
