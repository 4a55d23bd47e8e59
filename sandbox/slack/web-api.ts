import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault, Faults } from './faults.ts';
import { readArguments, readBody, sendJson } from './http.ts';
import { type JsonRecord, textOf } from './json.ts';
import { checkScope } from './scopes.ts';
import type { Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';

/** A Web API method: changes the state and returns the answer without `ok`, or throws a SlackApiError. */
export type Method = (slack: Slack, args: JsonRecord) => JsonRecord;

/** One call of the bot, in the order they came. */
export interface ApiCall {
  /** The method, or `response_url` for a message sent to one. */
  method: string;
  args: JsonRecord;
  /** What Slack answered; absent when the answer never came or was lost on the way. */
  answer?: JsonRecord;
  /** HTTP status of the answer. */
  status?: number;
  /** ms since the epoch. */
  at: number;
}

export interface WebApi {
  calls: ApiCall[];
  /** Names of methods the stand-in does not know. */
  unknownMethods: string[];
  handle(method: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const APP_TOKEN_METHODS = new Set(['apps.connections.open']);

/** Scopes of the token a method takes. */
function scopesOf({ workspace }: Slack, method: string): readonly string[] {
  return APP_TOKEN_METHODS.has(method) ? workspace.appTokenScopes : workspace.scopes;
}

function checkToken(slack: Slack, method: string, token: string): void {
  const { appToken, botToken } = slack.workspace;
  if (token === '') throw new SlackApiError('not_authed');
  if (token !== appToken && token !== botToken) throw new SlackApiError('invalid_auth');
  const expected = APP_TOKEN_METHODS.has(method) ? appToken : botToken;
  if (token !== expected) throw new SlackApiError('not_allowed_token_type');
}

/** Breaks the answer off in the way the fault asks for; false when the call goes on as usual. */
export function breakBefore(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (fault.reset) request.socket.destroy();
  else if (!fault.after && isOddAnswer(fault)) answerOddly(fault, response);
  else return fault.hang === true;
  return true;
}

function isOddAnswer({ status, body }: Fault): boolean {
  return status !== undefined || body !== undefined;
}

/** An answer that is not Slack's own. */
function answerOddly({ status = 200, body = '<html>' }: Fault, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(body);
}

async function readCall(slack: Slack, request: IncomingMessage) {
  const body = await readBody(request);
  const query = new URL(request.url ?? '/', slack.baseUrl()).searchParams;
  const { token: field, ...args } = readArguments(
    request.headers['content-type'] ?? '',
    body,
    query,
  );
  const bearer = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  return { args, token: bearer || (textOf(field) ?? '') };
}

export function createWebApi(
  slack: Slack,
  methods: Record<string, Method>,
  faults: Faults,
  isDown: () => boolean,
): WebApi {
  const calls: ApiCall[] = [];
  const unknownMethods: string[] = [];

  function run(method: string, token: string, args: JsonRecord, fault: Fault | undefined) {
    try {
      if (fault?.error) throw new SlackApiError(fault.error);
      const known = methods[method];
      if (!known) {
        unknownMethods.push(method);
        throw new SlackApiError('unknown_method', { req_method: method });
      }
      checkToken(slack, method, token);
      checkScope(slack, method, args, scopesOf(slack, method));
      return { ok: true, ...known(slack, args) };
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      return { ok: false, error: error.code, ...error.details };
    }
  }

  /** Sends the answer, or loses it on the way when the fault says so. */
  function reply(
    call: ApiCall,
    answer: JsonRecord,
    fault: Fault | undefined,
    response: ServerResponse,
  ): void {
    if (fault?.resetAfter) {
      response.socket?.destroy();
      return;
    }
    if (fault && isOddAnswer(fault)) {
      answerOddly(fault, response);
      return;
    }
    call.answer = answer;
    call.status = fault?.error === 'ratelimited' ? 429 : 200;
    sendJson(response, call.status, answer, {
      date: new Date(slack.now()).toUTCString(),
      'x-oauth-scopes': scopesOf(slack, call.method).join(','),
      ...(call.status === 429 ? { 'retry-after': String(fault?.retryAfter ?? 1) } : {}),
    });
  }

  async function handle(method: string, request: IncomingMessage, response: ServerResponse) {
    const { args, token } = await readCall(slack, request);
    const call: ApiCall = { method, args, at: slack.now() };
    calls.push(call);
    const fault = isDown() ? { status: 503 } : faults.take(method);
    if (fault?.latencyMs) await delay(fault.latencyMs);
    await fault?.until;
    if (fault && breakBefore(fault, request, response)) return;
    // An ack the bot sent before this call has already arrived and must count first.
    await nextTurn();
    reply(call, run(method, token, args, fault), fault, response);
    slack.changed({ type: 'call', method });
  }

  return { calls, unknownMethods, handle };
}
