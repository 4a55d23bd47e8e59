import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startEmbeddedRedis } from '../../../src/store/embedded-redis.ts';
import { bringNumber, cardShows, enterCode, idIn, SAYS } from '../../support/journeys.ts';
import { createFinder, secretsOf } from '../../support/secrets.ts';
import { MEERA, OPS, startWorld } from '../../support/world.ts';

const PHONE = '+919812345678';
const WRONG_CODE = '731946';

/** A Redis for one test and every command it gets, whoever sends it and whether or not anything of it stays. */
async function watchedRedis() {
  const dir = await mkdtemp(join(tmpdir(), 'watched-redis-'));
  const silent = () => {};
  const server = await startEmbeddedRedis({
    dir,
    log: { info: silent, warn: silent, error: silent },
  });
  const redis = new Redis(server.url);
  const monitor = await redis.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, args: string[]) => commands.push(args.join(' ')));
  onTestFinished(async () => {
    monitor.disconnect();
    redis.disconnect();
    await server.stop();
    await rm(dir, { recursive: true });
  });
  return { url: server.url, redis, commands };
}

it('sends no code and no token to Redis while a number is verified, not even for a moment', async () => {
  const { url, redis, commands } = await watchedRedis();
  const world = await startWorld({ env: { REDIS_URL: url } });
  const card = await bringNumber(world, { phone: PHONE });
  const code = world.vobiz.codeFor(PHONE) ?? '';
  await enterCode(world, card, MEERA, WRONG_CODE, /That code is wrong/);
  await enterCode(world, card, MEERA, code, /verified/i);
  await cardShows(world, OPS, SAYS.verified);

  const saved = commands.filter((command) => command.includes(idIn(card)));
  expect(saved.some((command) => command.includes('"state":"verified"'))).toBe(true);
  const find = createFinder(secretsOf(world));
  expect(commands.flatMap(find)).toEqual([]);

  // The same eyes see a code when there is one.
  await redis.set('planted', `code ${code}, then gone`);
  await redis.del('planted');
  await vi.waitFor(() => expect(commands.flatMap(find)).toEqual([`the one-time code ${code}`]));
});
