import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';
import { inputs, labelOption } from '../../../src/slack/inputs.ts';
import { BROUGHT, verifiedNumber } from '../../support/connecting.ts';
import { recordsOf } from '../../support/csv.ts';
import {
  approve,
  cardShows,
  openOrderForm,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { seedOrders } from '../../support/seed.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  MEERA,
  OPS,
  startWorld,
  type World,
  type WorldOptions,
} from '../../support/world.ts';

const LABELS = [{ name: 'Cost centre', values: ['Sales', 'Support'], required: true }];
const ELSEWHERE = '+12125550100';

async function labelled(more: WorldOptions = {}) {
  const env = await policyFile({}, { labels: LABELS });
  return startWorld({ vobiz: { completeAfterMs: 0 }, env, ...more });
}

async function buy(world: World, purpose: string, cost: string, index = 0) {
  const asha = world.slack.as(ASHA);
  await openOrderForm(world, ASHA, APPROVALS, purpose, { index });
  const form = await viewShows(world, ASHA, /label_1_choice/);
  const value = labelOption('Cost centre', cost);
  await asha.select(form, { actionId: inputs.label1.actionId, value });
  await asha.submit();
  await approve(world, await cardShows(world, APPROVALS, /approve_order.*/));
  await cardShows(world, APPROVALS, SAYS.bought);
}

async function fileOf(world: World, by: string) {
  await world.slack.as(by).command(OPS, COMMAND, 'numbers csv');
  await vi.waitFor(() => expect(world.slack.files(by)).toHaveLength(1), 10_000);
  const [file] = world.slack.files(by);
  return { file, rows: recordsOf(String(file?.content)) };
}

describe('/vobiz-number numbers csv', () => {
  it('sends one private file of all numbers: bought, brought along and owned without the bot', async () => {
    const world = await labelled();
    await buy(world, '=HYPERLINK("https://evil.example")', 'Sales');
    await verifiedNumber(world);
    world.vobiz.addOwnedNumber({ e164: ELSEWHERE, monthly_fee: 3, currency: 'USD' });
    const { file, rows } = await fileOf(world, DEV);
    expect(file?.filename).toMatch(/^numbers-\d{4}-\d\d-\d\d\.csv$/);
    expect(rows).toHaveLength(3);
    const bought = rows.find(({ how }) => how === 'bought');
    expect(bought).toMatchObject({
      owner: 'Asha Rao',
      owner_id: ASHA,
      'Cost centre': 'Sales',
      purpose: '\'=HYPERLINK("https://evil.example")',
      approved_by: 'U0RAVI',
      currency: 'INR',
      next_billing: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(rows.find(({ how }) => how === 'brought')).toMatchObject({
      number: `tel:${BROUGHT}`,
      owner_id: ASHA,
      next_billing: '',
    });
    expect(rows.find(({ how }) => how === 'not here')).toMatchObject({
      number: `tel:${ELSEWHERE}`,
      monthly: '3.00',
      next_billing: '',
    });
    expect(world.slack.directMessages(DEV).map(textOf).join()).toContain('Your 3 numbers');
    await toldPrivately(world, DEV, /A file of 3 numbers is in your messages/);
  });

  it('says what is missing when Vobiz is away, and has the rest', async () => {
    const world = await labelled();
    await seedOrders(world, { completed: 2 });
    world.vobiz.faults.always('ownedNumbers', { kind: 'status', status: 503 });
    const { rows } = await fileOf(world, DEV);
    expect(rows).toHaveLength(2);
    await toldPrivately(world, DEV, /billing dates, are missing.*Vobiz didn't answer/);
  });

  it('says so where there is none, and to whoever may not see them', async () => {
    const world = await labelled();
    await world.slack.as(DEV).command(OPS, COMMAND, 'numbers csv');
    await toldPrivately(world, DEV, /No numbers yet/);
    await world.slack.as(GUEST).command(OPS, COMMAND, 'numbers csv');
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.slack.files(GUEST)).toEqual([]);
  });

  it.for<[string, Fault]>([
    ['refuses it', { error: 'internal_error' }],
    [
      'lacks the scope then',
      { body: '{"ok":false,"error":"missing_scope","needed":"files:write"}' },
    ],
    ['loses its answer', { resetAfter: true }],
  ])('takes back the words for a file that Slack does not confirm: %s', async ([, fault]) => {
    const world = await labelled();
    await seedOrders(world, { completed: 1 });
    world.slack.fault('files.completeUploadExternal', fault);
    await world.slack.as(DEV).command(OPS, COMMAND, 'numbers csv');
    await toldPrivately(world, DEV, /Slack didn't answer|can't send files/);
    expect(world.slack.directMessages(DEV).map(textOf).join()).not.toContain('Your 1 number');
  });

  it('names the scope without which no file can be sent', async () => {
    const scopes = DEFAULT_WORKSPACE.scopes.filter((scope) => scope !== 'files:write');
    const world = await labelled({ slack: { scopes } });
    await seedOrders(world, { completed: 1 });
    await world.slack.as(DEV).command(OPS, COMMAND, 'numbers csv');
    await toldPrivately(world, DEV, /files:write.*\/vobiz-number numbers/);
  });
});

it('the list is narrowed by owner and label, and says what those cost a month', async () => {
  const world = await labelled();
  await buy(world, 'First', 'Sales');
  await buy(world, 'Second', 'Support', 1);
  const dev = world.slack.as(DEV);
  await dev.command(OPS, COMMAND, 'numbers');
  const list = await viewShows(world, DEV, /2 numbers/);
  const label = { actionId: inputs.numberLabel.actionId };
  await dev.select(list, { ...label, value: labelOption('Cost centre', 'Sales') });
  const sales = await viewShows(world, DEV, /1 of 2 numbers · ₹\d+\/month/);
  expect(textOf(sales)).toMatch(/Sales · ₹/);
  await dev.select(sales, { ...label, value: '*' });
  const all = await viewShows(world, DEV, /"2 numbers ·/);
  await dev.select(all, { actionId: inputs.numberOwner.actionId, value: MEERA });
  await viewShows(world, DEV, /No numbers match/);
});
