import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { eventsIn, orderIn } from '../../support/audit.ts';
import { writeInThread } from '../../support/byon.ts';
import {
  approve,
  cardShows,
  idIn,
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

const thread = (world: World) =>
  world.slack
    .messages(APPROVALS)
    .filter(({ threadTs }) => threadTs)
    .map(textOf);

async function threadSays(world: World, ...says: RegExp[]) {
  await expect
    .poll(() => thread(world), { timeout: 8_000 })
    .toEqual(says.map((text) => expect.stringMatching(text)));
}

describe('a question', () => {
  it('goes to the thread and the requester, stops the clock, and its answer stays with the request', async ({
    world,
  }) => {
    const card = await requestNumber(world);
    const [ravi, asha] = [world.slack.as(RAVI), world.slack.as(ASHA)];
    await ravi.click(card, { actionId: buttons.ask.id });
    const question = await viewShows(world, RAVI, /What do you want to know/);
    await ravi.type(question, { actionId: inputs.question.actionId }, 'Which team <!here> pays?');
    await ravi.submit();
    await orderShows(world, APPROVALS, /Paused until.*Not answered yet/s);
    const asked = await cardShows(world, APPROVALS, buttons.answer.id);
    await threadSays(world, /<@U0ASHA>, <@U0RAVI> asks.*Which team <!here> pays\?/s);
    expect((await orderIn(world, idIn(card))).pausedAt).toBeDefined();

    await world.slack.as(DEV).click(asked, { actionId: buttons.answer.id });
    await viewShows(world, DEV, /Only the person who made this request/);
    await asha.click(asked, { actionId: buttons.answer.id });
    const form = await viewShows(world, ASHA, /Your answer/);
    await asha.type(form, { actionId: inputs.answer.actionId }, 'Sales does');
    await asha.submit();
    await orderShows(world, APPROVALS, /Sales does/);
    const answered = await cardShows(world, APPROVALS, /Waiting for/);
    expect(textOf(answered)).not.toContain('Paused');
    await threadSays(world, /asks/, /<@U0RAVI>, <@U0ASHA> answered.*Sales does/s);
    const order = await orderIn(world, idIn(card));
    expect(order.pausedAt).toBeUndefined();
    expect(order.questions).toMatchObject([
      { by: RAVI, text: 'Which team <!here> pays?', answer: { text: 'Sales does' } },
    ]);
    await approve(world, answered);
    await cardShows(world, APPROVALS, /Bought/);
    expect(await eventsIn(world)).toMatch(/^request ask answer approve claim/);
  });

  it('is not asked by those who may not decide', async () => {
    const env = await policyFile({});
    const world = await startWorld({ env });
    await world.slack.as(DEV).click(await requestNumber(world), { actionId: buttons.ask.id });
    await viewShows(world, DEV, /can't decide this request/);
  });
});

describe('what is written in the thread', () => {
  const write = (world: World, by: string, threadTs: string, ts: string, text: string) =>
    writeInThread(world, by, { channel: APPROVALS, ts: threadTs }, text, ts);

  it('by requester and approvers stays with the request and answers its question, whatever Slack repeats', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const card = await requestNumber(world);
    const ravi = world.slack.as(RAVI);
    await ravi.click(card, { actionId: buttons.ask.id });
    const question = await viewShows(world, RAVI, /What do you want to know/);
    await ravi.type(question, { actionId: inputs.question.actionId }, 'Which team pays?');
    await ravi.submit();
    await orderShows(world, APPROVALS, /Not answered yet/);
    await write(world, DEV, card.ts, '1700000001.000100', 'I am only passing by');
    await write(world, RAVI, card.ts, '1700000002.000100', 'Take your time');
    await write(world, ASHA, card.ts, '1700000003.000100', 'Sales <!here> pays');
    await write(world, ASHA, card.ts, '1700000003.000100', 'Sales <!here> pays');
    const shown = await orderShows(world, APPROVALS, /answered.*Sales &lt;!here&gt; pays/s);
    expect(textOf(shown)).not.toContain('passing by');
    const order = await orderIn(world, idIn(card));
    expect(order.replies?.map(({ by }) => by)).toEqual([RAVI, ASHA]);
    expect(order.questions?.[0]?.answer?.text).toBe('Sales <!here> pays');
    expect(order.pausedAt).toBeUndefined();
    expect(await eventsIn(world)).toBe('request ask reply reply');
  });

  it('elsewhere, or by a bot, is none of ours', async ({ world }) => {
    const card = await requestNumber(world);
    await write(world, ASHA, '1600000000.000100', '1700000001.000100', 'Another thread');
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    await viewShows(world, RAVI, /Why not/);
    expect(await eventsIn(world)).toBe('request');
  });
});

describe('withdrawing', () => {
  it('ends the request for everyone, and only the requester can', async ({ world }) => {
    const card = await requestNumber(world);
    await press(world, RAVI, card, buttons.withdraw);
    await viewShows(world, RAVI, /Only the person who made this request/);
    await withdraw(world, card);
    await cardShows(world, APPROVALS, SAYS.withdrawn);
    await threadSays(world, /Withdrawn/);
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id }, { asShown: true });
    await toldPrivately(world, RAVI, /withdrew this request/);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    expect(await eventsIn(world)).toBe('request withdraw');
  });
});

describe('while nobody decides', () => {
  it('reminds in the thread, mentions people from the second time on and quiet ones never, and widens the circle once', async () => {
    const env = await policyFile({
      approvers: { users: [RAVI, MEERA] },
      quiet: [MEERA],
      reminders: { first_after_minutes: 0.01, at_most: 2 },
      escalation: { after_hours: 0.002, approvers: { users: [DEV] } },
    });
    const world = await startWorld({ env });
    const card = await requestNumber(world);
    expect(textOf(card)).not.toContain(MEERA);
    await expect.poll(() => thread(world).length, { timeout: 15_000 }).toBe(3);
    const [first = '', second = '', third = ''] = thread(world);
    expect(first).toMatch(/waiting for a decision\./);
    expect(second).toMatch(/waiting for <@U0RAVI>\./);
    expect(third).toMatch(/<@U0DEV> can decide now too/);
    const escalated = await orderShows(world, APPROVALS, /now also <@U0DEV>/);
    await approve(world, escalated, DEV);
    await cardShows(world, APPROVALS, /Bought/);
    expect(thread(world).join()).not.toContain(MEERA);
  });

  it('lets quiet approvers approve all the same', async () => {
    const env = await policyFile({ approvers: { groups: ['S0FINANCE'] }, quiet: [MEERA] });
    const world = await startWorld({ env });
    const card = await requestNumber(world);
    expect(textOf(card)).toMatch(/approvers we don't notify/);
    await approve(world, card, MEERA);
  });
});
