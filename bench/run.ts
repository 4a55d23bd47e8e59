import { compareHelpCommand } from './help-command.ts';
import { startSetting } from './processes.ts';
import { measureRedisMemory } from './redis-memory.ts';
import { passes, type Result, table } from './report.ts';
import { compareSearchModal } from './search-modal.ts';
import { compareTrackingStep } from './tracking-step.ts';

/** Every comparison in one run on one machine; ends with 1 when a bound is missed. See README.md. */
const COMPARISONS = [
  compareHelpCommand,
  compareSearchModal,
  measureRedisMemory,
  compareTrackingStep,
];

const setting = await startSetting();
const results: Result[] = [];
try {
  for (const compare of COMPARISONS) {
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
