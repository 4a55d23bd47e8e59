import { describe, expect, it } from 'vitest';
import { TEAM } from '../../support/stored.ts';
import { MINUTE, startSweeping } from '../../support/sweeping.ts';
import { ASHA } from '../../support/world.ts';

const HOUR = 60 * MINUTE;

describe('the sweep', () => {
  it('visits what was saved until nothing is missing, and then when its time comes', async () => {
    const { waiting, drawn, sweep, queue, time, dueAt } = startSweeping();
    const order = await waiting(1);
    await sweep();
    expect(await queue.getJob(`redraw-${order.id}-1`)).toMatchObject({ name: 'redraw' });
    expect(await dueAt(order)).toBe(time.now + MINUTE);
    await drawn(order);
    time.now += MINUTE;
    await sweep();
    expect(await dueAt(order)).toBe(order.expiresAt);
  });

  it('expires a request on its minute', async () => {
    const { stores, waiting, drawn, sweep, time } = startSweeping();
    const order = await drawn(await waiting(1));
    await sweep();
    time.now = order.expiresAt - 1;
    await sweep();
    expect(await stores.orders.get(order)).toMatchObject({ state: 'awaiting_approval' });
    time.now = order.expiresAt;
    await sweep();
    expect(await stores.orders.get(order)).toMatchObject({ state: 'expired' });
  });

  it('visits no more what has ended and was told', async () => {
    const { stores, waiting, change, drawn, sweep, dueAt, time, redis, keys } = startSweeping();
    const ended = await change(await waiting(1), { type: 'withdraw', by: ASHA }, time.now);
    await drawn(ended);
    await sweep();
    expect(await dueAt(ended)).toBe(time.now + MINUTE);
    const told = { state: 'sent', channel: ended.channel, ts: '1.2', revision: 2 } as const;
    await stores.deliveries.put(ended, 'thread-withdrawn', told);
    time.now += MINUTE;
    await sweep();
    expect(await dueAt(ended)).toBeUndefined();
    expect(await redis.scard(keys.open('order'))).toBe(0);
  });

  it('visits at once, and only once, all that an earlier version left open', async () => {
    const { redis, keys, stores, waiting, drawn, sweep, time, repaired } = startSweeping();
    const orders = await Promise.all(
      Array.from({ length: 250 }, async (_, at) => drawn(await waiting(at))),
    );
    await redis.del(keys.due(), keys.fullPass());
    await sweep();
    const dueAt = await stores.due.times(orders);
    expect(orders.map(dueAt)).toEqual(orders.map(({ expiresAt }) => expiresAt));
    expect(repaired).toEqual([]);
    await redis.del(keys.due());
    time.now += MINUTE;
    await sweep();
    expect(await redis.zcard(keys.due())).toBeLessThan(250);
  });

  it('restores a look that is lost, and one that is too late', async () => {
    const { redis, keys, stores, followed, drawn, sweep, time, repaired } = startSweeping();
    const order = await drawn(await followed(1));
    await sweep();
    const lookAt = async () => (await stores.looks.dueAt(order)) ?? 0;
    const at = await lookAt();
    expect(at).toBeGreaterThan(time.now);
    await redis.zadd(keys.looks(), at + HOUR, `${TEAM}|${order.id}`);
    await sweep();
    expect(await lookAt()).toBe(at);
    expect(repaired).toEqual([
      ['looks', 1],
      ['looks', 1],
    ]);
  });

  it('gives up what Redis has lost', async () => {
    const { redis, keys, waiting, sweep, dueAt } = startSweeping();
    const order = await waiting(1);
    await redis.del(keys.record('order', order));
    await sweep();
    expect(await dueAt(order)).toBeUndefined();
  });

  it('comes back to what it cannot read, and visits the others', async () => {
    const { redis, keys, waiting, drawn, sweep, dueAt, time } = startSweeping();
    const newer = await waiting(2);
    const order = await drawn(await waiting(1));
    const state = 'of_a_newer_version';
    await redis.set(keys.record('order', newer), JSON.stringify({ ...newer, state }));
    await sweep();
    expect(await dueAt(newer)).toBe(time.now + MINUTE);
    expect(await dueAt(order)).toBe(order.expiresAt);
  });
});

describe('a key of the wrong type', () => {
  it.each(['its messages', 'its record'])('costs one record: %s', async (what) => {
    const { redis, keys, waiting, drawn, sweep, dueAt, time, failures } = startSweeping();
    const broken = await waiting(2);
    const order = await drawn(await waiting(1));
    const key = what === 'its record' ? keys.record('order', broken) : keys.delivery(broken);
    await redis.del(key);
    await redis.rpush(key, 'x');
    await sweep();
    expect(await dueAt(broken)).toBe(time.now + MINUTE);
    expect(await dueAt(order)).toBe(order.expiresAt);
    expect(failures).toEqual([['record', expect.any(Error), broken.id]]);
  });

  it('keeps only the walk through its list from its end', async () => {
    const { redis, keys, waiting, sweep, queue, failures } = startSweeping();
    const order = await waiting(1);
    await redis.del(keys.open('verification'));
    await redis.set(keys.open('verification'), 'x');
    await sweep();
    expect(await queue.getJob(`redraw-${order.id}-1`)).toMatchObject({ name: 'redraw' });
    expect(failures.map(([step]) => step)).toContain('open_verifications');
  });
});

describe('the index of times', () => {
  it('has again what a dead process had taken, and keeps due what was saved during the visit', async () => {
    const { stores, waiting, change, dueAt, time } = startSweeping();
    const order = await waiting(1);
    const [left, saved] = [await waiting(2), await waiting(3)];
    const until = time.now + MINUTE;
    expect(await stores.due.take(time.now, until, 10)).toHaveLength(3);
    expect(await stores.due.take(time.now, until, 10)).toEqual([]);
    const { updatedAt } = await change(saved, { type: 'withdraw', by: ASHA });
    const next = time.now + HOUR;
    await stores.due.settle(until, [
      { ref: order, next },
      { ref: saved, next },
    ]);
    expect(await dueAt(order)).toBe(next);
    expect(await dueAt(left)).toBe(until);
    expect(await dueAt(saved)).toBe(updatedAt);
  });
});

describe('the slow pass', () => {
  const ROUND = 3;

  async function inOrder() {
    const started = startSweeping();
    const orders = await Promise.all(
      Array.from({ length: ROUND * 100 }, async (_, at) =>
        started.drawn(await started.waiting(at)),
      ),
    );
    await started.sweep();
    started.time.now += MINUTE;
    const round = async () => {
      started.passed.length = 0;
      while (started.passed.at(-1) !== 1) await started.sweep();
    };
    await round();
    started.repaired.length = 0;
    return { ...started, orders, round };
  }

  it('finds nothing where nothing is missing', async () => {
    const { round, repaired } = await inOrder();
    await round();
    expect(repaired).toEqual([]);
  });

  it('restores lost entries in one round, and counts them', async () => {
    const { redis, keys, orders, round, repaired, stores } = await inOrder();
    await redis.del(keys.due());
    await round();
    const found = await stores.due.times(orders);
    expect(orders.map(found)).toEqual(orders.map(({ expiresAt }) => expiresAt));
    expect(repaired.reduce((sum, [, count]) => sum + count, 0)).toBe(orders.length);
    expect(new Set(repaired.map(([index]) => index))).toEqual(new Set(['due']));
  });

  it('corrects an entry that is too late', async () => {
    const { redis, keys, orders, round, repaired, dueAt } = await inOrder();
    const [order] = orders;
    if (!order) throw new Error('no order');
    await redis.zadd(keys.due(), order.expiresAt + HOUR, `${TEAM}|${order.id}`);
    await round();
    expect(await dueAt(order)).toBe(order.expiresAt);
    expect(repaired).toEqual([['due', 1]]);
  });

  it('puts records back on a list that has lost them', async () => {
    const { redis, keys, orders, round, repaired, stores } = await inOrder();
    await redis.del(keys.list('order', TEAM, 'asked'));
    await round();
    expect(await stores.orders.size(TEAM, ['asked'])).toBe(orders.length);
    expect(repaired.reduce((sum, [, count]) => sum + count, 0)).toBe(orders.length);
    expect(new Set(repaired.map(([index]) => index))).toEqual(new Set(['lists']));
  });

  it('goes on where a worker that died had stopped', async () => {
    const { sweep, passed, round } = await inOrder();
    await round();
    passed.length = 0;
    await sweep();
    const [first = 0] = passed;
    await sweep();
    expect(passed.at(-1)).toBeGreaterThan(first);
  });
});
