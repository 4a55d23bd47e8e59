import { COMMAND } from '../src/slack/ids.ts';
import { membersIn } from './people.ts';
import { type Setting, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { median } from './statistics.ts';
import { until } from './wait.ts';

const SAMPLES = 400;
const WARM_UP = 40;
const SLOW_MS = 5_000;
/** Searches wait for a slow Vobiz, and one person has ten at most on the way (`src/handlers/edge/turns.ts`). */
const SEARCHERS = 100;
const CHANNEL = 'C0OPS';

/**
 * From sending a signed `search` command to the moment `views.open` arrives at Slack, with Vobiz answering at once and
 * after five seconds, in turns. Each search is for a region of its own, so that none is answered from the cache.
 */
export async function compareSearchModal(setting: Setting): Promise<Result[]> {
  const { vobiz } = setting;
  const people = membersIn(setting, CHANNEL, SEARCHERS);
  const bot = await startBuiltBot(setting, 'bench-search');
  const times: Record<'fast' | 'slow', number[]> = { fast: [], slow: [] };
  try {
    for (let sample = 0; sample < WARM_UP + SAMPLES; sample += 1) {
      const turns = sample % 2 === 0 ? (['fast', 'slow'] as const) : (['slow', 'fast'] as const);
      for (const speed of turns) {
        if (speed === 'slow') vobiz.faults.always('availability', { kind: 'latency', ms: SLOW_MS });
        else vobiz.faults.clear('availability');
        const person = people[sample % SEARCHERS] ?? '';
        const ms = await timeToModal(setting, person, `R${sample}`, speed);
        if (sample >= WARM_UP) times[speed].push(ms);
      }
    }
    requireCalls(setting);
  } finally {
    vobiz.faults.clear('availability');
    await bot.stop();
  }
  const [fast, slow] = [median(times.fast), median(times.slow)];
  return [
    {
      name: 'search command to views.open, Vobiz at 5 s / at 0 s',
      value: slow / fast,
      unit: 'ratio',
      bound: { atLeast: 0.8, atMost: 1.2 },
      detail: `median of ${SAMPLES}: ${slow.toFixed(2)} ms against ${fast.toFixed(2)} ms`,
    },
  ];
}

/**
 * Runs one search and waits until Vobiz is asked and, where it answers at once, its answer drawn, so that the next one starts
 * on a quiet bot; ms to `views.open`.
 */
async function timeToModal(
  { slack, vobiz }: Setting,
  who: string,
  sample: string,
  speed: 'fast' | 'slow',
): Promise<number> {
  const person = slack.as(who);
  const region = `${sample}${speed}`;
  let openedAt: number | undefined;
  let drawings = 0;
  const forget = slack.onChange((change) => {
    if (change.type === 'call' && change.method === 'views.open') openedAt ??= performance.now();
    if (change.type === 'view' && change.userId === who) drawings += 1;
  });
  const sentAt = performance.now();
  await person.command(CHANNEL, COMMAND, `search IN ${region}`);
  await until('a search reaches Vobiz', () =>
    vobiz.callsTo('availability').some(({ query }) => query.region === region),
  );
  if (speed === 'fast') await until('its answer is drawn', () => drawings > 1);
  forget();
  if (openedAt === undefined) throw new Error('Vobiz was asked before a modal was opened');
  await person.dismiss();
  return openedAt - sentAt;
}

/** The comparison says nothing when a search did not reach Vobiz. */
function requireCalls({ vobiz }: Setting): void {
  const slow = vobiz.callsTo('availability').filter(({ fault }) => fault === 'latency').length;
  if (slow < SAMPLES) throw new Error(`only ${slow} searches met the slow Vobiz`);
}
