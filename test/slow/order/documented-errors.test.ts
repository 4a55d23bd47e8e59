import { describe, it } from 'vitest';
import { ERROR_SHAPES, type ErrorShape, errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import {
  buys,
  buysIn,
  type FaultyPurchase,
  lost,
  refused,
  startFaulty,
} from '../../support/faulty-purchases.ts';

describe('every documented error to a purchase', () => {
  function rowOf(
    { name, status: code, message }: ErrorShape,
    when: 'before' | 'after',
  ): FaultyPurchase {
    const fault = errorShape(name, when);
    const bought = when === 'after' ? 1 : 0;
    if (code >= 500) return lost(name, fault, bought, 'a server error');
    return { ...refused(name, fault, `.*${message ?? ''}.* .HTTP ${code}.`), bought };
  }

  it.each(ERROR_SHAPES.filter(({ status: code }) => code !== 429))(
    '$name ($status), before and after it took effect',
    async (shape) => {
      const world = await startFaulty();
      await buysIn(world, rowOf(shape, 'before'));
      await buysIn(world, rowOf(shape, 'after'));
    },
  );

  // A rate limit pauses the account, so a second order in the same world would wait.
  const limits = ERROR_SHAPES.filter(({ status: code }) => code === 429);
  it.each(limits)('$name, before it took effect', (shape) => buys(rowOf(shape, 'before')));
  it.each(limits)('$name, after it took effect', (shape) => buys(rowOf(shape, 'after')));
});
