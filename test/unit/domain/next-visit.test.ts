import { describe, expect, it } from 'vitest';
import { nextVisitAt } from '../../../src/domain/next-visit.ts';
import type { Order, OrderIn } from '../../../src/domain/order/order.ts';
import { PAUSE_MAX_MS } from '../../../src/domain/order/order-clock.ts';
import { overdueEvent } from '../../../src/domain/order/order-due.ts';
import { noticesOf } from '../../../src/domain/order/order-duties.ts';
import { dueEvent } from '../../../src/domain/verification/verification-events.ts';
import { orderStates, T0, verificationStates } from '../views/views-support.ts';
import { follow, HOUR, MINUTE, approver as who } from './order/order-support.ts';
import { PACE, STATES as VERIFICATIONS } from './verification/verification-support.ts';

const PATIENCE = { purchaseMs: 90_000, connectMs: 40_000, releaseMs: 40_000, code: PACE };
const orders = orderStates();
const verifications = verificationStates();
const at = (record: Parameters<typeof nextVisitAt>[0], now = T0) =>
  nextVisitAt(record, now, PATIENCE);

const plain: OrderIn<'awaiting_approval'> = {
  ...orders.awaiting_approval,
  policy: { ...orders.awaiting_approval.policy, reminders: undefined, escalation: undefined },
};
const withRules = (rules: Partial<Order['policy']>) => ({
  ...plain,
  policy: { ...plain.policy, ...rules },
});
const reminded = withRules({ reminders: { firstAfterMs: 30 * MINUTE, atMost: 2 } });
const escalation = { afterMs: 2 * HOUR, to: { users: ['U0BOSS'], groups: [] } };
const escalated = withRules({ escalation });

describe('a request is next visited', () => {
  it('when it expires', () => {
    expect(at(plain)).toBe(plain.expiresAt);
  });

  it('when a question about it has waited as long as it may', () => {
    const asked = follow(reminded, { type: 'ask', who, text: 'Why?' }, T0 + MINUTE);
    expect(at(asked, T0 + HOUR)).toBe(plain.expiresAt + PAUSE_MAX_MS);
    expect(at({ ...asked, policy: escalated.policy })).toBe(plain.expiresAt + PAUSE_MAX_MS);
  });

  it('at each reminder, and then when it expires', () => {
    expect(at(reminded)).toBe(T0 + 30 * MINUTE);
    expect(at(reminded, T0 + 30 * MINUTE - 1)).toBe(T0 + 30 * MINUTE);
    expect(at(reminded, T0 + 30 * MINUTE)).toBe(T0 + 90 * MINUTE);
    expect(at(reminded, T0 + 90 * MINUTE)).toBe(plain.expiresAt);
  });

  it('when it is escalated, once', () => {
    expect(at(escalated)).toBe(T0 + 2 * HOUR);
    const done = follow(escalated, { type: 'escalate' }, T0 + 2 * HOUR);
    expect(at(done, T0 + 2 * HOUR)).toBe(plain.expiresAt);
  });

  it('later by the time its clock stood still', () => {
    const rules = withRules({ ...reminded.policy, escalation });
    const asked = follow(rules, { type: 'ask', who, text: 'Why?' }, T0 + MINUTE);
    const answer = { type: 'answer', by: plain.requester, text: 'So', upTo: 1 } as const;
    const answered = follow(asked, answer, T0 + MINUTE + HOUR);
    expect(at(answered, T0 + MINUTE + HOUR)).toBe(T0 + 90 * MINUTE);
    expect(at(answered, T0 + 150 * MINUTE)).toBe(T0 + 180 * MINUTE);
  });

  it.each([
    ['plain', plain],
    ['with reminders', reminded],
    ['with an escalation', escalated],
    ['with both', withRules({ ...reminded.policy, escalation })],
  ])('exactly when something is to be done: %s', (_how, order) => {
    const said = (now: number) => [
      overdueEvent(order, now, PATIENCE.purchaseMs)?.type,
      ...noticesOf(order, now).map(({ what }) => what),
    ];
    for (let now = T0; now < plain.expiresAt; ) {
      const next = at(order, now) ?? 0;
      expect(next).toBeGreaterThan(now);
      expect(said(next - 1)).toEqual(said(now));
      expect(said(next)).not.toEqual(said(now));
      if (overdueEvent(order, next, PATIENCE.purchaseMs)) break;
      now = next;
    }
  });
});

describe('an order is next visited', () => {
  it('when its purchase counts as interrupted', () => {
    const { placing } = orders;
    const stale = placing.attempt.startedAt + 90_000;
    expect(at(placing)).toBe(stale);
    expect(overdueEvent(placing, stale - 1, 90_000)).toBeUndefined();
    expect(overdueEvent(placing, stale, 90_000)).toEqual({
      type: 'lost',
      attemptId: placing.attempt.id,
      why: 'interrupted',
    });
  });

  it('when it is to say that it takes long, once', () => {
    const { pending } = orders;
    const late = pending.attempt.startedAt + HOUR;
    expect(at(pending)).toBe(late);
    expect(overdueEvent(pending, late - 1, 0)).toBeUndefined();
    expect(overdueEvent(pending, late, 0)).toEqual({ type: 'linger' });
    expect(at({ ...pending, lingersSince: late })).toBeUndefined();
    expect(overdueEvent({ ...pending, lingersSince: late }, late, 0)).toBeUndefined();
  });

  it('never, where time changes nothing', () => {
    const still = Object.values(orders).filter((order) => at(order) === undefined);
    expect(still.map(({ state }) => state).sort()).toEqual(
      [
        'approved',
        'cancelled',
        'completed',
        'denied',
        'expired',
        'failed',
        'stopped',
        'unconfirmed',
        'withdrawn',
      ].sort(),
    );
    const late = T0 + 365 * 24 * HOUR;
    expect(still.map((order) => overdueEvent(order, late, 0))).toEqual(still.map(() => undefined));
  });
});

describe('a connection is next visited', () => {
  const attempt = { id: 'att_1', by: 'U0DEV', at: T0 + MINUTE };
  const common = { attempt, displayName: 'Pune', wabaId: '1911116896216319' };

  it.each([orders.completed, verifications.verified])(
    'when its request counts as interrupted: of a $kind',
    (record) => {
      expect(at({ ...record, connection: { ...common, state: 'connecting' } })).toBe(
        attempt.at + 40_000,
      );
      const unclear = { ...common, state: 'unclear', why: 'no_answer', since: T0 } as const;
      expect(at({ ...record, connection: unclear })).toBeUndefined();
      expect(at({ ...record, connection: undefined })).toBeUndefined();
    },
  );
});

describe('a number is next visited', () => {
  const asked = { by: 'U0DEV', at: T0, why: 'Closed' };
  const sent = { asked, decision: { by: 'U0APPROVER', at: T0 } };
  const releasing = {
    ...sent,
    attempt: { id: 'att_1', at: T0 + HOUR },
    state: 'releasing' as const,
  };
  const transfer = {
    by: 'U0DEV',
    at: T0,
    from: 'U0REQUESTER',
    purpose: 'Pune line',
    expiresAt: T0 + 2 * HOUR,
    state: 'asked' as const,
  };

  it('when its release counts as interrupted', () => {
    expect(at({ ...orders.completed, giveBack: releasing })).toBe(T0 + HOUR + 40_000);
    expect(at({ ...orders.completed, giveBack: { ...sent, state: 'approved' } })).toBeUndefined();
  });

  it.each([orders.completed, verifications.verified])(
    'when nobody has answered who asks for it: of a $kind',
    (record) => {
      expect(at({ ...record, transfer })).toBe(transfer.expiresAt);
      const withdrawn = { ...transfer, state: 'withdrawn' as const, endedAt: T0 };
      expect(at({ ...record, transfer: withdrawn })).toBeUndefined();
    },
  );

  it('at the first of these', () => {
    expect(at({ ...orders.completed, transfer, giveBack: releasing })).toBe(T0 + HOUR + 40_000);
  });
});

describe('a verification is next visited', () => {
  it.each(Object.entries(VERIFICATIONS))('when its next event is due: %s', (_what, record) => {
    const next = at(record);
    if (next === undefined) {
      expect(['verified', 'not_sent', 'expired', 'cancelled', 'adopted']).toContain(record.state);
      expect(dueEvent(record, T0 + 365 * 24 * HOUR, PACE)).toBeUndefined();
    } else {
      expect(dueEvent(record, next, PACE)).toBeDefined();
      expect(dueEvent(record, next - 1, PACE)).toBeUndefined();
    }
  });
});
