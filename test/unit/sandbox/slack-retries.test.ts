import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startSlackStandIn } from '../../../sandbox/slack/stand-in.ts';
import { recorded } from '../../support/recorded.ts';

/** A stand-in and an app that answers every event with a fault; `sent` are the headers of what came. */
async function faultyApp(answer: Record<string, string>) {
  const sent: IncomingHttpHeaders[] = [];
  const slack = await startSlackStandIn();
  const server = createServer((request, response) => {
    sent.push(request.headers);
    request.resume();
    response.writeHead(500, answer).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await slack.stop();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  slack.sendTo({ requestUrl: `http://127.0.0.1:${port}` });
  return { slack, sent };
}

it('sends an event again, with the headers that Slack publishes', async () => {
  const { slack, sent } = await faultyApp({});
  slack.as('U0ASHA').say('C0OPS', 'Hi');
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  const { headers } = recorded('retried-event');
  expect(sent[0]).not.toHaveProperty('x-slack-retry-num');
  expect(sent[1]).toMatchObject({ ...headers, 'x-slack-retry-reason': 'http_error' });
});

it('does not send an event again to an app that asks for no retry', async () => {
  const { slack, sent } = await faultyApp({ 'x-slack-no-retry': '1' });
  const asha = slack.as('U0ASHA');
  asha.say('C0OPS', 'Hi');
  asha.say('C0OPS', 'And this');
  await vi.waitFor(() => expect(slack.deliveries.filter(({ error }) => error)).toHaveLength(2));
  // A third one would come before this one is through.
  await asha.openHome();
  expect(sent).toHaveLength(3);
  expect(sent.map((headers) => headers['x-slack-retry-num'])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
