import { describe, expect } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { withHolding } from '../../../src/domain/connection/connectable.ts';
import { formOf } from '../../../src/domain/numbers/holding.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf } from '../../support/audit.ts';
import { BROUGHT, boughtNumber, verifiedNumber } from '../../support/connecting.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  cardShows,
  idIn,
  newsFor,
  orderShows,
  press,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { seedOrders, storesOf } from '../../support/seed.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  EXTERNAL,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const AT_ONCE = { vobiz: { completeAfterMs: 0 } };
type Card = Awaited<ReturnType<typeof boughtNumber>>;

/** Opens Details of a card, and from there the form. */
async function edit(world: World, by: string, card: Card) {
  const isOrder = idIn(card).startsWith('ord_');
  await press(world, by, card, isOrder ? buttons.openOrder : buttons.verificationDetails);
  const details = await viewShows(world, by, /edit_holding/);
  await press(world, by, details, buttons.editHolding);
}

/** Opens it from Details that lie on Details, on a list: Slack lays no fourth window on those. */
async function editOnTop(world: World, by: string, card: Card) {
  await world.slack.as(by).command(OPS, COMMAND, 'orders');
  await press(world, by, await viewShows(world, by, /1 request,/), buttons.openOrder);
  const value = buttons.openOrder.encode({ order: idIn(card) });
  await viewShows(world, by, /edit_holding/);
  const details = world.slack.openView(by);
  if (!details) throw new Error('no Details');
  const again = { type: 'button', action_id: buttons.openOrder.id, block_id: 'again', value };
  await world.slack.as(by).rawAction(details, again);
  await expect.poll(() => world.slack.viewStack(by).length).toBe(3);
  await press(world, by, await viewShows(world, by, /edit_holding/), buttons.editHolding);
}

async function giveTo(world: World, by: string, card: Card, owner: string, says: RegExp) {
  await edit(world, by, card);
  const form = await viewShows(world, by, /owner_choice/);
  await world.slack.as(by).select(form, { actionId: inputs.owner.actionId, value: owner });
  await world.slack.as(by).submit();
  return viewShows(world, by, says);
}

const ownersIn = async (world: World) =>
  (await auditOf(world)).flatMap(({ event, by, changes }) =>
    changes
      .filter(({ field }) => field === 'holding.owner')
      .map(({ before, after }) => [event, 'user' in by && by.user, before, after]),
  );

describe('a number that is handed over', () => {
  it('has its new owner on card and Details, who is told once, and the audit', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const card = await boughtNumber(world);
    await orderShows(world, APPROVALS, /Owned by <@U0ASHA>/);
    await giveTo(world, ASHA, card, MEERA, /belongs to <@U0MEERA> now/);
    await cardShows(world, APPROVALS, /for <@U0MEERA>/);
    await orderShows(world, APPROVALS, /Owned by <@U0MEERA>, given by <@U0ASHA>/);
    await expect.poll(() => newsFor(world, MEERA).length, { timeout: 10_000 }).toBe(1);
    await sweptTwice(world);
    expect(newsFor(world, MEERA).map(textOf)).toEqual([
      expect.stringContaining('<@U0MEERA>, <@U0ASHA> made you the owner of'),
    ]);
    expect(await ownersIn(world)).toEqual([['hand_over', ASHA, null, MEERA]]);
  });

  it('is no longer its first owner’s to give, and an approver can take it', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const card = await boughtNumber(world);
    await giveTo(world, ASHA, card, MEERA, /belongs to/);
    await world.slack.as(ASHA).dismiss();
    await edit(world, ASHA, card);
    await viewShows(world, ASHA, /Only <@U0MEERA> and approvers can change/);
    await giveTo(world, RAVI, card, RAVI, /belongs to <@U0RAVI> now/);
    await sweptTwice(world);
    expect(newsFor(world, RAVI).map(textOf).join()).not.toContain('made you the owner');
  });

  it('reaches somebody outside the channel by a direct message', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const members = world.slack.workspace.channels.find(({ id }) => id === APPROVALS)?.members;
    members?.splice(members.indexOf(DEV), 1);
    const card = await boughtNumber(world);
    await giveTo(world, ASHA, card, DEV, /belongs to <@U0DEV> now/);
    await expect
      .poll(() => world.slack.directMessages(DEV).map(textOf).join(), { timeout: 10_000 })
      .toMatch(/is yours now.*<@U0ASHA> made you its owner/);
  });

  it.for([
    [GUEST, /Guests can't own numbers/],
    [EXTERNAL, /Only members of this workspace/],
    ['U0HELPERBOT', /Apps can't own numbers/],
  ] as const)('cannot go to whoever may not use the bot: %s', async ([owner, says]) => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const form = await giveTo(world, ASHA, await boughtNumber(world), owner, says);
    expect(textOf(form)).toContain('owner_choice');
    expect(await ownersIn(world)).toEqual([]);
  });

  it('cannot go to somebody who leaves before the form is sent', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    await edit(world, ASHA, await boughtNumber(world));
    const form = await viewShows(world, ASHA, /owner_choice/);
    await world.slack.as(ASHA).select(form, { actionId: inputs.owner.actionId, value: DEV });
    const dev = world.slack.workspace.people.find(({ id }) => id === DEV);
    if (dev) dev.kind = 'deactivated';
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /has left the workspace.*owner_choice/);
    expect(await ownersIn(world)).toEqual([]);
  });

  it('is found by the sweep when the bot dies before it tells its new owner', async ({ world }) => {
    const [order] = await seedOrders(world, { completed: 1 });
    if (order?.state !== 'completed') throw new Error('no order was bought');
    const now = Date.now();
    const by = { user: RAVI, team: order.team };
    const form = { ...formOf(undefined, ASHA), owner: MEERA };
    const held = withHolding(order, form, RAVI, now);
    if (!held.ok || held.record.kind !== 'order') throw new Error('it was not handed over');
    const { orders } = storesOf(world);
    await orders.save(held.record, auditEntry('hand_over', by, order, held.record, now));
    await expect.poll(() => newsFor(world, MEERA).length, { timeout: 20_000 }).toBe(1);
  });

  it('may be one brought along, of which the thread shows the last digits only', async ({
    world,
  }) => {
    const card = await verifiedNumber(world);
    await giveTo(world, MEERA, card, DEV, /belongs to <@U0DEV> now/);
    await cardShows(world, OPS, /Owned by <@U0DEV>/);
    await expect.poll(() => newsFor(world, DEV).length, { timeout: 10_000 }).toBe(1);
    expect(newsFor(world, DEV).map(textOf).join()).not.toContain(BROUGHT.slice(3, 8));
    expect(await ownersIn(world)).toEqual([['hand_over', MEERA, null, DEV]]);
  });

  it('is not given away by a form whose owner was replaced meanwhile', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const card = await boughtNumber(world);
    await edit(world, ASHA, card);
    const form = await viewShows(world, ASHA, /owner_choice/);
    await giveTo(world, RAVI, card, MEERA, /belongs to/);
    await world.slack.as(ASHA).select(form, { actionId: inputs.owner.actionId, value: DEV });
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /Only <@U0ASHA> and approvers|Only <@U0MEERA> and approvers/);
    expect(await ownersIn(world)).toEqual([['hand_over', RAVI, null, MEERA]]);
  });
});

describe('what a number is for', () => {
  it('can be noted with a day, and saving the same again changes nothing', async () => {
    const world = await startWorld({ ...AT_ONCE, env: await policyFile({}) });
    const card = await boughtNumber(world);
    const asha = world.slack.as(ASHA);
    for (const [open, says] of [
      [edit, /Saved for/],
      [editOnTop, /It already says that/],
    ] as const) {
      await open(world, ASHA, card);
      const form = await viewShows(world, ASHA, /note_text/);
      await asha.type(form, { actionId: inputs.note.actionId }, 'For the <!channel> team');
      await asha.select(form, { actionId: inputs.neededUntil.actionId, value: '2027-03-31' });
      const filled = JSON.stringify(world.slack.openView(ASHA)?.inputs);
      const values = JSON.parse(filled.replace('2027-03-31', '2027-02-30'));
      const { ackBody } = await forgeSubmission(world, ASHA, form, { values });
      expect(JSON.stringify(ackBody)).toMatch(/needed_until.*calendar/);
      await asha.select(form, { actionId: inputs.neededUntil.actionId, value: '2025-03-31' });
      const past = await asha.submit();
      expect(JSON.stringify(past.ackBody)).toMatch(/needed_until.*today or a later day/);
      const kept = JSON.stringify(world.slack.openView(ASHA)?.inputs);
      expect(kept).toContain('2025-03-31');
      expect(kept).toContain('For the <!channel> team');
      await asha.select(form, { actionId: inputs.neededUntil.actionId, value: '2027-03-31' });
      await asha.submit();
      await viewShows(world, ASHA, says);
      await asha.dismiss();
    }
    await orderShows(
      world,
      APPROVALS,
      /Needed until 31 Mar 2027.*Note: For the <!channel> team/,
      ASHA,
    );
    const events = (await auditOf(world)).filter(({ event }) => event === 'describe');
    expect(events.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
      ['holding.neededUntil', 'holding.note'],
    ]);
  });
});
