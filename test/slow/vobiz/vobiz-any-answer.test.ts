import fc from 'fast-check';
import { describe, expect, vi } from 'vitest';
import type { Fault, Op } from '../../../sandbox/vobiz/faults.ts';
import { connectionSchema } from '../../../src/domain/connection/connection.ts';
import {
  type ConnectionEvent,
  transitionConnection,
} from '../../../src/domain/connection/connection-transitions.ts';
import { type Order, orderSchema } from '../../../src/domain/order/order.ts';
import type { PurchaseOutcome } from '../../../src/domain/order/order-put-back.ts';
import { transition } from '../../../src/domain/order/order-transitions.ts';
import { verificationSchema } from '../../../src/domain/verification/verification.ts';
import { buttons } from '../../../src/slack/ids.ts';
import type { NewChannel } from '../../../src/vobiz/channels.ts';
import type { VobizClient } from '../../../src/vobiz/client.ts';
import {
  readConnectFailure,
  readPurchaseFailure,
  readSendFailure,
} from '../../../src/vobiz/failed-calls.ts';
import { readPurchase } from '../../../src/vobiz/purchase.ts';
import { orderIn } from '../../support/audit.ts';
import { storesOf } from '../../support/byon.ts';
import { cardIn, cardShows, idIn, openOrderForm, textOf } from '../../support/journeys.ts';
import { bodies, headers, statuses } from '../../support/odd-bodies.ts';
import { answer, clientFor, startWire } from '../../support/vobiz-wire.ts';
import { APPROVALS, ASHA, COMMAND, it, OPS, RAVI, startWorld } from '../../support/world.ts';
import { orderStates } from '../../unit/views/views-support.ts';

/** A failing run prints its seed; fast-check repeats it with `{ seed, path }`. */
const RUNS = { numRuns: 150 };
const { placing } = orderStates();
const isRefusal = (status: number) =>
  status >= 400 && status < 500 && ![408, 425, 499].includes(status);

/** A far side that gives each run its own answer, and a client with no retries. */
async function far() {
  let next = answer(200);
  const wire = await startWire(({ path }) =>
    path === '/api/v1/auth/me' ? answer(200, { auth_id: 'MA_TEST01' }) : next,
  );
  const client = clientFor(wire.url, { maxReadRetries: 0 });
  const sent = () => wire.requests.filter(({ path }) => path !== '/api/v1/auth/me').length;
  return {
    client,
    sent,
    answers(status: number, body: string, more: Record<string, string | undefined>) {
      const given = Object.entries(more).flatMap(([name, value]) => (value ? [[name, value]] : []));
      const empty = [204, 304].includes(status);
      next = answer(status, empty ? '' : body, Object.fromEntries(given));
    },
  };
}

/** A purchase is complete only by a success, and refused only by a refusal. */
const supportedBy = (status: number) => (seen: { state: string; type: string }) =>
  (seen.state !== 'completed' || status < 300) && (seen.type !== 'refused' || isRefusal(status));

const idOf = (order: Order) => ('purchase' in order ? order.purchase?.orderId : undefined);

/** The purchase and what came of it, as an event of the order. */
async function outcomeOf(client: Pick<VobizClient, 'placeOrder'>): Promise<PurchaseOutcome> {
  const attemptId = placing.attempt.id;
  const { country, region, e164 } = placing.number;
  try {
    const read = await client.placeOrder({ country, region, e164, currency: 'INR' });
    return { type: 'answered', attemptId, answer: read };
  } catch (error) {
    const failed = readPurchaseFailure(error);
    return failed.sent === 'no'
      ? { type: 'refused', attemptId, reason: failed.reason }
      : { type: 'lost', attemptId, why: failed.why };
  }
}

/** The request for a channel and what came of it, as an event of the connection. */
async function channelOutcome(
  client: Pick<VobizClient, 'createChannel'>,
  wanted: NewChannel,
): Promise<ConnectionEvent> {
  try {
    return { type: 'created', attemptId: 'att_1', channel: await client.createChannel(wanted) };
  } catch (error) {
    const failed = readConnectFailure(error);
    return failed.sent === 'no'
      ? { ...failed, type: 'refused', attemptId: 'att_1' }
      : { type: 'lost', attemptId: 'att_1', why: failed.why };
  }
}

describe('whatever comes over the wire, each is sent once and ends in a record', () => {
  it('a purchase', async () => {
    const { client, sent, answers } = await far();
    await fc.assert(
      fc.asyncProperty(statuses, bodies('order', 'error'), headers, async (status, body, more) => {
        answers(status, body, more);
        const before = sent();
        const event = await outcomeOf(client);
        expect(sent()).toBe(before + 1);
        const next = transition(placing, event, Date.now());
        if (!next.ok) throw new Error('the outcome was dropped');
        const order = orderSchema.parse(JSON.parse(JSON.stringify(next.record)));
        expect({ state: order.state, type: event.type }).toSatisfy(supportedBy(status));
        if (status < 300 && status !== 204) expect(idOf(order)).toBe(readPurchase(body)?.orderId);
      }),
      RUNS,
    );
  });

  it('a request for a code, and the code', async () => {
    const { client, sent, answers } = await far();
    await fc.assert(
      fc.asyncProperty(statuses, bodies('code', 'error'), headers, async (status, body, more) => {
        answers(status, body, more);
        const before = sent();
        const e164 = '+919876543210';
        const asked = await client.requestCode({ e164, method: 'sms' }).catch(readSendFailure);
        if (!('failure' in asked)) expect(status).toBeLessThan(300);
        else if (asked.failure !== 'unclear') expect(status).toSatisfy(isRefusal);
        const confirmed = await client.confirmCode({ e164, code: '493817' });
        if (confirmed.result === 'verified') expect(status).toBeLessThan(300);
        expect(JSON.stringify([asked, confirmed])).not.toContain('493817');
        expect(sent()).toBe(before + 2);
      }),
      RUNS,
    );
  });

  it('a channel, its change and its end', async () => {
    const { client, sent, answers } = await far();
    const attempt = { id: 'att_1', by: 'U0ASHA', at: Date.now() };
    const common = { attempt, displayName: 'Pune', wabaId: '1911116896216319' };
    const wanted = {
      e164: '+919876543210',
      wabaId: common.wabaId,
      displayName: 'Pune',
      accessToken: 'EAAsecretTOKEN',
      mode: 'buy_from_vobiz',
      orderId: 'o-1',
    } as const;
    await fc.assert(
      fc.asyncProperty(
        statuses,
        bodies('channel', 'error'),
        headers,
        async (status, body, more) => {
          answers(status, body, more);
          const before = sent();
          const created = await channelOutcome(client, wanted);
          const next = transitionConnection(
            { ...common, state: 'connecting' },
            created as never,
            1,
          );
          if (!next.ok) throw new Error('the outcome was dropped');
          connectionSchema.parse(JSON.parse(JSON.stringify(next.connection)));
          if (created.type === 'created') expect(status).toBeLessThan(300);
          const deleted = await client.deleteChannel('c-1').then(() => true, readConnectFailure);
          if (deleted === true) expect(status < 300 || status === 404).toBe(true);
          expect(sent()).toBe(before + 2);
        },
      ),
      RUNS,
    );
  });
});

/** Every kind of call of a journey is answered so; a rate limit stops the account and is tested by itself. */
const faults = fc
  .record({
    op: fc.constantFrom<Op>('order', 'order', 'orderRead', 'ownedNumbers', 'channels', 'balance'),
    status: statuses.filter((status) => status !== 429),
    body: bodies('order', 'owned', 'channel', 'error'),
    when: fc.constantFrom<'status' | 'status_after'>('status', 'status_after'),
  })
  .map(({ op, status, body, when }): [Op, Fault] => [op, { kind: when, status, body }]);

const HALF_A_CHARACTER = JSON.stringify({
  success: true,
  order: { id: 'o-1', status: '\ud800 ..' },
});

it('buys at most once and answers everybody, whatever one call is answered', {
  timeout: 120_000,
}, async () => {
  const world = await startWorld({
    vobiz: { completeAfterMs: 0, orderRead: 'present', balances: { INR: 10_000_000 } },
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(faults, async ([op, fault]) => {
      runs += 1;
      const e164 = `+9198765${String(43_000 + runs).padStart(5, '0')}`;
      // A region of its own, for a search is kept for a minute.
      const region = `R${runs}`;
      const fees = { setup: 1, monthly: 1, currency: 'INR' };
      world.vobiz.addNumber({ e164, country: 'IN', region, ...fees });
      const before = world.vobiz.callsTo('order').length;
      await openOrderForm(world, ASHA, APPROVALS, `Run ${runs}.`, { place: `IN ${region}` });
      await world.slack.as(ASHA).submit();
      const card = await cardShows(world, APPROVALS, new RegExp(`Run ${runs}\\..*approve_order`));
      const id = idIn(card);
      expect((await orderIn(world, id)).number.e164).toBe(e164);
      world.vobiz.faults.always(op, fault);
      await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
      await vi.waitFor(async () => {
        const order = await orderIn(world, id);
        expect(isUnderWay(order)).toBe(false);
        expect(textOf(cardIn(world, APPROVALS))).toContain(`${id}.${order.revision}.0`);
      }, 15_000);
      const order = await orderIn(world, id);
      const ours = world.vobiz.orders.filter((each) => each.selected_phone_number === e164);
      expect(world.vobiz.callsTo('order').length - before).toBeLessThanOrEqual(1);
      if (order.state === 'failed' && op !== 'order') expect(ours).toEqual([]);
      // Sold before Vobiz answers truly again: an order that waits ends without a purchase.
      if (world.vobiz.inventory.some((number) => number.e164 === e164)) world.vobiz.sell(e164);
      world.vobiz.faults.clear();
    }),
    {
      numRuns: 25,
      endOnFailure: true,
      // Found once: half a character in a status was JSON that Redis' scripts refuse.
      examples: [[['order', { kind: 'status', status: 301, body: HALF_A_CHARACTER }]]],
    },
  );
});

/** Not approved yet, approved and not told to wait, or claimed and not told how it went. */
function isUnderWay(order: Order): boolean {
  if (order.state === 'awaiting_approval' || order.state === 'placing') return true;
  return order.state === 'approved' && !order.waiting;
}

it('answers whoever asks for a code, whatever Vobiz answers', { timeout: 120_000 }, async ({
  world,
}) => {
  const person = world.slack.as(ASHA);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      statuses.filter((status) => status !== 429),
      bodies('code', 'error'),
      async (status, body) => {
        runs += 1;
        const phone = `+9198765${String(10_000 + runs)}`;
        world.vobiz.faults.next('verify', { kind: 'status', status, body });
        await person.command(OPS, COMMAND, `byon ${phone}`);
        await vi.waitFor(
          () => expect(textOf(world.slack.openView(ASHA))).toMatch(/phone_text/),
          5_000,
        );
        await person.submit();
        await vi.waitFor(() => {
          const view = textOf(world.slack.openView(ASHA));
          expect(view).not.toMatch(/phone_text|Asking Vobiz/);
          // Vobiz may say "Something went wrong" too, and is quoted then.
          expect(view).not.toMatch(/Something went wrong on our side/);
        }, 5_000);
        const [record] = await storesOf(world).verifications.newest(
          world.slack.workspace.team.id,
          1,
        );
        const saved = verificationSchema.parse(record);
        expect(saved).toMatchObject({ e164: phone });
        if (saved.state === 'code_sent') expect(status).toBeLessThan(300);
        await person.close();
      },
    ),
    {
      numRuns: 25,
      endOnFailure: true,
      examples: [[410, JSON.stringify({ items: null, message: 'Something went wrong' })]],
    },
  );
});
