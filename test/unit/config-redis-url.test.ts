import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'token',
};

it.each([
  'redis://localhost:6379/2',
  'rediss://:password@redis.example:6380',
  'redis+sentinel://user:password@one:26379,two:26379/mymaster',
  'redis+cluster://one:7000,two:7001',
])('takes %s', (REDIS_URL) => {
  expect(loadConfig({ ...complete, REDIS_URL }).redis.url).toBe(REDIS_URL);
});

it.each(['localhost:6379', 'http://localhost:6379', 'redis://', 'redis+sentinel://'])(
  'refuses %s and says what it must look like',
  (REDIS_URL) => {
    expect(() => loadConfig({ ...complete, REDIS_URL })).toThrow(
      /REDIS_URL: must begin with redis:/,
    );
  },
);
