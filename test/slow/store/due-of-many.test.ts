import { expect, it } from 'vitest';
import { TEAM } from '../../support/stored.ts';
import { MINUTE, startSweeping } from '../../support/sweeping.ts';

const total = (asked: ReadonlyMap<string, number>) => [...asked.values()].reduce((a, b) => a + b);

/** The slow pass takes a hundredth or so of what is open, as Redis cuts its sets: some more commands or fewer each time. */
const FEW = 300;

it('asks Redis nothing about 5,000 orders while none is due, and visits the one that is', {
  timeout: 60_000,
}, async () => {
  const { keys, redis, waiting, drawn, sweep, time, dueAt } = startSweeping();
  const orders = await Promise.all(
    Array.from({ length: 5_000 }, async (_, at) => drawn(await waiting(at))),
  );
  await sweep();
  time.now += MINUTE;
  const idle = await sweep();
  expect(total(idle)).toBeLessThan(FEW);
  expect([...idle.keys()]).not.toContain('smembers');
  const [first] = orders;
  if (!first) throw new Error('no order');
  await redis.zadd(keys.due(), time.now, `${TEAM}|${first.id}`);
  const one = await sweep();
  expect(total(one)).toBeLessThan(FEW);
  expect(await dueAt(first)).toBe(first.expiresAt);
});
