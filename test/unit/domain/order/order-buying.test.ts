import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/domain/order/order.ts';
import { lingers, placedAtOf } from '../../../../src/domain/order/order-buying.ts';
import type { EventOf } from '../../../../src/domain/order/order-events.ts';
import { inr, orderStates } from '../../views/views-support.ts';
import {
  ATTEMPT,
  answered,
  approver,
  follow,
  HOUR,
  NOW,
  observed,
  refusal,
  stranger,
} from './order-support.ts';

const { approved, placing, pending, unconfirmed, completed } = orderStates();
const OTHER = '+919876500000';
const dearer = { setup: inr(60_000), monthly: inr(25_000) };

describe('an answer', () => {
  it('is the evidence of where the order stands', () => {
    expect(follow(placing, answered({ status: 'unknown' }))).toMatchObject({
      state: 'pending',
      purchase: { orderId: '3f8a-41', at: NOW },
      evidence: [{ source: 'purchase_answer', finding: 'unknown', at: NOW }],
    });
  });

  it('that is late names another number, and the approved one is no news', () => {
    const { purchase: _p, allocated: _a, ...proven } = completed;
    expect(follow(proven, answered({ e164: OTHER }))).toMatchObject({ allocated: OTHER });
    expect(follow(proven, answered())).not.toHaveProperty('allocated');
    expect(follow(proven, answered({ e164: undefined }))).not.toHaveProperty('allocated');
  });
});

describe('a refusal', () => {
  const refused: EventOf<'refused'> = { type: 'refused', attemptId: ATTEMPT, reason: 'No' };

  it('says what it means, where that is known', () => {
    expect(follow(placing, { ...refused, because: 'balance' })).toMatchObject({
      state: 'failed',
      reason: 'No',
      because: 'balance',
      endedAt: NOW,
    });
    expect(follow(placing, refused)).not.toHaveProperty('because');
  });

  it('says how Vobiz turned it down, where it did not take the order', () => {
    const turnDown = { kind: 'credentials', status: 401 } as const;
    expect(follow(placing, { ...refused, turnDown })).toMatchObject({ turnDown });
    expect(follow(placing, refused)).not.toHaveProperty('turnDown');
  });
});

describe('what was seen at Vobiz', () => {
  it('tells which number was given, else the answer to the purchase did', () => {
    expect(follow(pending, observed('completed', { e164: OTHER }))).toMatchObject({
      allocated: OTHER,
      purchase: pending.purchase,
    });
    expect(follow(pending, observed('completed'))).toMatchObject({
      allocated: pending.purchase.e164,
    });
    expect(follow(unconfirmed, observed('completed'))).not.toHaveProperty('allocated');
  });

  it('tells which price was named', () => {
    const named = { price: dearer };
    expect(follow(unconfirmed, observed('completed', { named }))).toMatchObject({ named });
    expect(follow(unconfirmed, observed('completed'))).not.toHaveProperty('named');
  });

  it('tells why it failed', () => {
    expect(follow(pending, observed('failed', { failureReason: 'No stock' }))).toMatchObject({
      reason: 'No stock',
    });
  });

  it.each<[string, Order]>([
    ['pending', pending],
    ['unconfirmed', unconfirmed],
  ])('is kept while the order stays %s', (state, order) => {
    const event = observed('pending');
    const { evidence } = event.observation;
    expect(follow(order, event)).toMatchObject({
      ...order,
      state,
      evidence,
      revision: 5,
      updatedAt: NOW,
    });
  });

  it('changes what is counted to the price that was charged, and releases what was not bought', () => {
    const charge = { scope: 'workspace', field: 'workspace:INR', limit: 0, used: 0 } as const;
    const counted = {
      month: '2026-03',
      charges: [{ ...charge, amount: 75_000, currency: 'INR' }],
    };
    const amountOf = (order: Order) => order.counted?.charges[0]?.amount;
    const whole = { ...unconfirmed, counted };
    expect(amountOf(follow(whole, observed('completed')))).toBe(75_000);
    expect(amountOf(follow(whole, observed('completed', { named: { price: dearer } })))).toBe(
      85_000,
    );
    expect(amountOf(follow(whole, answered({ price: dearer })))).toBe(85_000);
    const both = { ...pending, counted, purchase: { ...pending.purchase, price: dearer } };
    const named = { price: { setup: inr(1), monthly: inr(1) } };
    expect(amountOf(follow(both, observed('completed', { named })))).toBe(85_000);
    expect(follow(whole, observed('failed')).counted).toEqual({ ...counted, released: true });
  });
});

describe('where a purchase is looked for', () => {
  it('is after it was sent, or after the approval if it perhaps was', () => {
    const { decision, attempt } = placing;
    expect(placedAtOf(placing)).toEqual({ placedAt: attempt.startedAt, unsent: false });
    const unsent = { decision, attempt: { ...attempt, unsent: true as const } };
    expect(placedAtOf(unsent)).toEqual({ placedAt: decision.at, unsent: true });
  });
});

describe('a purchase that takes long', () => {
  const hour = pending.attempt.startedAt + HOUR;

  it('is noted once, after an hour', () => {
    expect(lingers(pending, hour - 1)).toBe(false);
    expect(refusal(pending, { type: 'linger' }, hour - 1)).toBe('out_of_turn');
    const long = follow(pending, { type: 'linger' }, hour);
    expect(long).toMatchObject({ state: 'pending', lingersSince: hour });
    expect(lingers(long, hour + 1)).toBe(false);
  });

  it.each([approved, placing, unconfirmed, completed])(
    'is a pending one, and none that is $state',
    (order) => {
      expect(lingers(order, hour)).toBe(false);
    },
  );
});

describe('a person who says how it ended', () => {
  const settle = (
    outcome: EventOf<'settle'>['settlement']['outcome'],
    who = approver,
  ): EventOf<'settle'> => ({
    type: 'settle',
    who,
    settlement: { outcome, reason: 'Seen in the console', checked: 'not_found' },
  });
  const notPlaced = settle({ kind: 'not_placed' });
  const settled = {
    by: 'U0APPROVER',
    at: NOW,
    reason: 'Seen in the console',
    checked: 'not_found',
  };

  it('is one who may decide', () => {
    expect(refusal(pending, settle({ kind: 'not_placed' }, stranger))).toBe('not_an_approver');
  });

  it('ends it as bought, with the number and the order they name', () => {
    const placed = { kind: 'placed', e164: OTHER } as const;
    const bought = follow(unconfirmed, settle({ ...placed, orderId: '9c-1' }));
    expect(bought).toMatchObject({ state: 'completed', allocated: OTHER, endedAt: NOW });
    expect(bought).toMatchObject({ settled: { ...settled, orderId: '9c-1' } });
    const unnamed = follow(unconfirmed, settle({ ...placed, orderId: undefined }));
    expect('settled' in unnamed && unnamed.settled).toEqual(settled);
  });

  it('ends it as not bought, and keeps what Vobiz had answered', () => {
    const failed = follow(pending, notPlaced);
    const { evidence, purchase } = pending;
    expect(failed).toMatchObject({ state: 'failed', reason: settled.reason, evidence, purchase });
    expect('settled' in failed && failed.settled).toEqual(settled);
    expect(follow(unconfirmed, notPlaced)).not.toHaveProperty('purchase');
  });
});
