import { describe, expect, vi } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import {
  approve,
  cardShows,
  newsFor,
  openOrderForm,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { failureBehind, slackRefused } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  it,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

/** The sweep would make good what the jobs themselves must do. */
const NO_SWEEP = { SWEEP_EVERY_MS: '3600000' };
const LOOK = { timeout: 15_000, interval: 50 };

const news = (world: World) => newsFor(world, ASHA).map(textOf).join();
const cardsIn = (world: World) =>
  world.slack.messages(APPROVALS).filter(({ botId, threadTs }) => botId && !threadTs);

async function times(world: World, method: string, count: number): Promise<void> {
  await vi.waitFor(() => {
    const calls = world.slack.calls.filter((call) => call.method === method);
    expect(calls.length).toBeGreaterThanOrEqual(count);
  }, LOOK);
}

describe('an order that ends while Slack refuses the bot', () => {
  it.each([
    // Listed among Slack's errors, and lifted by somebody.
    'token_revoked',
    'missing_scope',
    'not_in_channel',
    'is_archived',
    // In no list of ours: what is not known to be final is tried again.
    'restricted_action_read_only_channel',
    'ekm_access_denied',
  ])('is told once, when somebody has lifted it: %s', async (error) => {
    const world = await startWorld({ vobiz: { completeAfterMs: Infinity }, env: NO_SWEEP });
    await approve(world, await requestNumber(world));
    const card = await cardShows(world, APPROVALS, SAYS.ordered);
    world.slack.fault('chat.postMessage', { error, times: 1_000 });
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    await slackRefused(world, 'chat.postMessage', error);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.slack.thread(APPROVALS, card.ts)).toEqual([]);
    world.slack.clearFaults();
    await vi.waitFor(() => {
      expect(news(world)).toMatch(SAYS.bought);
      expect(world.slack.thread(APPROVALS, card.ts)).toHaveLength(1);
    }, LOOK);
    expect(newsFor(world, ASHA)).toHaveLength(1);
  });

  it('is let go where nobody can lift it: the requester has an account no more', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const card = await requestNumber(world);
    const channel = world.slack.workspace.channels.find(({ id }) => id === APPROVALS);
    channel?.members.splice(channel.members.indexOf(ASHA), 1);
    world.slack.fault('chat.postMessage', { error: 'user_disabled' });
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    await vi.waitFor(() => expect(world.slack.thread(APPROVALS, card.ts)).toHaveLength(1), LOOK);
    await sweptTwice(world);
    expect(world.slack.directMessages(ASHA)).toEqual([]);
  });
});

describe('a card whose posting was not answered', () => {
  it.for<[string, Fault]>([
    ['Slack has an error of its own', { error: 'internal_error' }],
    ['Slack is rate limiting', { error: 'ratelimited', retryAfter: 0 }],
    ['a gateway answers for Slack', { status: 502 }],
    ['the token was revoked for a moment', { error: 'token_revoked' }],
    ['the connection breaks', { reset: true }],
  ])(
    'is not posted twice when looking for it fails, because %s',
    async ([_why, fault], { world }) => {
      world.slack.fault('chat.postMessage', { resetAfter: true });
      world.slack.fault('conversations.history', { ...fault, times: 2 });
      await openOrderForm(world, ASHA, APPROVALS, 'Support line');
      await world.slack.as(ASHA).submit();
      await cardShows(world, APPROVALS, /approve_order/);
      await times(world, 'conversations.history', 3);
      await sweptTwice(world);
      expect(cardsIn(world)).toHaveLength(1);
      await approve(world, await cardShows(world, APPROVALS, /approve_order/));
    },
  );
});

describe('a window that Slack does not open', () => {
  it.for(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired'])(
    'is said to have come too late, and to be tried again: %s',
    async (error, { world }) => {
      world.slack.fault('views.open', { error });
      await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
      await toldPrivately(world, ASHA, /Slack was too slow.*Try again\. Reference: ref_/);
      await failureBehind(world, textOf(world.slack.ephemerals(ASHA).at(-1)));
      await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
      await viewShows(world, ASHA, /Choose/);
    },
  );
});

describe('an answer of Slack that is none', () => {
  it.for<[string, Fault]>([
    ['a page of a gateway with status 200', { body: '<html>busy</html>' }],
    ['JSON without anything in it', { body: '{}' }],
    ['null', { body: 'null' }],
    ['an error without a name', { body: '{"ok":false}' }],
    ['ok without a view', { body: '{"ok":true}' }],
  ])('does not leave anybody without a word: %s', async ([_what, fault], { world }) => {
    world.slack.fault('views.open', fault);
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
    await toldPrivately(world, ASHA, /Slack.*Reference: ref_/);
  });

  it.for<[string, Fault]>([
    ['a page of a gateway with status 200', { body: '<html>busy</html>' }],
    ['ok without saying where', { body: '{"ok":true}' }],
    ['a status of 503 in HTML', { status: 503 }],
  ])(
    'to the posting of a card is not taken for a refusal: %s',
    async ([_what, fault], { world }) => {
      world.slack.fault('chat.postMessage', { ...fault, after: true });
      const card = await requestNumber(world);
      await times(world, 'conversations.history', 1);
      await sweptTwice(world);
      expect(cardsIn(world)).toHaveLength(1);
      await approve(world, card, RAVI);
    },
  );

  it.each([0, -5, 1e12])(
    'asks for %d seconds and is neither hurried nor waited for long',
    async (retryAfter) => {
      const world = await startWorld({ env: NO_SWEEP });
      world.slack.fault('chat.postMessage', { error: 'ratelimited', retryAfter });
      await openOrderForm(world, ASHA, APPROVALS, 'Support line');
      await world.slack.as(ASHA).submit();
      await slackRefused(world, 'chat.postMessage', 'ratelimited');
      if (retryAfter <= 0) await cardShows(world, APPROVALS, /approve_order/);
      else expect(cardsIn(world)).toEqual([]);
    },
  );
});
