import type { Redis } from 'ioredis';
import { vi } from 'vitest';
import { type Order, orderSchema } from '../../src/domain/order/order.ts';
import { createKeys } from '../../src/store/keys.ts';
import { type BotProcess, startBuiltBot } from '../support/bot-process.ts';
import { crowd, workspaceWith } from '../support/crowd.ts';
import { startOutside } from '../support/world.ts';
import { createPeople, type Pair } from './people.ts';

/** As many orders as the failures were seen with, over so long. */
const ORDERS = 12;
export const EVERY_MS = 500;
/** How long the first of them may take on a busy machine. */
const FIRST_REQUEST = { timeout: 60_000, interval: 100 };

/** Short enough for a test. Redis is what goes wrong here, so it has no time of its own. */
const ENV = {
  SWEEP_EVERY_MS: '1000',
  JOB_LOCK_MS: '3000',
  LOG_LEVEL: 'debug',
};

export type Trial = Awaited<ReturnType<typeof startTrial>>;

/** Stand-ins, built bots on a Redis that is about to go wrong, and pairs of people who order one number each. */
export async function startTrial(
  setup: { url: string; replicas: number; connect: () => Redis },
  options: {
    orders?: number;
    env?: Record<string, string>;
    /** One process for each. */
    roles?: readonly ('all' | 'bot' | 'worker')[];
    completeAfterMs?: number;
  } = {},
) {
  const { orders = ORDERS, roles = ['all'] } = options;
  const members = crowd('member', 2 * orders);
  const outside = await startOutside({
    slack: workspaceWith(members),
    vobiz: { completeAfterMs: options.completeAfterMs ?? 500, inventory: [] },
    env: { ...ENV, REDIS_URL: setup.url, ...options.env },
  });
  const { slack, vobiz } = outside;
  const pairs = Array.from({ length: orders }, (_, at): Pair => {
    const offer = { e164: `+91982001${1000 + at}`, region: `R${at}` };
    vobiz.addNumber({ ...offer, country: 'IN', setup: 500, monthly: 250, currency: 'INR' });
    return { ...offer, requester: `U0MEMBER${at}`, approver: `U0MEMBER${orders + at}` };
  });
  const redis = setup.connect();
  const keys = createKeys(outside.env.REDIS_PREFIX ?? '');
  const team = slack.workspace.team.id;
  const bots: BotProcess[] = [];
  let lastDeath = Number.NEGATIVE_INFINITY;

  /** Another process of the bot. */
  async function startBot(
    role: 'all' | 'bot' | 'worker' = 'all',
    env: Record<string, string> = {},
  ): Promise<BotProcess> {
    const bot = await startBuiltBot(outside, { ROLE: role, ...env });
    bots.push(bot);
    return bot;
  }
  for (const role of roles) await startBot(role);
  const listening = await Promise.all(
    bots.filter((_, at) => roles[at] !== 'worker').map((bot) => bot.said('app.started')),
  );
  slack.sendTo({
    requestUrl: listening.map(({ port }) => `http://127.0.0.1:${port}/slack/events`),
  });

  return {
    ...outside,
    setup,
    pairs,
    bots,
    redis,
    keys,
    team,
    startBot,
    people: createPeople(outside),
    /** Ends the newest process without warning, whatever it is at. */
    async killNewest(): Promise<void> {
      await bots.at(-1)?.kill();
      lastDeath = Date.now();
    },
    /** ms since the epoch. */
    lastDeath: () => lastDeath,
    /** Where the audit ends now, once all replicas have it: whatever fails from here on, this must stay. */
    async confirmedHead(): Promise<string> {
      const head = await vi.waitFor(async () => {
        const found = await redis.hget(keys.auditHeads(), team);
        if (!found) throw new Error('nobody has asked for anything yet');
        return found;
      }, FIRST_REQUEST);
      const [, waited] =
        (await redis
          .pipeline()
          .set(keys.record('mark', { team, id: 'confirmed' }), '1')
          .wait(setup.replicas, 10_000)
          .exec()) ?? [];
      if (waited?.[1] !== setup.replicas) throw new Error(`only ${waited?.[1]} replicas have it`);
      return head;
    },
    /** Every order in the records, as they stand now. */
    async records(): Promise<Order[]> {
      const ids = await redis.zrange(keys.list('order', team), '0', '-1');
      const texts = await Promise.all(
        ids.map((id) => redis.get(keys.record('order', { team, id }))),
      );
      return texts.map((text) => orderSchema.parse(JSON.parse(text ?? 'null')));
    },
  };
}
