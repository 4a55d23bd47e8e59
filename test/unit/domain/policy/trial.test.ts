import { expect, it } from 'vitest';
import { priceNow } from '../../../../src/domain/policy/trial.ts';

const inr = (minor: number) => ({ minor, currency: 'INR' });

it.each([
  ['nothing of it monthly', undefined, inr(130_000), inr(0)],
  ['some of it monthly', 50_000, inr(80_000), inr(50_000)],
  ['all of it monthly', 130_000, inr(0), inr(130_000)],
])('the price that is tried out is what is paid now: %s', (_what, part, setup, monthly) => {
  expect(priceNow(inr(130_000), part)).toEqual({ setup, monthly });
});
