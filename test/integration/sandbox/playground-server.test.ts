import { once } from 'node:events';
import { request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startPageServer } from '../../../sandbox/playground/page-server.ts';
import { createRestartableBot } from '../../../sandbox/playground/restartable-bot.ts';
import type { Patch } from '../../../sandbox/playground/shown.ts';
import { startOutside } from '../../support/world.ts';

const APP = {
  name: 'App',
  description: '',
  commands: [],
  messageShortcuts: [],
  globalShortcuts: [],
  hasHomeTab: false,
};

async function startServer() {
  const { slack, vobiz } = await startOutside();
  const bot = createRestartableBot({ env: {}, changed: () => {} });
  const scene = {
    slack,
    vobiz,
    bot,
    app: () => APP,
    now: Date.now,
    moveTo: async () => {},
    roles: {},
  };
  const page = new URL('../no-page/', import.meta.url);
  const server = await startPageServer({ scene, page, port: 0 });
  onTestFinished(() => server.stop());
  return { server, slack };
}

/** fetch does not let one choose Host and Origin. */
async function post(url: string, headers: Record<string, string>, body: unknown): Promise<number> {
  const sent = request(url, { method: 'POST', headers });
  sent.end(JSON.stringify(body));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

const SAY = { as: 'U0ASHA', do: 'say', channel: 'C0OPS', text: 'Hello' };
const JSON_TYPE = { 'content-type': 'application/json' };

it('takes deeds from its own page only', async () => {
  const { server, slack } = await startServer();
  const to = `${server.url}/do`;
  expect(await post(to, { ...JSON_TYPE, host: 'evil.example' }, SAY)).toBe(403);
  expect(await post(to, { ...JSON_TYPE, origin: 'http://evil.example' }, SAY)).toBe(403);
  expect(await post(to, { 'content-type': 'text/plain' }, SAY)).toBe(403);
  expect(slack.messages('C0OPS')).toEqual([]);
  expect(await post(to, { ...JSON_TYPE, origin: server.url }, SAY)).toBe(200);
  expect(slack.messages('C0OPS')).toMatchObject([{ text: 'Hello', user: 'U0ASHA' }]);
});

it('shows a window what its person sees, and nothing of other people', async () => {
  const { server, slack } = await startServer();
  slack.as('U0ASHA').say('C0RANDOM', 'Not for Ravi');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live?as=ravi`);
  onTestFinished(() => socket.close());
  const [first] = await once(socket, 'message');
  const patch: Patch = JSON.parse(String(first));
  expect(patch.set.workspace).toMatchObject({ you: { id: 'U0RAVI' } });
  expect(JSON.stringify(patch.set)).not.toContain('Not for Ravi');

  slack.as('U0ASHA').say('C0OPS', 'For everybody');
  const [second] = await once(socket, 'message');
  const { set }: Patch = JSON.parse(String(second));
  expect(Object.keys(set)).toHaveLength(1);
  expect(Object.values(set)).toMatchObject([{ text: 'For everybody', author: 'U0ASHA' }]);
});

it('opens no window for somebody who cannot act', async () => {
  const { server } = await startServer();
  for (const handle of ['gopal', 'helper', 'nobody']) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live?as=${handle}`);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  }
});
