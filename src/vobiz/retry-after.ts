import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { MaybeSent } from './vobiz-errors.ts';

const LONGEST_MS = 24 * 60 * 60_000;

/**
 * Milliseconds from a `Retry-After` header: seconds or an HTTP date, at most a day. Undefined when it cannot be read or asks
 * for no wait at all (zero, negative, a date that has passed). `theirNow`: the clock the date was written by, epoch ms.
 */
export function retryAfterFromHeader(
  header: string | undefined,
  theirNow: number,
): number | undefined {
  if (header === undefined) return undefined;
  if (!/[a-z]/i.test(header)) return retryAfterFromSeconds(header.trim());
  return bounded(Date.parse(header) - theirNow);
}

/** Milliseconds from seconds, as `details.retryAfter` in a body has them; undefined like the header. */
export function retryAfterFromSeconds(value: string | number | undefined): number | undefined {
  const text = String(value ?? '').trim();
  return /^\d+(\.\d+)?$/.test(text) ? bounded(Number(text) * 1_000) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: LONGEST_MS,
};

/** Milliseconds from words: `Please wait 11 hours`, `try again in 30 seconds`. Undefined when they name no wait. */
export function retryAfterFromWords(words: string | undefined): number | undefined {
  const [, count, unit] =
    /\b(?:wait|in|after|for)\s+(?:\w+\s+)?(\d{1,6})\s*(s|m|h|d)(?:ec|econd|in|inute|r|our|ay)?s?\b/i.exec(
      words ?? '',
    ) ?? [];
  return unit === undefined
    ? undefined
    : bounded(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0));
}

/** A whole number of milliseconds that a timer and a key's life both take. */
function bounded(ms: number): number | undefined {
  return ms > 0 ? Math.min(Math.ceil(ms), LONGEST_MS) : undefined;
}

/** A signal that aborts when `outer` does or after `ms`; `end` releases the timer and the listener. */
export function startDeadline(
  ms: number,
  outer: AbortSignal | undefined,
): { signal: AbortSignal; at: number; passed(): boolean; end(): void } {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, ms);
  const follow = () => controller.abort();
  outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    at: Date.now() + ms,
    passed: () => passed,
    end: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}

/**
 * Agents for one request on a connection of its own. A kept-alive socket that the server has just closed fails with a reset
 * that looks like a lost purchase; a fresh one cannot be stale. It also lets us prove that nothing was sent: before the
 * connection (for https, the TLS handshake) is done, no byte of the request can have left, whatever the error is called.
 */
export function freshConnection(): {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
  /** `no` only when we dialled and the connection never opened. A proxy's own agent is not watched: `maybe`. */
  sent(): MaybeSent;
} {
  let dialled = false;
  let opened = false;
  const watch = <T extends Duplex | null | undefined>(socket: T, openEvent: string): T => {
    dialled = true;
    socket?.once(openEvent, () => {
      opened = true;
    });
    return socket;
  };
  const httpAgent = new HttpAgent({ keepAlive: false });
  const connect = httpAgent.createConnection.bind(httpAgent);
  httpAgent.createConnection = (options, done) => watch(connect(options, done), 'connect');
  const httpsAgent = new HttpsAgent({ keepAlive: false });
  const connectTls = httpsAgent.createConnection.bind(httpsAgent);
  httpsAgent.createConnection = (options, done) =>
    watch(connectTls(options, done), 'secureConnect');
  return { httpAgent, httpsAgent, sent: () => (dialled && !opened ? 'no' : 'maybe') };
}
