import { describe, expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { spawnBot, startBuiltBot } from '../../support/bot-process.ts';
import { approve, cardShows, requestNumber, SAYS } from '../../support/journeys.ts';
import { APPROVALS, RAVI, startOutside } from '../../support/world.ts';

// The bot ends itself with code 1 after 9.5 seconds: code 0 means that it needed less.
const IN_TIME = { code: 0, signal: null };
const TIMEOUT_MS = 45_000;

it('ends with code 0 when there is nothing to do', async () => {
  const world = await startOutside({ env: { SLACK_MODE: 'socket' } });
  const bot = await startBuiltBot(world);
  expect(await bot.terminate()).toEqual(IN_TIME);
  expect(world.slack.socketConnected()).toBe(0);
});

describe.each([
  ['hang', 'never reached the books of Vobiz', SAYS.unconfirmed],
  ['hang_after', 'was carried out', SAYS.bought],
] as const)('while a purchase that never answers and %s', (kind, _what, ending) => {
  it(`ends in time, never sends it again and says what it finds (${kind})`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
    const bot = await startBuiltBot(world, { VOBIZ_ORDER_TIMEOUT_MS: '60000' });
    world.vobiz.faults.next('order', { kind });
    await approve(world, await requestNumber(world));
    await vi.waitFor(() => expect(world.vobiz.callsTo('order')).toHaveLength(1), 5_000);
    expect(await bot.terminate()).toEqual(IN_TIME);

    await startBuiltBot(world, { VOBIZ_ORDER_TIMEOUT_MS: '500', VOBIZ_STALE_GRACE_MS: '500' });
    await cardShows(world, APPROVALS, ending);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });
});

it.each(['socket', 'http'])(
  'answers the click that it was handling (SLACK_MODE=%s)',
  async (mode) => {
    const world = await startOutside({ env: { SLACK_MODE: mode }, vobiz: { completeAfterMs: 0 } });
    const bot = await startBuiltBot(world);
    const card = await requestNumber(world);
    world.slack.fault('users.info', { latencyMs: 1_000, times: 2 });
    const before = world.slack.calls.length;
    const click = world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await vi.waitFor(() =>
      expect(world.slack.calls.slice(before).map(({ method }) => method)).toContain('users.info'),
    );
    expect(await bot.terminate()).toEqual(IN_TIME);
    expect((await click).error).toBeUndefined();

    await startBuiltBot(world);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  },
);

it('goes on following an order after it comes back', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
  const bot = await startBuiltBot(world);
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.ordered);
  expect(await bot.terminate()).toEqual(IN_TIME);
  for (const { id } of world.vobiz.orders) world.vobiz.completeOrder(id);

  await startBuiltBot(world);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});

it.each([
  ['Slack', { SLACK_API_URL: 'http://127.0.0.1:9/api/' }],
  ['Redis', { REDIS_URL: 'redis://127.0.0.1:9' }],
])(
  'is stopped, and has not failed, when it is told to while it still waits for %s',
  async (_what, env) => {
    const world = await startOutside({ env: { SLACK_MODE: 'socket', ...env } });
    const bot = spawnBot(world.env);
    await bot.said('ops.listening');
    expect(await bot.terminate()).toEqual(IN_TIME);
    const events = bot.lines.map(({ event }) => event);
    expect(events).toContain('app.stopped');
    expect(events).not.toContain('app.start_failed');
    expect(bot.errors()).toBe('');
  },
);
