import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * `npm run test:mutation`: Stryker changes the code of the domain in one place at a time, and this shows per file how many
 * of these mutants the unit tests of the domain find. Fails when a group of files stays below its threshold. What follows
 * `--` goes to Stryker: `npm run test:mutation -- --mutate src/domain/money.ts`.
 */
const REPORT = new URL('../reports/mutation/mutation.json', import.meta.url);

/** A file belongs to the first group that fits. */
const GROUPS = [
  { name: 'order, policy, money', files: /\/(order\/|policy\/|money\.ts$)/, atLeast: 90 },
  { name: 'rest of the domain', files: /./, atLeast: 80 },
];

const reportSchema = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

/** A mutant that no test reaches counts as not found. Ignored are those that a comment in the code names, with its reason. */
function count(statuses: readonly string[]) {
  const of = (...names: string[]) => statuses.filter((status) => names.includes(status)).length;
  const found = of('Killed', 'Timeout');
  const all = found + of('Survived', 'NoCoverage');
  return { percent: all === 0 ? 100 : (100 * found) / all, found, all, ignored: of('Ignored') };
}

function row(name: string, statuses: readonly string[]): string {
  const { percent, found, all, ignored } = count(statuses);
  const figures = [percent.toFixed(1), found, all, ignored];
  return name.padEnd(52) + figures.map((figure) => String(figure).padStart(10)).join('');
}

const { status } = spawnSync('npx', ['stryker', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const report = reportSchema.parse(JSON.parse(await readFile(REPORT, 'utf8')));
const files = Object.entries(report.files).map(([path, { mutants }]) => ({
  path,
  group: GROUPS.find(({ files }) => files.test(path)),
  statuses: mutants.map(({ status }) => status),
}));
const lines = [
  ''.padEnd(52) + ['%', 'found', 'of', 'ignored'].map((head) => head.padStart(10)).join(''),
];
for (const group of GROUPS) {
  const own = files.filter((file) => file.group === group);
  if (own.length === 0) continue;
  const statuses = own.flatMap((file) => file.statuses);
  lines.push(...own.map((file) => row(file.path, file.statuses)));
  lines.push(`${row(group.name, statuses)}   at least ${group.atLeast} %`, '');
  if (count(statuses).percent < group.atLeast) process.exitCode = 1;
}
process.stdout.write(`\n${lines.join('\n')}`);
