import { describe, expect, vi } from 'vitest';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { decisionsIn } from '../../support/audit.ts';
import {
  approve,
  cardIn,
  cardShows,
  openOrderForm,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, it, OPS, RAVI, startWorld, type World } from '../../support/world.ts';

const RANDOM = 'C0RANDOM';
/** The sweep would make good what the jobs themselves must do. */
const NO_SWEEP = { SWEEP_EVERY_MS: '3600000' };
const LOOK = { timeout: 15_000, interval: 30 };

function channel(world: World, id: string) {
  const found = world.slack.workspace.channels.find((one) => one.id === id);
  if (!found) throw new Error(`no channel ${id}`);
  return found;
}

function cardsIn(world: World, id: string = APPROVALS) {
  return world.slack.messages(id).filter(({ botId, threadTs }) => botId && !threadTs);
}

async function submitIn(world: World, where: string): Promise<void> {
  await openOrderForm(world, ASHA, where, 'Support line');
  await world.slack.as(ASHA).submit();
}

async function toldDirectly(world: World, text: RegExp): Promise<void> {
  await vi.waitFor(
    () => expect(world.slack.directMessages(ASHA).map(textOf).join()).toMatch(text),
    LOOK,
  );
}

describe('a card that cannot be posted', () => {
  it('waits for the bot to be invited; the requester is told how, once', async ({ world }) => {
    await submitIn(world, RANDOM);
    await toldDirectly(world, /Nobody can see your request.*isn't in <#C0RANDOM>.*\/invite/);
    await sweptTwice(world);
    expect(world.slack.directMessages(ASHA)).toHaveLength(1);
    expect(cardsIn(world, RANDOM)).toEqual([]);
    channel(world, RANDOM).botIsMember = true;
    await cardShows(world, RANDOM, /approve_order/);
    await sweptTwice(world);
    expect(cardsIn(world, RANDOM)).toHaveLength(1);
  });

  it('is no promise of an approval, where the policy gave it already', async () => {
    const rules = { rules: [{ name: 'anything', auto_approve: true }] };
    const world = await startWorld({ env: await policyFile(rules) });
    channel(world, APPROVALS).isArchived = true;
    await submitIn(world, OPS);
    await toldDirectly(world, /Nobody can see your request.*is archived/);
    await toldDirectly(world, SAYS.bought);
    const told = world.slack.directMessages(ASHA).map(textOf).join();
    expect(told).not.toMatch(/Nothing is bought without an approval/);
  });

  it('is told of when the channel is archived, and appears when it is not any more', async ({
    world,
  }) => {
    channel(world, OPS).isArchived = true;
    await submitIn(world, OPS);
    await toldDirectly(world, /<#C0OPS> is archived/);
    channel(world, OPS).isArchived = false;
    await cardShows(world, OPS, /approve_order/);
    expect(cardsIn(world, OPS)).toHaveLength(1);
  });

  it('is told of when the channel is private and the bot is not in it', async ({ world }) => {
    await submitIn(world, 'C0PRIVATE');
    await toldDirectly(world, /can't find <#C0PRIVATE>.*invite this app there/);
  });
});

describe('a post whose answer was lost', () => {
  it('is found again and not repeated', async ({ world }) => {
    world.slack.fault('chat.postMessage', { resetAfter: true });
    const card = await requestNumber(world);
    await approve(world, card);
    await cardShows(world, APPROVALS, /Approved by|Bought/);
    await sweptTwice(world);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it('that never arrived is posted again', async ({ world }) => {
    world.slack.fault('chat.postMessage', { reset: true });
    const card = await requestNumber(world);
    await approve(world, card);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it('leaves a copy where history may not be read, which repairs itself when clicked', async () => {
    const scopes = DEFAULT_WORKSPACE.scopes.filter((scope) => !scope.endsWith(':history'));
    const world = await startWorld({ slack: { scopes } });
    world.slack.fault('chat.postMessage', { resetAfter: true });
    await submitIn(world, APPROVALS);
    await vi.waitFor(() => expect(cardsIn(world)).toHaveLength(2), LOOK);
    const [copy, card] = cardsIn(world);
    if (!copy || !card) throw new Error('no cards');
    await sweptTwice(world);
    await approve(world, card);
    await cardShows(world, APPROVALS, /Bought|Ordered|Approved/);
    expect(textOf(world.slack.message(APPROVALS, copy.ts))).toMatch(/approve_order/);
    await world.slack.as(RAVI).click(copy, { actionId: buttons.approve.id });
    await toldPrivately(world, RAVI, /<@U0RAVI> approved this request/);
    await vi.waitFor(
      () => expect(textOf(world.slack.message(APPROVALS, copy.ts))).not.toMatch(/approve_order/),
      LOOK,
    );
    expect(await decisionsIn(world)).toHaveLength(1);
  });
});

describe('a card', () => {
  async function deleteCard(world: World, ts: string): Promise<void> {
    const answer = await fetch(`${world.slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${world.slack.workspace.botToken}`,
        'content-type': 'application/json',
        connection: 'close',
      },
      body: JSON.stringify({ channel: APPROVALS, ts }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  }

  it('that somebody deleted is posted again when there is something to show', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const card = await requestNumber(world);
    await deleteCard(world, card.ts);
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id }, { asShown: true });
    await toldPrivately(world, RAVI, /Approved\. We'll check/);
    const again = await cardShows(world, APPROVALS, SAYS.bought);
    expect(again.ts).not.toBe(card.ts);
    await vi.waitFor(() => expect(world.slack.thread(APPROVALS, again.ts)).toHaveLength(1), LOOK);
    await sweptTwice(world);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it('that somebody deleted while Vobiz was busy still gets its mention in a thread', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: Infinity } });
    const card = await requestNumber(world);
    await approve(world, card);
    await orderShows(world, APPROVALS, /🛒 Ordered.*Your owned numbers: not found/);
    await deleteCard(world, card.ts);
    world.slack.fault('chat.update', { latencyMs: 700 });
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    const again = await cardShows(world, APPROVALS, SAYS.bought);
    await vi.waitFor(() => {
      expect(textOf(world.slack.thread(APPROVALS, again.ts)[0])).toMatch(
        /<@U0ASHA> \*✅ Bought · /,
      );
    }, LOOK);
  });

  it('whose edits are rate limited is drawn as soon as Slack takes them again', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: NO_SWEEP });
    const card = await requestNumber(world);
    world.slack.fault('chat.update', { error: 'ratelimited', retryAfter: 1, times: 6 });
    await approve(world, card);
    const done = await cardShows(world, APPROVALS, SAYS.bought);
    expect(done.ts).toBe(card.ts);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it('whose edit was not answered is drawn again', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: NO_SWEEP });
    const card = await requestNumber(world);
    world.slack.fault('chat.update', { reset: true, times: 3 });
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it('that reached nobody because the requester left still ends', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const card = await requestNumber(world);
    const { members } = channel(world, APPROVALS);
    members.splice(members.indexOf(ASHA), 1);
    world.slack.fault('chat.postMessage', { error: 'is_inactive' });
    await approve(world, card);
    const done = await cardShows(world, APPROVALS, SAYS.bought);
    await vi.waitFor(() => expect(world.slack.thread(APPROVALS, done.ts)).toHaveLength(1), LOOK);
    expect(cardIn(world, APPROVALS)?.ts).toBe(card.ts);
  });
});
