import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf, decisionsIn } from '../../support/audit.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  approve,
  cardShows,
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
  DEV,
  EXTERNAL,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
  type WorldOptions,
} from '../../support/world.ts';

const SHARED = 'C0SHARED';

async function nothingChanged(world: World): Promise<void> {
  expect((await auditOf(world)).map(({ event }) => event)).toEqual(['request']);
  expect(world.vobiz.callsTo('order')).toEqual([]);
  expect(await cardShows(world, APPROVALS, /approve_order/)).toBeDefined();
}

describe('whoever may not decide', () => {
  const named = { approvers: { users: [RAVI], groups: ['S0FINANCE'] } };
  it.each([
    { who: 'a guest', by: GUEST, policy: undefined, says: /Guests can't use this app/ },
    { who: 'the requester', by: ASHA, policy: undefined, says: /can't decide your own request/ },
    {
      who: 'the requester, although named as approver',
      by: ASHA,
      policy: { approvers: { users: [ASHA, RAVI] } },
      says: /can't decide your own request/,
    },
    {
      who: 'a member who is no approver',
      by: DEV,
      policy: named,
      says: /can't decide this request.* <!subteam\^S0FINANCE> or <@U0RAVI>/,
    },
  ])('is told so privately, and nothing changes: $who', async ({ by, policy, says }) => {
    const env = policy ? await policyFile(policy) : {};
    const world = await startWorld({ env });
    const card = await requestNumber(world);
    const person = world.slack.as(by);
    await person.click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, by, says);
    await person.click(card, { actionId: buttons.deny.id });
    if (by === GUEST) await toldPrivately(world, by, new RegExp(`(${says.source}.*){2}`, 's'));
    else await viewShows(world, by, says);
    expect(world.slack.openView(by)?.view.submit).toBeUndefined();
    await nothingChanged(world);
    expect(world.slack.messages(APPROVALS).filter(({ botId }) => botId)).toHaveLength(1);
  });

  it('is somebody from another workspace in a shared channel', async ({ world }) => {
    const card = await requestNumber(world, { channel: SHARED });
    const person = world.slack.as(EXTERNAL);
    await person.click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, EXTERNAL, /Only members of this app's workspace/);
    await person.click(card, { actionId: buttons.deny.id });
    await toldPrivately(world, EXTERNAL, /(Only members of this app.*){2}/s);
    expect(world.slack.openView(EXTERNAL)).toBeUndefined();
    expect(await decisionsIn(world)).toEqual([]);
    await approve(world, card, RAVI);
  });

  it.for([
    { who: 'a guest', by: GUEST, says: /Not done.*Guests can't use this app/ },
    {
      who: 'somebody from another workspace, who claims this one',
      by: EXTERNAL,
      says: /Not done.*Only members of this app/,
    },
  ])('is refused at the submission of a form that another opened: $who', async (row, { world }) => {
    const card = await requestNumber(world);
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, RAVI, /Why not\?/);
    const values = { reason: { reason_text: { type: 'plain_text_input', value: 'No' } } };
    const { ackBody } = await forgeSubmission(world, row.by, form, { values });
    expect(JSON.stringify(ackBody)).toMatch(row.says);
    await nothingChanged(world);
  });
});

describe('whoever may decide', () => {
  async function approvedBy(by: string, options: WorldOptions): Promise<void> {
    const world = await startWorld(options);
    const card = await requestNumber(world);
    await approve(world, card, by);
    expect(await decisionsIn(world)).toMatchObject([{ event: 'approve', by: { user: by } }]);
  }

  it('is a named person', async () => approvedBy(RAVI, { env: await policyFile({}) }));

  it('is a member of a named user group', async () =>
    approvedBy(MEERA, { env: await policyFile({ approvers: { groups: ['S0FINANCE'] } }) }));

  it('is the requester where the policy allows it', async () =>
    approvedBy(ASHA, {
      env: await policyFile({ approvers: { users: [ASHA] }, self_approval: true }),
    }));

  it('is any full member without a policy file', async () => approvedBy(DEV, {}));
});

describe('a request', () => {
  it('goes to the channel of the policy, wherever it was asked for', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const person = world.slack.as(ASHA);
    await person.command(OPS, '/vobiz-number', 'search IN');
    const results = await viewShows(world, ASHA, /Choose/);
    await person.click(results, { actionId: buttons.choose.id, index: 0 });
    const form = await viewShows(world, ASHA, /What is it for/);
    expect(textOf(form)).toMatch(/Goes to <#C0APPROVALS>.*<@U0RAVI>/);
    await person.type(form, { blockId: inputs.purpose.blockId }, 'Support');
    await person.submit();
    await orderShows(world, APPROVALS, /Waiting for <@U0RAVI>/);
    expect(world.slack.messages(OPS)).toEqual([]);
  });

  it('of somebody who has left cannot be approved, only denied', async ({ world }) => {
    const card = await requestNumber(world);
    const asha = world.slack.workspace.people.find(({ id }) => id === ASHA);
    if (asha) asha.kind = 'deactivated';
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, RAVI, /has left this workspace\. You can only deny this/);
    expect(await decisionsIn(world)).toEqual([]);
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, RAVI, /Why not\?/);
    await world.slack.as(RAVI).type(form, { actionId: inputs.reason.actionId }, 'Asha has left');
    await world.slack.as(RAVI).submit();
    const done = await cardShows(world, APPROVALS, SAYS.denied);
    expect(textOf(done)).toContain('Asha has left');
  });
});
