import { describe, expect, it } from 'vitest';
import { type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { transition } from '../../../src/domain/order/order-transitions.ts';
import { withUnknownFields } from '../../../src/store/saving.ts';

const NOW = Date.UTC(2026, 10, 26);
const inr = (minor: number) => ({ minor, currency: 'INR' });
const price = { setup: inr(50_000), monthly: inr(20_000) };

/** A pending order as a newer version might write it: something of its own on every level. */
const stored = {
  id: 'ord_7k3m9q2x',
  team: 'T0TEAM',
  revision: 4,
  createdAt: NOW,
  updatedAt: NOW,
  requester: 'U0ASHA',
  askedIn: 'C0OPS',
  channel: 'C0OPS',
  number: { e164: '+919876543210', country: 'IN', region: 'MH', price, features: ['voice'] },
  purpose: 'Support',
  policy: {
    version: 'v1',
    approvers: { users: ['U0RAVI'], groups: [], roles: ['finance'] },
    selfApproval: false,
    expiresAfterMs: 1_000,
    notBefore: 9,
  },
  expiresAt: NOW + 1_000,
  votes: [{ by: 'U0RAVI', at: NOW, sets: [0], comment: 'fine' }],
  questions: [{ by: 'U0RAVI', at: NOW, text: 'Why?', seen: true }],
  costCentre: '4711',
  state: 'pending',
  decision: { by: 'U0RAVI', at: NOW, from: 'phone' },
  attempt: { id: 'att_1', startedAt: NOW, replicas: 2 },
  purchase: { orderId: 'v-1', rawStatus: 'pending', at: NOW, invoice: { no: 1 } },
  evidence: [{ source: 'channels', finding: 'not_found', at: NOW, raw: 'x' }],
};
const known = orderSchema.parse(stored);
const kept = (next: Order) => withUnknownFields(stored, known, next);

describe('what a newer version added to a record', () => {
  it('is read past on every level, also where people are named', () => {
    expect(JSON.stringify(known)).not.toMatch(/4711|finance|invoice|features|comment|notBefore/);
  });

  it('stands there again after a save, and after a transition to another state', () => {
    expect(kept(known)).toEqual({ ...stored, kind: 'order' });
    const seen = { verdict: 'completed', e164: undefined, failureReason: undefined } as const;
    const evidence = [{ source: 'owned_numbers', finding: 'active', at: NOW + 1 } as const];
    const done = transition(
      known,
      { type: 'observed', observation: { ...seen, evidence } },
      NOW + 1,
    );
    if (!done.ok) throw new Error('refused');
    expect(kept(done.record)).toEqual({
      ...stored,
      kind: 'order',
      state: 'completed',
      revision: 5,
      updatedAt: NOW + 1,
      endedAt: NOW + 1,
      // Another finding: what was noted about the earlier one is not said of this one.
      evidence,
    });
  });

  it('stays with an item of a list that something is added to', () => {
    const question = { ...known.questions?.[0], answer: { at: NOW, text: 'Because' } };
    expect(kept({ ...known, questions: [question] } as Order)).toMatchObject({
      questions: [{ ...stored.questions[0], answer: { text: 'Because' } }],
    });
  });

  it('goes with what is taken out, and is not put into something else of the same name', () => {
    const { votes: _votes, ...without } = known;
    expect(kept(without as Order)).not.toHaveProperty('votes');
    const attempt = { id: 'att_2', startedAt: NOW };
    expect(kept({ ...known, attempt } as Order)).toMatchObject({ attempt });
    expect(kept({ ...known, attempt } as Order)).not.toHaveProperty('attempt.replicas');
  });
});
