import { describe, expect, it } from 'vitest';
import type { GiveBack, GiveBackIn } from '../../../../src/domain/giveback/give-back.ts';
import type { Stand } from '../../../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  dutiesOf,
  isNews,
  newsNotices,
  noticeKey,
  noticesOf,
} from '../../../../src/domain/order/order-duties.ts';
import { aNumber, differing, inr, orderStates, T0 } from '../../views/views-support.ts';
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
const holding = { owner: 'U0NEW', given: { by: order.requester, at: NOW } };
const decision = { by: 'U0APPROVER', at: T0 };
const back = { by: 'U0ASKER', at: T0, why: 'Closed' };
const leaving: GiveBackIn<'pending'> = { asked: back, decision, state: 'pending', since: T0 };
const said = (of: Order, now = NOW) => noticesOf(of, now).map(({ what }) => what);

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
    ['a number', completed, ['notify']],
    ['a number that was handed on', { ...completed, holding }, ['notify', 'owner']],
  ])('with %s', (_what, of, duties) => {
    expect(dutiesOf(of)).toEqual(duties);
  });

  it.each<[string, GiveBack, string[]]>([
    ['asked for', { asked: back, state: 'asked' }, ['notify']],
    ['approved', { asked: back, decision, state: 'approved' }, ['give_back', 'notify']],
    ['taken by Vobiz', leaving, ['track', 'notify']],
    [
      'to be undone',
      { ...leaving, keep: { by: 'U0APPROVER', at: T0 } },
      ['give_back', 'track', 'notify'],
    ],
    ['over', { asked: back, decision, state: 'released', at: T0 }, ['notify']],
  ])('with a give-back that is %s', (_what, giveBack, duties) => {
    expect(dutiesOf({ ...completed, giveBack })).toEqual(duties);
  });
});

describe('what has to be said', () => {
  const to = order.requester;

  it('of an end or a doubt is for the requester', () => {
    expect(newsNotices(unconfirmed)).toEqual([{ what: 'unconfirmed', to, kind: 'news' }]);
  });

  it('of a withdrawal is for nobody: whoever withdrew it knows', () => {
    expect(newsNotices(STATES.withdrawn)).toEqual([{ what: 'withdrawn', kind: 'news' }]);
  });

  it('of another number or price is said as well', () => {
    expect(said(pending)).toEqual([]);
    expect(newsNotices(other)).toEqual([{ what: 'flagged', to, kind: 'news' }]);
  });

  it('of a difference that came after the end is said beside it', () => {
    const late = differing(completed);
    const answeredAfter = (ms: number, of = late): Order => ({
      ...of,
      ...(of.purchase && { purchase: { ...of.purchase, at: of.endedAt + ms } }),
    });
    expect(said(late)).toEqual(['completed']);
    expect(said(answeredAfter(0))).toEqual(['completed']);
    expect(said(answeredAfter(1))).toEqual(['completed', 'late-difference']);
    expect(said(answeredAfter(1, completed))).toEqual(['completed']);
    const { purchase: _none, ...proven } = late;
    expect(said(proven)).toEqual(['completed']);
    const { failed } = STATES;
    expect(said({ ...failed, purchase: { ...pending.purchase, at: NOW } })).toEqual(['failed']);
  });

  it('of a purchase that went another way is for the thread: its own record tells the requester', () => {
    const sentAs = { what: 'sent-as', kind: 'news' };
    expect(newsNotices({ ...order, sentAs: APART })).toEqual([sentAs]);
    expect(newsNotices({ ...STATES.denied, sentAs: APART })).toEqual([
      { what: 'denied', to, kind: 'news' },
      sentAs,
    ]);
  });

  it('of a give-back is for the channel when it is asked for, then for who asked', () => {
    const news = (giveBack: GiveBack) =>
      noticesOf({ ...completed, giveBack }, NOW).filter(({ kind }) => kind === 'give_back');
    const what = (state: string) => `give-back-${T0}-${state}`;
    expect(news({ asked: back, state: 'asked' })).toEqual([
      { what: what('asked'), kind: 'give_back' },
    ]);
    expect(news(leaving)).toEqual([{ what: what('pending'), to: 'U0ASKER', kind: 'give_back' }]);
    // They hear when Vobiz has taken it.
    expect(news({ asked: back, decision, state: 'approved' })).toEqual([]);
  });

  it('of several numbers is said once for all when the last has ended, doubts when they come', () => {
    const more = [aNumber({ e164: '+919876543211' })];
    const lead = (stand: Stand) => ({ more, parts: { [`${order.id}02`]: stand } });
    const several = { what: 'several', to, kind: 'several' };
    expect(newsNotices({ ...completed, ...lead('open') })).toEqual([]);
    expect(newsNotices({ ...completed, ...lead('gone') })).toEqual([several]);
    expect(newsNotices({ ...completed, partOf: APART })).toEqual([]);
    expect(said({ ...unconfirmed, ...lead('bought') })).toEqual(['unconfirmed']);
    expect(said({ ...unconfirmed, partOf: APART })).toEqual(['unconfirmed']);
    expect(said({ ...completed, partOf: APART, alone: true })).toEqual(['completed']);
  });

  it('of questions is each question to the requester, and its answer to whoever asked', () => {
    expect(noticesOf(asked, NOW)).toEqual([
      { what: 'question-0', to, kind: 'question', index: 0 },
      { what: 'answer-0', to: question.by, kind: 'answer', index: 0 },
      { what: 'question-1', to, kind: 'question', index: 1 },
    ]);
  });

  it('of waiting is the escalation and the newest reminder, as long as it waits', () => {
    const policy = { ...order.policy, reminders: { firstAfterMs: 1, atMost: 2 } };
    const more = { policy, escalatedAt: T0 };
    expect(noticesOf({ ...order, ...more }, NOW)).toEqual([
      { what: 'escalation', kind: 'escalation' },
      { what: 'reminder-2', kind: 'reminder', count: 2 },
    ]);
    expect(said({ ...approved, ...more })).toEqual([]);
    expect(said(order)).toEqual([]);
  });

  it('has a key of its own for each set of it', () => {
    expect(noticeKey(order, NOW)).toBe('awaiting_approval-0-none');
    expect(noticeKey(asked, NOW)).toBe('awaiting_approval-3-question-1');
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
  const elsewhere = [{ ...first, source: 'ledger' as const }, second];
  expect(isNews(pending, seen('unknown', { evidence: elsewhere }))).toBe(true);
  const noted = [{ ...first, noted: 'in other words' }, second];
  expect(isNews(pending, seen('unknown', { evidence: noted }))).toBe(true);
  const [debit, same, other] = [500, 500, 600].map((minor) => ({
    amount: inr(minor),
    approved: inr(500),
  }));
  const charged = { ...pending, evidence: [{ ...first, debit }] };
  expect(isNews(charged, seen('unknown', { evidence: [{ ...first, debit: same }] }))).toBe(false);
  expect(isNews(charged, seen('unknown', { evidence: [{ ...first, debit: other }] }))).toBe(true);
});
