import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standInEnv } from '../bot-process.ts';
import { givenRedis } from '../given-redis.ts';
import { startSlackStandIn } from '../slack/stand-in.ts';
import { startVobizStandIn, type VobizStandInOptions } from '../vobiz/server.ts';
import type { Scene } from './items.ts';
import { readManifest } from './manifest.ts';
import { startPageServer } from './page-server.ts';
import { createRestartableBot } from './restartable-bot.ts';

const root = new URL('../../', import.meta.url);

/** What each person is for, in the people menu. */
const ROLES = {
  U0ASHA: 'asks for numbers',
  U0RAVI: 'approver',
  U0MEERA: 'admin, approver in @finance',
  U0DEV: 'colleague with the phone',
  U0GUEST: 'guest',
  U0EXTERNAL: 'from another company',
};

/** One WhatsApp account, so that numbers can be connected. */
const WHATSAPP = { Support: { wabaId: '1911116896216319', token: `EAA${'x'.repeat(40)}` } };

export interface PlaygroundOptions {
  /** A Redis to use instead of one of its own. */
  redisUrl?: string | undefined;
  /** Where the page is served; 0, the default, takes any free port. */
  port?: number;
  vobiz?: VobizStandInOptions;
  /** ms since the epoch, for both stand-ins. */
  now?: () => number;
  /** Environment of the bot, over what the playground tells it. */
  env?: Record<string, string>;
  /** Options for node before the bot's file. */
  nodeOptions?: readonly string[];
}

export type Playground = Awaited<ReturnType<typeof startPlayground>>;

/**
 * Both stand-ins, the built bot as a process of its own with a Redis of its own in a directory of its own, and the page
 * they are played in. Everything is on loopback and gone after `stop`. Needs dist/ and the built page.
 */
export async function startPlayground(options: PlaygroundOptions = {}) {
  const base = options.now ?? Date.now;
  let aheadMs = 0;
  const now = () => base() + aheadMs;
  /** How the bot's process hears of it; the machine's clock is the only one it has. */
  const clockAhead = () => ({ CLOCK_AHEAD_MS: String(now() - Date.now()) });
  const manifest = new URL('manifest.yml', root);
  const app = readManifest(manifest);
  const slack = await startSlackStandIn({ now });
  const vobiz = await startVobizStandIn({ now, datesAnswers: true, ...options.vobiz });
  const dataDir = await mkdtemp(join(tmpdir(), 'vobiz-number-bot-playground-'));
  const tokens = join(dataDir, 'meta-tokens.json');
  await writeFile(tokens, JSON.stringify(WHATSAPP), { mode: 0o600 });
  const redis = givenRedis(options.redisUrl, 'playground');
  let changed = () => {};
  const bot = createRestartableBot({
    nodeOptions: [
      '--import',
      new URL('clock-ahead.mjs', import.meta.url).href,
      ...(options.nodeOptions ?? []),
    ],
    env: {
      ...standInEnv(slack, vobiz),
      SLACK_MODE: 'socket',
      DATA_DIR: dataDir,
      POLICY_FILE: fileURLToPath(new URL('sandbox/playground/policy.yml', root)),
      META_TOKENS_FILE: tokens,
      SWEEP_EVERY_MS: '5000',
      WATCH_EVERY_MS: '10000',
      ...clockAhead(),
      ...redis.env,
      ...options.env,
    },
    changed: () => changed(),
  });
  /** Puts all clocks ahead, with a restart: the bot hears of its clock when it starts. */
  async function moveTo(at: number): Promise<void> {
    await bot.stop();
    aheadMs += at - now();
    bot.tell(clockAhead());
    bot.start();
  }

  const scene: Scene = { slack, vobiz, bot, app: () => app, now, moveTo, roles: ROLES };
  const page = new URL('sandbox/slack/ui/dist/', root);
  const server = await startPageServer({ scene, page, port: options.port ?? 0 });
  changed = server.changed;
  bot.start();

  return {
    url: server.url,
    slack,
    vobiz,
    bot,
    async stop(): Promise<void> {
      await bot.stop();
      await server.stop();
      await slack.stop();
      await vobiz.stop();
      await redis.forget();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
