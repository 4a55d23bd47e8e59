import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { press, textOf } from '../../support/journeys.ts';
import { boughtOrder, storesOf } from '../../support/seed.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  aWeek,
  digestOfToday,
  digestShows,
  digestsIn,
  dueToday,
  seedWeek,
} from '../../support/weekly-digests.ts';
import { type Outside, RAVI, startBot, startOutside } from '../../support/world.ts';

const LOOK = { timeout: 15_000 };

/** A digest in the channel, with its picture. */
async function told(week = aWeek) {
  const outside = await startOutside({ env: await dueToday() });
  await seedWeek(outside, week);
  const bot = await startBot(outside);
  const digest = await digestShows(outside, /Unused · \d number/);
  await vi.waitFor(() => expect(outside.slack.files(digest.channel)).toHaveLength(1), LOOK);
  return {
    ...outside,
    bot,
    digest,
    ref: { team: outside.slack.workspace.team.id, id: digestOfToday() },
  };
}

const updatesIn = ({ slack }: Pick<Outside, 'slack'>) =>
  slack.calls.filter(({ method }) => method === 'chat.update').length;

describe('a digest that Redis forgot', () => {
  it.each([
    ['its deliveries alone', ['delivery']],
    ['all of it', ['delivery', 'digest']],
  ] as const)('is not posted again, nor its picture: %s', async (_what, lost) => {
    const world = await told();
    await sweptTwice(world);
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    for (const kind of lost) await redisOfRun().del(keys[kind](world.ref));
    await sweptTwice(world);
    await vi.waitFor(async () => {
      const slot = await storesOf(world).deliveries.get(world.ref, 'digest');
      expect(slot).toMatchObject({ state: 'sent', ts: world.digest.ts });
    }, LOOK);
    await sweptTwice(world);
    expect(digestsIn(world)).toHaveLength(1);
    expect(world.slack.files(world.digest.channel)).toHaveLength(1);
    await press(world, RAVI, world.digest, buttons.keepNumber, { asShown: true });
    if (lost.length === 1) await digestShows(world, /Kept by <@U0RAVI> until/);
    else
      await vi.waitFor(() => {
        expect(world.slack.ephemerals(RAVI).map(textOf).join()).toMatch(/Kept by <@U0RAVI>/);
      }, LOOK);
  });
});

describe('Keep in a digest', () => {
  it.each<[string, Fault]>([
    ['a gateway answers for Slack', { status: 502 }],
    ['Slack has an error of its own', { error: 'internal_error' }],
    ['the connection breaks', { reset: true }],
    ['the token was revoked for a moment', { error: 'token_revoked' }],
  ])('is shown in the end when %s', async (_what, fault) => {
    const world = await told();
    world.slack.fault('chat.update', fault);
    await press(world, RAVI, world.digest, buttons.keepNumber);
    await digestShows(world, /Kept by <@U0RAVI> until/);
  });

  it('is shown by a process whose clock is behind', async () => {
    const world = await told();
    const { digests } = storesOf(world);
    const kept = await digests.get(world.ref);
    if (!kept) throw new Error('no digest was kept');
    await redisOfRun().del(createKeys(world.env.REDIS_PREFIX ?? '').digest(world.ref));
    await digests.keep(world.ref, { ...kept, at: kept.at + 3_600_000 });
    await press(world, RAVI, world.digest, buttons.keepNumber);
    await digestShows(world, /Kept by <@U0RAVI> until/);
  });

  it('stays shown when an earlier drawing comes later', async () => {
    const world = await told((team) => {
      const bought = Date.now() - 10 * 24 * 3_600_000;
      return [1, 2].map((at) => boughtOrder(team, at, bought));
    });
    let letGo = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    // Of the number's card, and of the digest.
    world.slack.fault('chat.update', { until, times: 2 });
    const keep = (index: number) =>
      world.slack.as(RAVI).click(world.digest, { actionId: buttons.keepNumber.id, index });
    await keep(0);
    await vi.waitFor(() => expect(updatesIn(world)).toBe(2), LOOK);
    await keep(1);
    await digestShows(world, /Kept by/);
    letGo();
    await vi.waitFor(() => expect(updatesIn(world)).toBe(5), LOOK);
    await digestShows(world, /Kept by.*Kept by/);
  });
});
