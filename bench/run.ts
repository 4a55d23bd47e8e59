import { compareHelpCommand } from './help-command.ts';
import { measurePlayground } from './playground.ts';
import { startSetting } from './processes.ts';
import { comparePurchaseStep } from './purchase-step.ts';
import { measureRedisMemory } from './redis-memory.ts';
import { passes, type Result, table } from './report.ts';
import { compareSearchModal } from './search-modal.ts';
import { measureThousandAtOnce } from './thousand-at-once.ts';
import { compareTrackingStep } from './tracking-step.ts';

/** Every comparison in one run on one machine; ends with 1 when a bound is missed. See README.md. */
const COMPARISONS = [
  compareHelpCommand,
  compareSearchModal,
  measureRedisMemory,
  compareTrackingStep,
  comparePurchaseStep,
  measureThousandAtOnce,
  measurePlayground,
];

/** `npm run bench -- playground`: only those whose name has a word in it. */
const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = COMPARISONS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);

const setting = await startSetting();
const results: Result[] = [];
try {
  for (const compare of chosen) {
    const found = await compare(setting);
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
