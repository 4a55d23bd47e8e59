// What a process costs that only loads Bolt and BullMQ and connects to Slack and Redis. JavaScript, as the built bot is.
// biome-ignore-all lint/style/noProcessEnv: a process of its own, configured as the bot is
import { App, HTTPReceiver } from '@slack/bolt';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET = '', PORT } = process.env;
const { REDIS_URL = '', REDIS_PREFIX = '' } = process.env;
const at = {
  connection: new Redis(REDIS_URL, { maxRetriesPerRequest: null }),
  prefix: `{${REDIS_PREFIX}}`,
};
await Promise.all([
  new Queue('bare', at).waitUntilReady(),
  new Worker('bare', async () => {}, at).waitUntilReady(),
]);
const app = new App({
  receiver: new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET }),
  token: SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
process.once('SIGTERM', () => process.exit(0));
await app.start(Number(PORT));
