import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { auditOf, brokenAuditOf, eventsIn, orderIn } from '../support/audit.ts';
import { type BotProcess, startBuiltBot } from '../support/bot-process.ts';
import { crowd, SHARED, workspaceWith } from '../support/crowd.ts';
import { cardShows, idIn, requestNumber, SAYS, textOf } from '../support/journeys.ts';
import { sweptTwice } from '../support/sweeps.ts';
import { ASHA, RAVI, startOutside } from '../support/world.ts';

const APPROVERS = crowd('member', 480);
const FORBIDDEN = [...crowd('guest', 160), ...crowd('external', 160)];
const LOOKERS = crowd('member', 660).slice(APPROVERS.length);
const REQUESTER_CLICKS = 20;
/** Of the first so many, Slack tells each bot who they are at the same moment, so that they meet at the record. */
const RACERS = 12;
/** Five processes, one of them Slack with a thousand people, share the cores of one machine: Slack's time goes slower. */
const SLOWER = 10;
const STARTED = Date.now();
const SLACK_TIME = {
  now: () => STARTED + (Date.now() - STARTED) / SLOWER,
  ackLimitMs: 3_000 * SLOWER,
};
/** A look takes the time of this process, which is also Slack. */
const LOOK = { timeout: 120_000, interval: 1_000 };

/** Where Slack takes longer than a click may wait, the person is told that, with a reference. */
const TOO_LATE = /approved this request|Reference: /;
const BARRED = /Guests can't|Only members of this app/;

async function portOf(bot: BotProcess, event: string): Promise<string> {
  return `http://127.0.0.1:${(await bot.said(event)).port}`;
}

/** How many commands, clicks and forms a bot has handled. */
async function handledBy(bot: BotProcess): Promise<number> {
  const { body } = await bot.ops('/metrics');
  const counts = [...body.matchAll(/^slack_handler_seconds_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

it('makes one decision and one purchase of a thousand clicks on two bots with two workers, and answers each', {
  timeout: 300_000,
}, async () => {
  const people = [...APPROVERS, ...LOOKERS, ...FORBIDDEN];
  const world = await startOutside({
    slack: { ...workspaceWith(people), ...SLACK_TIME },
    vobiz: { completeAfterMs: 0 },
  });
  const { slack, vobiz } = world;
  const roles = ['bot', 'bot', 'worker', 'worker'];
  const [one, other, worker] = await Promise.all(
    roles.map((ROLE) => startBuiltBot(world, { ROLE })),
  );
  if (!one || !other || !worker) throw new Error('four processes were started');
  const addresses = await Promise.all([one, other].map((bot) => portOf(bot, 'app.started')));
  slack.sendTo({ requestUrl: addresses.map((address) => `${address}/slack/events`) });
  const card = await requestNumber(world, { channel: SHARED });

  let tell = () => {};
  const until = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const lookUps = () => slack.calls.filter(({ method }) => method === 'users.info').length;
  const before = lookUps();
  slack.fault('users.info', { until, times: RACERS });

  const press = (actionId: string) => (id: string) =>
    slack.as(id).click(card, { actionId }, { asShown: true });
  const ids = (crowded: typeof people) => crowded.map(({ id }) => id);
  const [guests, externals] = [FORBIDDEN.slice(0, 160), FORBIDDEN.slice(160)];
  const approving = [...ids(APPROVERS), ...ids(guests)];
  const denying = [...ids(LOOKERS), ...ids(externals)];
  const clicks = [
    ...approving.map(press(buttons.approve.id)),
    ...denying.map(press(buttons.deny.id)),
    ...Array.from({ length: REQUESTER_CLICKS }, () => press(buttons.approve.id)(ASHA)),
  ];
  expect(clicks).toHaveLength(1_000);
  await vi.waitFor(() => expect(lookUps() - before).toBeGreaterThanOrEqual(RACERS), LOOK);
  tell();
  const deliveries = await Promise.all(clicks);
  expect(deliveries.filter(({ error, ackStatus }) => error || ackStatus !== 200)).toEqual([]);

  /** What somebody was told privately: beside the card, or directly where that failed. */
  const notes = (id: string) => [...slack.ephemerals(id), ...slack.directMessages(id)].map(textOf);
  /** The window of somebody, once it says more than that it will. */
  const modalOf = (id: string) => textOf(slack.openView(id)).replace(/.*Looking up.*/, '');
  await vi.waitFor(() => {
    const isTold = (id: string) => notes(id).length > 0 || /\w/.test(modalOf(id));
    // Whoever decided may have been answered by the card alone.
    expect([...approving, ...denying].filter((id) => !isTold(id)).length).toBeLessThanOrEqual(1);
    expect(slack.ephemerals(ASHA).length).toBeGreaterThanOrEqual(REQUESTER_CLICKS);
  }, LOOK);
  await vi.waitFor(async () => {
    expect(await handledBy(one)).toBeGreaterThanOrEqual(clicks.length / 2);
    expect(await handledBy(other)).toBeGreaterThanOrEqual(clicks.length / 2);
  }, LOOK);

  // On a machine too slow for this, Slack may have kept everybody waiting too long: they are told to press again.
  await vi.waitFor(async () => {
    await press(buttons.approve.id)(RAVI);
    expect(notes(RAVI).join()).toMatch(/approved this request/);
  }, LOOK);
  const bought = await cardShows(world, SHARED, SAYS.bought);
  expect(bought.ts).toBe(card.ts);
  await sweptTwice({ bot: { opsUrl: await portOf(worker, 'ops.listening') } });
  expect(await orderIn(world, idIn(card))).toMatchObject({ state: 'completed' });
  expect(vobiz.callsTo('order')).toHaveLength(1);
  expect(vobiz.orders).toHaveLength(1);
  expect(slack.messages(SHARED).filter(({ botId, threadTs }) => botId && !threadTs)).toHaveLength(
    1,
  );

  // One won, and the card changed before their eyes; the others were told that they did not, each in private.
  const approvers = [...ids(APPROVERS), RAVI];
  const told = (id: string) => [...notes(id), modalOf(id)].join();
  const decided = (await auditOf(world)).filter(({ event }) => event === 'approve');
  expect(decided).toHaveLength(1);
  const winner = decided.map(({ by }) => ('user' in by ? by.user : ''))[0];
  const losers = approvers.filter((id) => id !== winner);
  expect(losers.filter((id) => !TOO_LATE.test(told(id)))).toEqual([]);
  expect(ids(FORBIDDEN).filter((id) => !TOO_LATE.test(told(id)) && !BARRED.test(told(id)))).toEqual(
    [],
  );
  expect(await eventsIn(world)).toMatch(/^request approve claim answered( observed)?$/);
  expect(await brokenAuditOf(world)).toBeUndefined();
});
