// biome-ignore-all lint/style/noProcessEnv: whether anything may be skipped is the test run's own choice
import type { TestProject } from 'vitest/node';
import { findRedisBinary } from '../../../src/store/redis-facts.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    hasRedisBinary: boolean;
  }
}

/** Says once, not once for each test, that these tests are skipped and how to have them. In CI nothing is skipped. */
export async function setup(project: TestProject): Promise<void> {
  const binary = await findRedisBinary();
  if (!binary && process.env.CI) throw new Error('no redis-server for the tests of its failures');
  if (!binary) {
    process.stderr.write(
      'Tests of failing Redis servers are skipped: there is no redis-server here. Get one: node scripts/bootstrap.mjs\n',
    );
  }
  project.provide('hasRedisBinary', binary !== undefined);
}
