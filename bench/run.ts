import { compareHelpCommand } from './help-command.ts';
import { measurePlayground } from './playground.ts';
import { type Setting, startSetting } from './processes.ts';
import { comparePurchaseStep } from './purchase-step.ts';
import { measureRedisMemory } from './redis-memory.ts';
import { passes, type Result, table } from './report.ts';
import { measureFollowing } from './scale/following.ts';
import { measureResting } from './scale/resting.ts';
import { compareSearchModal } from './search-modal.ts';
import { compareStart } from './start.ts';
import { measureThousandAtOnce } from './thousand-at-once.ts';
import { compareTrackingStep } from './tracking-step.ts';
import { compareWorkers } from './workers.ts';

type Compare = (setting: Setting, orders: number) => Promise<Result[]>;

/** What tells how the bot does with many orders, beside the figures of `AT_SCALE`. */
const OF_SCALE: readonly Compare[] = [
  compareHelpCommand,
  compareStart,
  measureRedisMemory,
  compareTrackingStep,
  compareWorkers,
];
/** Takes a quarter of an hour: only by `npm run bench -- scale`. */
const AT_SCALE: readonly Compare[] = [measureFollowing, measureResting];
const REST: readonly Compare[] = [
  compareSearchModal,
  comparePurchaseStep,
  measureThousandAtOnce,
  measurePlayground,
];

const [word = '', count = '10000'] = process.argv.slice(2).map((typed) => typed.toLowerCase());

/** `npm run bench -- playground`: only those whose name has the word in it. */
function chosen(): readonly Compare[] {
  if (word === 'scale') return [...OF_SCALE, ...AT_SCALE];
  const all = [...OF_SCALE, ...REST];
  if (word === '') return all;
  return [...all, ...AT_SCALE].filter(({ name }) => name.toLowerCase().includes(word));
}

/** Every comparison in one run on one machine; ends with 1 when a bound is missed. See README.md. */
const setting = await startSetting();
const results: Result[] = [];
try {
  for (const compare of chosen()) {
    const found = await compare(setting, Number(count));
    results.push(...found);
    process.stdout.write(`${table(found)}\n`);
  }
} finally {
  await setting.stop();
}
const missed = results.filter((result) => !passes(result)).length;
process.stdout.write(
  `\n${table(results)}\n\n${results.length - missed} within bounds, ${missed} missed\n`,
);
process.exitCode = missed > 0 ? 1 : 0;
