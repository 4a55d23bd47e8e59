import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson } from '../slack/http.ts';
import { parseJson } from '../slack/json.ts';
import { exchangeDetails } from './exchanges.ts';
import { canAct, itemsFor, type Scene } from './items.ts';
import { createPageActions } from './page-actions.ts';
import { sendFile, sendPageFile } from './page-files.ts';
import { createWindows } from './windows.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Keeps other web pages out: a name pointed at this machine, and requests sent from another page. */
function isFromThisPage({ headers, method }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOOPBACK_HOST.test(host) || (origin !== undefined && origin !== `http://${host}`)) {
    return false;
  }
  return method === 'GET' || headers['content-type']?.startsWith('application/json') === true;
}

/** Serves the built page on loopback: its files, its windows, and what people do in them. */
export async function startPageServer(options: { scene: Scene; page: URL; port: number }) {
  const { scene, page, port } = options;
  const { slack } = scene;
  const windows = createWindows((userId) => itemsFor(scene, userId));
  const actions = createPageActions(scene, windows.changed);
  const personCalled = (handle: string) =>
    slack.workspace.people.find((person) => person.name === handle && canAct(person));

  async function get(pathname: string, response: ServerResponse): Promise<void> {
    const file = pathname.startsWith('/file/') ? slack.file(pathname.slice(6)) : undefined;
    if (file) return sendFile(file, response);
    const details = exchangeDetails(slack, pathname.replace(/^\/exchange\//, ''));
    if (details) return sendJson(response, 200, details);
    if (await sendPageFile(page, pathname, response)) return;
    sendJson(response, 404, { ok: false, error: 'not_found' });
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isFromThisPage(request)) return sendJson(response, 403, { ok: false, error: 'not here' });
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET') return get(pathname, response);
    const action = request.method === 'POST' ? actions[pathname] : undefined;
    if (action) return action(parseJson(await readBody(request)), response);
    sendJson(response, 404, { ok: false, error: 'not_found' });
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) sendJson(response, 500, { ok: false, error: detail });
    });
  });
  server.on('upgrade', (request, stream, head) => {
    const handle = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('as') ?? '';
    const person = isFromThisPage(request) ? personCalled(handle) : undefined;
    if (person) windows.accept(request, stream, head, person.id);
    else stream.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const stopListening = slack.onChange(windows.changed);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const listensOn = typeof address === 'object' && address ? address.port : port;

  return {
    url: `http://127.0.0.1:${listensOn}`,
    changed: windows.changed,
    async stop(): Promise<void> {
      stopListening();
      windows.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
