import { testRedisUrl } from './redis.ts';
import { startRedisRelay } from './redis-relay.ts';

/** What Redis answers to a write when it has no memory left. Source: redis.io/docs/latest/develop/reference/eviction */
const NO_ROOM = Buffer.from("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
const WRITES = /^(eval|evalsha|set|hset|hdel|zadd|zrem|sadd|srem|pexpire|del)$/i;

/**
 * The Redis of the run behind a relay that can make it full for the records of a workspace: they can be read, and not written.
 */
export async function startFullRedis(team: string) {
  let isFull = false;
  let held = Promise.resolve();
  let answer = () => {};
  const relay = await startRedisRelay({
    url: testRedisUrl(),
    label: (words) =>
      isFull && WRITES.test(words[0] ?? '') && words.some((word) => word.includes(`}:${team}:`))
        ? 'write'
        : undefined,
    killSwitch: {
      async pass() {
        await held;
        return NO_ROOM;
      },
    },
  });
  return {
    url: relay.url,
    /** From now on it is full. */
    fill(): void {
      isFull = true;
    },
    /** It says so only when `answer` is called. */
    slow(): void {
      held = new Promise((resolve) => {
        answer = resolve;
      });
    },
    answer: () => answer(),
  };
}
