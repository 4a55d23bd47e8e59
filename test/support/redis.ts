import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

/** The redis-server of this test run. Do not flush it: keys stay for the `last` project, which searches them for secrets. */
export function testRedisUrl(): string {
  return inject('redisUrl');
}

/** A directory of this test run, shared by all files and removed at the end: processes under test write their logs here. */
export function testRunDir(): string {
  return inject('runDir');
}

/**
 * A new random key prefix such as `{test-1f3a9c}`: call it once per file (or per test) so that files do not meet. The
 * braces are a Redis Cluster hash tag.
 */
export function testPrefix(): string {
  return `{test-${randomBytes(6).toString('hex')}}`;
}
