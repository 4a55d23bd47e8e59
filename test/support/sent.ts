import type { Outside } from './world.ts';

/** Everything the bot sent to Slack: calls of the Web API and of response_urls, and the answers to Slack's requests. */
export function sentToSlack({ slack }: Pick<Outside, 'slack'>): unknown[] {
  return [
    ...slack.calls.map(({ args }) => args),
    ...slack.deliveries.map(({ ackBody }) => ackBody),
  ];
}
