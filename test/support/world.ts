import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { standInEnv } from '../../sandbox/bot-process.ts';
import { type SlackStandInOptions, startSlackStandIn } from '../../sandbox/slack/stand-in.ts';
import { startVobizStandIn, type VobizStandInOptions } from '../../sandbox/vobiz/server.ts';
import { createApp } from '../../src/app/app.ts';
import { loadConfig } from '../../src/app/config.ts';
import { createLog } from '../../src/app/log.ts';
import { expectNoFaults, linesOf } from './log-lines.ts';
import { testPrefix, testRedisUrl, testRunDir } from './redis.ts';
import { keepSecrets, passwordOf, secretsOf } from './secrets.ts';
import { sentToSlack } from './sent.ts';

export const COMMAND = '/vobiz-number';
export const [ASHA, RAVI, MEERA, DEV] = ['U0ASHA', 'U0RAVI', 'U0MEERA', 'U0DEV'] as const;
export const [GUEST, EXTERNAL] = ['U0GUEST', 'U0EXTERNAL'] as const;
export const [OPS, APPROVALS] = ['C0OPS', 'C0APPROVALS'] as const;

export type WorldOptions = {
  slack?: SlackStandInOptions;
  vobiz?: VobizStandInOptions;
  env?: Record<string, string>;
};

/** Both stand-ins and the environment that points a bot at them, with a Redis prefix of its own. */
export async function startOutside(options: WorldOptions = {}) {
  const slack = await startSlackStandIn(options.slack);
  // What Vobiz takes its time for is for tests that are about it.
  const vobiz = await startVobizStandIn({ completeAfterMs: 0, ...options.vobiz });
  onTestFinished(async () => {
    await keepSecrets(testRunDir(), [
      ...secretsOf({ slack, vobiz }),
      ...passwordOf(testRedisUrl()),
    ]);
    const shown = JSON.stringify(sentToSlack({ slack }));
    await appendFile(join(testRunDir(), `${env.REDIS_PREFIX}.slack`), shown);
    await slack.stop();
    await vobiz.stop();
    expect(slack.unknownMethods, 'methods that the Slack stand-in does not know').toEqual([]);
  });
  const env: Record<string, string> = {
    ...standInEnv(slack, vobiz),
    SLACK_MODE: 'http',
    SLACK_SIGNING_SECRET: slack.workspace.signingSecret,
    VOBIZ_ORDER_TIMEOUT_MS: '2000',
    VOBIZ_READ_TIMEOUT_MS: '2000',
    REDIS_URL: testRedisUrl(),
    DATA_DIR: join(testRunDir(), 'data'),
    REDIS_PREFIX: testPrefix().replace(/[{}]/g, ''),
    PORT: '0',
    SWEEP_EVERY_MS: '250',
    POST_UNKNOWN_AFTER_MS: '300',
    ...options.env,
  };
  return { slack, vobiz, env };
}
export type Outside = Awaited<ReturnType<typeof startOutside>>;

/** One bot in this process, its log in the directory of the run (searched for secrets when all tests are over). */
export async function startBot(outside: Outside, env: Record<string, string> = {}) {
  const config = loadConfig({ ...outside.env, ...env });
  const file = join(testRunDir(), `${config.redis.prefix}.log`);
  const app = createApp(
    config,
    createLog('debug', pino.destination({ dest: file, sync: true, append: true })),
  );
  // As main.ts does: what a start that failed had opened is closed.
  const ports = await app.start().catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await keepMetrics(`http://127.0.0.1:${ports.opsPort}`, config.redis.prefix);
    await app.stop();
  };
  onTestFinished(async () => {
    await stop();
    expectNoFaults(await linesOf(file));
  });
  if (ports.slackPort) {
    outside.slack.sendTo({ requestUrl: `http://127.0.0.1:${ports.slackPort}/slack/events` });
  }
  const { reloadPolicy } = app;
  return { ...ports, stop, reloadPolicy, log: file, opsUrl: `http://127.0.0.1:${ports.opsPort}` };
}

/** Saves a bot's metrics in the directory of the run, for the same search. */
async function keepMetrics(opsUrl: string, name: string): Promise<void> {
  const answer = await fetch(`${opsUrl}/metrics`, { headers: { connection: 'close' } });
  await appendFile(join(testRunDir(), `${name}.metrics`), await answer.text());
}

/** The usual case: both stand-ins and one bot that is everything. */
export async function startWorld(options: WorldOptions = {}) {
  const outside = await startOutside(options);
  const bot = await startBot(outside);
  return { ...outside, bot };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

/** A test between both stand-ins and one bot: `it('…', async ({ world }) => …)`. Whoever needs it otherwise calls startWorld. */
export const it = test.extend('world', () => startWorld());
