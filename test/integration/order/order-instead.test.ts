import { expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  backToForm,
  cardIn,
  cardShows,
  idIn,
  openOrderForm,
  orderShows,
  press,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  it,
  MEERA,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const e164Of = async (world: World, id: string) => (await orderIn(world, id)).number.e164;

/** The id in the blocks of a card: its own, where others are named too. */
function ownId(card: Parameters<typeof idIn>[0]): string {
  return /"block_id":"(ord_[0-9a-z]+)\./.exec(textOf(card))?.[1] ?? '';
}

function cardOf(world: World, id: string) {
  const card = world.slack
    .messages(APPROVALS)
    .find((message) => textOf(message).includes(`"block_id":"${id}.`));
  if (!card) throw new Error('no such card');
  return card;
}

it('stops at another price and asks for approval of the difference with one button', async ({
  world,
}) => {
  const card = await requestNumber(world, { purpose: 'Support line' });
  const id = idIn(card);
  world.vobiz.setPrice(await e164Of(world, id), { setup: 500, monthly: 300 });
  await approve(world, card);
  const stopped = await orderShows(
    world,
    APPROVALS,
    /Ask for approval of ₹800.*Was \*₹500 setup, ₹200\/month\*, now \*₹500 setup, ₹300\/month\*/s,
  );
  expect(world.vobiz.callsTo('order')).toEqual([]);
  await world.slack.as(DEV).click(stopped, { actionId: buttons.askForDifference.id });
  await toldPrivately(world, DEV, /Requested for <@U0ASHA>/);
  const next = await orderShows(world, APPROVALS, new RegExp(`approve_order.*Follows ${id}`));
  expect(textOf(next)).toMatch(/Approve ₹800/);
  await expect
    .poll(() => textOf(cardOf(world, id)), { timeout: 8_000 })
    .toContain('There is a new request instead.');
  await press(world, MEERA, stopped, buttons.openOrder, { asShown: true });
  await viewShows(world, MEERA, new RegExp(`There is a new request instead: ${ownId(next)}`));
  await world.slack
    .as(RAVI)
    .click(stopped, { actionId: buttons.askForDifference.id }, { asShown: true });
  await toldPrivately(world, RAVI, /was made instead already/);
  await approve(world, next);
  await cardShows(world, APPROVALS, /Bought/);
  expect(world.vobiz.orders).toMatchObject([{ monthly_cost: 300, setup_cost: 500 }]);
  expect(await orderIn(world, ownId(next))).toMatchObject({
    requester: ASHA,
    purpose: 'Support line',
    follows: { order: id, why: 'difference' },
  });
});

it('offers near numbers that cost no more for one that was sold', async ({ world }) => {
  const card = await requestNumber(world);
  const id = idIn(card);
  world.vobiz.sell(await e164Of(world, id));
  await approve(world, card);
  await orderShows(world, APPROVALS, /no longer offers.*Similar numbers/s);
  const stopped = await cardShows(world, APPROVALS, buttons.requestSecond.id);
  const order = await orderIn(world, id);
  const instead = order.state === 'stopped' && order.stop.kind === 'gone' ? order.stop.instead : [];
  expect(instead).toHaveLength(3);
  for (const { price } of instead ?? [])
    expect(price.setup.minor + price.monthly.minor).toBeLessThanOrEqual(70_000);
  await world.slack.as(ASHA).click(stopped, { actionId: buttons.requestSecond.id });
  await toldPrivately(world, ASHA, /Requested for <@U0ASHA>/);
  const next = await orderShows(world, APPROVALS, new RegExp(`Replaces ${id}`));
  expect(await e164Of(world, ownId(next))).toBe(instead?.[1]?.e164);
  await world.slack
    .as(ASHA)
    .click(stopped, { actionId: buttons.requestInstead.id }, { asShown: true });
  await toldPrivately(world, ASHA, /was made instead already/);
});

it('does not buy what the balance does not cover', async ({ world }) => {
  const card = await requestNumber(world);
  world.vobiz.setBalance('INR', 699.999);
  world.vobiz.setBalance('INR', 699);
  await approve(world, card);
  await cardShows(world, APPROVALS, /Your Vobiz account has ₹699 and needs ₹700/);
  expect(world.vobiz.callsTo('order')).toEqual([]);
});

it('buys when the balance cannot be read: the purchase itself will tell', async ({ world }) => {
  world.vobiz.faults.always('balance', { kind: 'status', status: 500 });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, /Bought/);
  expect(world.vobiz.orders).toHaveLength(1);
});

it('leads back to the form, filled in, when the price changed while it was open', async ({
  world,
}) => {
  await openOrderForm(world, ASHA, APPROVALS, 'Support line');
  const shown = textOf(world.slack.openView(ASHA));
  const [first] = world.vobiz.inventory.filter(
    ({ country, monthly }) => country === 'IN' && monthly === 200,
  );
  expect(first).toBeDefined();
  for (const { e164 } of world.vobiz.inventory)
    world.vobiz.setPrice(e164, { setup: 500, monthly: 210 });
  expect(shown).toContain('₹700 (₹500 setup + ₹200)');
  await world.slack.as(ASHA).submit();
  const says = /was ₹500 setup \+ ₹200\/month, now ₹500 setup \+ ₹210\/month/;
  await toldPrivately(world, ASHA, says);
  expect(await backToForm(world, ASHA, /₹710 \(₹500 setup/)).toContain('Support line');
  expect(cardIn(world, APPROVALS)).toBeUndefined();
  await world.slack.as(ASHA).submit();
  expect(textOf(await cardShows(world, APPROVALS, /approve_order/))).toMatch(/Approve ₹710/);
});

it('tells the requester and the approvers loudly when another number came', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  const other = world.vobiz.inventory.find(
    ({ country, region }) => country === 'IN' && region === 'KL',
  );
  world.vobiz.allocateInstead(other?.e164 ?? '');
  await approve(world, card, MEERA);
  await cardShows(world, APPROVALS, /Attention: another number/);
  const thread = () =>
    world.slack
      .messages(APPROVALS)
      .filter(({ threadTs }) => threadTs)
      .map(textOf);
  await expect
    .poll(thread, { timeout: 8_000 })
    .toEqual([expect.stringMatching(/<@U0ASHA> <@U0MEERA> \*⚠️ Bought, not as approved/)]);
});
