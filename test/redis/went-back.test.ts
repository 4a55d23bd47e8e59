import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { brokenAuditOf, eventsIn, orderIn } from '../support/audit.ts';
import { startBuiltBot } from '../support/bot-process.ts';
import { PHONE } from '../support/byon.ts';
import {
  approve,
  bringNumber,
  cancelVerification,
  cardIn,
  cardShows,
  idIn,
  newsFor,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../support/journeys.ts';
import { createOwnRedis } from '../support/own-redis.ts';
import { APPROVALS, ASHA, OPS, type Outside, RAVI, startOutside } from '../support/world.ts';

const CLAIM = '"state":"placing"';
const APPROVAL = '"state":"approved"';
/** Longer than a server takes to come back with less than it had. */
const SLOW_ANSWER_MS = 4_000;
const WAIT = { timeout: 45_000, interval: 50 };

/** Vobiz lists no WhatsApp order among the owned numbers, so only what the bot noted itself can tell. */
async function startWorld(env: Record<string, string> = {}) {
  const redis = await createOwnRedis();
  await redis.start();
  const world = await startOutside({
    vobiz: { completeAfterMs: 0, listOrdersInOwnedNumbers: false },
    env: { REDIS_URL: redis.url, VOBIZ_ORDER_TIMEOUT_MS: '15000', ...env },
  });
  return { ...world, redis };
}
type World = Awaited<ReturnType<typeof startWorld>>;

/** The card of a record, by the ids of its blocks: it is not the newest message of the channel any more. */
function cardsOf({ slack }: Outside, id: string) {
  return slack
    .messages(APPROVALS)
    .filter((message) => !message.threadTs && textOf(message).includes(`"${id}.`));
}

async function shows(world: World, id: string, text: RegExp) {
  return vi.waitFor(() => {
    const [card] = cardsOf(world, id);
    expect(textOf(card)).toMatch(text);
    if (!card) throw new Error('no card');
    return card;
  }, WAIT);
}

async function approved(world: World) {
  const card = await requestNumber(world);
  const order = await orderIn(world, idIn(card));
  await approve(world, card);
  return { card, order };
}

/** Killed, and back with less than it had acknowledged. */
async function goBack({ redis }: World, cut: () => Promise<void>): Promise<void> {
  await redis.stop();
  await cut();
  await redis.start();
}

function everythingSaid({ slack }: Outside): string {
  return [...slack.messages(APPROVALS), ...slack.directMessages(ASHA)].map(textOf).join('\n');
}

/** One purchase in total, nobody was told otherwise, and the audit fits what is there. */
async function boughtOnce(world: World, id: string): Promise<void> {
  await vi.waitFor(async () => expect((await orderIn(world, id)).state).toBe('completed'), WAIT);
  await shows(world, id, SAYS.bought);
  await vi.waitFor(() => expect(textOf(newsFor(world, ASHA).at(-1))).toMatch(SAYS.bought), WAIT);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
  expect(everythingSaid(world)).not.toMatch(/Nothing was bought/);
  await vi.waitFor(async () => expect(await brokenAuditOf(world)).toBeUndefined(), WAIT);
}

function tellsOfLoss({ slack }: Outside): Promise<void> {
  return vi.waitFor(() => {
    const told = slack
      .messages(APPROVALS)
      .filter((message) => textOf(message).includes('Some of our records are gone'));
    expect(told).toHaveLength(1);
  }, WAIT);
}

async function purchaseArrived(world: World): Promise<void> {
  await vi.waitFor(() => expect(world.vobiz.callsTo('order')).toHaveLength(1), WAIT);
}

describe('Redis forgets a purchase that was sent', { timeout: 180_000 }, () => {
  it.each([
    { where: 'before the claim', listed: false, inTheMiddle: false },
    {
      where: 'before the claim, and the number is offered again',
      listed: true,
      inTheMiddle: false,
    },
    { where: 'in the middle of the claim', listed: false, inTheMiddle: true },
  ])('$where: it is bought once, and everybody reads that', async ({ listed, inTheMiddle }) => {
    const world = await startWorld();
    await startBuiltBot(world);
    const { order } = await approved(world);
    await cardShows(world, APPROVALS, SAYS.bought);
    await goBack(world, async () => {
      await world.redis.cutBefore(CLAIM, { inTheMiddle });
      if (listed) offerAgain(world, order);
    });
    await boughtOnce(world, order.id);
    expect(await eventsIn(world)).toMatch(/^request approve put_back/);
    await tellsOfLoss(world);
  });

  it('while Vobiz takes its time: the answer is not dropped', async () => {
    const world = await startWorld();
    await startBuiltBot(world);
    world.vobiz.faults.next('order', { kind: 'latency', ms: SLOW_ANSWER_MS });
    const { order } = await approved(world);
    await purchaseArrived(world);
    await goBack(world, () => world.redis.cutBefore(CLAIM));
    await boughtOnce(world, order.id);
  });

  it('and the bot is killed too: its journal puts it back as unconfirmed', async () => {
    const world = await startWorld();
    const bot = await startBuiltBot(world);
    world.vobiz.faults.next('order', { kind: 'latency', ms: SLOW_ANSWER_MS });
    const { order } = await approved(world);
    await purchaseArrived(world);
    await bot.kill();
    await goBack(world, () => world.redis.cutBefore(CLAIM));
    await startBuiltBot(world);
    await shows(world, order.id, SAYS.unconfirmed);
    expect((await orderIn(world, order.id)).state).toBe('unconfirmed');
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
    expect(everythingSaid(world)).not.toMatch(/Nothing was bought/);
  });

  it('with the whole request: the record is made again', async () => {
    const world = await startWorld();
    const bot = await startBuiltBot(world);
    const { order } = await approved(world);
    await cardShows(world, APPROVALS, SAYS.bought);
    await bot.kill();
    await goBack(world, () => world.redis.cutBefore('"state":"awaiting_approval"'));
    await startBuiltBot(world);
    await boughtOnce(world, order.id);
    expect(cardsOf(world, order.id)).toHaveLength(1);
  });

  it('with everything, by FLUSHALL while the bot runs', async () => {
    const world = await startWorld();
    await startBuiltBot(world);
    const { order } = await approved(world);
    await cardShows(world, APPROVALS, SAYS.bought);
    const client = new Redis(world.redis.url);
    await client.flushall();
    client.disconnect();
    await boughtOnce(world, order.id);
    await tellsOfLoss(world);
  });

  it('and somebody denies it meanwhile: the purchase has a record of its own that names the request', async () => {
    const world = await startWorld();
    const bot = await startBuiltBot(world);
    world.vobiz.faults.next('order', { kind: 'latency', ms: SLOW_ANSWER_MS });
    const { order } = await approved(world);
    await purchaseArrived(world);
    await bot.kill();
    await goBack(world, () => world.redis.cutBefore(APPROVAL));
    const other = await startBuiltBot(world, { DATA_DIR: await withoutJournal(world) });
    await deny(world, order.id);
    await other.kill();
    await startBuiltBot(world);
    await shows(world, order.id, SAYS.sent);
    const denied = await orderIn(world, order.id);
    expect(denied).toMatchObject({ state: 'denied' });
    const followed = await orderIn(world, denied.sentAs ?? '');
    expect(followed).toMatchObject({ state: 'unconfirmed', sentFor: order.id });
    await shows(world, followed.id, /We sent it for a request that has ended/);
    expect(cardsOf(world, order.id).map(textOf).join()).not.toMatch(/Nothing was bought/);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
    expect(await brokenAuditOf(world)).toBeUndefined();
  });
});

describe('Redis forgets what a bot without a worker had saved', { timeout: 180_000 }, () => {
  it('draws the card again as the record is now, so that people see that a question is lost', async () => {
    const world = await startWorld();
    await startBuiltBot(world, { ROLE: 'worker' });
    await startBuiltBot(world, { ROLE: 'bot' });
    const card = await requestNumber(world);
    const ravi = world.slack.as(RAVI);
    await ravi.click(card, { actionId: 'ask_requester' });
    const form = await viewShows(world, RAVI, /What do you want to know/);
    await ravi.type(form, { actionId: 'question_text' }, 'Which team pays?');
    await ravi.submit();
    await shows(world, idIn(card), /Paused until/);
    await goBack(world, () => world.redis.cutBefore('Which team pays?'));
    await vi.waitFor(
      () => expect(cardsOf(world, idIn(card)).map(textOf).join()).not.toMatch(/Paused until/),
      WAIT,
    );
    await tellsOfLoss(world);
  });

  it('draws the card of a verification again, which was cancelled only in what is lost', async () => {
    const world = await startWorld();
    await startBuiltBot(world, { ROLE: 'worker' });
    await startBuiltBot(world, { ROLE: 'bot' });
    const card = await bringNumber(world, { phone: PHONE });
    await cancelVerification(world, card, ASHA);
    await cardShows(world, OPS, /Cancelled by/);
    await goBack(world, () => world.redis.cutBefore('"state":"cancelled"'));
    await vi.waitFor(
      () => expect(textOf(cardIn(world, OPS))).toContain(buttons.enterCode.id),
      WAIT,
    );
  });
});

function offerAgain({ vobiz }: World, { number }: Awaited<ReturnType<typeof orderIn>>): void {
  const { e164, country, region, price } = number;
  const major = ({ minor }: { minor: number }) => minor / 100;
  const costs = { setup: major(price.setup), monthly: major(price.monthly) };
  vobiz.addNumber({ e164, country, region, ...costs, currency: price.setup.currency });
}

/** The disk of a bot that was given the same heads and sent nothing. */
async function withoutJournal({ env }: World): Promise<string> {
  const { DATA_DIR = '', REDIS_PREFIX = '' } = env;
  const other = `${DATA_DIR}-of-another`;
  await cp(join(DATA_DIR, 'purchases', REDIS_PREFIX), join(other, 'purchases', REDIS_PREFIX), {
    recursive: true,
    filter: (path) => !path.endsWith('.jsonl'),
  });
  return other;
}

async function deny(world: World, id: string): Promise<void> {
  const ravi = world.slack.as(RAVI);
  const card = await shows(world, id, /deny_order/);
  await ravi.click(card, { actionId: buttons.deny.id });
  // Where the bot takes its time, the window says at first that it looks up the request.
  const view = await viewShows(world, RAVI, /reason_text/);
  await ravi.type(view, { blockId: inputs.reason.blockId }, 'We have one');
  await ravi.submit();
  await shows(world, id, SAYS.denied);
}
