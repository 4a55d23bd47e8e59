import { expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf, eventsIn } from '../../support/audit.ts';
import { cardShows, requestNumber, SAYS, textOf, toldPrivately } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, MEERA, RAVI, startBot, startOutside } from '../../support/world.ts';

it('buys once with a bot and a worker in processes of their own', async () => {
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const worker = await startBot(outside, { ROLE: 'worker' });
  await startBot(outside, { ROLE: 'bot' });
  expect(worker.slackPort).toBeUndefined();
  const card = await requestNumber(outside);
  await outside.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
  await toldPrivately(outside, RAVI, /You approved/);
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
  const said = /You approved|approved this request/;
  await toldPrivately(outside, RAVI, said);
  await toldPrivately(outside, MEERA, said);
  await cardShows(outside, APPROVALS, SAYS.bought);
  // Either of the two may run a sweep.
  await Promise.any([sweptTwice({ bot: one }), sweptTwice({ bot: other })]);
  const decided = (await auditOf(outside)).filter(({ event }) => event === 'approve');
  expect(decided).toHaveLength(1);
  const winners = [RAVI, MEERA].filter((by) =>
    /You approved/.test(outside.slack.ephemerals(by).map(textOf).join()),
  );
  expect(decided).toMatchObject([{ by: { user: winners[0] } }]);
  expect(winners).toHaveLength(1);
  expect(outside.vobiz.callsTo('order')).toHaveLength(1);
  const ours = outside.slack
    .messages(APPROVALS)
    .filter(({ botId, threadTs }) => botId && !threadTs);
  expect(ours).toHaveLength(1);
});
