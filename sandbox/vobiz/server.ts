import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Credentials, refuseCredentials, shownAs } from './auth.ts';
import { type RecordedCall, withoutSecretFields, withoutSecretHeaders } from './calls.ts';
import { createControl } from './control.ts';
import { createFaults, type Op } from './faults.ts';
import { type Outcome, outcomeAfter, outcomeBefore } from './outcome.ts';
import { Refusal, type Reply, refusal } from './reply.ts';
import { createRoutes, matchRoute, type Route } from './routes.ts';
import { createState, type StateOptions } from './state.ts';
import { finish, readJson, readText } from './wire.ts';

export interface VobizStandInOptions extends StateOptions, Partial<Credentials> {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. The control paths answer loopback callers only, whatever this is. */
  host?: string;
  /** Whether `GET …/orders/{id}` exists. Default `absent`, as published. */
  orderRead?: 'present' | 'absent';
  /** Whether account endpoints take the bearer token. Default false, as published. */
  bearerOnAccount?: boolean;
}

export type VobizStandIn = Awaited<ReturnType<typeof startVobizStandIn>>;

/**
 * Plays the published Vobiz API over HTTP for one account. Reads (`orders`, `ownedNumbers`, …) are snapshots of what
 * the vendor really holds, whatever a fault made it answer. `url` is the root: paths begin with `/api/v1`.
 */
export async function startVobizStandIn(options: VobizStandInOptions = {}) {
  const credentials: Credentials = {
    authId: options.authId ?? 'MA_SANDBOX',
    authToken: options.authToken ?? 'sandbox-auth-token',
    bearer: options.bearer ?? 'sandbox-bearer-token',
  };
  const state = createState(credentials.authId, options);
  const faults = createFaults();
  const calls: RecordedCall[] = [];
  const stopping = new AbortController();
  const routes = createRoutes(state, {
    ...credentials,
    orderRead: options.orderRead ?? 'absent',
    bearerOnAccount: options.bearerOnAccount ?? false,
  });
  const control = createControl({ state, faults, calls });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const { body, isJson } = readJson(await readText(request));
    if (url.pathname.startsWith('/sandbox/')) {
      finish(request, response, { kind: 'answer', reply: control(request, url, body) });
      return;
    }
    const method = request.method ?? 'GET';
    const match = matchRoute(routes, method, url.pathname);
    const call: RecordedCall = {
      op: 'route' in match ? match.route.op : 'unknown',
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: withoutSecretFields(body),
      headers: withoutSecretHeaders(request.headers),
      credentials: shownAs(request.headers),
      at: state.now(),
    };
    calls.push(call);
    const effect = (): Reply => {
      if ('otherwise' in match) return match.otherwise;
      const { route, params } = match;
      const refused = refuseCredentials(request.headers, credentials, route.bearerAllowed);
      if (refused) return refused;
      if (!isJson) return refusal(400, 'INVALID_JSON', 'The body is not valid JSON').reply;
      return answer(route, { query: url.searchParams, body, params });
    };
    const end = await outcome(call, effect);
    if (stopping.signal.aborted) return;
    if (end.kind === 'answer' || end.kind === 'cut') call.status = end.reply.status;
    finish(request, response, end);
  }

  /** Walks one call through its hold and its fault. A caller that has left does not undo the effect. */
  async function outcome(call: RecordedCall, effect: () => Reply): Promise<Outcome> {
    const op: Op | undefined = call.op === 'unknown' ? undefined : call.op;
    const hold = op && faults.takeHold(op);
    const fault = op && faults.take(op);
    if (fault) call.fault = fault.kind;
    await hold?.pause('before');
    if (fault?.kind === 'latency')
      await delay(fault.ms, undefined, { signal: stopping.signal, ref: false });
    if (stopping.signal.aborted) return { kind: 'hang' };
    const early = outcomeBefore(fault);
    if (early) return early;
    const reply = effect();
    await hold?.pause('after');
    return outcomeAfter(fault, reply);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (stopping.signal.aborted) return;
      finish(request, response, { kind: 'answer', reply: replyTo(error) });
    });
  });
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');

  return {
    url: `http://127.0.0.1:${port}`,
    credentials,
    faults,
    /** Every request to the API in order of arrival, refused ones included; control calls are left out. */
    calls,
    callsTo: (op: Op | 'unknown'): RecordedCall[] => calls.filter((call) => call.op === op),
    get orders() {
      return state.orders.list();
    },
    get ownedNumbers() {
      return state.ownedNumbers.list();
    },
    get verifications() {
      return state.verifications.list();
    },
    get channels() {
      return state.channels.list();
    },
    get inventory() {
      return state.inventory.list();
    },
    completeOrder: state.orders.complete,
    failOrder: state.orders.fail,
    cancelOrder: state.orders.cancel,
    allocateInstead: state.orders.allocateInstead,
    setPrice: state.inventory.setPrice,
    addNumber: state.inventory.add,
    /** Somebody else buys it. */
    sell: (e164: string): void => void state.inventory.take(e164),
    /** A number the account owns by another way than an order. */
    addOwnedNumber: state.ownedNumbers.add,
    setBalance: state.wallet.set,
    codeFor: state.verifications.codeFor,
    setCode: state.verifications.setCode,
    expireCode: state.verifications.expireCode,
    /** Ends at once: held, late and hanging calls are cut off without their effect. */
    async stop(): Promise<void> {
      stopping.abort();
      faults.releaseAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(route: Route, request: Parameters<Route['handle']>[0]): Reply {
  try {
    return route.handle(request);
  } catch (error) {
    return replyTo(error);
  }
}

/** A bug in the stand-in is a 500 that says so: a test must not take it for the vendor's. */
function replyTo(error: unknown): Reply {
  if (error instanceof Refusal) return error.reply;
  return { status: 500, body: `stand-in bug: ${error instanceof Error ? error.stack : error}` };
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}
