import { expect } from 'vitest';
import { auditOf } from '../../support/audit.ts';
import { boughtNumber, metaTokens, submitConnect } from '../../support/connecting.ts';
import {
  approve,
  cardShows,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { look, OFTEN, toldOf } from '../../support/watching.ts';
import { APPROVALS, ASHA, it, startWorld } from '../../support/world.ts';

it('tells the owner of a number once what has changed at Vobiz, and once that it is over', async () => {
  const env = { ...(await policyFile({})), ...(await metaTokens()), ...OFTEN };
  const world = await startWorld({ vobiz: { completeAfterMs: 0, metaReviewMs: 0 }, env });
  const { vobiz } = world;
  // A list without any number would say nothing about the one that is gone.
  await approve(world, await requestNumber(world, { index: 1 }));
  await cardShows(world, APPROVALS, SAYS.bought);
  await submitConnect(world, await boughtNumber(world));
  await cardShows(world, APPROVALS, /Live on WhatsApp/);
  await look(world);
  const { id = '' } = vobiz.channels[0] ?? {};
  const { e164 = '', monthly_fee = 0 } = vobiz.ownedNumbers.at(-1) ?? {};
  expect(toldOf(world, ASHA)).toEqual([]);

  vobiz.setChannelStatus(id, 'suspended');
  await look(world);
  await cardShows(world, APPROVALS, /⚠️ WhatsApp suspended.*so no messages go through/);
  await orderShows(world, APPROVALS, /WhatsApp Manager shows why/);
  await sweptTwice(world);
  await look(world);
  expect(toldOf(world, ASHA)).toEqual(['WhatsApp suspended']);

  vobiz.setChannelStatus(id, 'active');
  vobiz.alterOwnedNumber(e164, { monthly_fee: monthly_fee + 50 });
  await look(world);
  await cardShows(world, APPROVALS, /Live on WhatsApp.*It costs ₹250\/month now, not ₹200/);
  await expect.poll(() => toldOf(world, ASHA)).toEqual(['WhatsApp suspended', 'Price changed']);
  expect(newsFor(world, ASHA).map(textOf).join()).toContain('Its WhatsApp channel works again.');

  // A page that says it has not all of them proves nothing.
  vobiz.alterOwnedNumber(e164, null);
  vobiz.faults.always('ownedNumbers', { kind: 'answer', patch: { total: 3 } });
  await look(world);
  await look(world);
  vobiz.faults.clear('ownedNumbers');
  await look(world);
  await sweptTwice(world);
  expect(toldOf(world, ASHA)).toHaveLength(2);
  await cardShows(world, APPROVALS, /Gone from Vobiz.*Ask support@vobiz.ai/);

  vobiz.alterOwnedNumber(e164, {});
  await look(world);
  await cardShows(world, APPROVALS, /🟢 Live on WhatsApp/);
  await expect
    .poll(() => toldOf(world, ASHA))
    .toEqual(['WhatsApp suspended', 'Price changed', 'Gone from Vobiz', 'Back to normal']);
  const changes = (await auditOf(world)).filter(({ event }) => event === 'watched');
  expect(changes.map(({ by }) => by)).toEqual(Array(4).fill({ job: 'watch' }));
});
