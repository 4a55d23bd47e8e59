import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { createKeys } from '../../../src/store/keys.ts';
import { eventsIn, orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { testRunDir } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, it, startBot, startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** A request that was approved and cannot be checked yet: what happens to the account now happened without its claim. */
async function heldUp(world: World) {
  const card = await requestNumber(world);
  const { number, createdAt } = await orderIn(world, idIn(card));
  world.vobiz.faults.always('ownedNumbers', { kind: 'reset' });
  await approve(world, card);
  await cardShows(world, APPROVALS, /on hold.*We haven't sent anything yet/);
  return { card, e164: number.e164, createdAt };
}

const nothingSent = (world: World) => expect(world.vobiz.callsTo('order')).toEqual([]);

describe('the account has the number before the purchase is sent', () => {
  it('bought since the approval, by this order or by another installation: a person says, and nothing is sent', async ({
    world,
  }) => {
    const { e164, card: asked } = await heldUp(world);
    world.vobiz.addOwnedNumber({ e164, purchased_at: iso(Date.now() + 1_000) });
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, SAYS.unconfirmed);
    await orderShows(world, APPROVALS, /Nothing was sent.*owned numbers: active/);
    await sweptTwice(world);
    expect((await orderIn(world, idIn(asked))).state).toBe('unconfirmed');
    nothingSent(world);
    expect(await eventsIn(world)).toMatch(/^request approve wait found/);
  });

  it('bought between request and approval: a person says whose it is, and a look does not decide it', async ({
    world,
  }) => {
    const { e164, createdAt, card } = await heldUp(world);
    world.vobiz.addOwnedNumber({ e164, purchased_at: iso(createdAt - MINUTE) });
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, SAYS.unconfirmed);
    await orderShows(world, APPROVALS, /Nothing was sent.*bought before the approval/);
    await sweptTwice(world);
    expect((await orderIn(world, idIn(card))).state).toBe('unconfirmed');
    nothingSent(world);
  });

  it.for<[string, object, RegExp]>([
    [
      'Vobiz does not say since when',
      { purchased_at: '0001-01-01T00:00:00Z' },
      /no time of purchase/,
    ],
    ['in a sub-account', { account_id: 'SA_OTHER01' }, /in another account/],
    ['it is blocked', { is_blocked: true, purchased_at: iso(Date.now() + MINUTE) }, /blocked/],
  ])('%s: nothing is sent, and a person says', async ([_what, fields, finding], { world }) => {
    const { e164 } = await heldUp(world);
    world.vobiz.addOwnedNumber({ e164, ...fields });
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, SAYS.unconfirmed);
    await orderShows(world, APPROVALS, finding);
    nothingSent(world);
  });

  it('since before the request: the request stops and says since when', async ({ world }) => {
    const { e164, createdAt } = await heldUp(world);
    world.vobiz.addOwnedNumber({ e164, purchased_at: iso(createdAt - 60 * MINUTE) });
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, /Your Vobiz account has had this number since /);
    nothingSent(world);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), 5_000);
    expect(textOf(newsFor(world, ASHA)[0])).toMatch(/We sent nothing/);
  });

  it('given back before the request: it is bought, once', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const { e164, createdAt } = await heldUp(world);
    world.vobiz.addOwnedNumber({
      e164,
      status: 'released',
      purchased_at: iso(createdAt - 60 * MINUTE),
    });
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });
});

it('a record restored from before its claim, on a machine that knows nothing of it, does not buy again', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const { card } = await heldUp(world);
  const id = idIn(card);
  const redis = redisOfRun();
  const keys = createKeys(world.env.REDIS_PREFIX ?? '');
  const ref = { team: world.slack.workspace.team.id, id };
  const backup = await redis.get(keys.record('order', ref));
  world.vobiz.faults.clear();
  await cardShows(world, APPROVALS, SAYS.bought);
  await sweptTwice(world);
  await world.bot.stop();
  await redis.set(keys.record('order', ref), backup ?? '');
  await redis.sadd(keys.open('order'), `${ref.team}|${id}`);
  expect((await orderIn(world, id)).state).toBe('approved');

  await startBot(world, { DATA_DIR: await mkdtemp(join(testRunDir(), 'another-machine-')) });
  const isOpen = async () => expect((await orderIn(world, id)).state).toBe('unconfirmed');
  await vi.waitFor(isOpen, 10_000);
  await orderShows(world, APPROVALS, /⚠️ Purchase unconfirmed.*owned numbers: active/);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});
