import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type App,
  type BufferedIncomingMessage,
  HTTPResponseAck,
  HTTPModuleFunctions as http,
  type Logger,
  type Receiver,
} from '@slack/bolt';

/** Where Slack sends everything; the address in the app's settings ends with it. */
const PATH = '/slack/events';
/** Waiting connections. Beyond Node's own 511, the kernel retries after 1 s and 3 s, which is when Slack gives up. */
const BACKLOG = 4_096;

/**
 * Bolt's own receiver reads `ssl_check` before it checks that there is a body: a signed `payload=null` then rejects
 * unhandled and is never acknowledged (HTTPReceiver of @slack/bolt 5.1.0). Here everything signed reaches the app.
 */
export function createHttpReceiver(options: {
  signingSecret: string;
  port: number;
  host: string;
  logger: Logger;
}) {
  const { signingSecret, port, host, logger } = options;
  let app: App | undefined;
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      logger.error('A request to the address for Slack failed:', error);
      if (!response.headersSent) http.buildNoBodyResponse(response, 500);
    });
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'POST' || pathname !== PATH) {
      return http.buildNoBodyResponse(response, 404);
    }
    const signed = await verified(request, response);
    if (!signed) return;
    const body = bodyOf(signed);
    if (body?.ssl_check === '1') return http.buildSSLCheckResponse(response);
    if (body?.type === 'url_verification') return http.buildUrlVerificationResponse(response, body);
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      httpRequest: signed,
      httpRequestBody: body,
      httpResponse: response,
    });
    await app?.processEvent({ body, ack: ack.bind() });
  }

  /** The request with its body read; undefined when refused. */
  async function verified(request: IncomingMessage, response: ServerResponse) {
    try {
      return await http.parseAndVerifyHTTPRequest({ signingSecret }, request);
    } catch (error) {
      const tooLarge = http.isRawBodyError(error) && error.statusCode === 413;
      logger.warn('A request to the address for Slack was refused:', error);
      http.buildNoBodyResponse(response, tooLarge ? 413 : 401);
      return undefined;
    }
  }

  const start = () =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host, backlog: BACKLOG }, () =>
        resolve((server.address() as AddressInfo).port),
      );
    });
  const stop = () =>
    new Promise<void>((resolve, reject) => {
      if (!server.listening) return resolve();
      server.close((error) => (error ? reject(error) : resolve()));
    });
  const init = (given: App) => {
    app = given;
  };
  const receiver: Receiver = { init, start, stop };
  return { receiver, start, stop, isConnected: () => server.listening };
}

/** Undefined when unreadable. Bolt's reader returns `any`, which may be null, a number or a list. */
function bodyOf(request: BufferedIncomingMessage) {
  try {
    return http.parseHTTPRequestBody(request);
  } catch {
    return undefined;
  }
}
