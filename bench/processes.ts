// biome-ignore-all lint/style/noProcessEnv: the children get the PATH and nothing else of this process
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { standInEnv } from '../sandbox/bot-process.ts';
import { startSlackStandIn } from '../sandbox/slack/stand-in.ts';
import { startVobizStandIn } from '../sandbox/vobiz/server.ts';
import { startEmbeddedRedis } from '../src/store/embedded-redis.ts';
import { freePort } from '../test/support/global-setup.ts';

const START_MS = 60_000;
const LOOK_EVERY_MS = 10;
const silent = () => {};

export type Setting = Awaited<ReturnType<typeof startSetting>>;

/** What every comparison runs in: a Redis as the bot starts it by default, both stand-ins, and a place for logs. */
export async function startSetting() {
  const dir = await mkdtemp(join(tmpdir(), 'vobiz-number-bot-bench-'));
  const redis = await startEmbeddedRedis({
    dir: join(dir, 'redis'),
    log: { info: silent, warn: silent, error: silent },
  });
  const slack = await startSlackStandIn();
  const vobiz = await startVobizStandIn({
    completeAfterMs: Number.POSITIVE_INFINITY,
    inventory: shelf(),
  });
  return {
    dir,
    redisUrl: redis.url,
    slack,
    vobiz,
    async stop() {
      await slack.stop();
      await vobiz.stop();
      await redis.stop();
      await rm(dir, { recursive: true });
    },
  };
}

const SHELF_SIZE = 60;

const A = 'A'.charCodeAt(0);

/**
 * The region of the number at a place of the shelf: each has its own, so that a search finds just that one. In letters,
 * since a search takes digits for a part of the number.
 */
export function regionOf(place: number): string {
  const letters = [Math.floor(place / 26) % 26, place % 26].map((at) =>
    String.fromCharCode(A + at),
  );
  return `Region ${letters.join('')}`;
}

function shelf() {
  return Array.from({ length: SHELF_SIZE }, (_, place) => ({
    e164: `+91982000${String(place).padStart(4, '0')}`,
    country: 'IN',
    region: regionOf(place),
    currency: 'INR',
    setup: 500,
    monthly: 250,
  }));
}

/** The built bot, configured by environment alone, at its default log level. */
export async function startBuiltBot(
  setting: Setting,
  prefix: string,
  env: Record<string, string> = {},
) {
  const { slack, vobiz, redisUrl, dir } = setting;
  const [port, opsPort] = [await freePort(), await freePort()];
  const child = await startProcess(['dist/main.js'], join(dir, `${prefix}.log`), {
    SLACK_MODE: 'http',
    ...standInEnv(slack, vobiz),
    SLACK_SIGNING_SECRET: slack.workspace.signingSecret,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: prefix,
    DATA_DIR: join(dir, 'data'),
    PORT: String(port),
    OPS_PORT: String(opsPort),
    ...env,
  });
  await untilAnswers(`http://127.0.0.1:${opsPort}/readyz`, 200);
  const url = `http://127.0.0.1:${port}/slack/events`;
  slack.sendTo({ requestUrl: url });
  return { url, opsUrl: `http://127.0.0.1:${opsPort}`, ...child };
}

/** The smallest Bolt app that answers the same command with the same words. */
export async function startBareBolt(setting: Setting, env: Record<string, string>) {
  const { slack, dir } = setting;
  const port = await freePort();
  const child = await startProcess(
    ['--import', 'tsx', 'bench/bare-bolt.ts'],
    join(dir, 'bare-bolt.log'),
    {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.workspace.botToken,
      SLACK_SIGNING_SECRET: slack.workspace.signingSecret,
      PORT: String(port),
      ...env,
    },
  );
  await untilAnswers(`http://127.0.0.1:${port}/`, 404);
  return { url: `http://127.0.0.1:${port}/slack/events`, ...child };
}

/** A process that only loads Bolt and BullMQ and connects. */
export async function startBareProcess({ slack, redisUrl, dir }: Setting, prefix: string) {
  const port = await freePort();
  const child = await startProcess(['bench/bare-start.mjs'], join(dir, `${prefix}.log`), {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.workspace.botToken,
    SLACK_SIGNING_SECRET: slack.workspace.signingSecret,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: prefix,
    PORT: String(port),
  });
  await untilAnswers(`http://127.0.0.1:${port}/`, 404);
  return child;
}

/** Starts node with its output going to a file. */
async function startProcess(args: string[], log: string, env: Record<string, string>) {
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', file, file],
  });
  const exited = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(' ')} did not start`);
  return {
    pid,
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function untilAnswers(url: string, status: number): Promise<void> {
  const givingUp = Date.now() + START_MS;
  while (Date.now() < givingUp) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === status) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`${url} did not answer ${status} within ${START_MS} ms`);
}
