import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  isEnded,
  type Order,
  type OrderState,
  orderSchema,
} from '../../../../src/domain/order/order.ts';
import { dutiesOf, isNews } from '../../../../src/domain/order/order-duties.ts';
import type {
  EventOf,
  EventType,
  OrderEvent,
  OrderRefusal,
} from '../../../../src/domain/order/order-events.ts';
import { isFlagged } from '../../../../src/domain/order/order-flags.ts';
import { transition } from '../../../../src/domain/order/order-transitions.ts';
import { aNumber, inr, orderStates, T0 } from '../../views/views-support.ts';
import {
  ATTEMPT,
  answer,
  answered,
  approver,
  follow,
  HOUR,
  NOW,
  observed,
  seen,
} from './order-support.ts';

const STATES = orderStates({
  policy: {
    ...orderStates().expired.policy,
    escalation: { afterMs: HOUR, to: { users: ['U0HEAD'], groups: [] } },
  },
  follows: { order: 'ord_1k3m9q2x', why: 'difference' },
  sentFor: 'ord_2k3m9q2x',
  counted: { month: '2026-03', charges: [] },
});
const refusal = { type: 'refused', attemptId: ATTEMPT, reason: 'Vobiz refused the order' } as const;
const putBack = (outcome?: EventOf<'answered' | 'refused' | 'lost'>): EventOf<'put_back'> => ({
  type: 'put_back',
  kept: { order: STATES.placing, outcome },
});
const settle = (outcome: EventOf<'settle'>['settlement']['outcome']): EventOf<'settle'> => ({
  type: 'settle',
  who: approver,
  settlement: { outcome, reason: 'Seen in the console', checked: 'found' },
});

/** Every kind of event, each able to succeed somewhere; the same kind again where its content decides. */
const EVENTS = {
  approve: { type: 'approve', who: approver, requesterLeft: false },
  deny: { type: 'deny', who: approver, reason: 'We have one already' },
  ask: { type: 'ask', who: approver, text: 'Which team pays?' },
  answer: { type: 'answer', by: 'U0REQUESTER', text: 'Sales', upTo: 1 },
  reply: {
    type: 'reply',
    who: approver,
    reply: { by: 'U0APPROVER', at: NOW, ts: '1.1', text: 'On it' },
  },
  withdraw: { type: 'withdraw', by: 'U0REQUESTER' },
  escalate: { type: 'escalate' },
  expire: { type: 'expire' },
  'stop: gone': { type: 'stop', reason: { kind: 'gone' } },
  follow: { type: 'follow', next: 'ord_9k3m9q2x' },
  rest: { type: 'rest', next: 'ord_9k3m9q2x' },
  'rest not bought': { type: 'rest_not_bought', next: 'ord_8k3m9q2x' },
  wait: { type: 'wait', why: 'not_checkable', until: NOW + 900_000 },
  spread: { type: 'spread' },
  part: { type: 'part', id: `${STATES.placing.id}02`, stand: 'bought' },
  alone: { type: 'alone' },
  claim: { type: 'claim', attemptId: ATTEMPT },
  'found: unknown': { type: 'found', attemptId: 'att_00000002', observation: seen('unknown') },
  'found: completed': { type: 'found', attemptId: 'att_00000002', observation: seen('completed') },
  unclaim: {
    type: 'unclaim',
    attemptId: ATTEMPT,
    why: 'not_replicated',
    until: NOW + 900_000,
  },
  'answered: pending': answered({ status: 'pending' }),
  'answered: unknown': answered({ status: 'unknown' }),
  'answered: completed': answered({ status: 'completed' }),
  'answered: failed': answered({ status: 'failed' }),
  'answered: cancelled': answered({ status: 'cancelled' }),
  refused: refusal,
  lost: { type: 'lost', attemptId: ATTEMPT, why: 'no_answer' },
  'put_back: no outcome': putBack(),
  'put_back: refused': putBack(refusal),
  'put_back: completed': putBack(answered({ status: 'completed' })),
  'put_back: pending': putBack(answered({ status: 'pending' })),
  sent_as: { type: 'sent_as', next: 'ord_9k3m9q2x' },
  'observed: pending': observed('pending'),
  'observed: unknown': observed('unknown'),
  'observed: completed': observed('completed'),
  'observed: failed': observed('failed'),
  'observed: cancelled': observed('cancelled'),
  linger: { type: 'linger' },
  'settle: placed': settle({ kind: 'placed', e164: '+919876543210', orderId: '3f8a-41' }),
  'settle: not placed': settle({ kind: 'not_placed' }),
} satisfies Record<string, OrderEvent>;
type EventName = keyof typeof EVENTS;

const { awaiting_approval, pending, unconfirmed, completed } = STATES;
const { purchase: _none, ...proven } = completed;
const more = [aNumber({ e164: '+919876543211' })];
const SEVERAL = { more, parts: { [`${STATES.placing.id}02`]: 'open' as const } };
const SHORT = {
  more,
  parts: { [`${STATES.failed.id}02`]: 'bought' as const },
  spread: true as const,
};
/** Every state, and again where more than the state decides. */
const ORDERS = {
  ...STATES,
  /** Waits for an answer. */
  asked: {
    ...awaiting_approval,
    questions: [{ by: 'U0APPROVER', at: T0, text: 'Which team pays?' }],
    pausedAt: T0,
  },
  neglected: { ...awaiting_approval, expiresAt: NOW + HOUR },
  overdue: { ...awaiting_approval, expiresAt: NOW },
  lingering: { ...pending, attempt: { ...pending.attempt, startedAt: NOW - HOUR } },
  /** Found among the owned numbers before anything was sent. */
  unsent: { ...unconfirmed, attempt: { ...unconfirmed.attempt, unsent: true } },
  /** By evidence alone. */
  proven,
  trial: { ...awaiting_approval, test: true },
  /** By a version that knew no tests. */
  approvedTrial: { ...STATES.approved, test: true },
  approvedLead: { ...STATES.approved, ...SEVERAL },
  spreadLead: { ...STATES.completed, ...SEVERAL, spread: true },
  /** One of its numbers was not bought. */
  shortLead: { ...STATES.failed, ...SHORT },
  /** And is requested again. */
  restedLead: { ...STATES.failed, ...SHORT, restIn: 'ord_8k3m9q2x' },
  part: { ...STATES.approved, partOf: 'ord_9k3m9q2x' },
} satisfies Record<string, Order>;
type OrderName = keyof typeof ORDERS;

/** The state that the event leads to, or how it is refused. */
type Outcome = OrderState | OrderRefusal['kind'];

/** Where nothing else is said. People who come too late are told; a job needs no answer. */
const NOWHERE = {
  approve: 'already_settled',
  deny: 'already_settled',
  ask: 'already_settled',
  answer: 'already_settled',
  reply: 'out_of_turn',
  withdraw: 'already_settled',
  escalate: 'out_of_turn',
  expire: 'out_of_turn',
  'stop: gone': 'out_of_turn',
  follow: 'out_of_turn',
  rest: 'out_of_turn',
  'rest not bought': 'out_of_turn',
  wait: 'out_of_turn',
  spread: 'out_of_turn',
  part: 'out_of_turn',
  alone: 'out_of_turn',
  claim: 'out_of_turn',
  'found: unknown': 'out_of_turn',
  'found: completed': 'out_of_turn',
  unclaim: 'out_of_turn',
  'answered: pending': 'out_of_turn',
  'answered: unknown': 'out_of_turn',
  'answered: completed': 'out_of_turn',
  'answered: failed': 'out_of_turn',
  'answered: cancelled': 'out_of_turn',
  refused: 'out_of_turn',
  lost: 'out_of_turn',
  'put_back: no outcome': 'out_of_turn',
  'put_back: refused': 'out_of_turn',
  'put_back: completed': 'out_of_turn',
  'put_back: pending': 'out_of_turn',
  sent_as: 'out_of_turn',
  'observed: pending': 'out_of_turn',
  'observed: unknown': 'out_of_turn',
  'observed: completed': 'out_of_turn',
  'observed: failed': 'out_of_turn',
  'observed: cancelled': 'out_of_turn',
  linger: 'out_of_turn',
  'settle: placed': 'already_settled',
  'settle: not placed': 'already_settled',
} as const satisfies Record<EventName, Outcome>;

const PUT_BACK = {
  'put_back: no outcome': 'unconfirmed',
  'put_back: refused': 'failed',
  'put_back: completed': 'completed',
  'put_back: pending': 'pending',
} as const;
const ANSWERED = {
  'answered: pending': 'pending',
  'answered: unknown': 'pending',
  'answered: completed': 'completed',
  'answered: failed': 'failed',
  'answered: cancelled': 'cancelled',
  refused: 'failed',
} as const;
const SETTLED = { 'settle: placed': 'completed', 'settle: not placed': 'failed' } as const;
const OBSERVED = {
  'observed: completed': 'completed',
  'observed: failed': 'failed',
  'observed: cancelled': 'cancelled',
} as const;
const ANSWERED_LATE = {
  'answered: pending': 'completed',
  'answered: unknown': 'completed',
  'answered: completed': 'completed',
  'answered: failed': 'completed',
  'answered: cancelled': 'completed',
} as const;
const UNDECIDED = {
  ...NOWHERE,
  ...PUT_BACK,
  approve: 'approved',
  deny: 'denied',
  ask: 'awaiting_approval',
  answer: 'out_of_turn',
  reply: 'awaiting_approval',
  withdraw: 'withdrawn',
} as const;
const PENDING = {
  ...NOWHERE,
  ...SETTLED,
  ...OBSERVED,
  'observed: pending': 'pending',
  'observed: unknown': 'pending',
  reply: 'pending',
  sent_as: 'pending',
} as const;
const UNCONFIRMED = {
  ...NOWHERE,
  ...ANSWERED,
  ...SETTLED,
  ...OBSERVED,
  'observed: pending': 'unconfirmed',
  'observed: unknown': 'unconfirmed',
  reply: 'unconfirmed',
  sent_as: 'unconfirmed',
} as const;

const APPROVED = {
  ...NOWHERE,
  ...PUT_BACK,
  reply: 'approved',
  withdraw: 'withdrawn',
  'stop: gone': 'stopped',
  wait: 'approved',
  claim: 'placing',
  'found: unknown': 'unconfirmed',
  'found: completed': 'unconfirmed',
} as const;

/** Several numbers are approved, and their orders are still to be made. */
const TO_SPREAD = {
  ...APPROVED,
  withdraw: 'already_settled',
  'stop: gone': 'out_of_turn',
  claim: 'out_of_turn',
  'found: unknown': 'out_of_turn',
  'found: completed': 'out_of_turn',
} as const;

/** Order -> event -> what comes of it. A new state or event does not compile until its row is written. */
const LEADS: Record<OrderName, Record<EventName, Outcome>> = {
  awaiting_approval: UNDECIDED,
  asked: { ...UNDECIDED, answer: 'awaiting_approval' },
  neglected: { ...UNDECIDED, escalate: 'awaiting_approval' },
  overdue: {
    ...UNDECIDED,
    approve: 'already_settled',
    deny: 'already_settled',
    ask: 'already_settled',
    escalate: 'awaiting_approval',
    expire: 'expired',
  },
  approved: APPROVED,
  placing: {
    ...NOWHERE,
    ...ANSWERED,
    unclaim: 'approved',
    lost: 'unconfirmed',
    sent_as: 'placing',
  },
  pending: PENDING,
  lingering: { ...PENDING, linger: 'pending' },
  unconfirmed: UNCONFIRMED,
  unsent: { ...UNCONFIRMED, ...PUT_BACK },
  completed: { ...NOWHERE, sent_as: 'completed' },
  proven: { ...NOWHERE, ...ANSWERED_LATE, sent_as: 'completed' },
  trial: { ...UNDECIDED, approve: 'stopped' },
  approvedTrial: {
    ...APPROVED,
    claim: 'out_of_turn',
    'found: unknown': 'out_of_turn',
    'found: completed': 'out_of_turn',
  },
  approvedLead: { ...TO_SPREAD, spread: 'approved', part: 'approved' },
  spreadLead: { ...NOWHERE, part: 'completed', sent_as: 'completed' },
  shortLead: { ...NOWHERE, rest: 'failed', sent_as: 'failed' },
  restedLead: { ...NOWHERE, 'rest not bought': 'failed', sent_as: 'failed' },
  part: { ...APPROVED, withdraw: 'already_settled', alone: 'approved' },
  failed: { ...NOWHERE, sent_as: 'failed' },
  cancelled: { ...NOWHERE, sent_as: 'cancelled' },
  stopped: { ...NOWHERE, follow: 'stopped', sent_as: 'stopped' },
  denied: { ...NOWHERE, sent_as: 'denied' },
  withdrawn: { ...NOWHERE, sent_as: 'withdrawn' },
  expired: { ...NOWHERE, sent_as: 'expired' },
};

const isState = (outcome: Outcome): outcome is OrderState => outcome in STATES;
const isOrder = (name: string): name is OrderName => name in ORDERS;
const isEvent = (name: string): name is EventName => name in EVENTS;
const TABLE = Object.keys(ORDERS)
  .filter(isOrder)
  .flatMap((order) =>
    Object.keys(EVENTS)
      .filter(isEvent)
      .map((event) => ({ order, event, outcome: LEADS[order][event] })),
  );
const allowed = TABLE.flatMap(({ outcome, ...each }) =>
  isState(outcome) ? [{ ...each, to: outcome }] : [],
);
const refused = TABLE.filter(({ outcome }) => !isState(outcome));

/** What counts for nothing in the limits any more. */
const RELEASED: readonly OrderState[] = [
  'failed',
  'cancelled',
  'stopped',
  'denied',
  'withdrawn',
  'expired',
];

describe('the order, every state and event', () => {
  it('has every event there is', () => {
    expectTypeOf<(typeof EVENTS)[EventName]['type']>().toEqualTypeOf<EventType>();
  });

  it.each(allowed)('that is $order becomes $to on $event', ({ order, event, to }) => {
    const before: Order = ORDERS[order];
    const record = follow(before, EVENTS[event]);
    expect(record.state).toBe(to);
    expect(record.revision).toBe(before.revision + 1);
    expect(record.updatedAt).toBe(NOW);
    expect(orderSchema.parse(record)).toEqual(record);
    const { id, team, requester, askedIn, channel, number, purpose, policy, createdAt } = before;
    const { follows, sentFor } = before;
    const known = { id, team, requester, askedIn, channel, number, purpose, policy, createdAt };
    expect(record).toMatchObject({ ...known, follows, sentFor });
    expect(record.counted?.released).toBe(RELEASED.includes(to) ? true : undefined);
  });

  it.each(refused)('that is $order refuses $event: $outcome', ({ order, event, outcome }) => {
    const result = transition(ORDERS[order], EVENTS[event], NOW);
    expect(result).toMatchObject({ ok: false, refusal: { kind: outcome } });
    if (order === 'overdue') return;
    expect(result).toEqual({ ok: false, refusal: { kind: outcome, order: ORDERS[order] } });
  });

  it('never leads back to a state from which the purchase would be sent again', () => {
    const sent: OrderState[] = ['placing', 'pending', 'unconfirmed'];
    const after = allowed
      .filter(
        ({ order, event }) =>
          sent.includes(ORDERS[order].state) && event !== 'unclaim' && event !== 'sent_as',
      )
      .map(({ to }) => to);
    expect(after).not.toContain('approved');
    expect(after).not.toContain('placing');
  });
});

describe('a test', () => {
  it('ends with its approval, and says so', () => {
    expect(follow(ORDERS.trial, EVENTS.approve)).toMatchObject({
      state: 'stopped',
      test: true,
      decision: { by: 'U0APPROVER', at: NOW },
      stop: { kind: 'test' },
      endedAt: NOW,
    });
  });

  it('calls for no purchase, whatever comes of it', () => {
    const after = allowed
      .filter(({ order, event }) => order === 'trial' && !event.startsWith('put_back'))
      .map(({ event }) => follow(ORDERS.trial, EVENTS[event]));
    expect(after.flatMap(dutiesOf)).not.toContain('place');
    expect(after.filter((order) => 'attempt' in order)).toEqual([]);
  });
});

describe('expiry', () => {
  const { awaiting_approval: order } = STATES;

  it('ends a request at its time and not before', () => {
    expect(transition(order, { type: 'expire' }, order.expiresAt - 1)).toMatchObject({ ok: false });
    expect(follow(order, { type: 'expire' }, order.expiresAt)).toMatchObject({
      state: 'expired',
      endedAt: order.expiresAt,
    });
  });

  it.each(['approve', 'deny'] as const)(
    'refuses to %s after its time, even before anybody swept',
    (event) => {
      expect(transition(order, EVENTS[event], order.expiresAt)).toMatchObject({
        refusal: { kind: 'already_settled', order: { state: 'expired' } },
      });
    },
  );
});

describe('a decision', () => {
  const { awaiting_approval: order } = STATES;
  const stranger = { ...approver, userId: 'U0STRANGER' };

  it('is refused to whoever may not decide', () => {
    const event: OrderEvent = { type: 'approve', who: stranger, requesterLeft: false };
    expect(transition(order, event, NOW)).toEqual({
      ok: false,
      refusal: { kind: 'forbidden', why: 'not_an_approver' },
    });
  });

  it('cannot approve for somebody who has left, but can deny', () => {
    const event: OrderEvent = { type: 'approve', who: approver, requesterLeft: true };
    expect(transition(order, event, NOW)).toEqual({
      ok: false,
      refusal: { kind: 'forbidden', why: 'requester_left' },
    });
    expect(follow(order, EVENTS.deny).state).toBe('denied');
  });

  it('keeps who decided, when, and why not', () => {
    const decision = { by: 'U0APPROVER', at: NOW };
    expect(follow(order, EVENTS.approve)).toMatchObject({ decision });
    expect(follow(order, EVENTS.deny)).toMatchObject({ decision, reason: 'We have one already' });
  });
});

describe('the purchase', () => {
  const other = 'att_somebodyelse';

  it.each<[string, OrderEvent]>([
    ['answer', { type: 'answered', attemptId: other, answer: answer() }],
    ['refusal', { type: 'refused', attemptId: other, reason: 'no' }],
    ['loss', { type: 'lost', attemptId: other, why: 'interrupted' }],
    ['way back', { ...EVENTS.unclaim, attemptId: other }],
  ])('ignores the %s of an attempt that is not its own', (_what, event) => {
    expect(transition(STATES.placing, event, NOW)).toMatchObject({
      refusal: { kind: 'out_of_turn' },
    });
    expect(transition(STATES.unconfirmed, event, NOW)).toMatchObject({
      refusal: { kind: 'out_of_turn' },
    });
  });

  it('keeps what Vobiz allocated and charges, whatever was approved', () => {
    const price = { setup: inr(60_000), monthly: inr(25_000) };
    const event: OrderEvent = {
      type: 'answered',
      attemptId: ATTEMPT,
      answer: answer({ status: 'completed', e164: '+919876500000', price }),
    };
    expect(follow(STATES.placing, event)).toMatchObject({
      number: { e164: '+919876543210' },
      allocated: '+919876500000',
      purchase: { orderId: '3f8a-41', price },
    });
  });

  it('believes a late answer although the order had been given up as unconfirmed', () => {
    const record = follow(STATES.unconfirmed, answered({ status: 'pending' }));
    expect(record).toMatchObject({ state: 'pending', purchase: { orderId: '3f8a-41' } });
  });

  it('keeps what a late answer names although evidence had ended the order as bought', () => {
    const { purchase: _none, ...proven } = STATES.completed;
    const price = { setup: inr(60_000), monthly: inr(25_000) };
    const late: OrderEvent = {
      type: 'answered',
      attemptId: ATTEMPT,
      answer: answer({ status: 'failed', e164: '+919876500000', price }),
    };
    const record = follow(proven, late);
    expect(record).toMatchObject({
      state: 'completed',
      endedAt: proven.endedAt,
      allocated: '+919876500000',
      purchase: { orderId: '3f8a-41', price },
    });
    expect(isFlagged(record)).toBe(true);
    expect(transition(record, late, NOW)).toMatchObject({ refusal: { kind: 'out_of_turn' } });
    expect(transition(proven, { ...late, attemptId: other }, NOW)).toMatchObject({
      refusal: { kind: 'out_of_turn' },
    });
  });

  it('has no reason where Vobiz names none', () => {
    expect(follow(STATES.pending, observed('failed'))).toMatchObject({
      state: 'failed',
      reason: '',
    });
  });
});

describe('a number that the account has before anything was sent', () => {
  it.each(['found: unknown', 'found: completed'] as const)('is not bought again: %s', (event) => {
    const record = follow(STATES.approved, EVENTS[event]);
    expect(record).toMatchObject({ attempt: { startedAt: NOW, unsent: true } });
    expect(record).toMatchObject({ evidence: [{ finding: 'active' }] });
  });
});

describe('an attempt that turns up after the number was found and nothing was sent', () => {
  it('takes the place of the one that sent nothing', () => {
    const doubtful = follow(STATES.approved, EVENTS['found: unknown']);
    const record = follow(doubtful, EVENTS['put_back: pending']);
    expect(record).toMatchObject({ state: 'pending', revision: doubtful.revision + 1 });
    expect('attempt' in record && record.attempt).not.toHaveProperty('unsent');
  });
});

describe('waiting before the purchase', () => {
  const until = NOW + 900_000;
  const waits = (why: 'not_checkable' | 'vobiz_paused', till = until): OrderEvent => ({
    type: 'wait',
    why,
    until: till,
  });
  const waiting = () => follow(STATES.approved, waits('not_checkable'));

  it('says why, since when and until when', () => {
    expect(waiting()).toMatchObject({ waiting: { why: 'not_checkable', since: NOW, until } });
  });

  it('is no change when nothing is new, and one when the reason or the end is', () => {
    expect(transition(waiting(), waits('not_checkable'), NOW + 1)).toMatchObject({ ok: false });
    const since = NOW;
    expect(follow(waiting(), waits('vobiz_paused'), NOW + 1)).toMatchObject({ waiting: { since } });
    expect(follow(waiting(), waits('not_checkable', until + 1), NOW + 1)).toMatchObject({
      waiting: { since, until: until + 1 },
    });
  });

  it('ends with the claim, and begins again when its claimer takes it back', () => {
    const placing = follow(waiting(), EVENTS.claim, NOW + 1);
    expect(placing).not.toHaveProperty('waiting');
    const back = follow(placing, EVENTS.unclaim, NOW + 2);
    expect(back).not.toHaveProperty('attempt');
    expect(back).toMatchObject({ waiting: { why: 'not_replicated', since: NOW + 1 } });
  });
});

describe('duties', () => {
  it.each(Object.values(STATES))('of $state follow from the record alone', (order: Order) => {
    const expected = { approved: ['place'], pending: ['track'], unconfirmed: ['track', 'notify'] };
    const open: Record<string, string[]> = expected;
    expect(dutiesOf(order)).toEqual(open[order.state] ?? (isEnded(order) ? ['notify'] : []));
  });
});

describe('news', () => {
  const { evidence } = STATES.pending;

  it('is no news when a later look finds the same', () => {
    const later = evidence.map((one) => ({ ...one, at: NOW }));
    expect(isNews(STATES.pending, seen('unknown', { evidence: later }))).toBe(false);
  });

  it('is another finding, or any ending', () => {
    expect(isNews(STATES.pending, seen('unknown'))).toBe(true);
    expect(isNews(STATES.unconfirmed, seen('completed', { evidence }))).toBe(true);
  });
});
