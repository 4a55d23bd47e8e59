import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import axiosRetry from 'axios-retry';
import { readErrorBody } from './error-body.ts';
import { freshConnection } from './fresh-connection.ts';
import { retryAfterFromHeader } from './retry-after.ts';
import { readClock, type WireClock } from './times.ts';
import type { MaybeSent, VobizOperation } from './vobiz-errors.ts';

/** An HTTP answer of any status, with its body as text; empty when the body was cut short. */
export type Answer = {
  kind: 'answer';
  status: number;
  body: string;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
  clock: WireClock;
};
/** No answer. `code` is a system error code such as `ECONNRESET`. */
type Fault = {
  kind: 'fault';
  why: 'timeout' | 'aborted' | 'network';
  code: string | undefined;
  sent: MaybeSent;
};
export type Exchange = Answer | Fault;

export type Call = { operation: VobizOperation; path: string; signal?: AbortSignal | undefined };
export type Write = Call & {
  method?: 'post' | 'put' | 'delete';
  body?: Record<string, string>;
  timeoutMs: number;
};
export type Observation = {
  operation: VobizOperation;
  status: number | 'timeout' | 'network';
  ms: number;
  /** How far Vobiz's clock is ahead of ours in ms, 0 below a minute; undefined without an answer. */
  skewMs: number | undefined;
};
export type TransportOptions = {
  baseUrl: string;
  headers: Record<string, string>;
  /** The whole read in ms, including retries and the waits between them. */
  readTimeoutMs: number;
  maxReadRetries: number;
  /** Called once per HTTP request. What it throws is ignored. */
  observe: (observation: Observation) => void;
};

/** A longer `Retry-After` concerns the whole account: the caller keeps it. */
const LONGEST_RETRY_WAIT_MS = 2_000;
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** Reads are retried on kept-alive connections; each write is one request on its own connection. */
export function createTransport(options: TransportOptions) {
  const { observe } = options;
  const common: AxiosRequestConfig = {
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    allowAbsoluteUrls: false,
    headers: { Accept: 'application/json', 'User-Agent': 'vobiz-number-bot', ...options.headers },
    // A redirect would repeat the request and could send the credentials to another host.
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
  };
  const kept = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  const reads = axios.create({ ...common, ...kept });
  axiosRetry(reads, { retryDelay });
  const writes = axios.create(common);

  /** Observes each HTTP request; every retry of a read comes through here. */
  function observed(operation: VobizOperation, timedOut: () => boolean) {
    const http = axios.getAdapter('http');
    const request: typeof http = async (config) => {
      const started = performance.now();
      const tell = (status: Observation['status'], response?: AxiosResponse) => {
        const skewMs = response && toAnswer(response).clock.skewMs;
        try {
          observe({ operation, status, ms: performance.now() - started, skewMs });
        } catch {
          // A broken meter must not cost a paid order its answer.
        }
      };
      try {
        const response = await http(config);
        tell(response.status, response);
        return response;
      } catch (error) {
        const answer = answerIn(error);
        tell(answer?.status ?? (timedOut() ? 'timeout' : 'network'), answer);
        throw error;
      }
    };
    return request;
  }

  async function exchange(
    call: Call,
    timeoutMs: number,
    sent: () => MaybeSent,
    send: (config: AxiosRequestConfig, deadline: number) => Promise<AxiosResponse>,
  ): Promise<Exchange> {
    if (call.signal?.aborted) return { kind: 'fault', why: 'aborted', code: undefined, sent: 'no' };
    const deadline = startDeadline(timeoutMs, call.signal);
    try {
      const adapter = observed(call.operation, deadline.passed);
      const config = { url: call.path, signal: deadline.signal, adapter };
      return toAnswer(await send(config, deadline.at));
    } catch (error) {
      const response = answerIn(error);
      if (response) return toAnswer(response);
      const why = deadline.passed() ? 'timeout' : call.signal?.aborted ? 'aborted' : 'network';
      return { kind: 'fault', why, code: systemCode(error), sent: sent() };
    } finally {
      deadline.end();
    }
  }

  return {
    /** GET, retried on network faults, 5xx and 429 unless `retry` is false. */
    read: (call: Call & { retry?: boolean }): Promise<Exchange> =>
      exchange(
        call,
        options.readTimeoutMs,
        () => 'maybe',
        (config, deadline) =>
          reads.request({
            ...config,
            'axios-retry': {
              retries: call.retry === false ? 0 : options.maxReadRetries,
              retryCondition: (error) => worthRetrying(error, deadline),
            },
          }),
      ),
    /** Exactly one request, a POST by default, never repeated. `timeoutMs` runs from dialling to the last byte. */
    write: (call: Write): Promise<Exchange> => {
      const { method = 'post', body } = call;
      const { sent, ...agents } = freshConnection();
      const json = body && {
        data: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      };
      return exchange(call, call.timeoutMs, sent, (config) =>
        writes.request({ ...config, ...agents, method, ...json }),
      );
    },
    close(): void {
      kept.httpAgent.destroy();
      kept.httpsAgent.destroy();
    },
  };
}
export type Transport = ReturnType<typeof createTransport>;

/** Aborts when `outer` does or after `ms`; `end` releases the timer and the listener. */
function startDeadline(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, ms);
  const abort = () => controller.abort();
  outer?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    at: Date.now() + ms,
    passed: () => passed,
    end: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}

/** The answer inside a thrown error: a non-2xx status, or any status whose body was cut short. */
function answerIn(error: unknown): AxiosResponse | undefined {
  return error instanceof AxiosError ? error.response : undefined;
}

function toAnswer(response: AxiosResponse<unknown>): Answer {
  const header = (name: string) => {
    const value: unknown = response.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const now = Date.now();
  const clock = readClock(header('date'), now);
  return {
    kind: 'answer',
    status: response.status,
    body: typeof response.data === 'string' ? response.data : '',
    retryAfterMs: retryAfterFromHeader(header('retry-after'), now + clock.skewMs),
    requestId: header('x-request-id'),
    clock,
  };
}

function systemCode(error: unknown): string | undefined {
  const code = error instanceof AxiosError ? error.code : undefined;
  return code !== undefined && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : undefined;
}

function askedToWait(error: AxiosError): number {
  if (!error.response) return 0;
  const { retryAfterMs, body } = toAnswer(error.response);
  return retryAfterMs ?? readErrorBody(body, []).retryAfterMs ?? 0;
}

function retryDelay(count: number, error: AxiosError): number {
  const backoff = 100 * 2 ** count * (0.5 + Math.random());
  return Math.max(backoff, askedToWait(error));
}

function worthRetrying(error: AxiosError, deadline: number): boolean {
  const wait = askedToWait(error);
  if (wait > LONGEST_RETRY_WAIT_MS || Date.now() + wait >= deadline) return false;
  const status = error.response?.status;
  if (status === undefined) return axiosRetry.isNetworkError(error);
  // A thrown 2xx is an answer whose body was cut short.
  return status === 429 || status >= 500 || status < 300;
}
