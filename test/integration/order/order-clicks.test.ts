import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { decisionsIn, eventsIn, orderIn } from '../../support/audit.ts';
import { crowd, SHARED, workspaceWith } from '../../support/crowd.ts';
import { cardShows, idIn, requestNumber, textOf, viewShows } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { ASHA, type Outside, startWorld } from '../../support/world.ts';

const REQUESTER_CLICKS = 10;
/** Slack's three seconds, three times: this one process is also Slack and its 200 people. */
const ACK_LIMIT_MS = 9_000;

const RACERS = 12;
const LOOK = { timeout: 15_000, interval: 50 };

function lookUps(slack: Outside['slack']): number {
  return slack.calls.filter(({ method }) => method === 'users.info').length;
}

const MEMBERS = crowd('member', 110);
const FORBIDDEN = [...crowd('guest', 40), ...crowd('external', 40)];
/** Their form of Deny is open before the crowd comes. */
const DENIERS = MEMBERS.slice(0, 20);
const CLICKERS = [...MEMBERS.slice(20), ...FORBIDDEN];

it('makes one decision and at most one purchase of 200 clicks at once, and answers each', async () => {
  const world = await startWorld({
    slack: { ...workspaceWith([...MEMBERS, ...FORBIDDEN]), ackLimitMs: ACK_LIMIT_MS },
    vobiz: { completeAfterMs: 0 },
  });
  const { slack, vobiz } = world;
  const card = await requestNumber(world, { channel: SHARED });
  for (const { id } of DENIERS) {
    await slack.as(id).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, id, /Why not\?/);
    await slack.as(id).type(form, { actionId: inputs.reason.actionId }, `Not needed, says ${id}`);
  }

  // Slack tells who the first of them are at the same moment, so that their decisions meet at the record.
  let tell = () => {};
  const until = new Promise<void>((resolve) => {
    tell = resolve;
  });
  slack.fault('users.info', { until, times: RACERS });
  const askedBefore = lookUps(slack);

  const shown = { asShown: true };
  const approving = CLICKERS.filter((_, at) => at % 2 === 0).map(({ id }) => id);
  const denying = CLICKERS.filter((_, at) => at % 2 === 1).map(({ id }) => id);
  const clicks = [
    ...approving.map((id) => slack.as(id).click(card, { actionId: buttons.approve.id }, shown)),
    ...denying.map((id) => slack.as(id).click(card, { actionId: buttons.deny.id }, shown)),
    ...DENIERS.map(({ id }) => slack.as(id).submit()),
    ...Array.from({ length: REQUESTER_CLICKS }, () =>
      slack.as(ASHA).click(card, { actionId: buttons.approve.id }, shown),
    ),
  ];
  expect(clicks).toHaveLength(200);
  await vi.waitFor(() => expect(lookUps(slack) - askedBefore).toBeGreaterThanOrEqual(RACERS), LOOK);
  tell();
  const deliveries = await Promise.all(clicks);
  expect(deliveries.map(({ error }) => error).filter(Boolean)).toEqual([]);

  const heard = (id: string) => slack.ephemerals(id).length + slack.directMessages(id).length;
  const unheard = () => approving.filter((id) => heard(id) !== 1);
  await vi.waitFor(() => {
    expect(unheard().length).toBeLessThanOrEqual(1);
    // And the note that the request was sent.
    expect(slack.ephemerals(ASHA)).toHaveLength(REQUESTER_CLICKS + 1);
    const waiting = [...denying, ...DENIERS.map(({ id }) => id)].filter((id) =>
      /Looking up|Saving your decision/.test(textOf(slack.openView(id))),
    );
    expect(waiting).toEqual([]);
    expect(denying.filter((id) => !slack.openView(id) && heard(id) === 0)).toEqual([]);
  }, LOOK);

  const ended = await cardShows(world, SHARED, /(✅ Bought · |🚫 Denied · )\+/);
  expect(ended.ts).toBe(card.ts);
  await sweptTwice(world);
  const decisions = await decisionsIn(world);
  expect(decisions).toHaveLength(1);
  const [decision] = decisions;
  expect(MEMBERS.map(({ id }) => ({ user: id, team: 'T0NUMBERS' }))).toContainEqual(decision?.by);
  // Whoever decided saw the card change: that is their answer.
  expect(unheard().map((user) => ({ user, team: 'T0NUMBERS' }))).toEqual(
    unheard().map(() => decision?.by),
  );
  const order = await orderIn(world, idIn(card));
  const approved = decision?.event === 'approve';
  expect(order.state).toBe(approved ? 'completed' : 'denied');
  expect(vobiz.callsTo('order')).toHaveLength(approved ? 1 : 0);
  expect(vobiz.orders).toHaveLength(approved ? 1 : 0);
  expect(await eventsIn(world)).toMatch(/^request (approve claim answered( observed)?|deny)$/);
  expect(slack.messages(SHARED).filter(({ botId, threadTs }) => botId && !threadTs)).toHaveLength(
    1,
  );

  for (const { id } of FORBIDDEN) {
    const told = [...slack.ephemerals(id), slack.openView(id)].map(textOf).join();
    expect(told).toMatch(/Guests can't|Only members of this app|this request,|Reference: /);
  }
}, 60_000);
