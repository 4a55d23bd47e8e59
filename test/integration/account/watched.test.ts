import { expect } from 'vitest';
import { boughtNumber, metaTokens, submitConnect } from '../../support/connecting.ts';
import { cardShows, newsFor, textOf } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { look, toldOf } from '../../support/watching.ts';
import { APPROVALS, ASHA, it, startWorld } from '../../support/world.ts';

it('tells its owner once that a channel is suspended, and once that it is over', async () => {
  const env = { ...(await policyFile({})), ...(await metaTokens()) };
  const world = await startWorld({ vobiz: { completeAfterMs: 0, metaReviewMs: 0 }, env });
  const { vobiz } = world;
  await submitConnect(world, await boughtNumber(world));
  await cardShows(world, APPROVALS, /Live on WhatsApp/);
  const { id = '' } = vobiz.channels[0] ?? {};
  vobiz.setChannelStatus(id, 'suspended');
  await look(world);
  await cardShows(world, APPROVALS, /⚠️ WhatsApp suspended.*so no messages go through/);
  await sweptTwice(world);
  expect(toldOf(world, ASHA)).toEqual(['WhatsApp suspended']);
  vobiz.setChannelStatus(id, 'active');
  await look(world);
  await cardShows(world, APPROVALS, /🟢 Live on WhatsApp/);
  await expect.poll(() => toldOf(world, ASHA)).toEqual(['WhatsApp suspended', 'Back to normal']);
  expect(newsFor(world, ASHA).map(textOf).join()).toContain('Its WhatsApp channel works again.');
});
