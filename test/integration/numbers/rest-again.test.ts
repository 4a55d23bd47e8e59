import { describe, expect, it, vi } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { approve, cardShows, idIn, press, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { storesOf } from '../../support/seed.ts';
import { requestSeveral } from '../../support/several.ts';
import { APPROVALS, ASHA, DEV, RAVI, startWorld, type World } from '../../support/world.ts';

const TAKEN = /<@U0ASHA> already requested the rest/;

const cards = ({ slack }: World) => slack.messages(APPROVALS).map(textOf);
const short = (world: World) => cards(world).find((card) => /2 of 3 numbers/.test(card)) ?? '';
const offersAgain = (world: World) =>
  vi.waitFor(() => expect(short(world)).toMatch(/choose_rest/), 10_000);
const offersNothing = (world: World) =>
  vi.waitFor(() => expect(short(world)).not.toMatch(/choose_rest/), 10_000);

/** Three asked for; the third is gone, or dearer. */
async function shortOfOne(third: 'gone' | 'dearer') {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: await policyFile({}) });
  const card = await requestSeveral(world, 3);
  const lead = await orderOf(world, idIn(card));
  const e164 = lead.more?.[1]?.e164 ?? '';
  if (third === 'gone') world.vobiz.sell(e164);
  else world.vobiz.setPrice(e164, { setup: 750, monthly: 300 });
  await approve(world, card);
  const over = structuredClone(await cardShows(world, APPROVALS, /2 of 3 numbers.*choose_rest/));
  return { world, over };
}

async function orderOf(world: World, id: string) {
  const order = await storesOf(world).orders.get({ team: world.slack.workspace.team.id, id });
  if (!order) throw new Error('no request');
  return order;
}

/** Asha asks for the rest with the button of this card; its new card. */
async function askForRest(world: World, over: StoredMessage) {
  await pressOld(world, ASHA, over);
  await viewShows(world, ASHA, /How many/);
  await world.slack.as(ASHA).submit();
  await viewShows(world, ASHA, /What is it for/);
  await world.slack.as(ASHA).submit();
  const card = await cardShows(world, APPROVALS, /Approve ₹.*approve_order/);
  await offersNothing(world);
  return card;
}

/** Opens Details of the number that is dearer now. */
async function openDearer(world: World, by: string, over: StoredMessage) {
  await press(world, by, over, buttons.openOrder);
  const details = await viewShows(world, by, /Timeline/);
  await world.slack.as(by).click(details, { actionId: buttons.openOrder.id, index: 1 });
  return viewShows(world, by, /One of the numbers that request/);
}

/** Chooses the rest with the button as it was drawn once. */
async function pressOld(world: World, who: string, over: StoredMessage) {
  const value = buttons.chooseRest.encode({ order: idIn(over) });
  const pressed = { type: 'button', action_id: buttons.chooseRest.id, block_id: 'x', value };
  await world.slack.as(who).rawAction(over, pressed);
}

describe('a request for the rest that ends without a purchase after it was approved', () => {
  it.each([
    ['sold meanwhile', /no longer offered/],
    ['refused by Vobiz', /Not bought|Purchase failed|failed/],
  ] as const)('offers the rest again, once more, until it is bought: %s', async (how, says) => {
    const { world, over } = await shortOfOne('gone');
    const again = await askForRest(world, over);
    if (how === 'sold meanwhile') world.vobiz.sell((await orderOf(world, idIn(again))).number.e164);
    else world.vobiz.faults.next('order', { kind: 'empty', status: 402 });
    await approve(world, again);
    await cardShows(world, APPROVALS, says);
    await offersAgain(world);
    const more = await askForRest(world, over);
    await approve(world, more);
    await cardShows(world, APPROVALS, /✅ Bought · \+/);
    expect(world.vobiz.orders).toHaveLength(3);
    await pressOld(world, DEV, over);
    await viewShows(world, DEV, TAKEN);
    expect(short(world)).not.toMatch(/choose_rest/);
  });
});

describe('never more than was asked for at first', () => {
  it('where the price of the rest rose, and somebody asks for the difference', async () => {
    const { world, over } = await shortOfOne('gone');
    const again = await askForRest(world, over);
    const { e164 } = (await orderOf(world, idIn(again))).number;
    world.vobiz.setPrice(e164, { setup: 790, monthly: 310 });
    await approve(world, again);
    const stopped = await cardShows(world, APPROVALS, /request_difference/);
    await offersAgain(world);
    await press(world, ASHA, stopped, buttons.askForDifference);
    const dearer = await cardShows(world, APPROVALS, /Approve ₹1,100.*approve_order/);
    await offersNothing(world);
    await pressOld(world, DEV, over);
    await viewShows(world, DEV, TAKEN);
    await approve(world, dearer);
    await cardShows(world, APPROVALS, /✅ Bought · \+/);
    expect(world.vobiz.orders).toHaveLength(3);
    expect(short(world)).not.toMatch(/choose_rest/);
  });

  it('where somebody asked for the difference of one of its numbers', async () => {
    const { world, over } = await shortOfOne('dearer');
    const part = await openDearer(world, ASHA, over);
    await press(world, ASHA, part, buttons.askForDifference);
    await cardShows(world, APPROVALS, /Approve ₹1,050.*approve_order/);
    await pressOld(world, DEV, over);
    await viewShows(world, DEV, TAKEN);
  });

  it('where somebody asked for the rest before the difference of one of its numbers', async () => {
    const { world, over } = await shortOfOne('dearer');
    await openDearer(world, RAVI, over);
    await askForRest(world, over);
    const part = world.slack.openView(RAVI);
    if (!part) throw new Error('no Details');
    await press(world, RAVI, part, buttons.askForDifference);
    await vi.waitFor(() =>
      expect(world.slack.directMessages(RAVI).map(textOf).join()).toMatch(TAKEN),
    );
    expect(cards(world).filter((card) => card.includes('approve_order'))).toHaveLength(1);
  });
});
