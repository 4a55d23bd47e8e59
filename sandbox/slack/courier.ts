import { setTimeout as pause } from 'node:timers/promises';
import type { JsonRecord } from './json.ts';
import { type Ack, sendSigned } from './signed-http.ts';
import type { Slack } from './slack.ts';
import type { EnvelopeType, SocketMode } from './socket-mode.ts';

export type DeliveryType =
  | 'slash_command'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'message_action'
  | 'shortcut'
  | 'event_callback';

/** One payload sent to the bot and how it answered. */
export interface Delivery {
  id: number;
  type: DeliveryType;
  transport: 'http' | 'socket' | 'none';
  /** Who acted. */
  userId: string;
  body: JsonRecord;
  /** ms since the epoch when it was sent. */
  at: number;
  ackStatus?: number;
  ackBody?: unknown;
  ackMs?: number;
  /** Slack's name for what went wrong: `operation_timeout`, `dispatch_failed` or `invalid_response`. */
  error?: string;
  /** The bot asked that it is not sent again. */
  noRetry?: boolean;
  /** What Slack would not take of the answer, with JSON pointers. */
  problems?: string[];
  /** Slack's own words to the person when something went wrong. */
  toldPerson?: string;
}

export interface SendOptions {
  /** Signs with another secret, to play an impostor. */
  signingSecret?: string;
  /** Seconds since the epoch; now unless said otherwise. */
  timestamp?: number;
  headers?: Record<string, string>;
  /** Of an event that was not acknowledged before. */
  retry?: EventRetry;
}

/** Source: docs.slack.dev/apis/events-api#retries */
interface EventRetry {
  attempt: number;
  reason: 'http_timeout' | 'http_error' | 'connection_failed' | 'timeout';
}
const RETRY_AFTER_MS = [0, 60_000, 300_000];

export interface Courier {
  deliveries: Delivery[];
  /** The bot's address in HTTP mode. Of several, each takes its turn, as behind a load balancer. */
  target(requestUrls: readonly string[]): void;
  /** Whether the app can be reached at all. */
  reaches(): boolean;
  /**
   * Sends an event, and again as Slack does when it is not acknowledged: at once, after a minute and after five, unless the
   * answer has `x-slack-no-retry: 1`.
   */
  deliverEvent(userId: string, body: JsonRecord): Promise<void>;
  deliver(
    type: DeliveryType,
    userId: string,
    body: JsonRecord,
    options?: SendOptions,
  ): Promise<Delivery>;
}

const ENVELOPES: Partial<Record<DeliveryType, EnvelopeType>> = {
  slash_command: 'slash_commands',
  event_callback: 'events_api',
};

/** The body as Slack puts it on the wire: fields for a command, JSON for an event, `payload=` for the rest. */
function encode(type: DeliveryType, body: JsonRecord): { body: string; contentType: string } {
  if (type === 'event_callback') {
    return { body: JSON.stringify(body), contentType: 'application/json' };
  }
  const fields: Record<string, string> =
    type === 'slash_command'
      ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]))
      : { payload: JSON.stringify(body) };
  return {
    body: new URLSearchParams(fields).toString(),
    contentType: 'application/x-www-form-urlencoded',
  };
}

export function createCourier(slack: Slack, sockets: SocketMode, isDown: () => boolean): Courier {
  const deliveries: Delivery[] = [];
  let requestUrls: readonly string[] = [];
  let sent = 0;

  function nextUrl(): string | undefined {
    sent += 1;
    return requestUrls[sent % requestUrls.length];
  }

  function carry(type: DeliveryType, body: JsonRecord, options: SendOptions): Promise<Ack> {
    if (isDown()) return Promise.resolve({ ms: 0, failure: 'unreachable' });
    if (sockets.connected() > 0)
      return sockets.send(ENVELOPES[type] ?? 'interactive', body, options.retry);
    const url = nextUrl();
    if (!url) return Promise.resolve({ ms: 0, failure: 'unreachable' });
    return sendSigned({
      url,
      ...encode(type, body),
      signingSecret: options.signingSecret ?? slack.workspace.signingSecret,
      timestamp: options.timestamp ?? Math.floor(slack.now() / 1000),
      headers: {
        ...options.headers,
        ...(options.retry && {
          'x-slack-retry-num': String(options.retry.attempt),
          'x-slack-retry-reason': options.retry.reason,
        }),
      },
      limitMs: slack.ackLimitMs,
    });
  }

  const courier: Courier = {
    deliveries,
    reaches: () => !isDown() && (sockets.connected() > 0 || requestUrls.length > 0),
    async deliverEvent(userId, body) {
      let delivery = await courier.deliver('event_callback', userId, body);
      for (const [index, waitMs] of RETRY_AFTER_MS.entries()) {
        if (!delivery.error || delivery.noRetry) return;
        const reason = reasonOf(delivery);
        await pause(waitMs, undefined, { ref: false });
        if (!courier.reaches()) return;
        const retry = { attempt: index + 1, reason };
        delivery = await courier.deliver('event_callback', userId, body, { retry });
      }
    },
    target(urls) {
      requestUrls = urls;
    },
    async deliver(type, userId, body, options = {}) {
      const delivery: Delivery = {
        id: deliveries.length + 1,
        type,
        transport: sockets.connected() > 0 ? 'socket' : requestUrls.length > 0 ? 'http' : 'none',
        userId,
        body: structuredClone(body),
        at: slack.now(),
      };
      deliveries.push(delivery);
      slack.changed({ type: 'delivery', id: delivery.id });
      const ack = await carry(type, body, options);
      Object.assign(delivery, outcomeOf(ack));
      slack.changed({ type: 'delivery', id: delivery.id });
      return delivery;
    },
  };
  return courier;
}

/** What a delivery says of how it was answered. */
function outcomeOf(ack: Ack): Partial<Delivery> {
  const { ms, status, body, noRetry } = ack;
  return {
    ackMs: ms,
    ...(status !== undefined && { ackStatus: status }),
    ...(body !== undefined && { ackBody: body }),
    ...(noRetry && { noRetry }),
    ...errorOf(ack),
  };
}

function errorOf({ status = 0, failure }: Ack): Partial<Delivery> {
  if (failure === 'timeout') return { error: 'operation_timeout' };
  return failure || status < 200 || status >= 300 ? { error: 'dispatch_failed' } : {};
}

function reasonOf({ transport, error, ackStatus }: Delivery): EventRetry['reason'] {
  if (transport === 'socket') return 'timeout';
  if (error === 'operation_timeout') return 'http_timeout';
  return ackStatus === undefined ? 'connection_failed' : 'http_error';
}
