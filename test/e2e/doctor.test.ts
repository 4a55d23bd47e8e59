// biome-ignore-all lint/style/noProcessEnv: the child gets the PATH of the test run and nothing else of it
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startOutside } from '../support/world.ts';

const DOCTOR = fileURLToPath(new URL('../../dist/doctor.js', import.meta.url));

function runDoctor(env: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [DOCTOR],
      { env: { PATH: process.env.PATH ?? '', ...env } },
      (_error, out, errors) => resolve({ code: child.exitCode ?? -1, text: `${out}${errors}` }),
    );
  });
}

it('ends with 0 where the bot could run, one line for each check', async () => {
  const { env } = await startOutside({ env: { SLACK_MODE: 'socket' } });
  const { code, text } = await runDoctor(env);
  expect(text).toMatch(/^ok +Environment +complete/);
  expect(text).toContain('Nothing stands in the way of the bot.');
  expect(code).toBe(0);
});

it('ends with 1 where it could not', async () => {
  const { code, text } = await runDoctor({ SLACK_BOT_TOKEN: 'xoxb-x' });
  expect(text).toMatch(/^PROBLEM +Environment +SLACK_APP_TOKEN: is needed in Socket Mode/m);
  expect(code).toBe(1);
});
