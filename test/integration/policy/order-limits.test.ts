import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createStores } from '../../../src/app/storage.ts';
import { monthOf } from '../../../src/domain/order/budget.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs, labelOption } from '../../../src/slack/inputs.ts';
import { createKeys } from '../../../src/store/keys.ts';
import {
  approve,
  cardShows,
  idIn,
  narrow,
  openOrderForm,
  orderShows,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
  withdraw,
} from '../../support/journeys.ts';
import { policyFile, writePolicy } from '../../support/policy.ts';
import { seedOrders } from '../../support/seed.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

function storesOf(world: World) {
  const redis = new Redis(world.env.REDIS_URL ?? '');
  onTestFinished(() => redis.disconnect());
  return createStores(redis, createKeys(world.env.REDIS_PREFIX ?? ''), {
    info: () => {},
    warn: () => {},
  });
}

/** What the limits of this month are used for. */
function usageIn(world: World) {
  const { usage } = storesOf(world);
  return usage.of(world.slack.workspace.team.id, monthOf(Date.now()));
}

/** The numbers that are shown first cost 700 now. */
const budget = (amount: number) => ({ limits: { monthly_budget: { workspace: { INR: amount } } } });

it('shows the budget on the card, counts what is waiting, and gives back what is denied', async () => {
  const world = await startWorld({ env: await policyFile({}, budget(1400)) });
  const card = await requestNumber(world);
  expect(textOf(card)).toMatch(/Budget 0% → 50% of ₹1,400/);
  expect(await usageIn(world)).toEqual({ 'workspace:INR': 70_000 });
  await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
  const form = await viewShows(world, RAVI, /Why not/);
  await world.slack.as(RAVI).type(form, { actionId: inputs.reason.actionId }, 'Not now');
  await world.slack.as(RAVI).submit();
  await cardShows(world, APPROVALS, /Denied/);
  expect(await usageIn(world)).toEqual({ 'workspace:INR': 0 });
});

/** The policy is in the way before anybody fills in a form. */
async function choosesInVain(world: World, by: string, index: number, says: RegExp) {
  await world.slack.as(by).command(OPS, COMMAND, 'search IN');
  const results = await viewShows(world, by, /Choose/);
  await world.slack.as(by).click(results, { actionId: buttons.choose.id, index });
  await viewShows(world, by, says);
  expect(textOf(world.slack.openView(by))).toContain('Search');
}

it('keeps counting what was bought, and refuses what would go beyond', async () => {
  const world = await startWorld({ env: await policyFile({}, budget(1000)) });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, /Bought/);
  expect(await usageIn(world)).toEqual({ 'workspace:INR': 70_000 });
  await choosesInVain(world, DEV, 1, /over the budget: ₹700 of this month's ₹1,000 is used/);
});

it('lets no two requests at once take the same last part of a budget', async () => {
  const world = await startWorld({ env: await policyFile({}, budget(800)) });
  const people = [ASHA, MEERA, DEV];
  for (const [index, by] of people.entries()) {
    await openOrderForm(world, by, OPS, `Line of ${by}`, { index });
  }
  await Promise.all(people.map((by) => world.slack.as(by).submit()));
  for (const by of people) await toldPrivately(world, by, /Sent to|over the budget/);
  const told = people.map((by) => world.slack.ephemerals(by).map(textOf).join());
  expect(told.filter((text) => text.includes('over the budget'))).toHaveLength(2);
  const { orders } = storesOf(world);
  const kept = await orders.newest(world.slack.workspace.team.id, 10);
  const [only] = kept;
  expect(kept).toHaveLength(1);
  expect(await usageIn(world)).toEqual({
    'workspace:INR': only?.counted?.charges[0]?.amount,
  });
});

it('counts a budget of a team for its members only, and purchases by the day', async () => {
  const limits = {
    purchases_per_day: 1,
    monthly_budget: { teams: { S0FINANCE: { INR: 100 } }, channel: { INR: 5000 } },
  };
  const world = await startWorld({ env: await policyFile({}, { limits }) });
  await choosesInVain(world, MEERA, 0, /over the budget of Team S0FINANCE: /);
  const card = await requestNumber(world);
  expect(textOf(card)).toMatch(/1 of 1 purchase today/);
  await choosesInVain(
    world,
    DEV,
    1,
    /limit is 1 number a day, and 1 is bought or waiting today\. Try again tomorrow/,
  );
});

it('refuses a number that costs more than one number may', async () => {
  const limits = { max_price: { INR: 500 } };
  const world = await startWorld({ env: await policyFile({}, { limits }) });
  await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
  const results = textOf(await viewShows(world, ASHA, /over the limit of ₹500 for one number/));
  expect(results).not.toContain('₹700 now, then ₹200/month"');
  await narrow(world, ASHA, inputs.sort, 'today');
  await viewShows(world, ASHA, /₹300 now.*Choose/);
});

it('reads the policy again on SIGHUP and leaves requests in flight as they were made', async () => {
  const env = await policyFile({});
  const world = await startWorld({ env });
  const card = await requestNumber(world);
  await writePolicy(env.POLICY_FILE, { approvers: { users: [MEERA] } }, budget(10));
  await world.bot.reloadPolicy();
  await choosesInVain(world, DEV, 1, /over the budget/);
  await approve(world, card, RAVI);
  await cardShows(world, APPROVALS, /Approved by <@U0RAVI>/);
});

it('keeps the rules it has when the file is changed into one with problems', async () => {
  const env = await policyFile({});
  const world = await startWorld({ env });
  await writePolicy(env.POLICY_FILE, { approvers: {} });
  await world.bot.reloadPolicy();
  const card = await requestNumber(world);
  expect(idIn(card)).toMatch(/^ord_/);
  await approve(world, card, RAVI);
  await vi.waitFor(() => expect(world.vobiz.orders).toHaveLength(1), 10_000);
});

describe('the budget of a label', () => {
  const LABELS = [{ name: 'Team', values: ['Sales', 'Support'], required: true }];
  const limits = { monthly_budget: { labels: { Team: { Sales: { INR: 1000 } } } } };

  async function request(world: World, team: string, index = 0) {
    await openOrderForm(world, ASHA, APPROVALS, `Line of ${team}`, { index });
    const form = await viewShows(world, ASHA, /label_1_choice/);
    const value = labelOption('Team', team);
    await world.slack.as(ASHA).select(form, { actionId: inputs.label1.actionId, value });
    await world.slack.as(ASHA).submit();
  }

  it('takes in the requests with that label only', async () => {
    const world = await startWorld({ env: await policyFile({}, { labels: LABELS, limits }) });
    await request(world, 'Sales');
    await cardShows(world, APPROVALS, /Line of Sales.*Budget 0% → 70% of ₹1,000/);
    await orderShows(world, APPROVALS, /Budget of Team Sales this month: 0% of ₹1,000/);
    await request(world, 'Support', 1);
    await cardShows(world, APPROVALS, /Line of Support/);
    await request(world, 'Sales', 2);
    await toldPrivately(world, ASHA, /over the budget of Team Sales: ₹700 of this month's ₹1,000/);
    expect(await usageIn(world)).toEqual({ 'label:Team=Sales:INR': 70_000 });
  });
});

describe('the limit of monthly fees', () => {
  /** The numbers that are shown first cost 200 a month. */
  const fees = (amount: number) => ({ limits: { monthly_fees: { INR: amount } } });
  const feesIn = (world: World) => storesOf(world).usage.fees(world.slack.workspace.team.id);

  it('counts what is owned and asked for, whatever the month, and lets go of what is not bought', async () => {
    const world = await startWorld({
      vobiz: { completeAfterMs: 0 },
      env: await policyFile({}, fees(400)),
    });
    const card = await requestNumber(world);
    expect(textOf(card)).toMatch(/Monthly fees 0% → 50% of ₹400/);
    await approve(world, card);
    await cardShows(world, APPROVALS, /Bought/);
    const second = await requestNumber(world, { index: 1, purpose: 'Second' });
    expect(await feesIn(world)).toEqual({ INR: 40_000 });
    await choosesInVain(
      world,
      DEV,
      2,
      /limit for monthly fees: all numbers cost ₹400 of ₹400 a month/,
    );
    await withdraw(world, second);
    await cardShows(world, APPROVALS, /Withdrawn/);
    expect(await feesIn(world)).toEqual({ INR: 20_000 });
  });

  it('lets no two requests at once take the last of it', async () => {
    const world = await startWorld({ env: await policyFile({}, fees(250)) });
    const people = [ASHA, MEERA, DEV];
    for (const [index, by] of people.entries()) {
      await openOrderForm(world, by, OPS, `Line of ${by}`, { index });
    }
    await Promise.all(people.map((by) => world.slack.as(by).submit()));
    for (const by of people) await toldPrivately(world, by, /Sent to|limit for monthly fees/);
    const told = people.map((by) => world.slack.ephemerals(by).map(textOf).join());
    expect(told.filter((text) => text.includes('limit for monthly fees'))).toHaveLength(2);
    expect(await feesIn(world)).toEqual({ INR: 20_000 });
  });

  it('counts records that a version before it left, once', async () => {
    const world = await startWorld({ env: await policyFile({}, fees(100_000)) });
    const seeded = await seedOrders(world, { completed: 3, awaiting: 1 });
    const redis = new Redis(world.env.REDIS_URL ?? '');
    onTestFinished(() => redis.disconnect());
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    const team = world.slack.workspace.team.id;
    await redis.del(keys.fees(team), keys.feesOf(team));
    const { orders } = storesOf(world);
    for (const _twice of [1, 2]) await orders.relist(seeded);
    expect(await feesIn(world)).toEqual({ INR: 4 * 25_000 });
  });
});
