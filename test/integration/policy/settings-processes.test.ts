import { expect, it } from 'vitest';
import { auditOf } from '../../support/audit.ts';
import { cardShows, openOrderForm, viewShows } from '../../support/journeys.ts';
import { pastePolicy, policyOf, setPolicy } from '../../support/settings.ts';
import { APPROVALS, ASHA, MEERA, OPS, startBot, startOutside } from '../../support/world.ts';

const POLICY = 'approvals: { channel: C0APPROVALS, approvers: { users: [U0RAVI] } }';

it('a policy imported through one bot counts at once in another, and for the worker of both', async () => {
  const world = await startOutside();
  await startBot(world, { ROLE: 'worker' });
  const second = await startBot(world, { ROLE: 'bot' });
  await startBot(world, { ROLE: 'bot' });
  await pastePolicy(world, POLICY);
  await world.slack.as(MEERA).submit();
  await viewShows(world, MEERA, /Saved as version/);
  world.slack.sendTo({ requestUrl: `http://127.0.0.1:${second.slackPort}/slack/events` });
  await openOrderForm(world, ASHA, OPS, 'Support line');
  await world.slack.as(ASHA).submit();
  await cardShows(world, APPROVALS, /approve_order/);
});

it('a form that is sent again, as when the answer was lost, changes the policy once', async () => {
  const world = await startOutside();
  await startBot(world);
  await setPolicy(world, policyOf({ self_approval: true }));
  await pastePolicy(world, POLICY);
  const { body } = await world.slack.as(MEERA).submit();
  const again = await world.slack.as(MEERA).sendRaw('view_submission', body);
  expect(JSON.stringify(again.ackBody)).toMatch(/Saved as version/);
  expect((await auditOf(world)).map(({ event }) => event)).toEqual(['set_up', 'change']);
});
