import { setTimeout as pause } from 'node:timers/promises';
import type { Order } from '../../src/domain/order/order.ts';
import { orderSchema } from '../../src/domain/order/order.ts';
import { memoryOf } from '../process-figures.ts';
import type { Setting } from '../processes.ts';
import type { Result } from '../report.ts';
import { until } from '../wait.ts';
import { each, followed } from './seed.ts';
import { openWorld, type World } from './world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than an order of any age may be left alone. */
const WINDOW_MS = 7 * MINUTE_MS;

/** What following orders costs and how late it is: of the youngest by themselves, then old ones and some of every age, each with a bot of their own. */
export async function measureFollowing(setting: Setting, count: number): Promise<Result[]> {
  const fresh = await measureFresh(setting);
  const [lag, old] = await Promise.all([measureLag(setting), measureOld(setting, count)]);
  return [...fresh, ...old, ...lag];
}

/** A thousand orders that were all made a moment ago, so that Vobiz may finish each any second. */
async function measureFresh(setting: Setting): Promise<Result[]> {
  const world = await openWorld(setting, 'fresh', {
    owned: 1_000,
    orders: each(1_000, (place) => followed(place, 0)),
  });
  try {
    const { calls, detail } = await callsIn(world, MINUTE_MS);
    return [
      {
        name: 'calls to Vobiz a minute, 1,000 orders of the last minute, 1,000 numbers',
        value: calls,
        unit: 'count',
        bound: { atMost: 70 },
        detail,
      },
    ];
  } finally {
    await world.close();
  }
}

/** Orders that Vobiz has had for an hour to two days; and what the process holds that follows them. */
async function measureOld(setting: Setting, count: number): Promise<Result[]> {
  const age = (place: number) => HOUR_MS + (place / count) * 47 * HOUR_MS;
  const world = await openWorld(setting, 'old', {
    owned: 10_000,
    orders: each(count, (place) => followed(place, age(place))),
  });
  try {
    const settled = await world.settled();
    const { calls, detail } = await callsIn(world, WINDOW_MS);
    const { now, most } = memoryOf(world.pid);
    const orders = count.toLocaleString('en');
    return [
      {
        name: `calls to Vobiz a minute, ${orders} orders older than an hour, 10,000 numbers`,
        value: calls,
        unit: 'count',
        // Of so many, some are always due: readings follow each other at their pace.
        bound: { atMost: count > 10_000 ? 60 : 40 },
        detail: `${detail}${settled ? '' : '; the bot was never done with its start'}`,
      },
      {
        name: `process with ${orders} followed orders, RSS`,
        value: now,
        unit: 'bytes',
        bound: { atMost: 300 * 1024 * 1024 },
        detail: `${megabytes(now)}, at most ${megabytes(most)}`,
      },
    ];
  } finally {
    await world.close();
  }
}

const AGES_MS = [10 * SECOND_MS, 5 * MINUTE_MS, 20 * MINUTE_MS, 50 * MINUTE_MS, 3 * HOUR_MS];
const OF_EACH_AGE = 200;
const FINISHED_OF_EACH = 4;

/** Vobiz finishes orders of several ages; how long until the record says so, against what is allowed at that age. */
async function measureLag(setting: Setting): Promise<Result[]> {
  const aged = AGES_MS.flatMap((ageMs, at) => [
    ...each(OF_EACH_AGE, (place) => followed(place, ageMs), at * OF_EACH_AGE),
  ]);
  const world = await openWorld(setting, 'lag', { owned: 1_000, orders: aged });
  try {
    // The bot knows all of them: what its start takes is no lag.
    const all = OF_EACH_AGE * AGES_MS.length;
    await until('every order is to be looked at', async () => {
      return (await world.redis.zcard(world.keys.looks())) === all;
    });
    // Not all at once, and not in step with the bot.
    const lags = await Promise.all(
      AGES_MS.flatMap((_, at) =>
        Array.from({ length: FINISHED_OF_EACH }, (_unused, nth) => {
          const order = aged[at * OF_EACH_AGE + nth * 7];
          if (!order) throw new Error('there are orders of each age');
          return lagOf(world, order, (1 + nth * 17 + at * 3) * SECOND_MS);
        }),
      ),
    );
    const worst = lags.toSorted((a, b) => b.lagMs / b.allowedMs - a.lagMs / a.allowedMs)[0];
    if (!worst) throw new Error('orders were finished');
    return [
      {
        name: 'record changed after Vobiz finished an order / what its age allows',
        value: worst.lagMs / worst.allowedMs,
        unit: 'ratio',
        bound: { atMost: 1 },
        detail: worstOfEachAge(lags),
      },
    ];
  } finally {
    await world.close();
  }
}

type Lag = { ageMs: number; lagMs: number; allowedMs: number };

/** Finishes an order `afterMs` from now; its age and the lag are counted from that moment. */
async function lagOf(world: World, order: Order, afterMs: number): Promise<Lag> {
  await pause(afterMs);
  const finishedAt = Date.now();
  world.vobiz.addOwnedNumber({ e164: order.number.e164 });
  const ageMs = finishedAt - order.createdAt;
  const allowedMs = Math.min(Math.max(15 * SECOND_MS, ageMs / 10), 6 * MINUTE_MS);
  const key = world.keys.record('order', order);
  for (;;) {
    const now = orderSchema.parse(JSON.parse((await world.redis.get(key)) ?? ''));
    if (now.state === 'completed') return { ageMs, lagMs: now.endedAt - finishedAt, allowedMs };
    // What never comes is as late as it was waited for.
    const lagMs = Date.now() - finishedAt;
    if (lagMs > 2 * allowedMs) return { ageMs, lagMs, allowedMs };
    await pause(SECOND_MS / 2);
  }
}

function worstOfEachAge(lags: readonly Lag[]): string {
  const groups = AGES_MS.map((age) =>
    lags.filter(({ ageMs }) => Math.abs(ageMs - age) < 2 * MINUTE_MS),
  );
  const lines = groups.flatMap((group) => {
    const worst = group.toSorted((a, b) => b.lagMs - a.lagMs)[0];
    return worst
      ? [`${seconds(worst.lagMs)} of ${seconds(worst.allowedMs)} at ${seconds(worst.ageMs)}`]
      : [];
  });
  return lines.join(', ');
}

/** Calls to Vobiz a minute, but for the unpublished order read, which has a bound of its own. */
async function callsIn({ vobiz }: World, ms: number): Promise<{ calls: number; detail: string }> {
  const before = vobiz.calls.length;
  await pause(ms);
  const made = vobiz.calls.slice(before);
  const minutes = ms / MINUTE_MS;
  const per = new Map<string, number>();
  for (const { op } of made) per.set(op, (per.get(op) ?? 0) + 1);
  const detail = [...per].map(([op, count]) => `${op} ${(count / minutes).toFixed(1)}`).join(', ');
  const counted = made.filter(({ op }) => op !== 'orderRead').length;
  return { calls: counted / minutes, detail: `${detail || 'none'} a minute` };
}

function seconds(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(0)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
