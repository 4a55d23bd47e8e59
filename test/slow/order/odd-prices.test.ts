import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { APPROVALS, startWorld } from '../../support/world.ts';

const BUDGET = { limits: { monthly_budget: { workspace: { INR: 50_000 } } } };

/** Approves a number at ₹500 and ₹200 whose purchase, and the list of owned numbers, are answered so. */
async function buys({ answer, owned }: { answer?: Fault; owned?: Fault }) {
  const env = await policyFile({}, BUDGET);
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
  if (answer) world.vobiz.faults.next('order', answer);
  const card = await requestNumber(world);
  const sent = world.vobiz.faults.hold('order', { when: 'after' });
  await approve(world, card);
  await sent.arrived;
  if (owned) world.vobiz.faults.always('ownedNumbers', owned);
  sent.release();
  return { world, card };
}
const patch = (fields: Record<string, unknown>, omit: string[] = []): Fault => ({
  kind: 'answer',
  patch: fields,
  omit,
});

describe('a price that Vobiz names and that we cannot read', () => {
  it.each<[string, Fault, RegExp]>([
    [
      'no currency',
      patch({ setup_cost: 5000 }, ['currency']),
      /setup “5000”, monthly “200”, no currency/,
    ],
    [
      'a comma',
      patch({ setup_cost: '5,000.00' }),
      /setup “5,000.00”, monthly “200”, currency “INR”/,
    ],
    ['setup alone', patch({}, ['monthly_cost']), /setup “500”, no monthly/],
    ['a sign of a currency', patch({ currency: '₹' }), /currency “₹”/],
    [
      'a currency alone',
      patch({ currency: 'USD' }, ['setup_cost', 'monthly_cost']),
      /no setup, no monthly, currency “USD”/,
    ],
    ['a list', patch({ monthly_cost: [250] }), /monthly “\[250\]”/],
    ['a negative one', patch({ setup_cost: -500 }), /setup “-500”/],
    ['nothing at all', patch({ setup_cost: 0, monthly_cost: '0.00' }), /setup “0”, monthly “0.00”/],
    ['more than any number costs', patch({ setup_cost: 1e15 }), /setup “1000000000000000”/],
  ])('is shown as such, and never as the approved one: %s', async (_what, answer, sent) => {
    const { card, world } = await buys({ answer });
    const shown = textOf(await cardShows(world, APPROVALS, SAYS.flagged));
    expect(shown).toMatch(/Vobiz named a price we can't read:/);
    expect(shown).toMatch(sent);
    expect(shown).toMatch(/The budget counts the approved ₹700/);
    const { counted } = await orderIn(world, idIn(card));
    expect(counted?.charges[0]?.amount).toBe(70_000);
  });

  it.each<[string, Fault]>([
    ['text', patch({ setup_cost: '500.00', monthly_cost: '200' })],
    ['a currency in small letters', patch({ currency: ' inr ' })],
    ['none at all', patch({}, ['setup_cost', 'monthly_cost'])],
  ])('is no difference where it says the same, or nothing: %s', async (_what, answer) => {
    const { world } = await buys({ answer });
    await cardShows(world, APPROVALS, SAYS.bought);
  });

  it('is counted in the budget where it can be read', async () => {
    const { card, world } = await buys({ answer: patch({ setup_cost: '5000.00' }) });
    await orderShows(world, APPROVALS, /another price.*Approved \*₹500 setup.*got \*₹5,000 setup/);
    const { counted } = await orderIn(world, idIn(card));
    expect(counted?.charges[0]?.amount).toBe(520_000);
  });
});

describe('a number that Vobiz names and that we cannot read', () => {
  it.each([['919876543210'], ['(another one)'], [['+919810085657']], ['+91 98100 85657 ext 2']])(
    'is shown as such: %j',
    async (number) => {
      const { world } = await buys({ answer: patch({ selected_phone_number: number }) });
      const shown = textOf(await cardShows(world, APPROVALS, SAYS.flagged));
      expect(shown).toMatch(/Vobiz named a number we can't read:/);
    },
  );

  it('is the ordered one where only its + is missing', async () => {
    const { world, card } = await buys({});
    const { number } = await orderIn(world, idIn(card));
    await cardShows(world, APPROVALS, SAYS.bought);
    const again = await startWorld({ vobiz: { completeAfterMs: 0 } });
    again.vobiz.faults.next('order', patch({ selected_phone_number: number.e164.slice(1) }));
    await approve(again, await requestNumber(again));
    await cardShows(again, APPROVALS, SAYS.bought);
  });
});

describe('a purchase that was never answered', () => {
  const lost: Fault = { kind: 'reset_after' };
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['another price', { setup_fee: 5000 }, /another price.*got \*₹5,000 setup/],
    ['another currency', { currency: 'USD' }, /another price.*got \*\$500 setup/],
    ['a price that cannot be read', { setup_fee: '5.000,00' }, /can't read:.*setup “5.000,00”/],
  ])('is compared with the price that the owned numbers name: %s', async (_what, each, says) => {
    const { world } = await buys({ answer: lost, owned: { kind: 'answer', each } });
    await cardShows(world, APPROVALS, SAYS.flagged);
    await cardShows(world, APPROVALS, says);
  });

  it('is bought as approved where the owned numbers name no price', async () => {
    const owned: Fault = { kind: 'answer', each: { setup_fee: 0, monthly_fee: 0, currency: '' } };
    const { world } = await buys({ answer: lost, owned });
    await cardShows(world, APPROVALS, SAYS.bought);
  });
});

describe('an answer that contradicts itself', () => {
  it.each<[string, Fault, RegExp]>([
    ['completed, with an error', patch({ error: 'card declined' }), SAYS.ordered],
    ['completed, with no success', patch({ success: false }), SAYS.ordered],
    [
      'completed, with a reason why it failed',
      patch({ failure_reason: 'card declined' }),
      SAYS.ordered,
    ],
    ['an order behind a server error', { kind: 'answer', status: 500 }, SAYS.ordered],
    ['an order behind a refusal', { kind: 'answer', status: 409 }, SAYS.ordered],
    [
      'a failed order behind a refusal',
      patch({ status: 'failed', failure_reason: 'no stock' }),
      /no stock/,
    ],
  ])('keeps the order of Vobiz, and is not shown as bought: %s', async (_what, answer, says) => {
    const owned: Fault = { kind: 'empty', status: 204 };
    const { world, card } = await buys({ answer, owned });
    await cardShows(world, APPROVALS, says);
    const order = await orderIn(world, idIn(card));
    const purchase = 'purchase' in order ? order.purchase : undefined;
    expect(purchase?.orderId).toBe(world.vobiz.orders[0]?.id);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });
});
