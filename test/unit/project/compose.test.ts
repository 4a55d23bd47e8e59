import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { imageVariables, readCompose } from '../../support/compose.ts';

const FILLED_IN = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'token',
};

/** What the bot of compose.yaml reads: the image's variables, over them .env, over them the file's own. */
const configOf = ({ services }: ReturnType<typeof readCompose>, dotEnv = {}) =>
  loadConfig({ ...imageVariables(), ...FILLED_IN, ...dotEnv, ...services.bot.environment });

const insideOf = (mount: string) => mount.split(':')[1];

it('the bot finds the Redis beside it, waits until that answers and keeps its data on a volume', () => {
  const compose = readCompose();
  const { redis } = configOf(compose);
  expect(redis.server).toMatchObject({ kind: 'server', host: 'redis', port: 6379 });
  expect(compose.services.redis.healthcheck.test).toEqual(['CMD', 'redis-cli', 'ping']);
  expect(compose.services.bot.volumes).toEqual([`bot-data:${redis.dataDir}`]);
  expect(compose.services.redis.volumes).toEqual(['redis-data:/data']);
  expect(Object.keys(compose.volumes)).toEqual(['bot-data', 'redis-data']);
});

it('probes and metrics are published to this machine only, on the port the bot has', () => {
  const compose = readCompose();
  const { ops } = configOf(compose);
  expect(compose.services.bot.ports).toEqual([`127.0.0.1:${ops.port}:${ops.port}`]);
  expect(ops.host).toBe('0.0.0.0');
});

it('an .env that also serves npm start does not take the bot away from its volume, its Redis or its ports', () => {
  const forNpmStart = {
    REDIS_URL: 'redis://localhost:6379',
    DATA_DIR: '.data',
    HOST: '127.0.0.1',
    OPS_HOST: '127.0.0.1',
    PORT: '4000',
    OPS_PORT: '9000',
  };
  const compose = readCompose();
  expect(configOf(compose, forNpmStart)).toEqual(configOf(compose));
});

it('a policy is read from where its volume puts it, once both lines are uncommented', () => {
  const compose = readCompose((text) =>
    text.replace('# POLICY_FILE:', 'POLICY_FILE:').replace('# - ./policy.yml:', '- ./policy.yml:'),
  );
  const mounted = compose.services.bot.volumes.map(insideOf);
  expect(mounted).toContain(configOf(compose, { POLICY_FILE: 'policy.yml' }).policyFile);
});

it('port 3000 is there to be published in HTTP mode', () => {
  const compose = readCompose((text) => text.replace('# - 127.0.0.1:3000:', '- 127.0.0.1:3000:'));
  const { slack } = configOf(compose, {
    SLACK_MODE: 'http',
    SLACK_SIGNING_SECRET: 'secret',
  });
  expect(slack.host).toBe('0.0.0.0');
  expect(compose.services.bot.ports).toContain(`127.0.0.1:${slack.port}:${slack.port}`);
});
