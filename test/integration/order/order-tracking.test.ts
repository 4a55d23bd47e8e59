import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import type { VobizStandInOptions } from '../../../sandbox/vobiz/server.ts';
import { eventsIn, orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, COMMAND, MEERA, startWorld, type World } from '../../support/world.ts';

/** Buys with `fault` on the purchase and answers the card as soon as it shows `says`. */
async function bought(options: VobizStandInOptions, says: RegExp, fault?: Fault) {
  const world = await startWorld({ vobiz: options, env: { VOBIZ_ORDER_TIMEOUT_MS: '500' } });
  const card = await requestNumber(world);
  const { number } = await orderIn(world, idIn(card));
  if (fault) world.vobiz.faults.next('order', fault);
  await approve(world, card);
  const shown = await cardShows(world, APPROVALS, says);
  return { world, card, shown, number };
}

async function sentOnce(world: World): Promise<void> {
  await sweptTwice(world);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
}

const OPEN = { completeAfterMs: Infinity };
const UNKNOWN = SAYS.unconfirmed;

describe('a purchase nobody answered', () => {
  it('is settled by the owned numbers, without a second purchase, and people are told', async () => {
    const { world, card } = await bought(OPEN, UNKNOWN, { kind: 'reset_after' });
    await vi.waitFor(() => {
      expect(textOf(world.slack.thread(APPROVALS, card.ts)[0])).toMatch(
        /<@U0ASHA> <@U0RAVI> .*Purchase unconfirmed.*Don't order this number again/,
      );
    }, 10_000);
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    const done = await orderShows(
      world,
      APPROVALS,
      /✅ Bought · .*Your owned numbers: active .checked/,
    );
    expect(done.ts).toBe(card.ts);
    await vi.waitFor(() => {
      expect(newsFor(world, ASHA)).toHaveLength(2);
      expect(world.slack.thread(APPROVALS, card.ts)).toHaveLength(2);
    }, 10_000);
    await sentOnce(world);
    expect(await eventsIn(world)).toMatch(/^request approve claim lost( observed)+$/);
  });

  it('stays unknown while nothing is found, and never buys again', async () => {
    const { world, number } = await bought(OPEN, UNKNOWN, { kind: 'reset' });
    const looked = /Your owned numbers: not found .*Your WhatsApp channels: not found/;
    await orderShows(world, APPROVALS, looked);
    world.vobiz.faults.always('ownedNumbers', { kind: 'status', status: 500 });
    await sentOnce(world);
    expect(world.vobiz.orders).toEqual([]);
    expect(world.vobiz.inventory.map(({ e164 }) => e164)).toContain(number.e164);
  });

  it('does not take a number that was owned long before for the one it ordered', async () => {
    const { world, number } = await bought(OPEN, UNKNOWN, { kind: 'hang' });
    world.vobiz.addOwnedNumber({ e164: number.e164, purchased_at: '2024-01-01T00:00:00Z' });
    await orderShows(world, APPROVALS, /Your owned numbers: owned before/);
    await sentOnce(world);
  });
});

describe('an order Vobiz took', () => {
  it.each([
    ['unknown', { kind: 'answer', patch: { status: 'provisioning' } }],
    ['missing', { kind: 'answer', omit: ['status'] }],
    ['not a text', { kind: 'answer', patch: { status: 7 } }],
  ] satisfies [string, Fault][])('is not finished while its status is %s', async (_what, fault) => {
    const { world, card } = await bought(OPEN, SAYS.ordered, fault);
    expect(await orderIn(world, idIn(card))).toMatchObject({ state: 'pending' });
    await orderShows(world, APPROVALS, /Your owned numbers: not found/);
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    await cardShows(world, APPROVALS, SAYS.bought);
    await sentOnce(world);
  });

  it('is read the same with its amounts as text, in an envelope, and without a number', async () => {
    const patch = { selected_phone_number: null };
    const fault: Fault = { kind: 'answer', strings: true, envelope: 'data', patch };
    const { world, shown, number } = await bought(OPEN, SAYS.ordered, fault);
    expect(textOf(shown)).not.toMatch(/Attention/);
    world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
    const done = await cardShows(world, APPROVALS, SAYS.bought);
    expect(textOf(done)).not.toMatch(/Attention/);
    const order = await orderIn(world, /ord_\w+/.exec(textOf(done))?.[0] ?? '');
    expect(order).toMatchObject({ state: 'completed', allocated: number.e164 });
    await sentOnce(world);
  });

  it('is completed at once when its answer says so, named or not', async () => {
    const fault: Fault = { kind: 'answer', patch: { selected_phone_number: null } };
    const { world } = await bought(
      { completeAfterMs: 0 },
      /✅ Bought · .*Vobiz didn't say which number you got\. Check it first/,
      fault,
    );
    await sentOnce(world);
  });

  it('shows another number and another price loudly, both in full', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const card = await requestNumber(world);
    const { number } = await orderIn(world, idIn(card));
    const other = world.vobiz.inventory.find(
      ({ region, e164 }) => region === number.region && e164 !== number.e164,
    );
    world.vobiz.allocateInstead(other?.e164 ?? '');
    world.vobiz.faults.next('order', { kind: 'answer', patch: { setup_cost: 1234.5 } });
    await approve(world, card);
    const done = await cardShows(world, APPROVALS, SAYS.flagged);
    const tail = (e164 = '') => `${e164.slice(-10, -5)} ${e164.slice(-5)}`;
    const loud = `Attention: another number.* Approved *+91 ${tail(number.e164)}*, got *+91 ${tail(other?.e164)}*`;
    expect(textOf(done)).toContain(loud);
    expect(textOf(done)).toMatch(/Attention: another price.*₹1,234\.50 setup/);
    expect(textOf(done)).toMatch(/Decide whether to keep it/);
    await vi.waitFor(() => {
      expect(textOf(newsFor(world, ASHA)[0])).toMatch(/another number.*another price/);
    }, 10_000);
    await sentOnce(world);
  });
});

describe('an order that ends later', () => {
  const READ = { ...OPEN, orderRead: 'present', listOrdersInOwnedNumbers: false } as const;
  const PENDING = SAYS.ordered;
  const idOf = (world: World) => world.vobiz.orders[0]?.id ?? '';

  it('is completed by the order itself, where it can be read', async () => {
    const { world } = await bought(READ, PENDING);
    world.vobiz.completeOrder(idOf(world));
    await orderShows(world, APPROVALS, /✅ Bought · .*Vobiz's record of the order: completed/);
    await sentOnce(world);
  });

  it('is completed by its channel, where the order cannot be read', async () => {
    const { world, number } = await bought({ ...READ, orderRead: 'absent' }, PENDING);
    world.vobiz.completeOrder(idOf(world));
    await connect(world, number.e164);
    const done = await orderShows(
      world,
      APPROVALS,
      /✅ Bought · .*Your WhatsApp channels: connected/,
    );
    expect(textOf(done)).not.toMatch(/Attention/);
    await sentOnce(world);
  });

  it('fails with the reason of Vobiz', async () => {
    const { world } = await bought(READ, PENDING);
    world.vobiz.failOrder(idOf(world), 'KYC is not complete');
    await orderShows(world, APPROVALS, /then said it failed.*KYC is not complete/);
    await cardShows(world, APPROVALS, /Check console.vobiz.ai for a charge/);
    await vi.waitFor(
      () => expect(textOf(newsFor(world, ASHA)[0])).toMatch(/KYC is not complete/),
      10_000,
    );
    await sentOnce(world);
  });

  it('is cancelled', async () => {
    const { world } = await bought(READ, PENDING);
    world.vobiz.cancelOrder(idOf(world));
    await orderShows(world, APPROVALS, /❌ Cancelled by Vobiz · .*Vobiz cancelled the order, seen/);
    await sentOnce(world);
  });

  async function connect(world: World, phone: string): Promise<void> {
    const { authId, authToken } = world.vobiz.credentials;
    const answer = await fetch(`${world.vobiz.url}/api/v1/messaging/channels/whatsapp`, {
      method: 'POST',
      headers: {
        'x-auth-id': authId,
        'x-auth-token': authToken,
        'content-type': 'application/json',
        connection: 'close',
      },
      body: JSON.stringify({
        waba_id: 'waba_1',
        phone_number: phone,
        number_onboarding_mode: 'buy_from_vobiz',
        number_provider: 'meta_direct',
        number_order_id: idOf(world),
        access_token: 'EAAstandin0000',
        display_name: 'Support',
      }),
    });
    expect(answer.status).toBe(201);
  }
});

describe('a rate limit met while tracking', () => {
  it('pauses the whole account: a search says when to try again, and asks Vobiz nothing', async () => {
    const { world } = await bought(OPEN, SAYS.ordered);
    const busy = { kind: 'rate_limited', retryAfterSeconds: 40, via: 'header' } as const;
    world.vobiz.faults.always('ownedNumbers', busy);
    await vi.waitFor(
      () => expect(world.vobiz.callsTo('ownedNumbers').at(-1)?.status).toBe(429),
      9_000,
    );
    const searches = world.vobiz.callsTo('availability').length;
    await world.slack.as(MEERA).command(APPROVALS, COMMAND, 'search US');
    await viewShows(
      world,
      MEERA,
      /too many requests from this account.*Try again in about \d+ sec/,
    );
    expect(world.vobiz.callsTo('availability')).toHaveLength(searches);
    const looks = world.vobiz.callsTo('ownedNumbers').length;
    await sweptTwice(world);
    expect(world.vobiz.callsTo('ownedNumbers')).toHaveLength(looks);
  });
});
