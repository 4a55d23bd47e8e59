import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Setting } from './processes.ts';

const CHANNEL = 'C0OPS';

export type LightSlack = Awaited<ReturnType<typeof startLightSlack>>;

/**
 * Answers the few methods that a figure needs, always the same and at next to no cost, where the stand-in would check, keep and show
 * what it is sent: a figure of the bot must not be one of the stand-in. `answered` resolves when the response_url
 * of that name gets a message that contains `expected`.
 */
export async function startLightSlack({ slack }: Setting, expected = '') {
  const { team, bot } = slack.workspace;
  const asJson = (body: object) => Buffer.from(JSON.stringify({ ok: true, ...body }));
  const other = asJson({});
  const answers = new Map(
    Object.entries({
      'auth.test': { team_id: team.id, bot_id: bot.botId, user_id: bot.userId },
      'users.info': { user: { id: 'U0ASHA', team_id: team.id, name: 'asha' } },
      'chat.postMessage': { channel: CHANNEL, ts: '1.000001' },
      'chat.update': { channel: CHANNEL, ts: '1.000001' },
      // Cards of older orders are looked for before they are posted.
      'conversations.history': { messages: [], has_more: false },
    }).map(([method, body]) => [method, asJson(body)]),
  );
  const awaited = new Map<string, (text: string) => void>();

  const server = createServer((request, response) => {
    const [, area, name = ''] = (request.url ?? '').split('/');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(area === 'api' ? (answers.get(name) ?? other) : other);
      if (area !== 'response') return;
      awaited.get(name)?.(Buffer.concat(chunks).toString());
      awaited.delete(name);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    env: { SLACK_API_URL: `${url}/api/` },
    responseUrl: (name: string) => `${url}/response/${name}`,
    answered: (name: string) =>
      new Promise<void>((resolve, reject) => {
        awaited.set(name, (text) => {
          if (text.includes(expected)) resolve();
          else reject(new Error(`answered with ${text.slice(0, 200)}`));
        });
      }),
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
