import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { testRunDir } from '../../support/redis.ts';

type FileReport = {
  name: string;
  message: string;
  assertionResults: { failureMessages: string[] }[];
};

/** Two of the careless files are given time to close what they opened. */
const RUN_MS = 120_000;
const VITEST = 'node_modules/vitest/vitest.mjs';
const CONFIG = 'test/careless/vitest.config.ts';

let files: FileReport[] = [];
let said = '';

beforeAll(async () => {
  const report = join(testRunDir(), 'careless.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [VITEST, 'run', '--config', CONFIG, ...reporters];
  const failed: unknown = await promisify(execFile)(process.execPath, args, {
    timeout: RUN_MS,
  }).catch((error) => error);
  expect(failed).toMatchObject({ code: 1 });
  said = String((failed as { stderr?: unknown }).stderr);
  files = JSON.parse(await readFile(report, 'utf8')).testResults;
}, RUN_MS);

/** Why a careless file failed, whichever test or hook of it did. */
function failureOf(name: string): string {
  const found = files.find((file) => file.name.endsWith(`/careless/${name}.test.ts`));
  const tests = found?.assertionResults.flatMap(({ failureMessages }) => failureMessages) ?? [];
  return [found?.message, ...tests].join('\n');
}

it.each([
  ['unknown-method', /methods that the Slack stand-in does not know.*chat\.shout/s],
  ['open-bot', /left open at the end of this file.*TCPServerWrap/s],
  ['open-worker', /left open at the end of this file.*TCPSocketWrap/s],
  ['fault-of-a-process', /faults that no part of the bot caught.*app\.unhandled/s],
])('fails a test that is careless: %s', (name, why) => {
  expect(failureOf(name)).toMatch(why);
});

it('fails a run in which a promise was rejected and nobody listened', () => {
  expect(said).toMatch(/Unhandled Rejection.*nobody heard this/s);
});
