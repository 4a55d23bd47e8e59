import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { checkGaps, checkJournal } from '../../../src/app/doctor/check-records.ts';
import { memoryDir } from '../../../src/app/records-watch.ts';
import { createStores } from '../../../src/app/storage.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { noticed } from '../../../src/domain/audit/gap.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { testPrefix, testRunDir } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { startOutside } from '../../support/world.ts';

const settings = async (env: Record<string, string> = {}) => {
  const outside = await startOutside({ env });
  return loadConfig(outside.env).redis;
};

it('says where purchases are noted', async () => {
  const [found] = await checkJournal(await settings());
  expect(found).toMatchObject({
    verdict: 'ok',
    says: expect.stringMatching(/must outlive the bot/),
  });
});

it.each(['', 'data'])('names a file where the data directory should be: %j', async (below) => {
  const file = join(testRunDir(), testPrefix());
  await writeFile(file, '');
  const found = await checkJournal(await settings({ DATA_DIR: join(file, below) }));
  expect(found).toMatchObject([
    {
      verdict: 'problem',
      says: expect.stringMatching(/^the bot can't write to DATA_DIR .* is a file, set DATA_DIR/),
    },
  ]);
});

it('lines of the journal that cannot be read are a problem, and half a last line is none', async () => {
  const redis = await settings();
  await mkdir(memoryDir(redis), { recursive: true });
  const path = join(memoryDir(redis), '2026-11-26.0123456789ab.jsonl');
  await writeFile(path, '{"sending":{"id":');
  expect(await checkJournal(redis)).toMatchObject([{ verdict: 'ok' }]);
  await writeFile(path, '{"sending":{"id":\n');
  expect(await checkJournal(redis)).toMatchObject([
    { verdict: 'problem', says: expect.stringMatching(/1 lines .* run records:accept/) },
  ]);
});

it('names the workspace whose records went back, until somebody accepts it', async () => {
  const { prefix } = await settings();
  const redis = redisOfRun();
  expect(await checkGaps(redis, prefix)).toEqual([]);
  const lost = { team: 'T0NUMBERS', lost: `7:${'ab'.repeat(32)}`, lostAt: 1, common: 4 };
  const gap = noticed('gap_7k3m9q2x', lost, 2);
  const { gaps } = createStores(redis, createKeys(prefix), pino({ enabled: false }));
  await gaps.create(gap, auditEntry('went_back', { job: 'watch' }, undefined, gap, 2));
  expect(await checkGaps(redis, prefix)).toMatchObject([
    {
      verdict: 'warning',
      says: expect.stringMatching(/lost records of T0NUMBERS.*records:accept/),
    },
  ]);
});
