import { expect, it } from 'vitest';
import { withoutValue } from '../../support/every-value.ts';

it('knows a value for every button and form there is, so that the tests of all of them try each', () => {
  const ids = { order: 'ord_abcdefgh1234', verification: 'ver_abcdefgh1234', channel: 'C0OPS' };
  expect(withoutValue(ids)).toEqual([]);
});
