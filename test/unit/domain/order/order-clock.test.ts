import { describe, expect, it } from 'vitest';
import type { Order, OrderIn } from '../../../../src/domain/order/order.ts';
import {
  deadlineOf,
  latestDeadline,
  PAUSE_MAX_MS,
  reminderDue,
} from '../../../../src/domain/order/order-clock.ts';
import { noticesOf } from '../../../../src/domain/order/order-duties.ts';
import type { OrderEvent } from '../../../../src/domain/order/order-events.ts';
import { transition } from '../../../../src/domain/order/order-transitions.ts';
import { orderStates, T0 } from '../../views/views-support.ts';
import { follow, HOUR, MINUTE, approver as who } from './order-support.ts';

const { awaiting_approval: plain } = orderStates();
const order: OrderIn<'awaiting_approval'> = {
  ...plain,
  policy: {
    ...plain.policy,
    reminders: { firstAfterMs: 30 * MINUTE, atMost: 4 },
    escalation: { afterMs: 2 * HOUR, to: { users: ['U0BOSS'], groups: [] } },
  },
};

const ask = (now: number, before: Order = order) =>
  follow(before, { type: 'ask', who, text: 'Which team?' }, now);
const answer = (now: number, before: Order) =>
  follow(before, { type: 'answer', by: 'U0REQUESTER', text: 'Sales', upTo: 9 }, now);

describe('the clock of a request', () => {
  it('stands still between a question and its answer', () => {
    const asked = ask(T0 + HOUR);
    expect(deadlineOf(asked, T0 + 5 * HOUR)).toBe(order.expiresAt + 4 * HOUR);
    const answered = answer(T0 + 5 * HOUR, asked);
    expect(answered).toMatchObject({ expiresAt: order.expiresAt + 4 * HOUR });
    expect(answered).not.toHaveProperty('pausedAt');
    expect(answered.questions?.[0]?.answer).toEqual({ at: T0 + 5 * HOUR, text: 'Sales' });
  });

  it('does not expire while a question waits, and runs on after a week without an answer', () => {
    const asked = ask(T0 + HOUR);
    const late = order.expiresAt + PAUSE_MAX_MS;
    expect(transition(asked, { type: 'expire' }, order.expiresAt).ok).toBe(false);
    expect(transition(asked, { type: 'expire' }, late - 1).ok).toBe(false);
    expect(follow(asked, { type: 'expire' }, late).state).toBe('expired');
  });

  it('runs again only when every question is answered that was shown', () => {
    const twice = ask(T0 + 2 * HOUR, ask(T0 + HOUR));
    const one: OrderEvent = { type: 'answer', by: 'U0REQUESTER', text: 'Sales', upTo: 1 };
    const half = follow(twice, one, T0 + 3 * HOUR);
    expect(half).toMatchObject({ pausedAt: T0 + HOUR });
    expect(answer(T0 + 4 * HOUR, half)).toMatchObject({ expiresAt: order.expiresAt + 3 * HOUR });
  });

  it('takes an answer from the requester alone', () => {
    const event: OrderEvent = { type: 'answer', by: 'U0APPROVER', text: 'Sales', upTo: 1 };
    expect(transition(ask(T0 + HOUR), event, T0 + HOUR)).toMatchObject({
      refusal: { kind: 'forbidden', why: 'not_the_requester' },
    });
  });

  it('takes what the requester writes in the thread as the answer', () => {
    const reply = { by: 'U0REQUESTER', at: T0 + HOUR, ts: '1.2', text: 'For Pune' };
    const onceIdentified = { ...who, userId: 'U0REQUESTER' };
    const answered = follow(
      ask(T0 + HOUR),
      { type: 'reply', who: onceIdentified, reply },
      T0 + 2 * HOUR,
    );
    expect(answered.questions?.[0]?.answer?.text).toBe('For Pune');
    expect(answered.replies).toEqual([reply]);
  });
});

describe('the last moment of a request', () => {
  it('is a week later while a question waits', () => {
    expect(latestDeadline(order)).toBe(order.expiresAt);
    expect(latestDeadline(ask(T0 + HOUR))).toBe(order.expiresAt + PAUSE_MAX_MS);
  });
});

describe('reminders', () => {
  it.each([
    [29, 0],
    [30, 1],
    [89, 1],
    [90, 2],
    [210, 3],
    [450, 4],
    [1400, 4],
  ])('after %i minutes of waiting, %i are due', (minutes, due) => {
    expect(reminderDue(order, T0 + minutes * MINUTE)).toBe(due);
  });

  it('are none where there are none, nor while a question waits', () => {
    expect(reminderDue(plain, T0 + 5 * HOUR)).toBe(0);
    expect(reminderDue(ask(T0 + HOUR), T0 + HOUR)).toBe(0);
  });

  it('leave out the time a question took', () => {
    const answered = answer(T0 + 5 * HOUR, ask(T0 + 10 * MINUTE));
    expect(reminderDue(answered, T0 + 5 * HOUR)).toBe(0);
    expect(reminderDue(answered, T0 + 5 * HOUR + 20 * MINUTE)).toBe(1);
    expect(reminderDue(ask(T0 + MINUTE), T0 + 5 * HOUR)).toBe(0);
  });

  it('that were missed are not all said at once', () => {
    const slots = noticesOf(order, T0 + 300 * MINUTE).map(({ what }) => what);
    expect(slots).toEqual(['reminder-3']);
  });
});

describe('escalation', () => {
  const boss = { ...who, userId: 'U0BOSS' };

  it('lets more people decide after its time, once, and not before', () => {
    const approve: OrderEvent = { type: 'approve', who: boss, requesterLeft: false };
    expect(transition(order, approve, T0 + HOUR)).toMatchObject({
      refusal: { why: 'not_an_approver' },
    });
    expect(transition(order, { type: 'escalate' }, T0 + 2 * HOUR - 1).ok).toBe(false);
    const asked = ask(T0 + 2 * HOUR);
    expect(transition(asked, { type: 'escalate' }, T0 + 2 * HOUR).ok).toBe(false);
    const escalated = follow(order, { type: 'escalate' }, T0 + 2 * HOUR);
    expect(transition(escalated, { type: 'escalate' }, T0 + 3 * HOUR).ok).toBe(false);
    expect(follow(escalated, approve, T0 + 3 * HOUR).state).toBe('approved');
  });
});
