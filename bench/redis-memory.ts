import { Redis } from 'ioredis';
import { z } from 'zod';
import { COMMAND } from '../src/slack/ids.ts';
import { regionOf, type Setting, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { until } from './wait.ts';

const ORDERS = 50;
const PREFIX = 'bench-memory';
const PURPOSE = 'Support line for the Pune office, replaces the shared mobile';
const [ASHA, RAVI, CHANNEL] = ['U0ASHA', 'U0RAVI', 'C0APPROVALS'];

const recordSchema = z.object({ state: z.string(), revision: z.number() });
const cardSchema = z.object({ revision: z.number() });

/**
 * What one order takes in Redis, all its keys together: while it is followed, and after its end. Requested and approved by
 * people, bought and followed by the built bot.
 */
export async function measureRedisMemory(setting: Setting): Promise<Result[]> {
  const redis = new Redis(setting.redisUrl);
  const bot = await startBuiltBot(setting, PREFIX, { SWEEP_EVERY_MS: '1000' });
  try {
    const before = await memoryByGroup(redis);
    for (let place = 0; place < ORDERS; place += 1) await buy(setting, place);
    await until('all orders are followed', () => allAre(redis, 'pending'));
    const followed = await memoryByGroup(redis);
    for (const { id } of setting.vobiz.orders) setting.vobiz.completeOrder(id);
    await until('all orders have ended', () => allAre(redis, 'completed'));
    await until(
      'everyone is told',
      async () => (await redis.scard(`{${PREFIX}}:open-orders`)) === 0,
    );
    const ended = await memoryByGroup(redis);
    return [
      ...perOrder('while followed', before, followed),
      ...perOrder('after its end', before, ended),
    ];
  } finally {
    await bot.stop();
    redis.disconnect();
  }
}

/** What an order takes, apart from it what its audit leaves until it is archived, and both together. */
function perOrder(when: string, before: Usage, after: Usage): Result[] {
  const grown = [...after]
    .map(([group, bytes]) => ({ group, each: (bytes - (before.get(group) ?? 0)) / ORDERS }))
    .sort((a, b) => b.each - a.each)
    .filter(({ group }) => !NOT_OF_THE_ORDER.includes(group));
  const isAudit = ({ group }: { group: string }) => group.startsWith('audit');
  const line = (name: string, groups: typeof grown, bound: Result['bound']): Result => ({
    name,
    value: groups.reduce((sum, { each }) => sum + each, 0),
    unit: 'bytes',
    bound,
    detail: groups
      .filter(({ each }) => each >= 1)
      .map(({ group, each }) => `${group} ${each.toFixed(0)}`)
      .join(', '),
  });
  const order = grown.filter((group) => !isAudit(group));
  return [
    line(`Redis memory of one order ${when}`, order, { atMost: 3 * 1024 }),
    line(`its audit history ${when}`, grown.filter(isAudit), { atMost: 2 * 1024 }),
    line(`both ${when}`, grown, { atMost: 4 * 1024 }),
  ];
}

/** One request from the search to the approval, through Slack. */
async function buy({ slack, vobiz }: Setting, place: number): Promise<void> {
  const asha = slack.as(ASHA);
  const sees = (userId: string, text: string) => () =>
    JSON.stringify(slack.openView(userId)?.view ?? '').includes(text);
  await asha.command(CHANNEL, COMMAND, `search IN ${regionOf(place)}`);
  await until('the result', sees(ASHA, 'choose_number'));
  const results = slack.openView(ASHA);
  if (results) await asha.click(results, { actionId: 'choose_number' });
  await until('the form', sees(ASHA, 'purpose_text'));
  const form = slack.openView(ASHA);
  if (form) await asha.type(form, { blockId: 'purpose' }, PURPOSE);
  await asha.submit();
  const cards = () => slack.messages(CHANNEL).filter(({ threadTs }) => !threadTs);
  await until('the card', () => cards().length > place);
  const card = cards().at(-1);
  if (card) await slack.as(RAVI).click(card, { actionId: 'approve_order' });
  await until('the purchase', () => vobiz.orders.length > place);
  if (slack.openView(ASHA)) await asha.dismiss();
}

/** Whether every order stands so, and its card shows it. */
async function allAre(redis: Redis, state: string): Promise<boolean> {
  const keys = await redis.keys(`{${PREFIX}}:*:order:*`);
  const good = await Promise.all(
    keys.map(async (key) => {
      const record = recordSchema.parse(JSON.parse((await redis.get(key)) ?? ''));
      const card = await redis.hget(key.replace(':order:', ':delivery:'), 'card');
      return (
        record.state === state &&
        cardSchema.parse(JSON.parse(card ?? '')).revision === record.revision
      );
    }),
  );
  return keys.length === ORDERS && good.every(Boolean);
}

type Usage = Map<string, number>;

/**
 * BullMQ's stream of events has a fixed length however many orders there are; the availability cache (a minute), the regions
 * that were offered, a person's last country and the draft of the form (a day) belong to the search.
 */
const NOT_OF_THE_ORDER = ['events', 'availability', 'regions', 'last-countries', 'draft'];

/** Bytes by MEMORY USAGE, by kind of key. */
async function memoryByGroup(redis: Redis): Promise<Usage> {
  const usage: Usage = new Map();
  for (const key of await redis.keys(`{${PREFIX}}:*`)) {
    const group = groupOf(key.slice(PREFIX.length + 3).split(':'));
    const bytes = (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
    usage.set(group, (usage.get(group) ?? 0) + bytes);
  }
  return usage;
}

/** `T0TEAM:order:ord_...` is an `order`; BullMQ's keys stand under the name of its queue, `orders`. */
function groupOf([first = '', second = '']: string[]): string {
  if (first === 'orders') return second === 'events' ? 'events' : 'jobs';
  return first.startsWith('T') ? second : first;
}
