import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { parseJson } from './json.ts';

/** How the bot answered one payload. */
export interface Ack {
  /** HTTP status; 200 for an acknowledged socket envelope; absent when no answer came. */
  status?: number;
  /** The answer: an object, a text, or undefined when it was empty. */
  body?: unknown;
  /** ms from sending to the answer, or to giving up. */
  ms: number;
  failure?: 'timeout' | 'unreachable';
  /** The answer asks that this is not sent again. */
  noRetry?: boolean;
}

/** `v0=` + HMAC-SHA256 over `v0:{timestamp}:{body}`. Source: docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(secret: string, timestamp: number, body: string): string {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return `v0=${digest}`;
}

export interface SignedRequest {
  url: string;
  body: string;
  contentType: string;
  signingSecret: string;
  /** Seconds since the epoch. */
  timestamp: number;
  headers?: Record<string, string>;
  limitMs: number;
}

/** Sends one payload as Slack does and waits for the acknowledgement no longer than Slack would. */
export function sendSigned(signed: SignedRequest): Promise<Ack> {
  const started = performance.now();
  return new Promise((resolve) => {
    const settle = (ack: Omit<Ack, 'ms'>) => {
      clearTimeout(timer);
      resolve({ ...ack, ms: Math.round(performance.now() - started) });
    };
    const outgoing = httpRequest(signed.url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': signed.contentType,
        'content-length': Buffer.byteLength(signed.body),
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(signed.timestamp),
        'x-slack-signature': signature(signed.signingSecret, signed.timestamp, signed.body),
        ...signed.headers,
      },
    });
    const timer = setTimeout(() => {
      settle({ failure: 'timeout' });
      outgoing.destroy();
    }, signed.limitMs);
    outgoing.on('error', () => settle({ failure: 'unreachable' }));
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('error', () => settle({ failure: 'unreachable' }));
      incoming.on('end', () => {
        const body = text === '' ? undefined : (parseJson(text) ?? text);
        const noRetry = incoming.headers['x-slack-no-retry'] === '1';
        settle({ status: incoming.statusCode ?? 0, body, ...(noRetry ? { noRetry } : {}) });
      });
    });
    outgoing.end(signed.body);
  });
}
