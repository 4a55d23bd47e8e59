import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standInEnv } from '../../sandbox/bot-process.ts';
import { givenRedis } from '../../sandbox/given-redis.ts';
import { startMetaStandIn } from '../../sandbox/meta/graph.ts';
import { handleControl } from '../../sandbox/slack/control.ts';
import { type SlackStandIn, startSlackStandIn } from '../../sandbox/slack/stand-in.ts';
import { startVobizStandIn } from '../../sandbox/vobiz/server.ts';
import { type Bot, startBot } from './bot.ts';
import { waitUntil } from './wait.ts';

const POLICY_FILE = relative('', fileURLToPath(new URL('policy.yml', import.meta.url)));
/** How long the pretended Vobiz takes to finish an order. */
const COMPLETE_AFTER_MS = 1_500;

/** A Meta access token that works nowhere. */
export const META_TOKEN = 'EAAdemoTokenOfNobody123';

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** All stand-ins and the built bot with its own Redis (or the one of `redisUrl`), all data in a directory that goes away at the end. */
export async function setStage(redisUrl: string | undefined) {
  const redis = givenRedis(redisUrl, 'demo');
  const dir = await mkdtemp(join(tmpdir(), 'vobiz-number-bot-demo-'));
  const metaTokensFile = join(dir, 'meta-tokens.json');
  const account = { wabaId: '1911116896216319', token: META_TOKEN };
  await writeFile(metaTokensFile, JSON.stringify({ Support: account }), { mode: 0o600 });
  const laterPolicy = join(dir, 'policy-later.yml');
  await writeFile(
    laterPolicy,
    `${await readFile(POLICY_FILE, 'utf8')}reuse: { unused_for_days: 0 }\n`,
  );
  const slack: SlackStandIn = await startSlackStandIn({
    extraRoute: (request, response) => handleControl(slack, request, response),
  });
  const vobiz = await startVobizStandIn({
    completeAfterMs: COMPLETE_AFTER_MS,
    metaReviewMs: Number.POSITIVE_INFINITY,
  });
  const meta = await startMetaStandIn(account);
  const env: Record<string, string> = {
    ...standInEnv(slack, vobiz),
    META_GRAPH_URL: meta.url,
    SLACK_MODE: 'socket',
    POLICY_FILE,
    META_TOKENS_FILE: metaTokensFile,
    // So that nobody has to wait ten minutes for the end of the pause after too many wrong codes.
    CODE_PAUSE_MS: '2000',
    DATA_DIR: join(dir, 'data'),
    SWEEP_EVERY_MS: '500',
    ...redis.env,
  };
  const logFile = join(dir, 'bot.log');
  const bot = startBot(env, logFile);

  /** Ends everything; answers the exit code of the bot. */
  async function strike(): Promise<number | null> {
    const code = await bot.stop();
    await Promise.all([slack.stop(), vobiz.stop(), meta.stop()]);
    await redis.forget();
    await rm(dir, { recursive: true, force: true });
    return code;
  }
  return { slack, vobiz, meta, bot, env, laterPolicy, logFile, strike };
}

/** Waits until the bot serves and Slack reaches it. */
export async function botReady(stage: { slack: SlackStandIn; bot: Bot }): Promise<void> {
  const { slack, bot } = stage;
  await waitUntil(bot, 'the bot to start and connect to Slack', () =>
    bot.logged('app.started') && slack.socketConnected() > 0 ? true : undefined,
  );
}
