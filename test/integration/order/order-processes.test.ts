import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf, eventsIn } from '../../support/audit.ts';
import { cardShows, requestNumber, SAYS, textOf } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, MEERA, RAVI, startBot, startOutside } from '../../support/world.ts';

it('buys once with a bot and a worker in processes of their own', async () => {
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const worker = await startBot(outside, { ROLE: 'worker' });
  await startBot(outside, { ROLE: 'bot' });
  expect(worker.slackPort).toBeUndefined();
  const card = await requestNumber(outside);
  await outside.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
  const done = await cardShows(outside, APPROVALS, SAYS.bought);
  expect(done.ts).toBe(card.ts);
  await sweptTwice({ bot: worker });
  expect(outside.vobiz.callsTo('order')).toHaveLength(1);
  expect(await eventsIn(outside)).toBe('request approve claim answered');
});

it('buys once where two whole bots share a Redis and two people approve at once', async () => {
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const [one, other] = [await startBot(outside), await startBot(outside)];
  const requestUrl = (bot: typeof one) => `http://127.0.0.1:${bot.slackPort}/slack/events`;
  const card = await requestNumber(outside);
  const shown = { asShown: true };
  outside.slack.sendTo({ requestUrl: requestUrl(one) });
  const first = outside.slack.as(RAVI).click(card, { actionId: buttons.approve.id }, shown);
  outside.slack.sendTo({ requestUrl: requestUrl(other) });
  const second = outside.slack.as(MEERA).click(card, { actionId: buttons.approve.id }, shown);
  await Promise.all([first, second]);
  await cardShows(outside, APPROVALS, SAYS.bought);
  const told = (by: string) => outside.slack.ephemerals(by).map(textOf).join();
  const isLate = (by: string) => /approved this request/.test(told(by));
  await vi.waitFor(() => expect([RAVI, MEERA].filter(isLate)).toHaveLength(1), 10_000);
  // Either of the two may run a sweep.
  await Promise.any([sweptTwice({ bot: one }), sweptTwice({ bot: other })]);
  const decided = (await auditOf(outside)).filter(({ event }) => event === 'approve');
  expect(decided).toHaveLength(1);
  const [winner] = [RAVI, MEERA].filter((by) => !isLate(by));
  expect(decided).toMatchObject([{ by: { user: winner } }]);
  expect(outside.vobiz.callsTo('order')).toHaveLength(1);
  const ours = outside.slack
    .messages(APPROVALS)
    .filter(({ botId, threadTs }) => botId && !threadTs);
  expect(ours).toHaveLength(1);
});
