// biome-ignore-all lint/style/noProcessEnv: a process of its own, configured as the bot is
import { App, HTTPReceiver } from '@slack/bolt';
import { COMMAND } from '../src/slack/ids.ts';
import { help } from '../src/views/kit/help.ts';

/**
 * What Bolt costs without the bot: one command, acknowledged at once, answered with words made beforehand once Slack has said
 * who asked.
 */
const { SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', PORT } = process.env;
const receiver = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET });
const app = new App({
  receiver,
  token: SLACK_BOT_TOKEN,
  botId: 'B0VOBIZ',
  botUserId: 'U0VOBIZBOT',
  convoStore: false,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
const answer = { response_type: 'ephemeral' as const, ...help() };
app.command(COMMAND, async ({ ack, client, command, respond }) => {
  await ack();
  const { user } = await client.users.info({ user: command.user_id });
  if (user?.deleted || user?.is_bot || user?.is_restricted) return;
  await respond(answer);
});
process.once('SIGTERM', () => process.exit(0));
await app.start(Number(PORT));
