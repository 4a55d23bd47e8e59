import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { decisionsIn, eventsIn, orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  openOrderForm,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  MEERA,
  OPS,
  RAVI,
  startWorld,
} from '../../support/world.ts';

const FINANCE = 'S0FINANCE';

it('buys only once every set of the rule has approved, whoever comes first', async () => {
  const rules = [
    { first_charge_up_to: { INR: 100 }, auto_approve: true },
    {
      approvals: [
        { from: { users: [RAVI, DEV] }, needed: 2 },
        { from: { groups: [FINANCE] }, needed: 1 },
      ],
    },
  ];
  const world = await startWorld({ env: await policyFile({ rules }) });
  const card = await requestNumber(world);
  expect(textOf(card)).toMatch(
    /0 of 3 approvals.*Needs 2 of <@U0RAVI> or <@U0DEV>, plus <!subteam/,
  );
  await approve(world, card, MEERA);
  await toldPrivately(world, MEERA, /Approved\. It still needs \d more approval/);
  const half = await cardShows(world, APPROVALS, /1 of 3 approvals.*Needs 2 of <@U0RAVI>/);
  await world.slack.as(MEERA).click(half, { actionId: buttons.approve.id });
  await toldPrivately(world, MEERA, /approved this already/);
  await approve(world, half, RAVI);
  const last = await cardShows(world, APPROVALS, /2 of 3 approvals.*Needs <@U0RAVI>/);
  expect(world.vobiz.callsTo('order')).toEqual([]);
  await approve(world, last, DEV);
  await orderShows(world, APPROVALS, /Approved by <@U0MEERA>, <@U0RAVI> and <@U0DEV>/);
  await cardShows(world, APPROVALS, /Bought/);
  expect(world.vobiz.orders).toHaveLength(1);
  expect((await decisionsIn(world)).map(({ to }) => to)).toEqual([
    'awaiting_approval',
    'awaiting_approval',
    'approved',
  ]);
});

it('buys at once what a rule approves by itself, and says so before and after', async () => {
  const rules = [{ name: 'small numbers', yearly_up_to: { INR: 5000 }, auto_approve: true }];
  const world = await startWorld({ env: await policyFile({ rules }) });
  await openOrderForm(world, ASHA, OPS, 'Support line');
  expect(textOf(world.slack.openView(ASHA))).toMatch(
    /No approval needed at this price\.\* Buy now buys it/,
  );
  await world.slack.as(ASHA).submit();
  await toldPrivately(world, ASHA, /Buying \+91.*no approval needed/);
  await orderShows(world, APPROVALS, /Bought.*Approved by the policy \(small numbers\)/);
  expect(world.vobiz.orders).toHaveLength(1);
  expect(await eventsIn(world)).toMatch(/^request claim answered/);
});

it('asks for the last four digits above an amount, and takes no approval without them', async () => {
  const world = await startWorld({ env: await policyFile({ confirm_above: { INR: 100 } }) });
  const card = await cardShowsAfterRequest();
  const ravi = world.slack.as(RAVI);
  await ravi.rawAction(card, {
    type: 'button',
    action_id: buttons.approve.id,
    block_id: 'x',
    value: JSON.stringify({ v: 1, d: { order: idIn(card) } }),
  });
  await toldPrivately(world, RAVI, /the last four digits/);
  await ravi.click(card, { actionId: buttons.approveWithDigits.id });
  const form = await viewShows(world, RAVI, /Type the last four digits/);
  await ravi.type(form, { actionId: inputs.lastDigits.actionId }, '0000');
  await ravi.submit();
  await vi.waitFor(() =>
    expect(JSON.stringify(world.slack.openView(RAVI)?.errors)).toContain("aren't the last four"),
  );
  const digits = (await orderIn(world, idIn(card))).number.e164.slice(-4);
  await ravi.type(form, { actionId: inputs.lastDigits.actionId }, digits);
  await ravi.submit();
  await cardShows(world, APPROVALS, /Bought/);
  expect((await decisionsIn(world)).length).toBe(1);

  async function cardShowsAfterRequest() {
    await openOrderForm(world, ASHA, APPROVALS, 'Support line');
    await world.slack.as(ASHA).submit();
    return cardShows(world, APPROVALS, /approve_order_digits/);
  }
});

it.each([
  ['are only the requester', { approvers: { users: [ASHA] } }],
  ['have all left', { approvers: { users: ['U0GONE', 'U0GUEST'] } }],
  ['are a user group that does not exist', { approvers: { groups: ['S0NOWHERE'] } }],
  [
    'are too few without the requester',
    { rules: [{ approvals: [{ from: { users: [ASHA, RAVI] }, needed: 2 }] }] },
  ],
])('refuses a request at submission when its approvers %s', async (_who, approvals) => {
  const world = await startWorld({ env: await policyFile(approvals) });
  await openOrderForm(world, ASHA, OPS, 'Support line');
  await world.slack.as(ASHA).submit();
  await toldPrivately(world, ASHA, /Nobody could approve this.*Back to the form/);
  expect(world.slack.messages(APPROVALS)).toEqual([]);
});

it('shows what goes on where a denial takes long, and then what came of it', async () => {
  const world = await startWorld({
    env: await policyFile({ approvers: { groups: ['S0FINANCE'] } }),
  });
  const card = await requestNumber(world);
  await world.slack.as(MEERA).click(card, { actionId: buttons.deny.id });
  const form = await viewShows(world, MEERA, /Why not/);
  await world.slack.as(MEERA).type(form, { actionId: inputs.reason.actionId }, 'No');
  world.slack.fault('usergroups.users.list', { latencyMs: 1_800 });
  await world.slack.as(MEERA).submit();
  expect(textOf(world.slack.openView(MEERA))).toContain('Saving your decision');
  await viewShows(world, MEERA, /Denied\. We'll tell <@U0ASHA> why/);
});

it('lets a denial go without a reason where the policy does not require one', async () => {
  const world = await startWorld({ env: await policyFile({ deny_reason: 'optional' }) });
  const card = await requestNumber(world);
  await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
  await viewShows(world, RAVI, /Why not/);
  await world.slack.as(RAVI).submit();
  const denied = await cardShows(world, APPROVALS, SAYS.denied);
  expect(textOf(denied)).not.toContain('Reason');
});

it.each([
  ['who asks', { users: [DEV] }, /doesn't let you request/],
  ['where', { channels: [APPROVALS] }, /Request numbers in <#C0APPROVALS>/],
  ['which country', { countries: ['US'] }, /only request numbers from United States/],
])('refuses a request the policy does not allow: %s', async (_what, ask, says) => {
  const world = await startWorld({ env: await policyFile({}, { ask }) });
  await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
  const results = await viewShows(world, ASHA, says);
  expect(textOf(results)).not.toContain(buttons.choose.id);
  // A button that was there before the policy changed.
  const fee = { minor: 50_000, currency: 'INR' };
  const price = { setup: fee, monthly: { ...fee, minor: 20_000 } };
  const e164 = /\*(\+91 \d{5} \d{5})\*/.exec(textOf(results))?.[1]?.replaceAll(' ', '') ?? '';
  const value = buttons.choose.encode({ country: 'IN', region: '', e164, price });
  const updates = () => world.slack.calls.filter(({ method }) => method === 'views.update').length;
  const before = updates();
  await world.slack
    .as(ASHA)
    .rawAction(results, { type: 'button', action_id: buttons.choose.id, block_id: 'x', value });
  await vi.waitFor(() => expect(updates()).toBeGreaterThan(before));
  await viewShows(world, ASHA, says);
  expect(textOf(world.slack.openView(ASHA))).not.toContain(inputs.purpose.actionId);
  expect(world.slack.messages(APPROVALS)).toEqual([]);
});
