import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isSupportedRedis } from './redis-facts.ts';

const run = promisify(execFile);

/** What to tell a person who has no usable server. */
export const HOW_TO_GET_REDIS =
  'install Redis 6.2 or newer or Valkey (macOS: brew install redis; Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install valkey), or set REDIS_URL';

/**
 * The first `redis-server` or `valkey-server` on the PATH that is at least 6.2 (what the Lua scripts and BullMQ need),
 * with its version; undefined when there is none.
 */
export async function findRedisBinary(): Promise<{ path: string; version: string } | undefined> {
  for (const name of ['redis-server', 'valkey-server']) {
    const path = (await output('/bin/sh', ['-c', `command -v ${name}`])).trim();
    if (path === '') continue;
    const version = serverVersion(await output(path, ['--version']));
    if (version !== undefined) return { path, version };
  }
  return undefined;
}

/** `Redis server v=7.0.15 sha=…` and Valkey's same line; undefined when unreadable or too old. */
function serverVersion(text: string): string | undefined {
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(text)?.[1];
  return version !== undefined && isSupportedRedis(version) ? version : undefined;
}

async function output(command: string, args: string[]): Promise<string> {
  try {
    return (await run(command, args)).stdout;
  } catch {
    return '';
  }
}
