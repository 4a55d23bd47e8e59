import { setImmediate as nextTurn } from 'node:timers/promises';
import { it } from 'vitest';

it('lets a promise be rejected where nobody listens', async () => {
  void Promise.reject(new Error('nobody heard this'));
  await nextTurn();
});
