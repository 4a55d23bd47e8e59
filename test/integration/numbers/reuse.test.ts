import { describe, expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf, orderIn } from '../../support/audit.ts';
import { boughtNumber } from '../../support/connecting.ts';
import {
  cardShows,
  idIn,
  newsFor,
  orderShows,
  press,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
  withdraw,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { sweptTwice } from '../../support/sweeps.ts';
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

type Card = Awaited<ReturnType<typeof boughtNumber>>;

/** Asha has a number that nobody uses, in a workspace whose policy offers it at once. */
async function unused(reuse: { answer_within_days?: number } = {}) {
  const approvers = { users: [RAVI], groups: ['S0FINANCE'] };
  const env = await policyFile({ approvers }, { reuse: { unused_for_days: 0, ...reuse } });
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
  return { world, card: await boughtNumber(world) };
}

async function searchShows(world: World, by: string, says: RegExp) {
  await world.slack.as(by).command(OPS, COMMAND, 'search IN');
  return viewShows(world, by, says);
}

async function fillIn(world: World, by: string, purpose: string) {
  const form = await viewShows(world, by, /What do you need it for/);
  await world.slack.as(by).type(form, { actionId: inputs.note.actionId }, purpose);
  await world.slack.as(by).submit();
  await viewShows(world, by, /to answer\. We'll tell you/);
  await world.slack.as(by).close();
}

/** Dev finds the number above the results of a search, and asks for it. */
async function askFor(world: World, by: string = DEV) {
  await press(world, by, await searchShows(world, by, /Ask for it/), buttons.askForNumber);
  await fillIn(world, by, 'Pune line');
}

/** What the owner was sent. */
async function asked(world: World, says = /<@U0DEV> asks for/) {
  await expect
    .poll(() => world.slack.directMessages(ASHA).map(textOf).join(), { timeout: 10_000 })
    .toMatch(says);
  const sent = world.slack.directMessages(ASHA).findLast((message) => says.test(textOf(message)));
  if (!sent) throw new Error('the owner was not asked');
  return sent;
}

async function hears(world: World, who: string, says: RegExp) {
  const news = () => newsFor(world, who).map(textOf).join();
  await expect.poll(news, { timeout: 10_000 }).toMatch(says);
}

async function ownerOf(world: World, card: Card) {
  return (await orderIn(world, idIn(card))).holding?.owner ?? ASHA;
}

const events = async (world: World) =>
  (await auditOf(world)).flatMap(({ event, by, changes }) =>
    changes
      .filter(({ field }) => field === 'transfer.state' || field === 'holding.owner')
      .map(({ field, after }) => [event, 'user' in by ? by.user : by.job, field, after]),
  );

describe('a number that nobody uses', () => {
  it('is offered above a search, asked for, and handed over in one save', async () => {
    const { world, card } = await unused();
    await searchShows(world, ASHA, /1 unused number\.\*.*yours · unused since/);
    await askFor(world);
    const sent = await asked(world, /<@U0DEV> asks for .*₹\d+\/month.*For: Pune line/);
    await cardShows(world, APPROVALS, /<@U0DEV> asks <@U0ASHA> for it/);
    expect(textOf(await searchShows(world, MEERA, /Choose/))).not.toContain('unused number');
    await press(world, ASHA, sent, buttons.acceptTransfer, { asShown: true });
    await toldPrivately(world, ASHA, /belongs to <@U0DEV> now/);
    await cardShows(world, APPROVALS, /for <@U0DEV>/);
    await hears(world, DEV, /<@U0ASHA> made you the owner/);
    expect(await events(world)).toEqual([
      ['transfer.ask', DEV, 'transfer.state', 'asked'],
      ['transfer.accept', ASHA, 'holding.owner', DEV],
      ['transfer.accept', ASHA, 'transfer.state', 'accepted'],
    ]);
    const { holding } = await orderIn(world, idIn(card));
    expect(holding).toMatchObject({ owner: DEV, note: 'Pune line', given: { by: ASHA } });
    await asked(world, /asked for .*You handed it over/);
    await press(world, ASHA, sent, buttons.declineTransfer, { asShown: true });
    await viewShows(world, ASHA, /belongs to <@U0DEV> now/);
    expect(await ownerOf(world, card)).toBe(DEV);
  });

  it('is offered on the card of a request, which its requester can then withdraw', async () => {
    const { world, card } = await unused();
    const request = await requestNumber(world, { by: DEV, purpose: 'Goa line', index: 1 });
    await cardShows(world, APPROVALS, /See 1 unused number/);
    await press(world, DEV, request, buttons.openOrder);
    await press(world, DEV, await viewShows(world, DEV, /Ask for it/), buttons.askForNumber);
    expect(textOf(await viewShows(world, DEV, /What do you need it for/))).toContain('Goa line');
    await world.slack.as(DEV).submit();
    await press(world, ASHA, await asked(world), buttons.acceptTransfer);
    await hears(world, DEV, /Withdraw my purchase request/);
    const news = newsFor(world, DEV).find((one) => textOf(one).includes('Withdraw my'));
    if (!news) throw new Error('nothing to withdraw with');
    expect(await orderIn(world, idIn(request))).toMatchObject({ state: 'awaiting_approval' });
    await withdraw(world, news, { by: DEV });
    await cardShows(world, APPROVALS, SAYS.withdrawn);
    expect(await ownerOf(world, card)).toBe(DEV);
  });

  it('stays with an owner who declines, and says why', async () => {
    const { world, card } = await unused();
    await askFor(world);
    const sent = await asked(world);
    // The window comes first, as its trigger lives three seconds; Slack may be slow to say who approves.
    world.slack.fault('usergroups.users.list', { hang: true });
    await press(world, ASHA, sent, buttons.declineTransfer, { asShown: true });
    await viewShows(world, ASHA, /Looking up the number/);
    const form = await viewShows(world, ASHA, /reason_text/);
    await world.slack.as(ASHA).type(form, { actionId: inputs.reason.actionId }, 'For Diwali');
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /You declined/);
    await hears(world, DEV, /you asked for .*<@U0ASHA> declined.*Why: For Diwali/);
    await press(world, ASHA, sent, buttons.acceptTransfer, { asShown: true });
    await toldPrivately(world, ASHA, /You declined/);
    expect(await ownerOf(world, card)).toBe(ASHA);
  });

  it('stays where it is when nobody answers in time', async () => {
    const { world, card } = await unused({ answer_within_days: 1 / 86_400 });
    await askFor(world);
    await hears(world, DEV, /you asked for .*<@U0ASHA> didn't answer in time/);
    await press(world, ASHA, await asked(world, /asked for/), buttons.acceptTransfer, {
      asShown: true,
    }).catch(() => undefined);
    expect(await ownerOf(world, card)).toBe(ASHA);
    expect((await events(world)).at(-1)).toEqual([
      'transfer.expire',
      'sweep',
      'transfer.state',
      'expired',
    ]);
  });

  it('is asked for in the thread where Slack takes no direct message, and not once more when it does', async () => {
    const { world, card } = await unused();
    await searchShows(world, DEV, /Ask for it/);
    world.slack.fault('chat.postMessage', { error: 'messages_tab_disabled' });
    await askFor(world);
    const inThread = () => world.slack.thread(APPROVALS, card.ts).map(textOf).join();
    await expect.poll(inThread, { timeout: 10_000 }).toMatch(/<@U0ASHA>, <@U0DEV> asks for/);
    await sweptTwice(world);
    expect(world.slack.directMessages(ASHA).map(textOf).join()).not.toMatch(/asks for/);
  });

  it('goes nowhere by a request that something else overtook', async () => {
    const { world, card } = await unused();
    await askFor(world);
    const sent = await asked(world);
    await press(world, RAVI, card, buttons.openOrder);
    await press(world, RAVI, await viewShows(world, RAVI, /edit_holding/), buttons.editHolding);
    const form = await viewShows(world, RAVI, /owner_choice/);
    await world.slack.as(RAVI).select(form, { actionId: inputs.owner.actionId, value: MEERA });
    await world.slack.as(RAVI).submit();
    await viewShows(world, RAVI, /belongs to <@U0MEERA> now/);
    await press(world, ASHA, sent, buttons.acceptTransfer, { asShown: true });
    await toldPrivately(world, ASHA, /It belongs to <@U0MEERA> now/);
    await hears(world, DEV, /you asked for .*It belongs to <@U0MEERA> now/);
    expect(await ownerOf(world, card)).toBe(MEERA);
  });

  it('is nobody else’s to hand over, until its owner has left', async () => {
    const { world, card } = await unused();
    await askFor(world);
    await asked(world);
    for (const [by, says] of [
      [DEV, /Only <@U0ASHA> can answer/],
      [RAVI, /Only <@U0ASHA> can answer/],
    ] as const) {
      await orderShows(world, APPROVALS, /accept_transfer/, by);
      const details = await viewShows(world, by, /accept_transfer/);
      await press(world, by, details, buttons.acceptTransfer);
      await viewShows(world, by, says);
      await world.slack.as(by).close();
    }
    expect(await ownerOf(world, card)).toBe(ASHA);
    const asha = world.slack.workspace.people.find(({ id }) => id === ASHA);
    if (asha) asha.kind = 'deactivated';
    await orderShows(world, APPROVALS, /accept_transfer/, RAVI);
    await press(
      world,
      RAVI,
      await viewShows(world, RAVI, /accept_transfer/),
      buttons.acceptTransfer,
    );
    await viewShows(world, RAVI, /belongs to <@U0DEV> now/);
    await hears(world, DEV, /<@U0RAVI> made you the owner/);
  });
});
