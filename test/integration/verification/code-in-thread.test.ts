import { expect, vi } from 'vitest';
import { codeOf, PHONE, storesOf, writeInThread } from '../../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  idIn,
  SAYS,
  toldPrivately,
} from '../../support/journeys.ts';
import { searchRedis } from '../../support/secret-search.ts';
import { createFinder } from '../../support/secrets.ts';
import { sentToSlack } from '../../support/sent.ts';
import { logOf, redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { DEV, it, MEERA, OPS, type World } from '../../support/world.ts';

/** A verification whose thread the bot knows: a moment after its card can be seen. */
async function brought(world: World) {
  const card = await bringNumber(world, { phone: PHONE });
  const { deliveries } = storesOf(world);
  const { id: team } = world.slack.workspace.team;
  await vi.waitFor(async () => {
    expect(await deliveries.cardAt(team, card.channel, card.ts)).toBe(idIn(card));
  }, 5_000);
  return card;
}

it('tells whoever writes a code under the card to delete it, alone, and keeps nothing of it', async ({
  world,
}) => {
  const card = await brought(world);
  await writeInThread(world, DEV, card, `the code is ${codeOf(world)}`);
  await toldPrivately(world, DEV, /Delete your message:.*Enter code/);
  expect(world.slack.ephemerals(MEERA)).toEqual([]);
  expect(world.slack.thread(OPS, card.ts)).toEqual([]);
  expect(world.vobiz.callsTo('confirm')).toEqual([]);
  const find = createFinder([{ what: 'the code', value: codeOf(world) }]);
  expect(find(JSON.stringify([sentToSlack(world), await logOf(world)]))).toEqual([]);
  const redis = await searchRedis(redisOfRun(), find, `*${world.env.REDIS_PREFIX}*`);
  expect(redis.found).toEqual([]);
});

it('lets people talk under the card, and write what they like once it is over', async ({
  world,
}) => {
  const card = await brought(world);
  await writeInThread(world, DEV, card, 'Who has the phone? Call me at +91 98765 43210', '1.1');
  await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  await cardShows(world, OPS, SAYS.verified);
  await writeInThread(world, DEV, card, 'it was 482913', '2.1');
  await sweptTwice(world);
  expect(world.slack.ephemerals(DEV)).toEqual([]);
});
