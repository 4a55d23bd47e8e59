import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Credentials, refuseCredentials, shownAs } from './auth.ts';
import { type RecordedCall, withoutSecretFields, withoutSecretHeaders } from './calls.ts';
import { createControl } from './control.ts';
import type { Faults } from './faults.ts';
import { type Outcome, outcomeAfter, outcomeBefore } from './outcome.ts';
import { Refusal, type Reply, refusal } from './reply.ts';
import { matchRoute, type Route } from './router.ts';
import type { State } from './state.ts';
import { finish, readJson, readText } from './wire.ts';

export interface ReceiverDeps {
  state: State;
  faults: Faults;
  calls: RecordedCall[];
  routes: readonly Route[];
  credentials: Credentials;
  /** Whether the `Date` header is of the account's clock. */
  datesAnswers: boolean;
  /** Aborted when the server stops: from then on no call has an effect. */
  stopping: AbortSignal;
}

/** Takes one request from its first byte to its end on the wire: record, hold, fault, effect, answer. */
export function createReceiver(deps: ReceiverDeps) {
  const { state, faults, calls, routes, credentials, stopping } = deps;
  const control = createControl({ state, faults, calls });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
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
      return answer(() => route.handle({ query: url.searchParams, body, params }));
    };
    const end = await outcome(call, effect);
    if (stopping.aborted) return;
    if (end.kind === 'answer' || end.kind === 'cut') call.status = end.reply.status;
    if (deps.datesAnswers) response.setHeader('date', new Date(state.now()).toUTCString());
    finish(request, response, end);
  };

  /** A caller that has left meanwhile does not undo the effect: neither would the vendor. */
  async function outcome(call: RecordedCall, effect: () => Reply): Promise<Outcome> {
    if (call.op === 'unknown') return { kind: 'answer', reply: effect() };
    const hold = faults.takeHold(call.op);
    const fault = faults.take(call.op);
    if (fault) call.fault = fault.kind;
    await hold.pause('before');
    if (fault?.kind === 'latency')
      await delay(fault.ms, undefined, { signal: stopping, ref: false });
    if (stopping.aborted) return { kind: 'hang' };
    const early = outcomeBefore(fault);
    if (early) return early;
    const reply = effect();
    await hold.pause('after');
    return outcomeAfter(fault, reply);
  }
}

function answer(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    return replyTo(error);
  }
}

/** A bug in the stand-in is a 500 that says so: a test must not take it for the vendor's. */
export function replyTo(error: unknown): Reply {
  if (error instanceof Refusal) return error.reply;
  return { status: 500, body: `stand-in bug: ${error instanceof Error ? error.stack : error}` };
}
