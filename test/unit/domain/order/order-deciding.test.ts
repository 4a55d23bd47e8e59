import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/domain/order/order.ts';
import type { EventOf } from '../../../../src/domain/order/order-events.ts';
import { QUESTIONS_MAX, REPLIES_MAX } from '../../../../src/domain/order/questions.ts';
import { orderStates, T0 } from '../../views/views-support.ts';
import { approver, follow, HOUR, NOW, refusal, requester, stranger } from './order-support.ts';

const { awaiting_approval: order, approved } = orderStates();
const finance = { ...approver, userId: 'U0FINANCE', groups: ['S0FINANCE'] };
const asked = { by: 'U0APPROVER', at: T0, text: 'Which team pays?' };
const waiting: Order = { ...order, questions: [asked], pausedAt: T0 };

const approve = (who = approver, digits?: string): EventOf<'approve'> => ({
  type: 'approve',
  who,
  requesterLeft: false,
  ...(digits !== undefined && { digits }),
});
const reply = (who = approver, ts = '1.1'): EventOf<'reply'> => ({
  type: 'reply',
  who,
  reply: { by: who.userId, at: NOW, ts, text: 'For Pune' },
});
const answer = (upTo: number, by = 'U0REQUESTER'): EventOf<'answer'> => ({
  type: 'answer',
  by,
  text: 'Sales',
  upTo,
});

it('an approval counts only for the revision that the person saw', () => {
  const { revision } = order;
  expect(follow(order, { ...approve(), seen: revision })).toMatchObject({ state: 'approved' });
  const late = { ...approve(), seen: revision - 1 };
  expect(refusal(order, late)).toBe('changed');
});

describe('an approval of two that are needed', () => {
  const leads = { users: ['U0APPROVER', 'U0LEAD'], groups: [] };
  const both: Order = {
    ...order,
    policy: {
      ...order.policy,
      sets: [
        { from: leads, needed: 1 },
        { from: { users: [], groups: ['S0FINANCE'] }, needed: 1 },
      ],
    },
  };
  const first = { by: 'U0APPROVER', at: NOW, sets: [0] };
  const half = () => follow(both, approve());

  it('is kept, and the request still waits', () => {
    expect(half()).toMatchObject({ state: 'awaiting_approval', votes: [first] });
    expect(half()).not.toHaveProperty('decision');
  });

  it('approves when it is the last, and the decision is its', () => {
    expect(follow(half(), approve(finance), NOW + 1)).toMatchObject({
      state: 'approved',
      votes: [first, { by: 'U0FINANCE', at: NOW + 1, sets: [1] }],
      decision: { by: 'U0FINANCE', at: NOW + 1 },
    });
  });

  it.each([
    ['by the same person', approver, 'already_voted'],
    ['by another of their kind', { ...approver, userId: 'U0LEAD' }, 'not_needed'],
    ['by nobody who may', stranger, 'not_an_approver'],
  ])('is refused a second time %s', (_by, who, kind) => {
    expect(refusal(half(), approve(who))).toBe(kind);
  });
});

describe('an approval that takes the last four digits', () => {
  const careful: Order = { ...order, policy: { ...order.policy, confirmDigits: true } };
  it.each([
    ['3210', undefined],
    ['3211', 'digits_differ'],
    ['+919876543210', 'digits_differ'],
    ['', 'digits_differ'],
    [undefined, 'digits_differ'],
  ])('with %j is refused as %s', (digits, kind) => {
    expect(refusal(careful, approve(approver, digits))).toBe(kind);
  });
});

describe('a question', () => {
  const ask: EventOf<'ask'> = { type: 'ask', who: approver, text: 'Why now?' };

  it('joins those before it, and the clock stands since the first', () => {
    expect(follow(waiting, ask)).toMatchObject({
      questions: [asked, { by: 'U0APPROVER', at: NOW, text: 'Why now?' }],
      pausedAt: T0,
    });
    expect(follow(order, ask)).toMatchObject({ pausedAt: NOW });
    expect(refusal(order, { ...ask, who: stranger })).toBe('not_an_approver');
  });

  it('is one of at most twenty', () => {
    const many = (count: number) => ({ ...order, questions: Array(count).fill(asked) });
    expect(follow(many(QUESTIONS_MAX - 1), ask).questions).toHaveLength(QUESTIONS_MAX);
    expect(refusal(many(QUESTIONS_MAX), ask)).toBe('out_of_turn');
  });

  it('is answered with those that were shown, and the others stay open', () => {
    const twice: Order = { ...waiting, questions: [asked, asked] };
    const half = follow(twice, answer(1));
    expect(half.questions).toEqual([{ ...asked, answer: { at: NOW, text: 'Sales' } }, asked]);
    expect(half).toMatchObject({ pausedAt: T0, expiresAt: order.expiresAt });
    const done = follow(half, { ...answer(2), text: 'Ops' }, NOW + HOUR);
    expect(done.questions?.map((question) => question.answer?.text)).toEqual(['Sales', 'Ops']);
    expect(done.expiresAt).toBe(order.expiresAt + NOW + HOUR - T0);
    expect(done).not.toHaveProperty('pausedAt');
  });

  it.each([
    ['by somebody else', answer(1, 'U0APPROVER'), 'not_the_requester'],
    ['before it was shown', answer(0), 'out_of_turn'],
  ])('is not answered %s', (_how, event, kind) => {
    expect(refusal(waiting, event)).toBe(kind);
  });
});

describe('a reply in the thread', () => {
  it('of an approver is kept and answers nothing', () => {
    const told = follow(waiting, reply());
    expect(told.replies).toEqual([reply().reply]);
    expect(told).toMatchObject({ questions: [asked], pausedAt: T0, expiresAt: order.expiresAt });
  });

  it('of the requester answers what is open', () => {
    const told = follow(waiting, reply(requester));
    expect(told.replies).toEqual([reply(requester).reply]);
    expect(told.questions).toEqual([{ ...asked, answer: { at: NOW, text: 'For Pune' } }]);
  });

  it('of the requester is kept where nothing is open, or nothing waits any more', () => {
    expect(follow(order, reply(requester)).replies).toHaveLength(1);
    const told = follow({ ...approved, questions: [asked] }, reply(requester));
    expect(told).toMatchObject({ state: 'approved', questions: [asked] });
    expect(told.replies).toHaveLength(1);
  });

  it('is kept once, behind the others, up to thirty', () => {
    const first = { ...reply().reply, ts: '0.1' };
    expect(follow({ ...order, replies: [first] }, reply()).replies).toEqual([first, reply().reply]);
    expect(refusal({ ...order, replies: [first] }, reply(approver, '0.1'))).toBe('out_of_turn');
    const many = (count: number) => ({ ...order, replies: Array(count).fill(first) });
    expect(follow(many(REPLIES_MAX - 1), reply()).replies).toHaveLength(REPLIES_MAX);
    expect(refusal(many(REPLIES_MAX), reply())).toBe('out_of_turn');
  });

  it('of anybody else is not kept', () => {
    expect(refusal(order, reply(stranger))).toBe('not_an_approver');
  });
});

describe('withdrawing', () => {
  const withdraw = { type: 'withdraw', by: 'U0REQUESTER' } as const;

  it('is for the requester alone', () => {
    expect(refusal(order, { ...withdraw, by: 'U0APPROVER' })).toBe('not_the_requester');
  });

  it('keeps that it had been approved', () => {
    expect(follow(order, withdraw)).not.toHaveProperty('decision');
    const gone = follow(approved, withdraw);
    expect(gone).toMatchObject({ endedAt: NOW, decision: approved.decision });
  });
});
