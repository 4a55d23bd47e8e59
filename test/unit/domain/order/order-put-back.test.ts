import { describe, expect, it } from 'vitest';
import {
  apart,
  apartId,
  type JournalEntry,
  knowsAttempt,
  type PurchaseOutcome,
  purchaseOutcomeSchema,
  recreated,
  wasSettledOtherwise,
} from '../../../../src/domain/order/order-put-back.ts';
import { inr, orderStates, T0 } from '../../views/views-support.ts';
import { ATTEMPT, answered, follow, NOW, refusal } from './order-support.ts';

const { awaiting_approval, approved, placing, unconfirmed, completed, failed } = orderStates();
const kept = (outcome?: PurchaseOutcome): JournalEntry => ({ order: placing, outcome });
const lost: PurchaseOutcome = { type: 'lost', attemptId: ATTEMPT, why: 'server_error' };
const refused: PurchaseOutcome = { type: 'refused', attemptId: ATTEMPT, reason: 'No' };

describe('the outcome of a purchase, as its sender kept it', () => {
  it.each<PurchaseOutcome>([
    answered({ price: { setup: inr(1), monthly: inr(2) }, failureReason: 'No stock' }),
    { ...answered(), answer: { ...answered().answer, unread: { number: '98765' } } },
    { ...refused, because: 'balance' },
    ...(['completed', 'failed', 'cancelled', 'pending', 'unknown'] as const).map((status) =>
      answered({ status }),
    ),
    lost,
  ])('is read as it was written: $type', (outcome) => {
    expect(purchaseOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });

  it.each([
    { type: 'won', attemptId: ATTEMPT },
    { type: 'lost', attemptId: ATTEMPT, why: 'bored' },
    { type: 'answered', attemptId: ATTEMPT, answer: { ...answered().answer, status: 'sold' } },
  ])('is not read when it is %o', (outcome) => {
    expect(purchaseOutcomeSchema.safeParse(outcome).success).toBe(false);
  });
});

describe('an order and an attempt that was sent', () => {
  it('belong together where the order names it', () => {
    const other = { ...placing, attempt: { ...placing.attempt, id: 'att_other000' } };
    expect(knowsAttempt(placing, kept())).toBe(true);
    expect(knowsAttempt(other, kept())).toBe(false);
    expect(knowsAttempt(approved, kept())).toBe(false);
  });

  const settled = { by: 'U0APPROVER', at: NOW, reason: 'No', checked: 'not_found' } as const;
  const said = { ...failed, settled };
  it.each([
    ['was said to be not placed', said, kept(answered({ status: 'pending' })), true],
    ['failed at Vobiz too', said, kept(answered({ status: 'failed' })), false],
    ['was cancelled at Vobiz too', said, kept(answered({ status: 'cancelled' })), false],
    ['was refused', said, kept(refused), false],
    ['got no answer', said, kept(), false],
    ['failed by itself', failed, kept(answered()), false],
    ['was said to be placed', { ...completed, settled }, kept(answered()), false],
    [
      'is of another attempt',
      { ...said, attempt: { ...said.attempt, id: 'att_other000' } },
      kept(answered()),
      false,
    ],
  ])('contradict each other when the order %s: %#', (_what, order, entry, contradict) => {
    expect(wasSettledOtherwise(order, entry)).toBe(contradict);
  });
});

describe('a claim that Redis lost', () => {
  const by = (user: string, at: number) => ({ by: user, at, sets: [0] });

  it('is put back with the votes of both, each person once as they stand', () => {
    const before = { ...awaiting_approval, votes: [by('U0A', T0 + 2)] };
    const order = { ...placing, votes: [by('U0A', T0), by('U0B', T0 + 1)] };
    const record = follow(before, { type: 'put_back', kept: { order, outcome: lost } });
    expect(record.votes).toEqual([by('U0A', T0 + 2), by('U0B', T0 + 1)]);
    expect(record).toMatchObject({ state: 'unconfirmed', why: 'server_error' });
  });

  it('is put back without votes where there are none', () => {
    const record = follow(approved, { type: 'put_back', kept: kept() });
    expect(record).not.toHaveProperty('votes');
    expect(record).toMatchObject({ state: 'unconfirmed', why: 'interrupted' });
  });

  it('is put back with what its parts told meanwhile', () => {
    const [open, told] = (['open', 'gone'] as const).map((stand) => ({
      parts: { [`${placing.id}02`]: stand },
    }));
    const order = { ...placing, ...open };
    expect(follow({ ...approved, ...told }, { type: 'put_back', kept: { order } })).toMatchObject(
      told ?? {},
    );
    expect(follow(approved, { type: 'put_back', kept: { order } })).toMatchObject(open ?? {});
    expect(follow(approved, { type: 'put_back', kept: kept() })).not.toHaveProperty('parts');
  });

  it('becomes a whole record where Redis has none, one revision after its last entry', () => {
    const last = { revision: 7, to: 'placing' };
    expect(recreated(kept(refused), last, NOW)).toMatchObject({
      record: { id: placing.id, state: 'failed', revision: 8 },
    });
    expect(recreated(kept(refused), undefined, NOW)).toMatchObject({ record: { revision: 1 } });
  });
});

describe('a purchase whose order went another way', () => {
  it('has a record of its own, under the id of its attempt', () => {
    const odd = { ...placing, attempt: { ...placing.attempt, id: 'att_7att_m9q2' } };
    expect(apartId({ order: odd })).toBe('ord_7att_m9q2');
    expect(apartId({ order: { ...odd, attempt: { ...odd.attempt, id: 'x_att_1' } } })).toBe(
      'x_att_1',
    );
    const order = { ...placing, sentAs: 'ord_9k3m9q2x' };
    const { sentAs: _none, ...same } = order;
    expect(apart({ order, outcome: lost }, NOW)).toEqual({
      ...same,
      id: 'ord_7k3m9q2x',
      sentFor: placing.id,
      revision: 1,
      createdAt: NOW,
      updatedAt: NOW,
      state: 'unconfirmed',
      why: 'server_error',
      evidence: [],
    });
  });

  it.each<[string, PurchaseOutcome | undefined, object]>([
    ['no answer', undefined, { why: 'interrupted', evidence: [] }],
    ['a refusal', refused, { why: 'interrupted', evidence: [] }],
    [
      'an answer',
      answered({ status: 'completed' }),
      {
        why: 'interrupted',
        evidence: [{ source: 'purchase_answer', finding: 'completed', at: NOW }],
      },
    ],
  ])('is unconfirmed after %s', (_what, outcome, as) => {
    expect(apart(kept(outcome), NOW)).toMatchObject(as);
  });

  it('is named once by the order it was sent for', () => {
    const event = { type: 'sent_as', next: 'ord_9k3m9q2x' } as const;
    const told = follow(unconfirmed, event);
    expect(told).toMatchObject({ state: 'unconfirmed', sentAs: 'ord_9k3m9q2x' });
    expect(refusal(told, event)).toBe('out_of_turn');
    expect(follow(told, { ...event, next: 'ord_8k3m9q2x' }).sentAs).toBe('ord_8k3m9q2x');
  });

  it('is followed by the request that was made instead', () => {
    const { stopped } = orderStates();
    const event = { type: 'follow', next: 'ord_9k3m9q2x' } as const;
    const followed = follow(stopped, event);
    expect(followed).toMatchObject({ followedBy: 'ord_9k3m9q2x' });
    expect(refusal(followed, event)).toBe('out_of_turn');
  });
});
