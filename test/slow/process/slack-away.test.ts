import { expect, it, vi } from 'vitest';
import { spawnBot, startBuiltBot } from '../../support/bot-process.ts';
import { approve, cardShows, requestNumber, SAYS } from '../../support/journeys.ts';
import { APPROVALS, startOutside } from '../../support/world.ts';

it('waits for a Slack that is away at the start and says so', async () => {
  const world = await startOutside({ env: { SLACK_MODE: 'socket' } });
  world.slack.outage(true);
  const bot = spawnBot(world.env);
  await bot.said('slack.unreachable');
  const { status, body } = await bot.ops('/readyz');
  expect(status).toBe(503);
  // Redis answers; everything else comes after Slack.
  expect(JSON.parse(body)).toEqual({
    redis_claims: true,
    redis_interactive: true,
    redis_patient: true,
    redis_queue: true,
    slack: false,
    worker: false,
    sweep: false,
    records: false,
  });

  world.slack.outage(false);
  await bot.ready();
  await requestNumber(world);
});

it('comes back after its socket was cut in the middle of a request', {
  timeout: 40_000,
}, async () => {
  const world = await startOutside({
    env: { SLACK_MODE: 'socket' },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBuiltBot(world);
  const card = await requestNumber(world);
  const opened = () =>
    world.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const before = opened();
  world.slack.dropSockets();
  // It may be back before anybody has seen it gone.
  await vi.waitFor(() => {
    expect(opened()).toBeGreaterThan(before);
    expect(world.slack.socketConnected()).toBe(1);
  }, 20_000);
  await bot.ready();
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});

it.each([
  ['SLACK_BOT_TOKEN', 'xoxb-not-this-one'],
  ['SLACK_APP_TOKEN', 'xapp-not-this-one'],
])('refuses to start with a wrong %s and says which in one line', async (name, value) => {
  const world = await startOutside({ env: { SLACK_MODE: 'socket', [name]: value } });
  const bot = spawnBot(world.env);
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  const said = bot.errors().trim();
  expect(said.split('\n')).toHaveLength(1);
  expect(said).toContain(name);
  expect(said).toContain('invalid_auth');
  expect(said + JSON.stringify(bot.lines)).not.toContain(value);
});
