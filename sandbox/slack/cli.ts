import { parseArgs } from 'node:util';
import { handleControl } from './control.ts';
import { type SlackStandIn, startSlackStandIn } from './stand-in.ts';

/** `tsx sandbox/slack/cli.ts [--port 4100] [--bot http://127.0.0.1:3000/slack/events]` */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4100' },
    /** The bot's request URL in HTTP mode; leave it out for Socket Mode. */
    bot: { type: 'string' },
  },
});

const slack: SlackStandIn = await startSlackStandIn({
  port: Number(values.port),
  extraRoute: (request, response) => handleControl(slack, request, response),
});
if (values.bot) slack.sendTo({ requestUrl: values.bot });

const { botToken, appToken, signingSecret } = slack.workspace;
process.stdout.write(`Slack stand-in on ${slack.url}. Start the bot with:

SLACK_API_URL=${slack.apiUrl}
SLACK_BOT_TOKEN=${botToken}
SLACK_APP_TOKEN=${appToken}
SLACK_SIGNING_SECRET=${signingSecret}

Act as a person: POST ${slack.url}/sandbox/do
  {"as":"U0ASHA","do":"command","channel":"C0OPS","command":"/vobiz-number","text":"search IN"}
See everything:  GET ${slack.url}/sandbox/state
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void slack.stop());
}
