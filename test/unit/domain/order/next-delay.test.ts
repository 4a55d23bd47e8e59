import { expect, it } from 'vitest';
import { nextDelay } from '../../../../src/domain/order/order-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

it.each([
  [0, 2 * SECOND],
  [5 * SECOND, 2 * SECOND],
  [20 * SECOND, 2 * SECOND],
  [MINUTE, 6 * SECOND],
  [10 * MINUTE, MINUTE],
  [50 * MINUTE, 5 * MINUTE],
  [30 * 24 * 60 * MINUTE, 5 * MINUTE],
  [-5 * SECOND, 2 * SECOND],
])('tries what has waited %i ms again in about %i ms', (age, about) => {
  expect(nextDelay(age, 0.5)).toBe(about);
  expect(nextDelay(age, 0)).toBe(about * 0.8);
  expect(nextDelay(age, 0.999_999)).toBeLessThanOrEqual(about * 1.2);
});
