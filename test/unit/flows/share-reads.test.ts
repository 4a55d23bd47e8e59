import { expect, it } from 'vitest';
import { shareReads } from '../../../src/flows/shared-reads.ts';

/** A read that ends when the test says so; answers how many have begun. */
function slowRead() {
  const ends: ((error?: Error) => void)[] = [];
  const read = () =>
    new Promise<number>((resolve, reject) => {
      const mine = ends.length + 1;
      ends.push((error) => (error ? reject(error) : resolve(mine)));
    });
  return { read: shareReads(read), ends };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('reads once for all who ask together', async () => {
  const { read, ends } = slowRead();
  const asked = [read(), read(), read()];
  await turn();
  ends[0]?.();
  expect(await Promise.all(asked)).toEqual([1, 1, 1]);
  expect(ends).toHaveLength(1);
});

it('gives nobody what began before they asked', async () => {
  const { read, ends } = slowRead();
  const first = read();
  await turn();
  const later = [read(), read()];
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  ends[1]?.();
  expect(await Promise.all([first, ...later])).toEqual([1, 2, 2]);
});

it('goes on after a read that failed', async () => {
  const { read, ends } = slowRead();
  const first = read();
  await turn();
  const later = read();
  ends[0]?.(new Error('Redis is away'));
  await expect(first).rejects.toThrow('Redis is away');
  await turn();
  ends[1]?.();
  expect(await later).toBe(2);
});
