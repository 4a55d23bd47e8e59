import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** More than this, and it is no longer read at a glance. */
const MOST_LINES = 60;

it('npm run demo shows one purchase after a lost answer, in sixty lines', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'scripts/demo.ts'],
    { cwd: ROOT },
  );
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
  expect(stdout).toMatch(
    /Purchase unconfirmed[\s\S]*Bought[\s\S]*1 purchase sent[\s\S]*All of it holds/,
  );
});
