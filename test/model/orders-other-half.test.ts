import { it } from 'vitest';
import { HALF, keepsEveryPromise } from './property.ts';

it(
  `keeps every promise about money in ${HALF} random sequences more`,
  {
    timeout: HALF * 1_000,
  },
  () => keepsEveryPromise(1),
);
