import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { type Order, orderSchema } from '../../src/domain/order/order.ts';
import { QUEUE } from '../../src/jobs/queue.ts';
import { createKeys } from '../../src/store/keys.ts';
import { type BotProcess, startBuiltBot } from '../support/bot-process.ts';
import { startHttpRelay } from '../support/http-relay.ts';
import type { KillSwitch } from '../support/kill-switch.ts';
import { testRedisUrl } from '../support/redis.ts';
import { startRedisRelay } from '../support/redis-relay.ts';
import { startOutside } from '../support/world.ts';
import { deliveryStep, redisStep, slackStep, vobizStep } from './kill-steps.ts';

/** Short enough for a test, and no sweep by the clock: whatever a killed bot left undone is swept when the test asks. */
const ENV = {
  SWEEP_EVERY_MS: '3600000',
  VOBIZ_ORDER_TIMEOUT_MS: '1500',
  VOBIZ_STALE_GRACE_MS: '500',
  JOB_LOCK_MS: '1000',
  POST_UNKNOWN_AFTER_MS: '500',
};

const SWEEP = 'asked-for';

type Options = {
  /** The names of steps at Redis. */
  label?: (words: readonly string[]) => string | undefined;
  env?: Record<string, string>;
};

/** Both stand-ins and Redis, each behind a relay that can end the bot at any step. */
export async function startKillWorld(
  killSwitch: KillSwitch,
  { label = redisStep, env = {} }: Options = {},
) {
  let slackUrl = '';
  let vobizUrl = '';
  let botUrl = '';
  const slackRelay = await startHttpRelay({ target: () => slackUrl, label: slackStep, killSwitch });
  const vobizRelay = await startHttpRelay({ target: () => vobizUrl, label: vobizStep, killSwitch });
  const botRelay = await startHttpRelay({ target: () => botUrl, label: deliveryStep, killSwitch });
  const redisRelay = await startRedisRelay({ url: testRedisUrl(), label, killSwitch });
  const outside = await startOutside({
    slack: { publicUrl: slackRelay.url, ackLimitMs: 15_000 },
    vobiz: { completeAfterMs: 100, inventory: [] },
    env: {
      ...ENV,
      ...env,
      SLACK_API_URL: `${slackRelay.url}/api/`,
      VOBIZ_BASE_URL: vobizRelay.url,
      REDIS_URL: redisRelay.url,
    },
  });
  slackUrl = outside.slack.url;
  vobizUrl = outside.vobiz.url;

  const keys = createKeys(outside.env.REDIS_PREFIX ?? '');
  const redis = new Redis(testRedisUrl(), { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection: redis, prefix: keys.bullPrefix });
  onTestFinished(async () => {
    await queue.close();
    redis.disconnect();
  });

  return {
    ...outside,
    async startBot(): Promise<BotProcess> {
      const bot = await startBuiltBot(outside);
      const { port } = await bot.said('app.started');
      botUrl = `http://127.0.0.1:${port}`;
      outside.slack.sendTo({ requestUrl: `${botRelay.url}/slack/events` });
      return bot;
    },
    /** Asks for a sweep, as the clock would; one at a time. */
    sweep: () =>
      queue.add('sweep', {}, { jobId: SWEEP, removeOnComplete: true, removeOnFail: true }),
    isSwept: async () => (await queue.getJob(SWEEP)) === undefined,
    jobsRunning: () => queue.getActiveCount(),
    /** How many records still need something. */
    openOrders: () => redis.scard(keys.open('order')),
    /** Every order of one of these numbers. */
    async ordersOf(e164s: readonly string[]): Promise<Order[]> {
      const team = outside.slack.workspace.team.id;
      const ids = await redis.zrange(keys.list('order', team), '0', '-1');
      const texts = await Promise.all(
        ids.map((id) => redis.get(keys.record('order', { team, id }))),
      );
      const all = texts.map((text) => orderSchema.parse(JSON.parse(text ?? 'null')));
      return all.filter(({ number }) => e164s.includes(number.e164));
    },
    async order(id: string): Promise<Order> {
      const team = outside.slack.workspace.team.id;
      return orderSchema.parse(
        JSON.parse((await redis.get(keys.record('order', { team, id }))) ?? 'null'),
      );
    },
  };
}
export type KillWorld = Awaited<ReturnType<typeof startKillWorld>>;
