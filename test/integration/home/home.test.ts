import { expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
  withdraw,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { seedOrders } from '../../support/seed.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  EXTERNAL,
  GUEST,
  it,
  MEERA,
  RAVI,
  startBot,
  startOutside,
  startWorld,
  type World,
} from '../../support/world.ts';

type Slack = Pick<World, 'slack'>;

async function homeShows({ slack }: Slack, userId: string, text: RegExp) {
  await vi.waitFor(() => expect(textOf(slack.home(userId))).toMatch(text), 20_000);
  const home = slack.home(userId);
  if (!home) throw new Error('no Home');
  return home;
}

const published = ({ slack }: Slack, userId: string) =>
  slack.calls.filter(({ method, args }) => method === 'views.publish' && args.user_id === userId);

/** Ravi approves, in the approvals channel. */
const ravisRules = () => policyFile({});

it('is drawn when it is opened, for nobody before', async ({ world }) => {
  expect(world.slack.home(ASHA)).toBeUndefined();
  await world.slack.as(ASHA).openHome();
  await homeShows(world, ASHA, /You're all caught up.*Find a number/);
  expect(world.slack.home(RAVI)).toBeUndefined();
});

it('shows a request to its requester and to whoever may approve it, and to nobody else', async () => {
  const world = await startWorld({ env: await ravisRules() });
  for (const person of [ASHA, RAVI, DEV]) await world.slack.as(person).openHome();
  await requestNumber(world, { purpose: 'Pune desk' });
  await homeShows(world, RAVI, /Pune desk.*Requested by <@U0ASHA>.*approve_order.*Approve ₹/);
  await homeShows(world, ASHA, /You're all caught up.*⏳ Approve.*Pune desk.*open_order/);
  const dev = textOf(world.slack.home(DEV));
  expect(dev).toMatch(/You're all caught up/);
  expect(dev).not.toMatch(/Pune desk|approve_order/);
});

it('takes an approval, and then shows the number to everyone who looks', async () => {
  const world = await startWorld({ env: await ravisRules() });
  for (const person of [ASHA, RAVI]) await world.slack.as(person).openHome();
  await requestNumber(world, { purpose: 'Pune desk' });
  const waiting = await homeShows(world, RAVI, /approve_order/);
  await world.slack.as(RAVI).click(waiting, { actionId: buttons.approve.id });
  await vi.waitFor(() => {
    expect(world.slack.directMessages(RAVI).map(textOf).join()).toMatch(/Approved\. We'll check/);
  });
  await cardShows(world, APPROVALS, SAYS.bought);
  await homeShows(world, RAVI, /You're all caught up.*Newest numbers.*Bought by <@U0ASHA>/);
  await homeShows(world, ASHA, /✅ Bought · .*Newest numbers.*Bought by <@U0ASHA>/);
  expect(world.vobiz.orders).toHaveLength(1);
});

it('asks for the reason of a denial, as the card does', async () => {
  const world = await startWorld({ env: await ravisRules() });
  await world.slack.as(RAVI).openHome();
  await requestNumber(world);
  const home = await homeShows(world, RAVI, /deny_order/);
  await world.slack.as(RAVI).click(home, { actionId: buttons.deny.id });
  const form = await viewShows(world, RAVI, /Why not/);
  await world.slack.as(RAVI).type(form, { blockId: inputs.reason.blockId }, 'We have one');
  await world.slack.as(RAVI).submit();
  await homeShows(world, RAVI, /You're all caught up/);
  await cardShows(world, APPROVALS, SAYS.denied);
});

it('brings a question to the requester, who answers it there', async () => {
  const world = await startWorld({ env: await ravisRules() });
  await world.slack.as(ASHA).openHome();
  const card = await requestNumber(world);
  await world.slack.as(RAVI).click(card, { actionId: buttons.ask.id });
  const form = await viewShows(world, RAVI, /What do you want to know/);
  await world.slack.as(RAVI).type(form, { actionId: inputs.question.actionId }, 'Which team pays?');
  await world.slack.as(RAVI).submit();
  const home = await homeShows(
    world,
    ASHA,
    /<@U0RAVI> asks about .*Which team pays\?.*answer_question/,
  );
  const asha = world.slack.as(ASHA);
  await asha.click(home, { actionId: buttons.answer.id });
  const answer = await viewShows(world, ASHA, /Your answer/);
  await asha.type(answer, { actionId: inputs.answer.actionId }, 'Sales does');
  await asha.submit();
  await homeShows(world, ASHA, /You're all caught up/);
});

it('shows a request that ended as ended, and leads to its card', async () => {
  const world = await startWorld({ env: await ravisRules() });
  const asha = world.slack.as(ASHA);
  await asha.openHome();
  const card = await requestNumber(world);
  await withdraw(world, card);
  const home = await homeShows(world, ASHA, /Withdrawn/);
  await asha.click(home, { actionId: buttons.openOrder.id });
  await viewShows(world, ASHA, /Withdrawn.*Open the card/);
});

it('shows a running verification with four digits, takes its code, and then the number', async ({
  world,
}) => {
  for (const person of [ASHA, MEERA]) await world.slack.as(person).openHome();
  const card = await bringNumber(world, { phone: '+919876501234' });
  const home = await homeShows(world, MEERA, /Verifications under way.*•••• 1234.*enter_code/);
  expect(textOf(home)).not.toContain('98765');
  await world.slack.as(MEERA).click(home, { actionId: buttons.enterCode.id });
  await enterCode(world, card, MEERA, world.vobiz.codeFor('+919876501234') ?? '', /is verified/);
  const after = await homeShows(world, ASHA, /Newest numbers.*Brought by <@U0ASHA>/);
  expect(textOf(after)).not.toContain('Verifications under way');
});

it('opens the search, the form for a number of your own, and the list of numbers', async ({
  world,
}) => {
  const asha = world.slack.as(ASHA);
  await asha.openHome();
  const home = await homeShows(world, ASHA, /home_search/);
  for (const [actionId, says] of [
    [
      buttons.homeSearch.id,
      /Nobody could approve a request from a direct message.*page 1 of|page 1 of.*Nobody could approve/,
    ],
    [buttons.homeBring.id, /phone_text/],
    [buttons.allNumbers.id, /No numbers yet/],
  ] as const) {
    await asha.click(home, { actionId });
    await viewShows(world, ASHA, says);
    await asha.dismiss();
  }
});

it('says why it is empty to a guest and to somebody from another company', async ({ world }) => {
  for (const person of [GUEST, EXTERNAL]) await world.slack.as(person).openHome();
  await requestNumber(world);
  await homeShows(world, GUEST, /Guests can't use this app/);
  await homeShows(world, EXTERNAL, /Only members of this app's workspace/);
  expect(textOf(world.slack.home(GUEST))).not.toMatch(/button|asks/);
});

it('is not published again when nothing of it changed', async () => {
  const world = await startWorld({ env: await ravisRules() });
  for (const person of [RAVI, GUEST]) await world.slack.as(person).openHome();
  await homeShows(world, GUEST, /Guests can't use this app/);
  await requestNumber(world);
  await homeShows(world, RAVI, /approve_order/);
  expect(published(world, GUEST)).toHaveLength(1);
});

it('catches up after Slack was away and after a restart of the bot', async () => {
  const outside = await startOutside({ env: await ravisRules() });
  const bot = await startBot(outside);
  await outside.slack.as(RAVI).openHome();
  await homeShows(outside, RAVI, /You're all caught up/);
  outside.slack.fault('views.publish', { status: 503, times: 1 });
  await requestNumber(outside, { purpose: 'Pune desk' });
  await vi.waitFor(() => expect(published(outside, RAVI).length).toBeGreaterThan(1), 10_000);
  await bot.stop();
  expect(textOf(outside.slack.home(RAVI))).toMatch(/You're all caught up/);
  await startBot(outside);
  await homeShows(outside, RAVI, /Pune desk.*approve_order/);
});

it('says what went wrong in place of what it cannot draw', async ({ world }) => {
  world.slack.fault('users.info', { status: 503, times: 9 });
  await world.slack.as(ASHA).openHome();
  await homeShows(
    world,
    ASHA,
    /Slack didn't tell us who can do this\. Nothing was changed\..*Reference: ref_/,
  );
});

it('looks through what has waited longest, and says where the rest is', async () => {
  const world = await startWorld({ env: await ravisRules() });
  await seedOrders(world, { awaiting: 101 });
  for (const person of [RAVI, DEV]) await world.slack.as(person).openHome();
  const ravis = await homeShows(world, RAVI, /looked through the oldest ones/);
  // The highest number was asked for first.
  expect(textOf(ravis)).toMatch(/98760 00100.*98760 00093/s);
  expect(textOf(ravis)).not.toContain('98760 00092');
  const devs = await homeShows(world, DEV, /looked through the oldest ones.*Waiting for me/);
  expect(textOf(devs)).not.toContain('caught up');
});
