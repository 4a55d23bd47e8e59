import { expect, it, vi } from 'vitest';
import { isConnectable, onboardingOf } from '../../../src/domain/connection/connectable.ts';
import { orderLists } from '../../../src/domain/order/order-lists.ts';
import { verificationLists } from '../../../src/domain/verification/verification.ts';
import { COMMAND } from '../../../src/slack/ids.ts';
import { storesOf } from '../../support/byon.ts';
import { viewShows } from '../../support/journeys.ts';
import { startUpgrade } from '../../support/upgrade.ts';
import { ASHA, OPS } from '../../support/world.ts';

it('what the version before the lists left stands in them soon after the start', async () => {
  const world = await (await startUpgrade()).startBot();
  const { orders, verifications, numberIndex } = storesOf(world);
  const { team } = world;
  await vi.waitFor(async () => {
    const all = await orders.newest(team, 1_000);
    const others = await verifications.newest(team, 1_000);
    for (const list of new Set(all.flatMap(orderLists))) {
      const belongs = all.filter((order) => orderLists(order).includes(list));
      expect(await orders.size(team, [list])).toBe(belongs.length);
    }
    const running = others.filter((one) => verificationLists(one).length > 0);
    expect(await verifications.size(team, ['under_way'])).toBe(running.length);
    const numbers = [...all, ...others].filter(isConnectable).map((one) => onboardingOf(one).e164);
    expect(await numberIndex.size(team)).toBe(new Set(numbers).size);
    expect(numbers.length).toBeGreaterThan(5);
  }, 20_000);
  await world.slack.as(ASHA).command(OPS, COMMAND, 'numbers');
  await viewShows(world, ASHA, /Bought by/);
});
