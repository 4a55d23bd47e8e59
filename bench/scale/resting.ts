import { COMMAND } from '../../src/slack/ids.ts';
import type { Setting } from '../processes.ts';
import type { Result } from '../report.ts';
import { median, medianRatio } from '../statistics.ts';
import { until } from '../wait.ts';
import { bought, each, waiting } from './seed.ts';
import { openWorld, ownedNumber, type World } from './world.ts';

const MINUTE_MS = 60_000;
const FEW = 100;
const DRAWINGS = 40;
const [PERSON, CHANNEL] = ['U0ASHA', 'C0OPS'];

/**
 * Two bots, one with few orders and one with many, of which nothing is due: what an idle minute costs each, its part of the slow pass through
 * everything that is open included, and how long the lists take that people open.
 */
export async function measureResting(setting: Setting, count: number): Promise<Result[]> {
  const [few, many] = [await rest(setting, FEW), await rest(setting, count)];
  try {
    await Promise.all([few.settled(), many.settled()]);
    const [fewMs, manyMs] = await Promise.all([few.cpuIn(MINUTE_MS), many.cpuIn(MINUTE_MS)]);
    const orders = count.toLocaleString('en');
    return [
      {
        name: `CPU of an idle minute, ${orders} open orders`,
        value: manyMs,
        unit: 'ms',
        bound: { atMost: 2_000 },
        detail: "a whole minute of the process, a minute's part of the slow pass included",
      },
      {
        name: `CPU of an idle minute, ${orders} open orders / ${FEW}`,
        value: manyMs / fewMs,
        unit: 'ratio',
        bound: { atMost: 3 },
        detail: `${manyMs} ms against ${fewMs} ms`,
      },
      {
        name: `the slow pass over ${orders}, CPU a minute`,
        value: Math.max(manyMs - fewMs, 0),
        unit: 'ms',
        bound: { atMost: 3_000 },
        detail: `what a minute costs more than with ${FEW}`,
      },
      ...(await compareDrawing(setting, { few, many }, orders)),
    ];
  } finally {
    await few.close();
    await many.close();
  }
}

/** Open orders and as many bought ones as the account owns numbers, which is the same however many orders there are. */
function rest(setting: Setting, count: number): Promise<World> {
  function* orders() {
    for (let place = 0; place < FEW; place += 1) {
      const order = bought(count + place);
      yield { ...order, number: { ...order.number, e164: ownedNumber(place) } };
    }
    yield* each(count, waiting);
  }
  return openWorld(setting, `rest-${count}`, { owned: FEW, orders: orders() });
}

type Pair = { few: World; many: World };
const DRAWN: Record<string, { by: (setting: Setting) => Promise<unknown>; seenAs: string }> = {
  Home: { by: ({ slack }) => slack.as(PERSON).openHome(), seenAs: 'views.publish' },
  orders: {
    by: ({ slack }) => slack.as(PERSON).command(CHANNEL, COMMAND, 'orders'),
    seenAs: 'views.update',
  },
  numbers: {
    by: ({ slack }) => slack.as(PERSON).command(CHANNEL, COMMAND, 'numbers'),
    seenAs: 'views.update',
  },
};

async function compareDrawing(setting: Setting, pair: Pair, orders: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const [what, drawn] of Object.entries(DRAWN)) {
    const times: Record<keyof Pair, number[]> = { few: [], many: [] };
    // The first of each only warms up. Then who goes first alternates.
    for (let round = 0; round <= DRAWINGS; round += 1) {
      const turns = round % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const);
      for (const which of turns) {
        setting.slack.sendTo({ requestUrl: pair[which].url });
        const ms = await timeToSee(setting, drawn);
        if (round > 0) times[which].push(ms);
      }
    }
    results.push({
      name: `drawing ${what}, ${orders} orders / ${FEW}`,
      value: medianRatio(times.many, times.few),
      unit: 'ratio',
      bound: { atMost: 1.5 },
      detail: `${median(times.many).toFixed(1)} ms against ${median(times.few).toFixed(1)} ms`,
    });
  }
  return results;
}

/** From the click to the moment Slack has what it is to show, in ms. */
async function timeToSee(
  setting: Setting,
  { by, seenAs }: (typeof DRAWN)[string],
): Promise<number> {
  const { slack } = setting;
  let seenAt: number | undefined;
  const forget = slack.onChange((change) => {
    if (change.type === 'call' && change.method === seenAs) seenAt ??= performance.now();
  });
  const askedAt = performance.now();
  await by(setting);
  await until(`${seenAs} comes`, () => seenAt !== undefined);
  forget();
  while (slack.openView(PERSON)) await slack.as(PERSON).dismiss();
  return (seenAt ?? Number.NaN) - askedAt;
}
