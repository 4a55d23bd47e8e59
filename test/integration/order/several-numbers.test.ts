import { describe, expect, vi } from 'vitest';
import { numbersOf } from '../../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { eventsIn } from '../../support/audit.ts';
import { approve, cardShows, idIn, newsFor, textOf } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { storesOf } from '../../support/seed.ts';
import { requestSeveral } from '../../support/several.ts';
import { APPROVALS, ASHA, it, startWorld, type World } from '../../support/world.ts';

const team = ({ slack }: World) => slack.workspace.team.id;

/** The request and its parts. */
async function ordersOf(world: World, id: string): Promise<Order[]> {
  const { orders } = storesOf(world);
  const all = await orders.newest(team(world), 50);
  return all.filter((order) => order.id === id || order.partOf === id);
}

async function asked(world: World, count = 3) {
  const card = await requestSeveral(world, count);
  const id = idIn(card);
  const lead = await storesOf(world).orders.get({ team: team(world), id });
  if (!lead) throw new Error('no request');
  return { card, id, numbers: numbersOf(lead) };
}

const bought = ({ vobiz }: World) => vobiz.callsTo('order').length;

describe('a request for three numbers', () => {
  it('is one approval of their sum, and each is bought once', async () => {
    const world = await startWorld({
      vobiz: { completeAfterMs: 0 },
      env: await policyFile({}, { limits: { monthly_budget: { workspace: { INR: 5000 } } } }),
    });
    const { card, id, numbers } = await asked(world);
    expect(textOf(card)).toContain('Approve ₹2,199.25');
    await approve(world, card);
    await cardShows(world, APPROVALS, /✅ Bought · 3 numbers/);
    expect(bought(world)).toBe(3);
    const made = await ordersOf(world, id);
    expect(made.map(({ number }) => number.e164).sort()).toEqual(
      numbers.map(({ e164 }) => e164).sort(),
    );
    const used = await storesOf(world).usage.of(team(world), new Date().toISOString().slice(0, 7));
    expect(used['workspace:INR']).toBe(219_925);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1));
    expect(textOf(newsFor(world, ASHA)[0])).toContain('✅ Bought · 3 numbers');
    expect(await eventsIn(world)).toMatch(/^request approve spread spread spread claim/);
  });
});
