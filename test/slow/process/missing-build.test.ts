import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What somebody reads who types `npm run <script>` in a clone; `has` is what is there besides the files of the project. */
async function saidBy(script: string, has: readonly string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'clone-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  for (const name of ['package.json', 'scripts']) {
    await cp(join(ROOT, name), join(cwd, name), { recursive: true });
  }
  for (const name of has) await mkdir(join(cwd, name));
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], {
    cwd,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

it.each([
  'start',
  'doctor',
  'audit:archive',
  'audit:export',
  'audit:verify',
  'forget',
  'records:accept',
])('npm run %s says in one line that it is not built yet, and how to build it', async (script) => {
  expect(await saidBy(script, ['node_modules'])).toEqual({
    status: 1,
    said: `The bot is not built yet. Run: npm run build. Then again: npm run ${script}\n`,
  });
});

it('says that packages are missing as well, and where half of a build is there', async () => {
  expect((await saidBy('doctor', ['dist'])).said).toBe(
    'The bot is not built yet. Run: npm ci && npm run build. Then again: npm run doctor\n',
  );
});
