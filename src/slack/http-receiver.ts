import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
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
}): Omit<Receiver, 'start' | 'stop'> & { start(): Promise<number>; stop(): Promise<void> } {
  const { signingSecret, port, host, logger } = options;
  let app: App | undefined;
  let server: Server | undefined;

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
    const retryNum = http.extractRetryNumFromHTTPRequest(request);
    const retryReason = http.extractRetryReasonFromHTTPRequest(request);
    await app?.processEvent({
      body,
      ack: ack.bind(),
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
    });
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

  return {
    init(given) {
      app = given;
    },
    start: () =>
      new Promise((resolve, reject) => {
        const listening = createServer((request, response) => {
          take(request, response).catch((error: unknown) => {
            logger.error('A request to the address for Slack failed:', error);
            if (!response.headersSent) http.buildNoBodyResponse(response, 500);
          });
        });
        server = listening;
        listening.once('error', reject);
        listening.listen({ port, host, backlog: BACKLOG }, () =>
          resolve((listening.address() as AddressInfo).port),
        );
      }),
    stop: () =>
      new Promise((resolve, reject) => {
        if (!server) return resolve();
        server.close((error) => (error ? reject(error) : resolve()));
        server = undefined;
      }),
  };
}

/** Undefined when unreadable. Bolt's reader returns `any`, which may be null, a number or a list. */
function bodyOf(request: BufferedIncomingMessage) {
  try {
    return http.parseHTTPRequestBody(request);
  } catch {
    return undefined;
  }
}
