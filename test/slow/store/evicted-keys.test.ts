import { describe, expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { boughtNumber } from '../../support/connecting.ts';
import { askToGiveBack, sentBack } from '../../support/giving-back.ts';
import { approve, cardShows, press } from '../../support/journeys.ts';
import { boughtOrder } from '../../support/seed.ts';
import { requestSeveral } from '../../support/several.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { digestShows, digestsIn, dueToday, seedWeek } from '../../support/weekly-digests.ts';
import { APPROVALS, RAVI, startBot, startOutside } from '../../support/world.ts';

/** Three numbers of one request, a fourth on its way back to Vobiz, and a digest. */
async function muchDone() {
  const env = { ...(await dueToday()), VOBIZ_STALE_GRACE_MS: '200' };
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 }, env });
  const bought = Date.now() - 10 * 24 * 3_600_000;
  await seedWeek(outside, (team) => [boughtOrder(team, 1, bought)]);
  const world = { ...outside, bot: await startBot(outside) };
  await digestShows(world, /Last 7 days/);
  await approve(world, await requestSeveral(world, 3));
  await expect.poll(() => world.vobiz.callsTo('order').length, { timeout: 20_000 }).toBe(3);
  const asked = await askToGiveBack(world, await boughtNumber(world));
  await press(world, RAVI, asked, buttons.approveGiveBack);
  await cardShows(world, APPROVALS, /Going back to Vobiz/);
  return world;
}

describe('keys that Redis evicts one by one', () => {
  it('whichever they are, nothing is bought, given back or told in a digest once more', async () => {
    const world = await muchDone();
    const done = () => ({
      bought: world.vobiz.callsTo('order').length,
      ...sentBack(world),
      digests: digestsIn(world).length,
    });
    const redis = redisOfRun();
    const keys = await redis.keys(`{${world.env.REDIS_PREFIX}}*`);
    expect(keys.length).toBeGreaterThan(30);
    for (const key of keys.sort()) {
      await redis.del(key);
      await sweptTwice(world);
      expect([key, done()]).toEqual([key, { bought: 4, released: 1, kept: 0, digests: 1 }]);
    }
  }, 300_000);
});
