import { describe, expect, it as test, vi } from 'vitest';
import { optionsOf } from '../../../sandbox/slack/elements.ts';
import { recordsIn } from '../../../sandbox/slack/json.ts';
import { numbersOf } from '../../../src/domain/order/asked-numbers.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  approve,
  backToForm,
  cardShows,
  idIn,
  press,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
  withdraw,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { storesOf } from '../../support/seed.ts';
import {
  fillSeveral as fill,
  openSeveral,
  requestSeveral,
  sendSeveral as send,
} from '../../support/several.ts';
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

/** The values of the options that the form offers to pick. */
function pickable(world: World): string[] {
  const blocks = recordsIn(world.slack.openView(ASHA)?.view.blocks);
  const picker = blocks.find(({ block_id }) => block_id === inputs.picked.blockId);
  return optionsOf(recordsIn([picker?.element])[0] ?? {}).map(({ value }) => String(value));
}

/** The numbers of the newest request. */
async function asked(world: World): Promise<string[]> {
  const id = idIn(await cardShows(world, APPROVALS, /approve_order/));
  const order = await storesOf(world).orders.get({ team: world.slack.workspace.team.id, id });
  return order ? numbersOf(order).map(({ e164 }) => e164) : [];
}

describe('several numbers in one request', () => {
  it('are the cheapest at the highest price each, shown with their sum before they are sent', async ({
    world,
  }) => {
    await openSeveral(world);
    await fill(world, { count: 3, upTo: '₹750' });
    const form = await send(world);
    expect(form).toContain('3 numbers in India');
    expect(form).toContain('₹2,199.25 (₹1,499.50 setup + ₹699.75)');
    expect(form).toContain('₹9,896.50');
    await toldPrivately(world, ASHA, /Sent to <#C0APPROVALS>/);
    const numbers = await asked(world);
    expect(numbers).toHaveLength(3);
    for (const e164 of numbers) expect(form.replaceAll(' ', '')).toContain(e164);
    // What somebody has requested is not among the cheapest again.
    await openSeveral(world);
    await fill(world, { count: 4, upTo: '750' });
    await viewShows(world, ASHA, /Only 3 numbers are free at ₹750 or less.*next one costs ₹1,250/);
  });

  it('are those that were picked, and the cheapest fill the rest', async ({ world }) => {
    await openSeveral(world);
    const picked = pickable(world).slice(-2);
    const form = await viewShows(world, ASHA, /How many/);
    const refused = await fill(world, { count: 1, picked });
    expect(refused.ackBody).toMatchObject({ errors: { picked: expect.stringMatching(/chose 2/) } });
    await world.slack.as(ASHA).type(form, inputs.count, '3');
    await world.slack.as(ASHA).submit();
    await send(world);
    const numbers = await asked(world);
    const e164s = picked.map((value) => value.split(' ')[0] ?? '');
    expect(numbers).toEqual([
      ...e164s,
      expect.not.stringMatching(e164s.join('|').replaceAll('+', '\\+')),
    ]);
  });

  it('are asked for again without one that is gone, once the form has said so, and nothing typed is lost', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await openSeveral(world);
    await fill(world, { count: 4 });
    const before = await viewShows(world, ASHA, /4 numbers in India/);
    const [dearer, gone] = textOf(before).match(/\+91 \d{5} \d{5}/g) ?? [];
    if (!dearer || !gone) throw new Error('no list');
    world.vobiz.sell(gone.replaceAll(' ', ''));
    world.vobiz.setPrice(dearer.replaceAll(' ', ''), { setup: 100, monthly: 900 });
    await send(world);
    const changed = `no longer offers \\${gone}.*\\${dearer} has a new price:. ₹1,000 now`;
    await toldPrivately(world, ASHA, new RegExp(`Your request wasn't sent.*${changed}`));
    expect(world.slack.messages(APPROVALS)).toEqual([]);
    // Sent once more before anybody saw what has changed, it makes no request.
    const again = await backToForm(world, ASHA, new RegExp(`${changed}.*3 numbers in India`));
    const purpose = { purpose_text: { type: 'plain_text_input', value: 'Support' } };
    const { ackBody } = await forgeSubmission(world, ASHA, before, { values: { purpose } });
    expect(JSON.stringify(ackBody)).toMatch(/new price.*3 numbers in India/);
    expect(again).toContain('Pune support desk');
    await asha.submit();
    const card = await cardShows(world, APPROVALS, /approve_order/);
    expect(await asked(world)).toHaveLength(3);
    expect(textOf(card)).not.toContain(gone);
  });

  it('are asked for without one that somebody else was faster to request', async ({ world }) => {
    await openSeveral(world);
    await fill(world, { count: 3 });
    const form = await viewShows(world, ASHA, /3 numbers in India/);
    const [taken] = textOf(form).match(/\+91 \d{5} \d{5}/g) ?? [];
    await requestNumber(world, { by: MEERA, place: `IN ${taken?.replaceAll(' ', '').slice(3)}` });
    await world.slack.as(ASHA).type(form, inputs.purpose, 'Pune support desk');
    await world.slack.as(ASHA).submit();
    await toldPrivately(world, ASHA, /<@U0MEERA> already requested .*Back to the form/);
    const again = await backToForm(world, ASHA, /Somebody else has requested.*2 numbers in India/);
    expect(again).toContain('Pune support desk');
    await world.slack.as(ASHA).submit();
    await vi.waitFor(async () => expect(await asked(world)).toHaveLength(2));
  });

  it('are at most 20', async ({ world }) => {
    const form = await openSeveral(world, 'IN');
    await world.slack.as(ASHA).type(form, inputs.count, '21');
    const values = { count: { [inputs.count.actionId]: { type: 'number_input', value: '21' } } };
    const { ackBody } = await forgeSubmission(world, ASHA, form, { values });
    expect(ackBody).toMatchObject({ errors: { count: 'Enter a number from 1 to 20.' } });
    await fill(world, { count: 20 });
    expect(await send(world)).toContain('20 numbers in India');
    expect(await asked(world)).toHaveLength(20);
  });
});

test('what the policy forbids of their sum is said before anybody fills in the request', async () => {
  const limits = { monthly_budget: { workspace: { INR: 1500 } } };
  const world = await startWorld({ env: await policyFile({}, { limits }) });
  await openSeveral(world);
  await fill(world, { count: 3 });
  await viewShows(world, ASHA, /over the budget.*₹1,500.*this costs ₹2,199.25 now/);
  await fill(world, { count: 2 });
  expect(await send(world)).toContain('2 numbers in India');
});

test('what was not bought can be requested again, as many as were left out and at no higher price each', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestSeveral(world, 3);
  const [, , third] = await asked(world);
  world.vobiz.sell(third ?? '');
  await approve(world, card);
  const over = await cardShows(world, APPROVALS, /2 of 3 numbers bought.*choose_rest/);
  const old = structuredClone(over);
  // Ravi has it open too, and sends it later.
  await press(world, RAVI, over, buttons.chooseRest);
  await viewShows(world, RAVI, /How many/);
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /What is it for/);
  await press(world, ASHA, over, buttons.chooseRest);
  const form = await viewShows(world, ASHA, /How many/);
  const values = JSON.stringify(form.inputs);
  expect(values).toContain('"value":"1"');
  expect(values).toContain('"value":"750"');
  await world.slack.as(ASHA).submit();
  const request = textOf(await viewShows(world, ASHA, /What is it for/));
  expect(request).toContain('Pune support desk');
  await world.slack.as(ASHA).submit();
  await cardShows(world, APPROVALS, /approve_order/);
  expect(await asked(world)).toEqual([expect.stringMatching(/^\+91/)]);

  const cards = () => world.slack.messages(APPROVALS).map(textOf);
  await vi.waitFor(() =>
    expect(cards().find((card) => card.includes('2 of 3'))).not.toMatch(/choose_rest/),
  );
  await world.slack.as(RAVI).submit();
  await toldPrivately(world, RAVI, /<@U0ASHA> already requested the rest: .*Open that request/);
  const value = buttons.chooseRest.encode({ order: idIn(old) });
  const pressed = { type: 'button', action_id: buttons.chooseRest.id, block_id: 'x', value };
  await world.slack.as(DEV).rawAction(old, pressed);
  await viewShows(world, DEV, /<@U0ASHA> already requested the rest: .*Open that request/);
  await press(world, MEERA, over, buttons.openOrder);
  await viewShows(world, MEERA, /requested again: ord_.*Open the request for the rest/);
  expect(cards().filter((card) => card.includes('approve_order'))).toHaveLength(1);

  // Nobody buys it for that request: the first card offers the rest again, and the old button works.
  await withdraw(world, await cardShows(world, APPROVALS, /approve_order/));
  await vi.waitFor(() =>
    expect(cards().find((card) => card.includes('2 of 3'))).toMatch(/choose_rest/),
  );
  await world.slack.as(DEV).rawAction(old, pressed);
  await viewShows(world, DEV, /How many/);
});
