import { describe, expect, it } from 'vitest';
import { isTooNew, nextLookAt } from '../../../../src/domain/account/look.ts';
import { lookInterval } from '../../../../src/domain/account/reading-pace.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import type { Verification } from '../../../../src/domain/verification/verification.ts';
import { everyConnection } from '../../views/connection-states.ts';
import { orderStates, T0, verificationStates } from '../../views/views-support.ts';

describe('the next look at a record', () => {
  const HOUR = 3_600_000;
  const NOW = T0 + 5 * HOUR;
  const { completed, pending, unconfirmed } = orderStates();
  const { verified, code_sent } = verificationStates();
  const reviewed = everyConnection().find(({ state }) => state === 'connected');
  if (!reviewed || !('attempt' in reviewed)) throw new Error('a connection under review');
  const connection = { ...reviewed, attempt: { ...reviewed.attempt, at: T0 + 2 * HOUR } };
  const asked = { by: 'U0ASKER', at: T0, why: 'Closed' };
  const leaving = (since: number) =>
    ({ giveBack: { asked, state: 'pending', since } }) as const satisfies Partial<Order>;

  it.each<[string, Order | Verification, number]>([
    ['a purchase that Vobiz took', pending, pending.attempt.startedAt],
    ['a purchase in doubt', unconfirmed, unconfirmed.attempt.startedAt],
    ['a connection under review', { ...completed, connection }, T0 + 2 * HOUR],
    ['a connection of a number that somebody brought', { ...verified, connection }, T0 + 2 * HOUR],
    ['a give-back', { ...completed, ...leaving(T0 + HOUR) }, T0 + HOUR],
    [
      'the youngest of both',
      { ...completed, connection, ...leaving(T0 + 3 * HOUR) },
      T0 + 3 * HOUR,
    ],
  ])('comes the later the longer Vobiz takes: %s', (_what, record, since) => {
    expect(nextLookAt(record, NOW)).toBe(NOW + lookInterval(NOW - since));
  });

  it.each<[string, Order | Verification]>([
    ['is bought', completed],
    ['waits for a code', code_sent],
    ['was brought', verified],
    ['is kept', { ...completed, giveBack: { asked, state: 'kept', at: T0 } }],
  ])('never comes where Vobiz has nothing to finish: a number that %s', (_what, record) => {
    expect(nextLookAt(record, NOW)).toBeUndefined();
  });
});

describe('a record that changed while the lists were read', () => {
  const { completed } = orderStates();
  const MINUTE = 60_000;

  it.each([
    ['before they were asked for', T0 - 1, T0 + MINUTE, false],
    ['the moment they were', T0, T0 + MINUTE, false],
    ['soon after', T0 + 1, T0 + MINUTE, true],
    ['minutes after: the account has many pages', T0 + 2 * MINUTE, T0 + 3 * MINUTE, true],
    ['ahead of now: the clock was set back', T0 + 2 * MINUTE, T0 + MINUTE, false],
  ])('is not compared with them: %s', (_when, updatedAt, now, isNew) => {
    expect(isTooNew({ ...completed, updatedAt }, T0, now)).toBe(isNew);
  });
});
