import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { seedOrders } from '../../support/seed.ts';
import { ASHA, COMMAND, it, OPS, RAVI, startWorld, type World } from '../../support/world.ts';

/** Long ago, so that what only Vobiz lists comes last. */
const BEFORE = '2020-01-01T00:00:00Z';

async function listed(world: World, says: RegExp) {
  await world.slack.as(ASHA).command(OPS, COMMAND, 'numbers');
  return viewShows(world, ASHA, says);
}

async function filtered(world: World, text: string, says: RegExp) {
  const view = world.slack.openView(ASHA);
  if (!view) throw new Error('no list');
  await world.slack.as(ASHA).type(view, { blockId: inputs.numberText.blockId }, text);
  await world.slack.as(ASHA).submit();
  return viewShows(world, ASHA, says);
}

const refusedBySlack = ({ slack }: World) =>
  slack.calls.filter(({ answer }) => answer?.ok === false);

describe('the list of more numbers than a filter reads', () => {
  it('counts and pages them all, says what a filter leaves out, and finds any whole number', async () => {
    const world = await startWorld({ env: { SWEEP_EVERY_MS: '600000' } });
    const [oldest] = await seedOrders(world, { completed: 1_005 });
    if (!oldest) throw new Error('no order');
    const first = await listed(world, /1005 numbers, page 1 of 51/);
    expect(textOf(first)).not.toMatch(/left out|look through/);
    await filtered(world, 'everything with these words', /No numbers match.*newest 1000 numbers/);
    await filtered(world, '+91987650', /1000 of 1005 numbers, page 1 of 50.*newest 1000/);
    await filtered(world, oldest.number.e164, /1 of 1005 numbers/);
  });
});

describe('the pages of numbers', () => {
  it('end where the numbers do, with what only Vobiz lists among them', async () => {
    const world = await startWorld({ env: { SWEEP_EVERY_MS: '600000' } });
    await seedOrders(world, { completed: 19 });
    world.vobiz.addOwnedNumber({ e164: '+12125550100', purchased_at: BEFORE });
    const only = await listed(world, /20 numbers ·/);
    expect(textOf(only)).not.toContain(buttons.nextNumbers.id);
    expect(textOf(only)).toMatch(/98765 00018.*98765 00000.*212 555 0100/s);
  });

  it('put a number that Vobiz lists and a record gave at one place, as the record has it', async () => {
    const world = await startWorld({ env: { SWEEP_EVERY_MS: '600000' } });
    const orders = await seedOrders(world, { completed: 21 });
    for (const { number } of orders) world.vobiz.addOwnedNumber({ e164: number.e164 });
    const first = await listed(world, /21 numbers, page 1 of 2/);
    expect(textOf(first).match(/Bought by/g)).toHaveLength(20);
    await world.slack.as(ASHA).click(first, { actionId: buttons.nextNumbers.id });
    const second = await viewShows(world, ASHA, /page 2 of 2/);
    expect(textOf(second).match(/Bought by/g)).toHaveLength(1);
    expect(textOf(second)).toContain('98765 00000');
  });
});

describe('500 numbers, within the limits of Slack', () => {
  it('are turned through page by page', async () => {
    const world = await startWorld({ env: { SWEEP_EVERY_MS: '600000' } });
    await seedOrders(world, { completed: 260 });
    for (let at = 0; at < 240; at += 1)
      world.vobiz.addOwnedNumber({ e164: `+1212555${String(1000 + at)}` });
    const asha = world.slack.as(ASHA);
    const first = await listed(world, /500 numbers, page 1 of 25/);
    await asha.click(first, { actionId: buttons.nextNumbers.id });
    const next = await viewShows(world, ASHA, /page 2 of 25/);
    await asha.select(next, { actionId: inputs.numberCountry.actionId, value: 'IN' });
    const indian = await viewShows(world, ASHA, /260 of 500 numbers, page 1 of 13.*next_numbers/s);
    await asha.click(indian, { actionId: buttons.nextNumbers.id });
    const second = await viewShows(world, ASHA, /page 2 of 13/);
    await asha.click(second, { actionId: buttons.previousNumbers.id });
    await viewShows(world, ASHA, /page 1 of 13/);
    expect(refusedBySlack(world)).toEqual([]);
    expect(world.vobiz.callsTo('ownedNumbers')).toHaveLength(3);
  });

  it('stand in Home with 50 open requests', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    await seedOrders(world, { completed: 500, awaiting: 50 });
    for (const [person, says] of [
      [ASHA, /40 more requests in .*495 more numbers/],
      [RAVI, /42 more requests in .*495 more numbers/],
    ] as const) {
      await world.slack.as(person).openHome();
      await expect.poll(() => textOf(world.slack.home(person)), { timeout: 30_000 }).toMatch(says);
    }
    expect(refusedBySlack(world)).toEqual([]);
  });
});
