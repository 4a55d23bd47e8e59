import { Worker } from 'bullmq';
import { it } from 'vitest';
import { testPrefix, testRedisUrl } from '../support/redis.ts';

it('starts a worker and leaves it running', async () => {
  const connection = { url: testRedisUrl() };
  await new Worker('jobs', null, { connection, prefix: testPrefix() }).waitUntilReady();
});
