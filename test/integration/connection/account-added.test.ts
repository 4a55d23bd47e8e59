import { expect, it } from 'vitest';
import { metaTokens } from '../../support/connecting.ts';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, MEERA, OPS, startBot, startOutside } from '../../support/world.ts';

it('gives Connect to the cards that were there before the first WhatsApp account', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const before = await startBot(world);
  await approve(world, await requestNumber(world));
  const bought = await cardShows(world, APPROVALS, SAYS.bought);
  const card = await bringNumber(world, { phone: '+919876501234' });
  await enterCode(world, card, MEERA, world.vobiz.codeFor('+919876501234') ?? '', /is verified/);
  const verified = await cardShows(world, OPS, SAYS.verified);
  for (const shown of [bought, verified]) expect(textOf(shown)).not.toContain('connect_number');
  await before.stop();

  await startBot(world, await metaTokens());
  await cardShows(world, APPROVALS, /connect_number/);
  await cardShows(world, OPS, /connect_number/);
  const left = await redisOfRun().exists(`{${world.env.REDIS_PREFIX}}:connect-cards`);
  expect(left).toBe(0);
});
