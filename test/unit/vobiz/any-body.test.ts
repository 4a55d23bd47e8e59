import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionSchema, indexChannels } from '../../../src/domain/connection/connection.ts';
import { transitionConnection } from '../../../src/domain/connection/connection-transitions.ts';
import { type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { asApproved } from '../../../src/domain/order/order-flags.ts';
import { transition } from '../../../src/domain/order/order-transitions.ts';
import { readBalance } from '../../../src/vobiz/account.ts';
import { readAvailability } from '../../../src/vobiz/availability.ts';
import { readChannel, readChannels } from '../../../src/vobiz/channels.ts';
import { readCodeRequest, readConfirm } from '../../../src/vobiz/codes.ts';
import { readErrorBody } from '../../../src/vobiz/error-body.ts';
import { readOwnedPage } from '../../../src/vobiz/owned-numbers.ts';
import { readPurchase } from '../../../src/vobiz/purchase.ts';
import { inChannels, inOwnedNumbers } from '../../../src/vobiz/sightings.ts';
import { asSent } from '../../../src/vobiz/wire.ts';
import { bodies, statuses, things } from '../../support/odd-bodies.ts';
import { orderStates } from '../views/views-support.ts';

const RUNS = { numRuns: 3_000 };
const { placing, unconfirmed } = orderStates();
const NOW = Date.UTC(2026, 2, 1, 10);
const CLOCK = { now: NOW, skewMs: 0 };
const DAY_MS = 24 * 3_600_000;

/** A record as it would be saved: it passes its own schema, after a way through JSON. */
function saved(order: Order): Order {
  return orderSchema.parse(JSON.parse(JSON.stringify(order)));
}

describe('whatever Vobiz answers', () => {
  it('a purchase is as approved only where all it names is', () => {
    const says = (value: unknown, minor: number) =>
      value === undefined || Math.round(Number(value) * 100) === minor;
    fc.assert(
      fc.property(things.order, (fields) => {
        const answer = readPurchase(JSON.stringify({ ...fields, id: 'o-1', status: 'completed' }));
        if (!answer) throw new Error('the order was not read');
        const event = { type: 'answered', attemptId: placing.attempt.id, answer } as const;
        const next = transition(placing, event, NOW);
        if (!next.ok || next.record.state !== 'completed' || !asApproved(next.record)) return;
        const {
          setup_cost: setup,
          monthly_cost: monthly,
          currency,
          selected_phone_number,
        } = fields;
        if (asSent(setup) !== undefined || asSent(monthly) !== undefined) {
          expect([setup, monthly, currency]).toSatisfy(
            () =>
              says(setup, 50_000) && says(monthly, 25_000) && /^\s*inr\s*$/i.test(String(currency)),
          );
        }
        const digits = String(asSent(selected_phone_number) ?? '919876543210')
          .replace(/[०-९]/g, (digit) => `${digit.charCodeAt(0) - '०'.charCodeAt(0)}`)
          // "+91 (0)98765…": a zero that is dialled only at home.
          .replace('(0)', '')
          .replace(/\D/g, '');
        expect(digits).toBe('919876543210');
      }),
      RUNS,
    );
  });

  it('a purchase is written down', () => {
    fc.assert(
      fc.property(bodies('order', 'error'), (body) => {
        const answer = readPurchase(body);
        if (!answer) return;
        const event = { type: 'answered', attemptId: placing.attempt.id, answer } as const;
        const next = transition(placing, event, NOW);
        if (!next.ok) throw new Error('the answer was dropped');
        const order = saved(next.record);
        expect(['pending', 'completed', 'failed', 'cancelled']).toContain(order.state);
        if (order.state === 'completed') expect(body).toMatch(/completed/i);
        expect('purchase' in order && order.purchase?.orderId).toBe(answer.orderId);
        expect(answer.orderId).not.toMatch(/^(?:[0-]+|\.+)$/);
      }),
      RUNS,
    );
  });

  it('a look at owned numbers and channels ends in a record', () => {
    fc.assert(
      fc.property(bodies('owned', 'error'), bodies('channel', 'error'), (owned, channels) => {
        const { placedAt, e164 } = { placedAt: NOW, e164: unconfirmed.number.e164 };
        const sought = { orderId: undefined, e164, placedAt, lastStatus: undefined };
        const sightings = [
          ...inOwnedNumbers(readOwnedPage(owned, 'MA_TEST01', CLOCK)?.numbers ?? [], sought, NOW),
          inChannels(indexChannels(readChannels(channels) ?? { all: [], isWhole: false }), sought),
        ];
        const proof = sightings.find(({ verdict }) => verdict === 'completed');
        const observation = {
          verdict: proof?.verdict ?? 'unknown',
          e164: proof?.e164,
          failureReason: undefined,
          named: proof?.named,
          evidence: sightings.map(({ source, finding }) => ({ source, finding, at: NOW })),
        } as const;
        const next = transition(unconfirmed, { type: 'observed', observation }, NOW);
        if (!next.ok) throw new Error('the look was dropped');
        const order = saved(next.record);
        if (order.state === 'completed') expect(owned).toMatch(/"active"/i);
      }),
      RUNS,
    );
  });

  it('a channel fits its record', () => {
    const attempt = { id: 'att_1', by: 'U0ASHA', at: NOW };
    const common = { attempt, displayName: 'Pune', wabaId: '1911116896216319' };
    fc.assert(
      fc.property(bodies('channel', 'error'), (body) => {
        const channel = readChannel(body);
        if (!channel) return;
        const event = { type: 'created', attemptId: 'att_1', channel } as const;
        const next = transitionConnection({ ...common, state: 'connecting' }, event, NOW);
        if (!next.ok) throw new Error('the channel was dropped');
        connectionSchema.parse(JSON.parse(JSON.stringify(next.connection)));
      }),
      RUNS,
    );
  });

  it('a code counts as sent with a yes, and its end is ahead', () => {
    fc.assert(
      fc.property(bodies('code', 'error'), (body) => {
        const answer = readCodeRequest(body, '+919876543210', CLOCK);
        if (answer?.expiresAt === undefined) return;
        expect(answer.expiresAt).toBeGreaterThan(NOW);
        expect(answer.expiresAt).toBeLessThanOrEqual(NOW + DAY_MS);
      }),
      RUNS,
    );
  });

  it('a number is verified only by the word, and a code is wrong only by a word or 401', () => {
    fc.assert(
      fc.property(bodies('code', 'error'), statuses, (body, status) => {
        const exchange = { kind: 'answer', status, body, clock: CLOCK } as const;
        const answer = { ...exchange, retryAfterMs: undefined, requestId: undefined };
        const confirmed = readConfirm(answer, { e164: '+919876543210', code: '493817' });
        if (confirmed.result === 'verified') {
          expect(status).toBeLessThan(300);
          expect(body).toMatch(/"verified"/);
        }
        if (confirmed.result === 'wrong_code') expect(`${status} ${body}`).toMatch(/wrong|^401/i);
      }),
      RUNS,
    );
  });

  it('a refusal has at most 200 characters on one line, and a wait that can be kept', () => {
    fc.assert(
      fc.property(bodies('error', 'order', 'code'), (body) => {
        const { message = '', retryAfterMs = 1 } = readErrorBody(body, ['secret']);
        expect(message.length).toBeLessThanOrEqual(200);
        expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
        expect(Number.isSafeInteger(retryAfterMs)).toBe(true);
        expect(retryAfterMs).toBeGreaterThan(0);
        expect(retryAfterMs).toBeLessThanOrEqual(DAY_MS);
      }),
      RUNS,
    );
  });

  it('lists and balances are read or not, and break nothing', () => {
    fc.assert(
      fc.property(bodies('owned', 'error', 'order'), (body) => {
        const page = readOwnedPage(body, 'MA_TEST01', CLOCK);
        if (page) expect(page.numbers.length).toBeLessThanOrEqual(page.listed);
        for (const { purchasedAt } of page?.numbers ?? []) {
          if (purchasedAt !== undefined) expect(purchasedAt).toBeGreaterThan(Date.UTC(2014, 0));
        }
        readAvailability(body, { country: 'IN', region: '' });
        readBalance(body, 'INR');
      }),
      RUNS,
    );
  });
});
