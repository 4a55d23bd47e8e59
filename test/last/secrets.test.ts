import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  requestNumber,
  SAYS,
} from '../support/journeys.ts';
import { testRedisUrl, testRunDir } from '../support/redis.ts';
import { searchFiles, searchRedis } from '../support/secret-search.ts';
import { createFinder, keptSecrets, SECRETS_FILE } from '../support/secrets.ts';
import { APPROVALS, DEV, MEERA, OPS, startWorld } from '../support/world.ts';

const PHONE = '+919812345678';
const WRONG_CODE = '731946';

// Run alone, this file still has these two journeys to search; in `npm test` and `npm run test:deep` it has those of all the others.
it('verifies a number and buys one, so that there is something to search', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await bringNumber(world, { phone: PHONE });
  await enterCode(world, card, MEERA, WRONG_CODE, /That code is wrong/);
  await enterCode(world, card, MEERA, world.vobiz.codeFor(PHONE) ?? '', /verified/i);
  await cardShows(world, OPS, SAYS.verified);
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  // The set of what is open has a member only for as long as something is.
  await requestNumber(world, { by: DEV, index: 1 });
});

it('finds no code and no token in Redis, the logs, the metrics or what was shown in Slack in all the tests', async () => {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  const secrets = await keptSecrets(testRunDir());
  const find = createFinder(secrets);
  const keys = await searchRedis(redis, find);
  const files = await searchFiles(testRunDir(), find, [SECRETS_FILE]);

  // What was looked for and where, so that finding nothing means something.
  const known = new Set(secrets.map(({ what }) => what));
  expect([...known].sort()).toEqual([
    'a one-time code',
    'the Redis password',
    'the Slack app token',
    'the Slack bot token',
    'the Slack signing secret',
    'the Vobiz auth token',
    'the Vobiz bearer token',
  ]);
  expect(secrets.map(({ value }) => value)).toContain(WRONG_CODE);
  expect(keys.searched).toMatchObject(
    Object.fromEntries(
      ['hash', 'set', 'stream', 'string', 'zset'].map((type) => [type, expect.any(Number)]),
    ),
  );
  expect(files.searched).toMatchObject({
    log: expect.any(Number),
    metrics: expect.any(Number),
    slack: expect.any(Number),
  });
  const alone = files.searched.log === 1 ? ' (only of this file: "npm test" has more)' : '';
  // biome-ignore lint/suspicious/noConsole: says in the test report how much was searched
  console.info(
    `searched ${total(keys.searched)} keys and ${total(files.searched)} files for ${secrets.length} recorded secrets${alone}`,
  );

  expect([...keys.found, ...files.found]).toEqual([]);
});

function total(searched: Record<string, number>): number {
  return Object.values(searched).reduce((sum, count) => sum + count, 0);
}
