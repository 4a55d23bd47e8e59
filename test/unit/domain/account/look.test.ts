import { describe, expect, it } from 'vitest';
import { isTooNew } from '../../../../src/domain/account/look.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

describe('a record that changed while the lists were read', () => {
  const { completed } = orderStates();
  const MINUTE = 60_000;

  it.each([
    ['before they were asked for', T0 - 1, T0 + MINUTE, false],
    ['soon after', T0 + 1, T0 + MINUTE, true],
    ['minutes after: the account has many pages', T0 + 2 * MINUTE, T0 + 3 * MINUTE, true],
    ['ahead of now: the clock was set back', T0 + 2 * MINUTE, T0 + MINUTE, false],
  ])('is not compared with them: %s', (_when, updatedAt, now, isNew) => {
    expect(isTooNew({ ...completed, updatedAt }, T0, now)).toBe(isNew);
  });
});
