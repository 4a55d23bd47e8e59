import { describe, expect, it as test, vi } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { numbersOf } from '../../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { partsOf } from '../../../src/domain/order/order-parts.ts';
import { transition } from '../../../src/domain/order/order-transitions.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { eventsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  press,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { storesOf } from '../../support/seed.ts';
import { requestSeveral } from '../../support/several.ts';
import { APPROVALS, ASHA, RAVI, startWorld, type World } from '../../support/world.ts';

const LIMITS = { limits: { monthly_budget: { workspace: { INR: 5000 } }, purchases_per_day: 5 } };

async function start(vobiz: object = { completeAfterMs: 0 }) {
  return startWorld({ vobiz, env: await policyFile({}, LIMITS) });
}

async function asked(world: World) {
  const card = await requestSeveral(world, 3);
  const id = idIn(card);
  const lead = await storesOf(world).orders.get({ team: world.slack.workspace.team.id, id });
  if (!lead) throw new Error('no request');
  const [first, second, third] = numbersOf(lead);
  return { card, lead, numbers: [first, second ?? first, third ?? first] as const };
}

async function used(world: World): Promise<Readonly<Record<string, number>>> {
  const now = new Date().toISOString();
  const counters = await storesOf(world).usage.of(world.slack.workspace.team.id, now.slice(0, 7));
  return { INR: counters['workspace:INR'] ?? 0, day: counters[`day:${now.slice(0, 10)}`] ?? 0 };
}

async function ordersOf(world: World): Promise<string[]> {
  const all = await storesOf(world).orders.newest(world.slack.workspace.team.id, 50);
  return all.map(({ number, state }) => `${number.e164} ${state}`).sort();
}

const sent = ({ vobiz }: World) =>
  vobiz.callsTo('order').map(({ body }) => /\+91\d+/.exec(JSON.stringify(body))?.[0]);

/** Opens Details of the request, and from there those of one of its numbers. */
async function openPart(world: World, by: string, index: number) {
  await press(world, by, await cardShows(world, APPROVALS, /open_order/), buttons.openOrder);
  const details = await viewShows(world, by, /Timeline/);
  await world.slack.as(by).click(details, { actionId: buttons.openOrder.id, index });
  return viewShows(world, by, /One of the numbers that request/);
}

describe('three numbers in one request', () => {
  test('are approved once, with their sum, and each is bought once', async () => {
    const world = await start();
    const { card, numbers } = await asked(world);
    expect(textOf(card)).toContain('Approve ₹2,199.25');
    await approve(world, card);
    await cardShows(world, APPROVALS, /✅ Bought · 3 numbers/);
    expect(sent(world).sort()).toEqual(numbers.map(({ e164 }) => e164).sort());
    expect(await used(world)).toEqual({ INR: 219_925, day: 3 });
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1));
    expect(textOf(newsFor(world, ASHA)[0])).toContain('✅ Bought · 3 numbers');
    expect(await eventsIn(world)).toMatch(/^request approve spread spread spread/);
  });

  test('are bought as far as they can be; the rest counts for nothing, and a new price can be asked for', async () => {
    const world = await start();
    const { card, numbers } = await asked(world);
    const [kept, sold, dearer] = numbers;
    world.vobiz.sell(sold.e164);
    world.vobiz.setPrice(dearer.e164, { setup: 750, monthly: 300 });
    await approve(world, card);
    const done = await cardShows(world, APPROVALS, /↩️ 1 of 3 numbers bought/);
    expect(done.ts).toBe(card.ts);
    expect(textOf(done)).toMatch(/: bought.*: sold.*: at another price now/);
    expect(sent(world)).toEqual([kept.e164]);
    const { setup, monthly } = kept.price;
    expect(await used(world)).toEqual({ INR: setup.minor + monthly.minor, day: 1 });
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1));
    expect(textOf(newsFor(world, ASHA)[0])).toMatch(/The rest: 1 sold and 1 at another price now/);
    // The number at another price has its own way on, in its Details.
    const details = await openPart(world, ASHA, 1);
    await press(world, ASHA, details, buttons.askForDifference);
    const again = await cardShows(world, APPROVALS, /Approve ₹1,050/);
    expect(textOf(again)).toContain('asks again for');
  });

  test('are not approved from a card of the version before, which showed the first alone', async () => {
    const world = await start();
    const { card, lead, numbers } = await asked(world);
    const ravi = world.slack.as(RAVI);
    const value = JSON.stringify({ v: 1, d: { order: lead.id } });
    const approves = { type: 'button', action_id: buttons.approve.id, block_id: 'x', value };
    await ravi.rawAction(card, approves);
    const form = await viewShows(world, RAVI, /several numbers, and you saw one/);
    for (const { e164 } of numbers) expect(textOf(form).replaceAll(' ', '')).toContain(e164);
    expect(await ordersOf(world)).toEqual([`${numbers[0].e164} awaiting_approval`]);
    await ravi.type(form, { actionId: inputs.lastDigits.actionId }, numbers[0].e164.slice(-4));
    await ravi.submit();
    await cardShows(world, APPROVALS, /✅ Bought · 3 numbers/);
  });

  test('are denied together, and free for others again', async () => {
    const world = await start();
    const { card, numbers } = await asked(world);
    await press(world, RAVI, card, buttons.deny);
    const form = await viewShows(world, RAVI, /Why not/);
    for (const { e164 } of numbers) expect(textOf(form).replaceAll(' ', '')).toContain(e164);
    await world.slack.as(RAVI).type(form, { actionId: inputs.reason.actionId }, 'Two will do');
    await world.slack.as(RAVI).submit();
    await cardShows(world, APPROVALS, /🚫 Denied · 3 numbers/);
    expect(await used(world)).toEqual({ INR: 0, day: 0 });
    expect(sent(world)).toEqual([]);
    expect((await asked(world)).numbers).toEqual(numbers);
  });

  test('are bought once each, though the process died between making their orders', async () => {
    const world = await start();
    const { lead, numbers } = await asked(world);
    const { orders } = storesOf(world);
    const by = { user: RAVI, team: lead.team };
    const who = { ...by, userId: RAVI, teamId: lead.team, userTeamId: lead.team };
    const voter = { ...who, standing: 'member', groups: [] } as const;
    const now = Date.now();
    const event = { type: 'approve', who: voter, requesterLeft: false } as const;
    const voted = transition(lead, event, now);
    if (!voted.ok || voted.record.state !== 'approved') throw new Error('not approved');
    const approved = voted.record;
    const [made] = partsOf(approved, now);
    const entry = (record: Order, before?: Order) => auditEntry('approve', by, before, record, now);
    if (!made || !(await orders.save(approved, entry(approved, lead))))
      throw new Error('not saved');
    await orders.putBack(made, entry(made));
    await cardShows(world, APPROVALS, /✅ Bought · 3 numbers/);
    expect(sent(world).sort()).toEqual(numbers.map(({ e164 }) => e164).sort());
    expect(await ordersOf(world)).toEqual(numbers.map(({ e164 }) => `${e164} completed`).sort());
    expect(await used(world)).toEqual({ INR: 219_925, day: 3 });
  });

  test('say at once which purchase is in doubt, and let an approver settle it', async () => {
    const world = await start({
      completeAfterMs: Number.POSITIVE_INFINITY,
      listOrdersInOwnedNumbers: false,
    });
    const { card, numbers } = await asked(world);
    world.vobiz.faults.always('order', { kind: 'reset' });
    await approve(world, card);
    await cardShows(world, APPROVALS, /⚠️ 0 of 3 numbers bought/);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(3));
    const said = newsFor(world, ASHA).map(textOf).join('').replaceAll(' ', '');
    for (const { e164 } of numbers) expect(said).toContain(e164);
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, await openPart(world, RAVI, 0), buttons.wasNotPlaced);
    const form = await viewShows(world, RAVI, /reason/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Not in the console');
    await ravi.submit();
    await cardShows(world, APPROVALS, /: unconfirmed.*: failed.*: unconfirmed/);
  });
});
