import { describe, expect, it } from 'vitest';
import { gapSchema } from '../../../src/domain/audit/gap.ts';
import { orderSchema } from '../../../src/domain/order/order.ts';
import { kindOf } from '../../../src/domain/record.ts';
import { verificationSchema } from '../../../src/domain/verification/verification.ts';
import { orderStates, T0, verificationStates } from '../views/views-support.ts';

describe('the kind of a record', () => {
  it('is read into records of earlier versions, which have none', () => {
    const { kind: _o, ...order } = orderStates().expired;
    expect(orderSchema.parse(order)).toEqual(orderStates().expired);
    const { kind: _v, ...verification } = verificationStates().sending;
    expect(verificationSchema.parse(verification)).toEqual(verificationStates().sending);
    const gap = {
      id: 'gap_7k3m9q2x',
      team: 'T0TEAM',
      state: 'noticed',
      revision: 1,
      createdAt: T0,
      updatedAt: T0,
      noticedAt: T0,
      lost: `7:${'0'.repeat(64)}`,
      lostAt: T0,
      common: 0,
    };
    expect(gapSchema.parse(gap)).toEqual({ ...gap, kind: 'gap' });
  });

  it('is never another', () => {
    expect(orderSchema.safeParse({ ...orderStates().expired, kind: 'gap' }).success).toBe(false);
  });

  it.each([
    ['ord_7k3m9q2x', 'order'],
    ['ver_7k3m9q2x', 'verification'],
    ['gap_7k3m9q2x', 'gap'],
    ['U0ASHA', undefined],
    ['order', undefined],
    [undefined, undefined],
  ])('is told by the id %s', (id, kind) => {
    expect(kindOf(id)).toBe(kind);
  });
});
