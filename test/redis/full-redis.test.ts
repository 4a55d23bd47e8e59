import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { approve, cardIn, cardShows, requestNumber, SAYS, textOf } from '../support/journeys.ts';
import { type RedisServer, startRedisServer } from '../support/redis-servers/server.ts';
import { APPROVALS, startBot, startOutside } from '../support/world.ts';

const LONG_MS = 60_000;
/** What is counted happens in here: a flood shows at once. */
const WATCHED_MS = 4_000;

async function startOn(redis: RedisServer) {
  const outside = await startOutside({
    env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBot(outside);
  const ops = async (path: string) => {
    const answer = await fetch(`${bot.opsUrl}${path}`, { headers: { connection: 'close' } });
    return { status: answer.status, body: await answer.text() };
  };
  const lines = async (): Promise<{ event: string; level: number; count?: number }[]> =>
    (await readFile(bot.log, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { ...outside, bot, ops, lines };
}

it.each([
  ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
  ['only reads', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  [
    'misses its replicas',
    ['CONFIG', 'SET', 'min-replicas-to-write', '1'],
    ['CONFIG', 'SET', 'min-replicas-to-write', '0'],
  ],
] as const)(
  'writes one line of a kind while Redis %s, asks it rarely, is not ready, and goes on after it',
  {
    timeout: LONG_MS,
  },
  async (_how, [spoil = '', ...spoiled], [mend = '', ...mended]) => {
    const redis = await startRedisServer({ directives: [['save', '']] });
    const world = await startOn(redis);
    const card = await requestNumber(world);
    const before = (await world.lines()).length;
    await redis.ask(spoil, ...spoiled);
    await redis.ask('CONFIG', 'RESETSTAT');
    await approve(world, card).catch(() => {}); // it is answered that it could not be saved
    await pause(WATCHED_MS);

    const commands = Number(await redis.info('total_commands_processed'));
    const since = (await world.lines()).slice(before).filter(({ level }) => level >= 40);
    const events = since.map(({ event }) => event).filter((event) => event !== 'handler.failed');
    expect(events.length).toBeLessThanOrEqual(8);
    expect(commands).toBeLessThan(1_000);
    for (const path of ['/readyz', '/readyz/work'])
      expect((await world.ops(path)).status).toBe(503);
    expect((await world.ops('/readyz/traffic')).status).toBe(200);
    expect((await world.ops('/livez')).status).toBe(200);

    await redis.ask(mend, ...mended);
    await vi.waitFor(async () => expect((await world.ops('/readyz')).status).toBe(200), {
      timeout: 15_000,
    });
    const now = cardIn(world, APPROVALS);
    if (now && textOf(now).includes(buttons.approve.id)) await approve(world, now);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  },
);
