import { readFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import type { Channel } from '../../sandbox/vobiz/channels.ts';
import type { InventoryNumber } from '../../sandbox/vobiz/inventory.ts';
import type { Order as VobizOrder } from '../../sandbox/vobiz/orders.ts';
import { movableClock } from './clock.ts';
import { META_TOKEN, metaTokens } from './connecting.ts';
import { policyFile } from './policy.ts';
import { redisOfRun } from './shown.ts';
import { type Outside, startBot, startOutside } from './world.ts';

const DUMP = new URL('../integration/upgrade/dump/', import.meta.url);

/** One key as that version had it. `ttl` in ms, -1 for none. */
type DumpedKey = { key: string; ttl: number } & (
  | { type: 'string'; value: string }
  | { type: 'hash'; value: Record<string, string> }
  | { type: 'set' | 'list' | 'zset'; value: string[] }
  | { type: 'stream'; value: [id: string, fields: string[]][] }
);
type AtVobiz =
  | { kind: 'order'; is: VobizOrder }
  | { kind: 'channel'; is: Channel }
  | { kind: 'number'; is: InventoryNumber };

async function linesIn<T>(name: string): Promise<T[]> {
  const text = await readFile(new URL(name, DUMP), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

/**
 * Redis, Slack and Vobiz as the version before left them in the middle of everything, and the clock at that moment. Its
 * process is gone, and so are the locks of its jobs.
 */
export async function startUpgrade(env: Record<string, string> = {}) {
  const [from, ...keys] = await linesIn<{ at: number; team: string } & DumpedKey>('redis.jsonl');
  if (!from) throw new Error('the dump is empty');
  const clock = movableClock();
  const { now } = clock;
  clock.moveAhead(from.at - now());
  const outside = await startOutside({
    slack: { now, messages: await linesIn<StoredMessage>('slack.jsonl') },
    vobiz: {
      now,
      datesAnswers: true,
      completeAfterMs: Number.POSITIVE_INFINITY,
      metaReviewMs: Number.POSITIVE_INFINITY,
      inventory: [],
      orderRead: 'present',
    },
    env: { ...(await policyFile({})), ...(await metaTokens()), ...env },
  });
  for (const has of await linesIn<AtVobiz>('vobiz.jsonl')) putAtVobiz(outside, has);
  const redis = redisOfRun();
  const tag = `{${outside.env.REDIS_PREFIX}}`;
  for (const dumped of keys) await put(redis, tag, dumped);
  const left = { ...outside, clock, redis, team: from.team };
  return {
    ...left,
    /** This version, on what that one left. */
    startBot: async () => ({ ...left, bot: await startBot(outside) }),
  };
}
export type Upgrade = Omit<Awaited<ReturnType<typeof startUpgrade>>, 'startBot'>;

/** Ids come in the order of making, so they are the same ones again. */
function putAtVobiz(outside: Outside, has: AtVobiz): void {
  if (has.kind === 'number') outside.vobiz.addNumber(has.is);
  else if (has.kind === 'channel') putChannel(outside, has.is);
  else putOrder(outside, has.is);
}

function putChannel({ vobiz }: Outside, was: Channel): void {
  const { phone_number, waba_id, display_name, number_order_id, verification_status } = was;
  const { id } = vobiz.createChannel({
    phone_number,
    waba_id,
    display_name,
    number_onboarding_mode: 'buy_from_vobiz',
    number_provider: 'meta_direct',
    access_token: META_TOKEN,
    ...(number_order_id && { number_order_id }),
  });
  sameId(id, was.id);
  if (verification_status !== 'pending') vobiz.reviewChannel(id, verification_status);
}

function putOrder({ vobiz }: Outside, was: VobizOrder): void {
  const { selected_phone_number: e164, country_code, region, status } = was;
  const { setup_cost: setup, monthly_cost: monthly } = was;
  vobiz.addNumber({ e164, country: country_code, region, setup, monthly, currency: 'INR' });
  const { id } = vobiz.placeOrder({
    country_code,
    region,
    number_type: 'local',
    preferred_number: e164,
    currency: 'INR',
  });
  sameId(id, was.id);
  if (status === 'completed') vobiz.completeOrder(id);
  if (status === 'failed') vobiz.failOrder(id, was.failure_reason ?? '');
  if (status === 'cancelled') vobiz.cancelOrder(id);
}

function sameId(id: string, was: string): void {
  if (id !== was) throw new Error(`the stand-in gave ${id} for what was ${was}`);
}

async function put(redis: Redis, tag: string, dumped: DumpedKey): Promise<void> {
  const key = dumped.key.replace('{p}', tag);
  if (/:lock$|:stalled-check$/.test(key)) return;
  switch (dumped.type) {
    case 'string':
      await redis.set(key, dumped.value);
      break;
    case 'hash':
      await redis.hset(key, dumped.value);
      break;
    case 'set':
      await redis.sadd(key, ...dumped.value);
      break;
    case 'list':
      await redis.rpush(key, ...dumped.value);
      break;
    case 'zset':
      for (let at = 0; at < dumped.value.length; at += 2) {
        await redis.zadd(key, dumped.value[at + 1] ?? '', dumped.value[at] ?? '');
      }
      break;
    case 'stream':
      for (const [id, fields] of dumped.value) await redis.xadd(key, id, ...fields);
  }
  if (dumped.ttl > 0) await redis.pexpire(key, dumped.ttl);
}
