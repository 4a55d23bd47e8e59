import { describe, expect, it, vi } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import type { Order, OrderState } from '../../../src/domain/order/order.ts';
import { buttons, COMMAND } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { brokenAuditOf, orderIn } from '../../support/audit.ts';
import { storesOf } from '../../support/byon.ts';
import { enterCode, press, SAYS, textOf, viewShows } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { startUpgrade, type Upgrade } from '../../support/upgrade.ts';
import { APPROVALS, ASHA, DEV, MEERA, OPS, RAVI } from '../../support/world.ts';

const MINUTE = 60_000;
const WAIT = { timeout: 30_000, interval: 250 };
/** What the version before had made, in which state: every state there was. */
const LEFT: Readonly<Record<OrderState, number>> = {
  awaiting_approval: 3,
  approved: 1,
  placing: 1,
  pending: 2,
  unconfirmed: 2,
  completed: 8,
  failed: 3,
  cancelled: 1,
  stopped: 1,
  denied: 1,
  withdrawn: 1,
  expired: 1,
};

const ordersOf = (world: Upgrade) => storesOf(world).orders.newest(world.team, 1_000);

async function orderFor(world: Upgrade, purpose: string): Promise<Order> {
  const found = (await ordersOf(world)).find((order) => order.purpose === purpose);
  if (!found) throw new Error(`nobody asked for "${purpose}"`);
  return found;
}

/** How much later it is whenever somebody looks: the readings of the account keep their distance. */
const STEP_MS = 20_000;

/** Waits until something is so, while time passes. */
const comes = (world: Upgrade, check: () => unknown) =>
  vi.waitFor(async () => {
    world.clock.moveAhead(STEP_MS);
    await check();
  }, WAIT);

/** Waits until the request has come to this state. */
const becomes = (world: Upgrade, { id }: Order, state: OrderState) =>
  comes(world, async () => expect((await orderIn(world, id)).state).toBe(state));

/** The one card of a request, as the version before posted it. */
function cardOf({ slack }: Upgrade, { id }: Order): StoredMessage {
  const cards = slack
    .messages(APPROVALS)
    .filter(
      (message) => !message.threadTs && JSON.stringify(message.metadata).includes(`${id}/card`),
    );
  expect(cards).toHaveLength(1);
  const [card] = cards;
  if (!card) throw new Error('no card');
  return card;
}

const shows = (world: Upgrade, order: Order, text: RegExp) =>
  comes(world, () => expect(textOf(cardOf(world, order))).toMatch(text));

/** How often a number was ordered, what that version ordered included. */
const ordersAtVobiz = ({ vobiz }: Upgrade, { number }: Order) =>
  vobiz.orders.filter((order) => order.selected_phone_number === number.e164);

/** What this version sent to buy it. */
const sentHere = ({ vobiz }: Upgrade, { number }: Order) =>
  vobiz.callsTo('order').filter(({ body }) => JSON.stringify(body).includes(number.e164));

function complete(world: Upgrade, order: Order): void {
  const [there] = ordersAtVobiz(world, order);
  world.vobiz.completeOrder(there?.id ?? '');
}

describe('what the version before the indexes left', () => {
  it('is read whole: every state of a request and of a verification', async () => {
    const world = await startUpgrade();
    const orders = await ordersOf(world);
    const count = (state: string) => orders.filter((order) => order.state === state).length;
    expect(Object.fromEntries(Object.keys(LEFT).map((state) => [state, count(state)]))).toEqual(
      LEFT,
    );
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    expect(orders).toHaveLength(await world.redis.zcard(keys.list('order', world.team)));
    const verifications = await storesOf(world).verifications.newest(world.team, 100);
    expect(verifications.map(({ state }) => state).sort()).toEqual([
      'cancelled',
      'code_sent',
      'expired',
      'locked',
      'not_sent',
      'sending',
      'verified',
    ]);
  });

  it('is verified, and what this version adds continues the same chain', async () => {
    const before = await startUpgrade();
    expect(await brokenAuditOf(before)).toBeUndefined();
    const entries = async () =>
      before.redis.xlen(createKeys(before.env.REDIS_PREFIX ?? '').audit(before.team));
    const written = await entries();
    const world = await before.startBot();
    complete(world, await orderFor(world, 'Ordered just now'));
    await becomes(world, await orderFor(world, 'Ordered just now'), 'completed');
    await vi.waitFor(async () => expect(await entries()).toBeGreaterThan(written), WAIT);
    expect(await brokenAuditOf(world)).toBeUndefined();
  });
});

describe('what the version before had no index for', () => {
  it('is due for the sweep, or is looked at, soon after the start', async () => {
    const world = await (await startUpgrade()).startBot();
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    const has = async (key: string, purpose: string) => {
      const { id } = await orderFor(world, purpose);
      return (await world.redis.zscore(key, `${world.team}|${id}`)) !== null;
    };
    await vi.waitFor(async () => {
      for (const purpose of ['Waiting for Ravi', 'Waiting for an answer', 'Sent this moment'])
        expect(await has(keys.due(), purpose), purpose).toBe(true);
      for (const purpose of [
        'Ordered two hours ago',
        'Unconfirmed for two hours',
        'In review at Meta',
      ])
        expect(await has(keys.looks(), purpose), purpose).toBe(true);
    }, WAIT);
  });

  it('leaves no job of its own: those of one order join the readings, and the scheduled sweep is gone', async () => {
    const world = await (await startUpgrade()).startBot();
    const queue = `${createKeys(world.env.REDIS_PREFIX ?? '').bullPrefix}:orders`;
    await comes(world, async () => {
      expect(await world.redis.keys(`${queue}:track-*`)).toEqual([]);
      expect(await world.redis.keys(`${queue}:follow-*`)).toEqual([]);
      expect(await world.redis.zcard(`${queue}:repeat`)).toBe(0);
    });
  });
});

describe('a journey that the version before began', () => {
  it('is approved on the card of that version, and bought once', async () => {
    const world = await (await startUpgrade()).startBot();
    const alone = await orderFor(world, 'Waiting for Ravi');
    const half = await orderFor(world, 'Waiting for the second of two');
    await press(world, RAVI, cardOf(world, alone), buttons.approve, { asShown: true });
    await press(world, MEERA, cardOf(world, half), buttons.approve, { asShown: true });
    for (const order of [alone, half]) {
      await becomes(world, order, 'pending');
      complete(world, order);
      await shows(world, order, SAYS.bought);
    }
    await sweptTwice(world);
    for (const order of [alone, half]) expect(ordersAtVobiz(world, order)).toHaveLength(1);
  });

  it('goes on when its question is answered', async () => {
    const world = await (await startUpgrade()).startBot();
    const asked = await orderFor(world, 'Waiting for an answer');
    expect(asked.pausedAt).toBeDefined();
    await press(world, ASHA, cardOf(world, asked), buttons.answer, { asShown: true });
    const form = await viewShows(world, ASHA, /Your answer/);
    await world.slack.as(ASHA).type(form, { actionId: inputs.answer.actionId }, 'Sales does');
    await world.slack.as(ASHA).submit();
    await vi.waitFor(
      async () => expect((await orderIn(world, asked.id)).pausedAt).toBeUndefined(),
      WAIT,
    );
    await shows(world, asked, /Waiting for/);
  });

  it.each(['Ordered just now', 'Ordered two hours ago', 'Unconfirmed, and bought'])(
    'is followed to its end: %s',
    async (purpose) => {
      const world = await (await startUpgrade()).startBot();
      const order = await orderFor(world, purpose);
      complete(world, order);
      await becomes(world, order, 'completed');
      await shows(world, order, SAYS.bought);
      expect(sentHere(world, order)).toEqual([]);
    },
  );

  it('that nobody can confirm is settled on the card of that version', async () => {
    const world = await (await startUpgrade()).startBot();
    const order = await orderFor(world, 'Unconfirmed for two hours');
    await press(world, RAVI, cardOf(world, order), buttons.wasNotPlaced, { asShown: true });
    const form = await viewShows(world, RAVI, /reason_text/);
    await world.slack.as(RAVI).type(form, { blockId: inputs.reason.blockId }, 'Support says no');
    await world.slack.as(RAVI).submit();
    await becomes(world, order, 'failed');
    expect(await orderIn(world, order.id)).toMatchObject({ settled: { by: RAVI } });
  });

  it('was approved, and is bought once', async () => {
    // Its job was running when that version died.
    const world = await (await startUpgrade({ JOB_LOCK_MS: '1000' })).startBot();
    const order = await orderFor(world, 'Approved, and Vobiz does not answer');
    await becomes(world, order, 'pending');
    await sweptTwice(world);
    expect(ordersAtVobiz(world, order)).toHaveLength(1);
  });

  it('was sent when that version died: it becomes unconfirmed, and is not sent again', async () => {
    const world = await (await startUpgrade()).startBot();
    const order = await orderFor(world, 'Sent this moment');
    await sweptTwice(world);
    expect((await orderIn(world, order.id)).state).toBe('placing');
    world.clock.moveAhead(10 * MINUTE);
    await becomes(world, order, 'unconfirmed');
    await shows(world, order, SAYS.unconfirmed);
    await sweptTwice(world);
    expect(ordersAtVobiz(world, order)).toEqual([]);
    expect(sentHere(world, order)).toEqual([]);
  });

  it('comes to live when Meta has decided', async () => {
    const world = await (await startUpgrade()).startBot();
    const order = await orderFor(world, 'In review at Meta');
    const channel = world.vobiz.channels.find(
      ({ phone_number }) => phone_number === order.number.e164,
    );
    world.vobiz.reviewChannel(channel?.id ?? '', 'verified');
    await shows(world, order, SAYS.live);
  });

  it('gets a new code once it may be asked for, and the number is verified', async () => {
    const world = await (await startUpgrade()).startBot();
    const phone = '+919876501236';
    const verification = (await storesOf(world).verifications.newest(world.team, 100)).find(
      ({ e164 }) => e164 === phone,
    );
    const card = () =>
      world.slack.messages(OPS).find((one) => textOf(one).includes(`${verification?.id}.`));
    const asks = (button: { id: string }) =>
      vi.waitFor(() => {
        const shown = card();
        if (!shown || !textOf(shown).includes(button.id)) throw new Error(`no ${button.id}`);
        return shown;
      }, WAIT);
    world.clock.moveAhead(2 * MINUTE);
    await press(world, DEV, await asks(buttons.sendNewCode), buttons.sendNewCode);
    await vi.waitFor(() => expect(world.vobiz.codeFor(phone)).toBeDefined(), WAIT);
    const sent = await asks(buttons.enterCode);
    await enterCode(world, sent, DEV, world.vobiz.codeFor(phone) ?? '', /is verified/);
  });
});

describe('the lists', () => {
  it('have every request of the version before', async () => {
    const world = await (await startUpgrade()).startBot();
    await world.slack.as(MEERA).command(OPS, COMMAND, 'orders');
    await viewShows(world, MEERA, /25 requests, newest first/);
    await world.slack.as(ASHA).openHome();
    await vi.waitFor(
      () => expect(textOf(world.slack.home(ASHA))).toMatch(/Waiting for Ravi/),
      WAIT,
    );
  });
});
