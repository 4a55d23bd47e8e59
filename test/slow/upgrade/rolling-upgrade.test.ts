import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { brokenAuditOf, eventsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  requestNumber,
  SAYS,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { failureBehind, logOf, redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

type Raw = { [field: string]: unknown };

/** The record behind the bot's back, as a process of a newer version reads and writes it. */
function newerVersion(world: World, id: string) {
  const redis = redisOfRun();
  const keys = createKeys(world.env.REDIS_PREFIX ?? '');
  const key = keys.record('order', { team: world.slack.workspace.team.id, id });
  const read = async (): Promise<Raw> => JSON.parse((await redis.get(key)) ?? '{}');
  return {
    read,
    write: async (edit: (record: Raw) => Raw) => {
      await redis.set(key, JSON.stringify(edit(await read())));
    },
  };
}

const inside = (record: Raw, field: string, more: Raw): Raw => ({
  ...record,
  [field]: { ...(record[field] as Raw), ...more },
});

it('reads a record of the version before, which did not say of which kind it is, and writes it down', async () => {
  const world = await startWorld();
  const card = await requestNumber(world);
  const stored = newerVersion(world, idIn(card));
  await stored.write(({ kind: _unknown, ...before }) => before);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(await stored.read()).toMatchObject({ state: 'completed', kind: 'order' });
  expect(await brokenAuditOf(world)).toBeUndefined();
});

describe('a process of the version before, beside a newer one', () => {
  it('keeps what it does not know, from the request to the end', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
    const card = await requestNumber(world);
    const newer = newerVersion(world, idIn(card));
    await newer.write((record) =>
      inside(inside({ ...record, costCentre: '4711' }, 'policy', { notBefore: 9 }), 'number', {
        features: ['voice'],
      }),
    );
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.ordered);
    await newer.write((record) =>
      inside(inside(record, 'attempt', { seen: 2 }), 'purchase', { invoice: { no: 1 } }),
    );
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(await newer.read()).toMatchObject({
      state: 'completed',
      costCentre: '4711',
      policy: { notBefore: 9 },
      number: { features: ['voice'] },
      attempt: { seen: 2 },
      purchase: { invoice: { no: 1 } },
    });
    expect(await brokenAuditOf(world)).toBeUndefined();
  });

  it('refuses a click on a record in a state it does not know, and changes nothing of it', async ({
    world,
  }) => {
    const card = await requestNumber(world);
    const newer = newerVersion(world, idIn(card));
    await newer.write((record) => ({ ...record, state: 'refunded' }));
    const before = await newer.read();
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, RAVI, /Reference: ref_/);
    await failureBehind(world, JSON.stringify(world.slack.ephemerals(RAVI)));
    await sweptTwice(world);
    expect(await newer.read()).toEqual(before);
    expect(await eventsIn(world)).toBe('request');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });

  it('still lists, sweeps and buys everything else', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const strange = idIn(await requestNumber(world));
    await newerVersion(world, strange).write((record) => ({ ...record, state: 'refunded' }));
    const card = await requestNumber(world, { by: DEV, channel: OPS, index: 1 });
    await approve(world, card, MEERA);
    await cardShows(world, OPS, SAYS.bought);
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'orders');
    await viewShows(world, ASHA, new RegExp(idIn(card)));
    const said = async () =>
      expect((await logOf(world)).map(({ event }) => event)).toContain('record.unreadable');
    await vi.waitFor(said, 5_000);
  });
});
