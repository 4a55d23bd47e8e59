import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  dutiesOf,
  isNews,
  newsNotices,
  noticeKey,
  noticesOf,
} from '../../../../src/domain/order/order-duties.ts';
import { differing, orderStates, T0 } from '../../views/views-support.ts';
import { NOW, seen } from './order-support.ts';

const STATES = orderStates();
const { awaiting_approval: order, approved, pending, unconfirmed, completed } = STATES;
const other = { ...pending, purchase: { ...pending.purchase, e164: '+919876500000' } };
const question = { by: 'U0APPROVER', at: T0, text: 'Which team?' };
const asked: Order = {
  ...order,
  questions: [{ ...question, answer: { at: T0, text: 'Sales' } }, question],
};
const APART = 'ord_9k3m9q2x';
const slots = (of: Order, now = NOW) => noticesOf(of, now).map(({ slot }) => slot);

describe('what an order calls for', () => {
  it.each<[string, Order, string[]]>([
    ['a question', asked, ['notify']],
    ['no question', { ...order, questions: [] }, []],
    ['an escalation', { ...order, escalatedAt: T0 }, ['notify']],
    ['an approval', approved, ['place']],
    ['an approval after a question', { ...approved, questions: [question] }, ['place', 'notify']],
    ['a purchase', pending, ['track']],
    ['a purchase of another number', other, ['track', 'notify']],
    ['a second purchase, followed apart', { ...pending, sentAs: APART }, ['track', 'notify']],
    ['such a purchase while one is sent', { ...STATES.placing, sentAs: APART }, ['notify']],
  ])('with %s', (_what, of, duties) => {
    expect(dutiesOf(of)).toEqual(duties);
  });
});

describe('what has to be said', () => {
  it('of an end or a doubt is said directly and in the thread', () => {
    expect(newsNotices(unconfirmed)).toEqual([
      { slot: 'direct-unconfirmed', to: 'requester', kind: 'news' },
      { slot: 'thread-unconfirmed', to: 'thread', kind: 'news' },
    ]);
  });

  it('of another number or price as well', () => {
    expect(slots(pending)).toEqual([]);
    expect(slots(other)).toEqual(['direct-flagged', 'thread-flagged']);
  });

  it('of a difference that came after the end is said beside it', () => {
    const told = ['direct-completed', 'thread-completed'];
    const late = differing(completed);
    const answeredAfter = (ms: number, of = late): Order => ({
      ...of,
      ...(of.purchase && { purchase: { ...of.purchase, at: of.endedAt + ms } }),
    });
    expect(slots(late)).toEqual(told);
    expect(slots(answeredAfter(0))).toEqual(told);
    expect(slots(answeredAfter(1))).toEqual([
      ...told,
      'direct-late-difference',
      'thread-late-difference',
    ]);
    expect(slots(answeredAfter(1, completed))).toEqual(told);
    const { purchase: _none, ...proven } = late;
    expect(slots(proven)).toEqual(told);
    const { failed } = STATES;
    expect(slots({ ...failed, purchase: { ...pending.purchase, at: NOW } })).toEqual([
      'direct-failed',
      'thread-failed',
    ]);
  });

  it('of a purchase that went another way is said in the thread alone', () => {
    const sentAs = APART;
    expect(newsNotices({ ...order, sentAs })).toEqual([
      { slot: 'thread-sent-as', to: 'thread', kind: 'news' },
    ]);
    expect(slots({ ...STATES.denied, sentAs })).toEqual([
      'direct-denied',
      'thread-denied',
      'thread-sent-as',
    ]);
  });

  it('of questions is each question to both, and its answer to the thread', () => {
    expect(noticesOf(asked, NOW)).toEqual([
      { slot: 'direct-question-0', to: 'requester', kind: 'question', index: 0 },
      { slot: 'thread-question-0', to: 'thread', kind: 'question', index: 0 },
      { slot: 'thread-answer-0', to: 'thread', kind: 'answer', index: 0 },
      { slot: 'direct-question-1', to: 'requester', kind: 'question', index: 1 },
      { slot: 'thread-question-1', to: 'thread', kind: 'question', index: 1 },
    ]);
  });

  it('of waiting is the escalation and the newest reminder, as long as it waits', () => {
    const policy = { ...order.policy, reminders: { firstAfterMs: 1, atMost: 2 } };
    const more = { policy, escalatedAt: T0 };
    expect(noticesOf({ ...order, ...more }, NOW)).toEqual([
      { slot: 'thread-escalation', to: 'thread', kind: 'escalation' },
      { slot: 'thread-reminder-2', to: 'thread', kind: 'reminder', count: 2 },
    ]);
    expect(slots({ ...approved, ...more })).toEqual([]);
    expect(slots(order)).toEqual([]);
  });

  it('has a key of its own for each set of it', () => {
    expect(noticeKey(order, NOW)).toBe('awaiting_approval-0-none');
    expect(noticeKey(asked, NOW)).toBe('awaiting_approval-5-thread-question-1');
  });
});

it('what was seen is news when one finding of several differs', () => {
  const [first, second] = pending.evidence;
  if (!first || !second) throw new Error('two findings');
  const changed = [first, { ...second, finding: 'active' as const }];
  expect(isNews(pending, seen('unknown', { evidence: pending.evidence }))).toBe(false);
  expect(isNews(pending, seen('unknown', { evidence: changed }))).toBe(true);
  expect(isNews(pending, seen('unknown', { evidence: [first, first] }))).toBe(true);
  expect(isNews(pending, seen('unknown', { evidence: [] }))).toBe(true);
});
