import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { packEntry } from '../../../src/store/audit-packing.ts';
import { testPrefix, testRedisUrl } from '../../support/redis.ts';
import { searchFiles, searchRedis } from '../../support/secret-search.ts';
import { createFinder } from '../../support/secrets.ts';

// Not a code of any world: the search at the end of the run must not find what is planted here.
const CODE = '904217';
const find = createFinder([
  { what: 'a one-time code', value: CODE },
  { what: 'a one-time code', value: '904 217' },
  { what: 'the Vobiz auth token', value: 'planted-auth-token' },
]);

describe('the finder', () => {
  it.each([
    ['a code in a sentence', `the code is ${CODE}.`, `the one-time code ${CODE}`],
    ['a code in JSON', JSON.stringify({ otp_code: CODE }), `the one-time code ${CODE}`],
    ['a code at the end of a key', `{p}:T0:code:${CODE}`, `the one-time code ${CODE}`],
    ['a code as it was typed', 'tried 904 217', 'a one-time code'],
    ['a recorded token', 'X-Auth-Token: planted-auth-token', 'the Vobiz auth token'],
    ['any Slack bot token', 'Bearer xoxb-1234-abcd', 'a Slack token'],
    ['any Slack app token', '"xapp-1-A0-77"', 'a Slack token'],
    ['any Meta token', 'access_token=EAAGm0PX4ZCps', 'a Meta token'],
  ])('finds %s', (_name, text, found) => {
    expect(find(text)).toEqual([found]);
  });

  it.each([
    ['longer runs of digits', `+91${CODE}0000 1${CODE} ${CODE}9`],
    ['decimal places', `1755777777.${CODE} and 0.${CODE}`],
    ['whole parts of a decimal number', `${CODE}.5`],
    ['how a token begins', 'must be a bot token, which starts with xoxb-'],
    ['nothing of ours', 'order.completed ord_7k3m9q2x'],
  ])('is not taken in by %s', (_name, text) => {
    expect(find(text)).toEqual([]);
  });
});

/** An audit entry that says what it must not. */
function saying(text: string) {
  const record = { id: 'ver_7k3m9q2x', team: 'T0NUMBERS', state: 'verified', revision: 3, text };
  const entry = auditEntry('entry_ended', { job: 'byon' }, undefined, record, 1);
  return { ...entry, saved: '0'.repeat(64) };
}

describe('the search of Redis', () => {
  const redis = new Redis(testRedisUrl());
  afterAll(() => redis.disconnect());

  const plants: Record<string, (key: string, value: string) => Promise<unknown>> = {
    string: (key, value) => redis.set(key, value),
    hash: (key, value) => redis.hset(key, 'data', value),
    'field of a hash': (key, value) => redis.hset(key, value, '1'),
    list: (key, value) => redis.rpush(key, value),
    set: (key, value) => redis.sadd(key, value),
    zset: (key, value) => redis.zadd(key, 1, value),
    'score of a zset': (key) => redis.zadd(key, CODE, 'member'),
    stream: (key, value) => redis.xadd(key, '*', 'entry', value),
    'packed audit entry': (key, value) => redis.xadd(key, '*', 'packed', packEntry(saying(value))),
    'name of a key': (key, value) => redis.set(`${key}:${value}`, ''),
  };

  it.each(Object.entries(plants))('finds a code in a %s', async (_name, plant) => {
    const prefix = testPrefix();
    onTestFinished(async () => {
      await redis.del(...(await redis.keys(`${prefix}*`)));
    });
    await redis.set(`${prefix}:innocent`, 'nothing');
    expect(await searchRedis(redis, find, `${prefix}*`)).toMatchObject({ found: [] });
    await plant(`${prefix}:planted`, CODE);
    const { found } = await searchRedis(redis, find, `${prefix}*`);
    expect(found).toEqual([expect.stringContaining(`${CODE} in`)]);
  });

  it('says that it saw nothing where there are no keys', async () => {
    expect(await searchRedis(redis, find, `${testPrefix()}*`)).toEqual({ found: [], searched: {} });
  });
});

describe('the search of files', () => {
  async function directory(files: Record<string, string>): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'secret-search-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    await mkdir(join(dir, 'below'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    return dir;
  }

  it('finds secrets in logs, below directories too, and in the labels of metrics', async () => {
    const dir = await directory({
      'a.log': '{"event":"order.pending"}\n',
      'below/b.log': `{"typed":"${CODE}"}\n`,
      'c.metrics': `codes_total{code="${CODE}"} 1\n`,
      'secrets.jsonl': CODE,
    });
    const { found, searched } = await searchFiles(dir, find, ['secrets.jsonl']);
    expect(searched).toEqual({ log: 2, metrics: 1 });
    expect(found.sort()).toEqual([
      `the one-time code ${CODE} in ${join(dir, 'below/b.log')}`,
      `the one-time code ${CODE} in ${join(dir, 'c.metrics')}`,
    ]);
  });

  it('is not taken in by a measured value, and counts no empty file', async () => {
    const dir = await directory({ 'a.metrics': `heap_bytes ${CODE}\n`, 'empty.log': '\n' });
    expect(await searchFiles(dir, find)).toEqual({ found: [], searched: { metrics: 1 } });
  });
});
