import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handleControl } from '../../sandbox/slack/control.ts';
import { type SlackStandIn, startSlackStandIn } from '../../sandbox/slack/stand-in.ts';
import { startVobizStandIn } from '../../sandbox/vobiz/server.ts';
import { type Bot, spawnBot } from './bot.ts';
import { waitUntil } from './wait.ts';

const POLICY = `approvals:
  channel: C0APPROVALS
  approvers:
    users: [U0RAVI]
    groups: [S0FINANCE]
`;
/** How long the pretended Vobiz takes to finish an order. */
const COMPLETE_AFTER_MS = 3_000;

/** A Meta access token that works nowhere. */
export const META_TOKEN = 'EAAdemoTokenOfNobody123';

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** Both stand-ins and the built bot with its own Redis, all data in a directory that goes away at the end. */
export async function setStage() {
  const dir = await mkdtemp(join(tmpdir(), 'vobiz-number-bot-demo-'));
  const policyFile = join(dir, 'policy.yml');
  await writeFile(policyFile, POLICY);
  const metaTokensFile = join(dir, 'meta-tokens.json');
  const account = { wabaId: '1911116896216319', token: META_TOKEN };
  await writeFile(metaTokensFile, JSON.stringify({ Support: account }));
  const slack: SlackStandIn = await startSlackStandIn({
    extraRoute: (request, response) => handleControl(slack, request, response),
  });
  const vobiz = await startVobizStandIn({
    completeAfterMs: COMPLETE_AFTER_MS,
    metaReviewMs: Number.POSITIVE_INFINITY,
  });
  const env: Record<string, string> = {
    SLACK_MODE: 'socket',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.workspace.botToken,
    SLACK_APP_TOKEN: slack.workspace.appToken,
    VOBIZ_BASE_URL: vobiz.url,
    VOBIZ_AUTH_ID: vobiz.credentials.authId,
    VOBIZ_AUTH_TOKEN: vobiz.credentials.authToken,
    POLICY_FILE: policyFile,
    META_TOKENS_FILE: metaTokensFile,
    // So that nobody has to wait ten minutes for the end of the pause after too many wrong codes.
    CODE_PAUSE_MS: '2000',
    DATA_DIR: join(dir, 'data'),
    OPS_HOST: '127.0.0.1',
    OPS_PORT: '0',
  };
  const logFile = join(dir, 'bot.log');
  const bot = spawnBot(env, logFile);

  /** Ends everything; answers the exit code of the bot. */
  async function strike(): Promise<number | null> {
    const code = await bot.stop();
    await Promise.all([slack.stop(), vobiz.stop()]);
    await rm(dir, { recursive: true, force: true });
    return code;
  }
  return { slack, vobiz, bot, env, logFile, strike };
}

/** Waits until the bot serves and Slack reaches it. */
export async function botReady(stage: { slack: SlackStandIn; bot: Bot }): Promise<void> {
  const { slack, bot } = stage;
  await waitUntil(bot, 'the bot to start and connect to Slack', () =>
    bot.logged('app.started') && slack.socketConnected() > 0 ? true : undefined,
  );
}
