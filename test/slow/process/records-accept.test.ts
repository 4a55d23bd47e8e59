import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, vi } from 'vitest';
import { runBuilt } from '../../../sandbox/bot-process.ts';
import { auditOf, brokenAuditOf, orderIn } from '../../support/audit.ts';
import { spawnBot, startBuiltBot } from '../../support/bot-process.ts';
import {
  approve,
  cardShows,
  idIn,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { createOwnRedis } from '../../support/own-redis.ts';
import { policyFile } from '../../support/policy.ts';
import { APPROVALS, type Outside, startOutside } from '../../support/world.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const accept = ({ env }: Pick<Outside, 'env'>, ...args: string[]) =>
  runBuilt('records-accept', ['--who', 'Asha Rao', '--why', 'Compared', ...args], env);

function journalOf({ env }: Pick<Outside, 'env'>): string {
  return join(env.DATA_DIR ?? '', 'purchases', env.REDIS_PREFIX ?? '');
}

function toldOfLoss({ slack }: Outside): number {
  const messages = slack.messages(APPROVALS).map(textOf);
  return messages.filter((text) => text.includes('Some of our records are gone')).length;
}

describe('a purchase that may have been sent and cannot be put back', () => {
  it('keeps new ones waiting, by name, until somebody has compared and said so', async () => {
    const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
    await mkdir(journalOf(world), { recursive: true });
    const file = join(journalOf(world), '2026-11-26.0123456789ab.jsonl');
    await writeFile(file, '{"sending":{"id":"ord_7k3m\n{"outcome":{}}\n');
    const bot = spawnBot({ ...world.env, SLACK_MODE: 'socket' });
    await bot.said('app.started');
    expect(JSON.parse((await bot.ops('/readyz')).body)).toMatchObject({ records: false });
    await approve(world, await requestNumber(world));
    await orderShows(world, APPROVALS, /We can't keep a safe copy of this purchase/);
    expect(world.vobiz.callsTo('order')).toEqual([]);

    const { code, out } = await accept(world);
    expect([code, out.match(/damaged journal line/g)]).toEqual([
      0,
      Array(2).fill('damaged journal line'),
    ]);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
    expect((await accept(world)).out).toBe('there was nothing to accept\n');
  });
});

it('accepts an attempt that this disk sent, however often, and no other: a slip would pass for done', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  await startBuiltBot(world);
  await approve(world, await requestNumber(world));
  const card = await cardShows(world, APPROVALS, SAYS.bought);
  const order = await orderIn(world, idIn(card));
  const { id } = ('attempt' in order && order.attempt) || { id: '' };
  const slips = ['att_bogus', id.slice(0, -1)];
  for (const slip of slips) {
    const { code, out, err } = await accept(world, '--attempt', id, '--attempt', slip);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(`nothing was accepted: no purchase journal in`);
    expect(err).toContain(JSON.stringify(slip));
  }
  for (const _ of [1, 2]) {
    const { code, out } = await accept(world, '--attempt', id);
    expect([code, out]).toEqual([0, `${id} is accepted and will not be put back\n`]);
  }
});

describe('after Redis went back', () => {
  it('the gap is told once, over restarts too, until it is accepted by name in the audit', async () => {
    const redis = await createOwnRedis();
    await redis.start();
    const env = { REDIS_URL: redis.url, ...(await policyFile({})) };
    const world = await startOutside({ env });
    const bot = await startBuiltBot(world);
    await requestNumber(world);
    const client = new Redis(redis.url);
    await client.flushall();
    await vi.waitFor(() => expect(toldOfLoss(world)).toBe(1), WAIT);
    await bot.kill();
    const next = await startBuiltBot(world);
    const verify = () => runBuilt('audit-verify', [], world.env);
    expect(await verify()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/is not in the chain.* none is known to be left/),
    });
    expect(await accept(world)).toMatchObject({ code: 0 });
    expect(await verify()).toMatchObject({ code: 0 });
    const last = (await auditOf(world)).at(-1);
    expect(last).toMatchObject({ event: 'accept', from: 'noticed', to: 'accepted' });
    expect(JSON.stringify(last?.changes)).toMatch(/Asha Rao.*Compared/);
    await next.kill();
    await startBuiltBot(world);
    await requestNumber(world, { index: 1 });
    expect(toldOfLoss(world)).toBe(1);
    await vi.waitFor(async () => expect(await brokenAuditOf(world)).toBeUndefined(), WAIT);
    await client.flushall();
    client.disconnect();
    await vi.waitFor(() => expect(toldOfLoss(world)).toBe(2), WAIT);
  });
});

it('asks who compared and why', async () => {
  const world = await startOutside();
  const { code, err } = await runBuilt('records-accept', ['--who', 'Asha'], world.env);
  expect([code, err]).toEqual([2, expect.stringMatching(/say who compared and why/)]);
});

it('keeps an order waiting while its disk cannot be written, and buys once it can', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  await startBuiltBot(world);
  const card = await requestNumber(world);
  await rm(journalOf(world), { recursive: true });
  await writeFile(journalOf(world), 'in the way');
  await approve(world, card);
  await orderShows(world, APPROVALS, /We can't keep a safe copy of this purchase/);
  expect(world.vobiz.callsTo('order')).toEqual([]);
  await rm(journalOf(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});
