import { expect, it } from 'vitest';
import { startDrawings } from '../../support/drawings.ts';

it('lists, Home and numbers ask as much of Redis for 4,000 records as for 200', {
  timeout: 60_000,
}, async () => {
  const few = await (await startDrawings(100)).asked();
  const many = await (await startDrawings(2_000)).asked();
  expect(many).toEqual(few);
});
