import { describe, expect, vi } from 'vitest';
import type { Person } from '../../../sandbox/slack/workspace.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { decisionsIn, eventsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  openOrderForm,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { redisOfRun } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startBot,
  startOutside,
  startWorld,
  type World,
} from '../../support/world.ts';

const UNREAD = /Slack didn't tell us who can do this.*Nothing was changed.*Try again/;
const AUTO = { rules: [{ name: 'anything', auto_approve: true }] };

function become(world: Pick<World, 'slack'>, id: string, is: Partial<Person>): void {
  const person = world.slack.workspace.people.find((one) => one.id === id);
  if (person) Object.assign(person, is);
}

const takeOut = (world: World, id: string) => {
  const [finance] = world.slack.workspace.userGroups;
  if (finance) finance.users = finance.users.filter((user) => user !== id);
};

describe('a guest', () => {
  it('finds nothing to choose, where nobody would be asked for approval', async () => {
    const world = await startWorld({ env: await policyFile(AUTO) });
    await world.slack.as(GUEST).command(OPS, COMMAND, 'search IN');
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.slack.openView(GUEST)).toBeUndefined();
    expect(world.vobiz.calls).toEqual([]);
  });

  it.each([
    ['a guest', { kind: 'guest' }, /Guests can't use this app/],
    ['a single-channel guest', { kind: 'single_channel_guest' }, /Guests can't use this app/],
    ['deactivated', { kind: 'deactivated' }, /Only active members/],
    ['of another workspace', { kind: 'external', teamId: 'T0NEW' }, /Only members of this app/],
  ] as const)('since the form opened buys nothing: %s', async (_who, is, says) => {
    const world = await startWorld({ env: await policyFile(AUTO) });
    await openOrderForm(world, ASHA, OPS, 'Support line');
    const asha = world.slack.as(ASHA);
    become(world, ASHA, is);
    await asha.submit();
    await viewShows(world, ASHA, says);
    expect(await eventsIn(world)).toBe('');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });

  it('since the form was sent buys nothing, when the bot that took it has died', async () => {
    const outside = await startOutside({ env: await policyFile(AUTO) });
    const first = await startBot(outside, { SWEEP_EVERY_MS: '600000' });
    await openOrderForm(outside, ASHA, OPS, 'Support line');
    const held = outside.vobiz.faults.hold('availability');
    const redis = redisOfRun();
    await redis.del(`{${outside.env.REDIS_PREFIX}}:availability:IN:`);
    await outside.slack.as(ASHA).submit();
    await held.arrived;
    become(outside, ASHA, { kind: 'guest' });
    const stopped = first.stop();
    held.release();
    await stopped;
    const world = { ...outside, bot: await startBot(outside) };
    await vi.waitFor(
      () => {
        const seen = [...world.slack.ephemerals(ASHA), ...world.slack.directMessages(ASHA)];
        expect(seen.map(textOf).join()).toMatch(/Guests can't use this app/);
      },
      { timeout: 15_000 },
    );
    expect(await eventsIn(world)).toBe('');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });
});

describe('somebody who works from a sister workspace of the Grid', () => {
  it.each(['T0SISTER', 'E0CORP'])('approves here, where they are a member: %s', async (from) => {
    const world = await startWorld({ slack: { enterprise: { id: 'E0CORP', name: 'Corp' } } });
    become(world, RAVI, { teamId: 'T0SISTER', teams: ['T0SISTER', 'T0NUMBERS'], actsFrom: from });
    const card = await requestNumber(world);
    await approve(world, card, RAVI);
    expect(await decisionsIn(world)).toMatchObject([{ event: 'approve', by: { user: RAVI } }]);
  });
});

describe('a user group that is gone', () => {
  it('does not stop an approver who is named', async () => {
    const env = await policyFile({ approvers: { users: [RAVI], groups: ['S0GONE'] } });
    const world = await startWorld({ env });
    await approve(world, await requestNumber(world), RAVI);
  });

  it('does not stop the members of another one', async () => {
    const env = await policyFile({ approvers: { groups: ['S0GONE', 'S0FINANCE'] } });
    const world = await startWorld({ env });
    await approve(world, await requestNumber(world), MEERA);
  });

  it('makes nobody an approver, and they are told who is', async () => {
    const env = await policyFile({ approvers: { users: [RAVI], groups: ['S0GONE'] } });
    const world = await startWorld({ env });
    await world.slack.as(DEV).click(await requestNumber(world), { actionId: buttons.approve.id });
    await toldPrivately(world, DEV, /can't decide this request/);
  });

  it('stops nobody who may bring a number', async () => {
    const byon = { start: { users: [ASHA], groups: ['S0GONE'] } };
    const world = await startWorld({ env: await policyFile({}, { byon }) });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'byon +919876501234');
    await viewShows(world, ASHA, /phone_text/);
    await world.slack.as(ASHA).submit();
    await cardShows(world, OPS, /enter_code/);
  });
});

describe('a user group that Slack does not tell of now', () => {
  const policy = { approvers: { users: [RAVI], groups: ['S0FINANCE'] } };
  const LIMITED = { error: 'ratelimited', retryAfter: 30 };

  it('decides nothing, and whoever needs it is told when to try again', async () => {
    const world = await startWorld({ env: await policyFile(policy) });
    const card = await requestNumber(world);
    world.slack.fault('usergroups.users.list', LIMITED);
    await world.slack.as(MEERA).click(card, { actionId: buttons.approve.id });
    await toldPrivately(
      world,
      MEERA,
      /Slack didn't tell us who can do this.*Try again in about \d+ second/,
    );
    expect(await decisionsIn(world)).toEqual([]);
  });

  it('does not stop an approver who is named', async () => {
    const world = await startWorld({ env: await policyFile(policy) });
    const card = await requestNumber(world);
    world.slack.fault('usergroups.users.list', LIMITED);
    await approve(world, card, RAVI);
  });

  it('lets nobody ask for a number whose team may have no budget left', async () => {
    const limits = { monthly_budget: { teams: { S0FINANCE: { INR: 1 } } } };
    const world = await startWorld({ env: await policyFile(AUTO, { limits }) });
    world.slack.fault('usergroups.users.list', { error: 'internal_error', times: 20 });
    await openOrderForm(world, MEERA, OPS, 'Support line');
    await world.slack.as(MEERA).submit();
    await toldPrivately(world, MEERA, /Slack didn't tell us who can do this.*Back to the form/);
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });
});

describe('an approver taken out of the group', () => {
  it('decides nothing any more from that moment on', async () => {
    const env = await policyFile({ approvers: { groups: ['S0FINANCE'] } });
    const world = await startWorld({ env });
    world.slack.workspace.userGroups[0]?.users.push(DEV);
    const first = await requestNumber(world);
    await approve(world, first, MEERA);
    const second = await requestNumber(world, { by: RAVI, index: 1 });
    takeOut(world, MEERA);
    await world.slack.as(MEERA).click(second, { actionId: buttons.approve.id });
    await toldPrivately(world, MEERA, /can't decide this request/);
    expect(await decisionsIn(world)).toHaveLength(1);
  });

  it('who became a guest decides nothing either', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const first = await requestNumber(world);
    await approve(world, first, RAVI);
    const second = await requestNumber(world, { index: 1 });
    become(world, RAVI, { kind: 'guest' });
    await world.slack.as(RAVI).click(second, { actionId: buttons.approve.id });
    await toldPrivately(world, RAVI, /Guests can't use this app/);
    expect(await decisionsIn(world)).toHaveLength(1);
  });
});

describe('a look-up that fails', () => {
  it('shows and changes nothing, whatever was asked for', async ({ world }) => {
    await requestNumber(world);
    world.slack.fault('users.info', { error: 'internal_error' });
    await world.slack.as(DEV).command(APPROVALS, COMMAND, 'orders');
    await toldPrivately(world, DEV, UNREAD);
    expect(world.slack.ephemerals(DEV).map(textOf).join()).not.toMatch(/ord_|₹/);
  });
});
