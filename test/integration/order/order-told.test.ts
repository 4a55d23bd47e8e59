import { describe, expect, vi } from 'vitest';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { createDeliveryStore } from '../../../src/store/deliveries.ts';
import { createKeys } from '../../../src/store/keys.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  press,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, it, RAVI, startWorld, type World } from '../../support/world.ts';

const LOOK = { timeout: 15_000, interval: 30 };
const AT_ONCE = { vobiz: { completeAfterMs: 0 } };
const NO_CHANNELS = DEFAULT_WORKSPACE.scopes.filter((scope) => scope !== 'channels:read');

function leave(world: World, userId: string): void {
  const members = world.slack.workspace.channels.find(({ id }) => id === APPROVALS)?.members ?? [];
  members.splice(members.indexOf(userId), 1);
}

/** How often the bot looked who is in a channel. */
function looks({ slack }: World) {
  return slack.calls.filter(({ method }) => method === 'conversations.members');
}

/** The first post that Slack turned down. */
function turnedDown({ slack }: World) {
  return vi.waitFor(() => {
    const found = slack.calls.find(
      (call) => call.method === 'chat.postMessage' && call.status === 429,
    );
    if (!found) throw new Error('every post was taken');
    return found;
  }, LOOK);
}

/** A number is bought; answers what was said under its card and told the requester directly, when nothing more comes. */
async function bought(world: World, meanwhile = (_id: string): unknown => undefined) {
  const card = await requestNumber(world);
  await meanwhile(idIn(card));
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  const replies = () => world.slack.thread(APPROVALS, card.ts).map(textOf);
  await vi.waitFor(() => expect(replies()).toHaveLength(1), LOOK);
  await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), LOOK);
  await sweptTwice(world);
  expect(newsFor(world, ASHA)).toHaveLength(1);
  const [reply = '', ...others] = replies();
  expect(others).toEqual([]);
  return { reply, directs: world.slack.directMessages(ASHA).map(textOf) };
}

describe('whoever asked for a number is told of its end once', () => {
  it('in the thread, with a mention, where they are in the channel', async () => {
    const { reply, directs } = await bought(await startWorld(AT_ONCE));
    expect(reply).toContain(`<@${ASHA}> *✅ Bought · `);
    expect(directs).toEqual([]);
  });

  it.for<[string, (world: World) => void]>([
    ['they are not in the channel', (world) => leave(world, ASHA)],
    [
      'Slack does not say who is',
      ({ slack }) => slack.fault('conversations.members', { error: 'ratelimited', times: 99 }),
    ],
    [
      'the answer cannot be read',
      ({ slack }) => slack.fault('conversations.members', { status: 502, times: 99 }),
    ],
  ])('directly, with the way to the card, where %s', async ([_why, arrange]) => {
    const world = await startWorld(AT_ONCE);
    const { reply, directs } = await bought(world, () => arrange(world));
    expect(directs.join()).toMatch(/✅ Bought · .*slack.com.archives.C0APPROVALS.*Open the card/);
    expect(reply).not.toContain(ASHA);
  });

  it('directly, where the scope to see it was not granted', async () => {
    const world = await startWorld({ ...AT_ONCE, slack: { scopes: NO_CHANNELS } });
    const { directs } = await bought(world);
    expect(directs).toHaveLength(1);
    const [direct] = world.slack.directMessages(ASHA);
    if (!direct) throw new Error('not told');
    await press(world, ASHA, direct, buttons.openOrder);
    await viewShows(world, ASHA, /Bought/);
    await sweptTwice(world);
    // It is no stale copy of the card.
    expect(world.slack.directMessages(ASHA).map(textOf)).toEqual(directs);
  });

  it('directly, where Slack takes no reply in the channel any more', async () => {
    const world = await startWorld(AT_ONCE);
    const card = await requestNumber(world);
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), LOOK);
    const second = await requestNumber(world, { index: 1 });
    world.slack.fault('chat.postMessage', { error: 'restricted_action_thread_locked' });
    await approve(world, second);
    await vi.waitFor(() => expect(world.slack.directMessages(ASHA)).toHaveLength(1), LOOK);
    await vi.waitFor(() => expect(world.slack.thread(APPROVALS, second.ts)).toHaveLength(1), LOOK);
    expect(newsFor(world, ASHA)).toHaveLength(2);
  });
});

describe('where somebody is told', () => {
  it('is not judged anew when the post has to be repeated', async () => {
    const world = await startWorld(AT_ONCE);
    const card = await requestNumber(world);
    world.slack.fault('chat.postMessage', { error: 'ratelimited', retryAfter: 1, times: 1 });
    world.slack.fault('conversations.members', { latencyMs: 300 });
    await approve(world, card);
    // Not sooner: where they are told depends on who is in the channel when Slack answers.
    await turnedDown(world);
    leave(world, ASHA);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), LOOK);
    await sweptTwice(world);
    expect(looks(world)).toHaveLength(1);
    expect(world.slack.directMessages(ASHA)).toEqual([]);
  });

  it('is judged anew when Slack turned their direct message down: they hear of it once, where they are by then', async () => {
    const world = await startWorld(AT_ONCE);
    const card = await requestNumber(world);
    leave(world, ASHA);
    world.slack.fault('chat.postMessage', { error: 'ratelimited', retryAfter: 1, times: 1 });
    await approve(world, card);
    expect((await turnedDown(world)).args.channel).toBe(ASHA);
    world.slack.workspace.channels.find(({ id }) => id === APPROVALS)?.members.push(ASHA);
    await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), LOOK);
    await sweptTwice(world);
    expect(newsFor(world, ASHA)).toHaveLength(1);
    expect(world.slack.directMessages(ASHA)).toEqual([]);
  });

  const earlier = (world: World, id: string, slot: string) => {
    const store = createDeliveryStore({
      redis: redisOfRun(),
      keys: createKeys(world.env.REDIS_PREFIX ?? ''),
    });
    const sent = { state: 'sent', channel: APPROVALS, ts: '1.0', revision: 1 } as const;
    return store.put({ team: world.slack.workspace.team.id, id }, slot, sent);
  };

  it('goes on from what the version before had told directly: the thread mentions nobody', async () => {
    const world = await startWorld(AT_ONCE);
    const card = await requestNumber(world);
    await earlier(world, idIn(card), 'direct-completed');
    await approve(world, card);
    await vi.waitFor(() => expect(world.slack.thread(APPROVALS, card.ts)).toHaveLength(1), LOOK);
    await sweptTwice(world);
    expect(newsFor(world, ASHA)).toEqual([]);
  });

  it('goes on from what the version before had said in the thread, with a mention', async () => {
    const world = await startWorld(AT_ONCE);
    const card = await requestNumber(world);
    await earlier(world, idIn(card), 'thread-completed');
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    await sweptTwice(world);
    expect(newsFor(world, ASHA)).toEqual([]);
  });
});

describe('a question', () => {
  it('and its answer find people who are not in the channel', async ({ world }) => {
    const card = await requestNumber(world);
    await world.slack.as(RAVI).click(card, { actionId: buttons.ask.id });
    const question = await viewShows(world, RAVI, /What do you want to know/);
    for (const who of [ASHA, RAVI]) leave(world, who);
    await world.slack
      .as(RAVI)
      .type(question, { actionId: inputs.question.actionId }, 'Which team?');
    await world.slack.as(RAVI).submit();
    const asked = await vi.waitFor(() => {
      const [direct] = world.slack.directMessages(ASHA);
      expect(textOf(direct)).toMatch(/<@U0RAVI> asks about .*Which team\?.*Answer/);
      if (!direct) throw new Error('not told');
      return direct;
    }, LOOK);
    await world.slack.as(ASHA).click(asked, { actionId: buttons.answer.id });
    const form = await viewShows(world, ASHA, /Your answer/);
    await world.slack.as(ASHA).type(form, { actionId: inputs.answer.actionId }, 'Sales');
    await world.slack.as(ASHA).submit();
    const told = () => world.slack.directMessages(RAVI).map(textOf).join();
    await vi.waitFor(() => expect(told()).toMatch(/<@U0ASHA> answered about .*Sales/), LOOK);
    await sweptTwice(world);
    expect([ASHA, RAVI].map((who) => world.slack.directMessages(who).length)).toEqual([1, 1]);
  });
});
