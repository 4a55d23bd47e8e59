import { describe, expect, it } from 'vitest';
import { userIdSchema } from '../../../../src/domain/actor.ts';
import type { GiveBack } from '../../../../src/domain/giveback/give-back.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  BEFORE_FORGOTTEN,
  type Hold,
  holdOf,
  isForgotten,
  isOwnedBy,
  jsonWithout,
  namesPerson,
  pseudonymOf,
} from '../../../../src/domain/people/forgotten.ts';
import { mention } from '../../../../src/views/kit/text.ts';
import { orderStates, verificationStates } from '../../views/views-support.ts';

const ASHA = 'U0ASHA';
const instead = pseudonymOf('ABCDEFGHIJKL');
const orders = orderStates({ requester: ASHA });
const verifications = verificationStates();

describe('a pseudonym', () => {
  it('is a user id to every version, and nobody to people', () => {
    for (const id of [instead, BEFORE_FORGOTTEN]) {
      expect(userIdSchema.safeParse(id).success).toBe(true);
      expect(isForgotten(id)).toBe(true);
      expect(mention(id)).toBe('someone who left');
    }
    expect(mention(ASHA)).toBe('<@U0ASHA>');
  });

  it.each([
    ['a field', { by: ASHA }, { by: instead }],
    ['a list', { users: ['U0RAVI', ASHA] }, { users: ['U0RAVI', instead] }],
    ['a text', { text: 'Ask <@U0ASHA|asha> or U0ASHA.' }, { text: 'Ask someone or someone.' }],
    ['nobody else', { by: 'U0ASHA2', text: 'XU0ASHA' }, { by: 'U0ASHA2', text: 'XU0ASHA' }],
  ])('stands in %s', (_where, before, after) => {
    const json = JSON.stringify(before);
    const without = jsonWithout(json, ASHA, instead);
    expect(JSON.parse(without)).toEqual(after);
    expect(namesPerson(without, ASHA)).toBe(false);
    expect(namesPerson(json, ASHA)).toBe(json !== without);
  });
});

describe('a record', () => {
  it.each(Object.values(orders))(
    'that is $state holds its requester until it has ended',
    (order) => {
      expect(holdOf(order, ASHA)).toBe('endedAt' in order ? 'none' : 'requester');
      expect(holdOf(order, 'U0RAVI')).toBe('endedAt' in order ? 'none' : 'later');
    },
  );

  it.each(Object.values(verifications))(
    'that is $state holds who started it until it is over',
    (record) => {
      const isRunning = ['sending', 'code_sent', 'locked'].includes(record.state);
      expect(holdOf(record, record.startedBy)).toBe(isRunning ? 'requester' : 'none');
      expect(holdOf(record, 'U0RAVI')).toBe(isRunning ? 'later' : 'none');
    },
  );

  const { awaiting_approval: asked } = orders;
  const among = (users: string[], needed = 1, groups: string[] = []): Order => ({
    ...asked,
    policy: { ...asked.policy, sets: [{ from: { users, groups }, needed }] },
  });
  const voted = { ...among(['U0RAVI', 'U0MEERA'], 2), votes: [{ by: 'U0RAVI', at: 1, sets: [0] }] };
  it.each<[string, Order, Hold]>([
    ['the only approver', among(['U0RAVI']), 'sole_approver'],
    ['one of two who both are needed', among(['U0RAVI', 'U0MEERA'], 2), 'sole_approver'],
    ['one of two', among(['U0RAVI', 'U0MEERA']), 'later'],
    ['somebody beside a group', among(['U0RAVI'], 1, ['S0FINANCE']), 'later'],
    ['somebody who has voted', voted, 'later'],
  ])('that waits for %s', (_who, order, hold) => {
    expect(holdOf(order, 'U0RAVI')).toBe(hold);
  });

  it('of a number says whose it is, and is left alone while it is being connected', () => {
    expect(isOwnedBy(orders.completed, ASHA)).toBe(true);
    expect(isOwnedBy(orders.failed, ASHA)).toBe(false);
    const attempt = { id: 'con_7k3m9q2x', by: ASHA, at: 1 };
    const connection = { state: 'connecting', attempt, displayName: 'Pune', wabaId: '1' } as const;
    expect(holdOf({ ...orders.completed, connection }, ASHA)).toBe('later');
    expect(holdOf({ ...verifications.verified, connection }, ASHA)).toBe('later');
    const transfer = { by: 'U0DEV', at: 1, from: ASHA, purpose: 'Pune', expiresAt: 2 };
    const moving = { ...orders.completed, transfer: { ...transfer, state: 'asked' } as const };
    expect(holdOf(moving, ASHA)).toBe('later');
    const over = { ...transfer, state: 'expired', endedAt: 2 } as const;
    expect(holdOf({ ...moving, transfer: over }, ASHA)).toBe('none');
  });

  it('of a number that is given back is left alone until that is over', () => {
    const asked = { by: ASHA, at: 1, why: 'Closed' };
    const going: GiveBack[] = [
      { state: 'asked', asked },
      { state: 'approved', asked },
      { state: 'releasing', asked },
      { state: 'pending', asked, since: 1 },
    ];
    const over: GiveBack[] = [
      { state: 'denied', asked, denied: { by: 'U0RAVI', at: 2, reason: '' } },
      { state: 'kept', asked, at: 2 },
      { state: 'released', asked, at: 2 },
    ];
    const holdsOf = (all: GiveBack[]) =>
      all.map((giveBack) => holdOf({ ...orders.completed, giveBack }, ASHA));
    expect(holdsOf(going)).toEqual(going.map(() => 'later'));
    expect(holdsOf(over)).toEqual(over.map(() => 'none'));
  });
});
