import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { readBody, sendJson } from './http.ts';
import { flagOf, type JsonRecord, parseJson, recordOf, textOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { messageContent } from './methods-chat.ts';
import type { Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { EphemeralMessage, ResponseUrl, StoredMessage } from './store.ts';
import { type ApiCall, breakBefore } from './web-api.ts';

/** Where a message of the app goes that did not come through the Web API. */
export interface Placement {
  userId: string;
  channel: string;
  threadTs?: string;
  source: 'response_url' | 'ack';
}

/** Shows a message to one person, or to the channel when it says `in_channel`. */
export function showMessage(slack: Slack, placement: Placement, sent: JsonRecord): void {
  const { userId, channel, source } = placement;
  const threadTs = textOf(sent.thread_ts) ?? placement.threadTs;
  const ts = slack.ids.ts();
  const place = { channel, ts, ...messageContent(slack, sent), ...(threadTs ? { threadTs } : {}) };
  if (sent.response_type === 'in_channel') {
    const { userId: user, botId } = slack.workspace.bot;
    const message: StoredMessage = {
      kind: 'message',
      ...place,
      user,
      botId,
      edited: false,
      reactions: [],
      inputs: {},
    };
    slack.store.messages.push(message);
    slack.changed({ type: 'message', channel, ts });
    slack.announce({ kind: 'posted', message });
    return;
  }
  slack.store.ephemerals.push({ kind: 'ephemeral', ...place, userId, source, inputs: {} });
  slack.changed({ type: 'ephemeral', userId, ts });
}

function originOf(slack: Slack, url: ResponseUrl): StoredMessage | EphemeralMessage | undefined {
  const { origin } = url;
  if (!origin) return undefined;
  const candidates = origin.kind === 'message' ? slack.store.messages : slack.store.ephemerals;
  return candidates.find((item) => item.channel === url.channel && item.ts === origin.ts);
}

function announce(slack: Slack, changed: StoredMessage | EphemeralMessage): void {
  const { kind, ts } = changed;
  if (kind === 'message') slack.changed({ type: kind, channel: changed.channel, ts });
  else slack.changed({ type: kind, userId: changed.userId, ts });
}

function removeOrigin(slack: Slack, origin: StoredMessage | EphemeralMessage): void {
  const { store } = slack;
  store.messages = store.messages.filter((message) => message !== origin);
  store.ephemerals = store.ephemerals.filter((note) => note !== origin);
  announce(slack, origin);
}

function apply(slack: Slack, url: ResponseUrl, sent: JsonRecord): void {
  const origin = originOf(slack, url);
  if (origin && flagOf(sent.delete_original)) {
    removeOrigin(slack, origin);
    return;
  }
  if (origin && flagOf(sent.replace_original)) {
    Object.assign(origin, messageContent(slack, sent), { inputs: {} });
    announce(slack, origin);
    return;
  }
  const { userId, channel, threadTs } = url;
  const placement: Placement = { userId, channel, source: 'response_url' };
  showMessage(slack, threadTs ? { ...placement, threadTs } : placement, sent);
}

/**
 * Answers a POST to a response_url: five uses within thirty minutes. The call is remembered among `calls`. Of a fault only what
 * delays the call or keeps it from being carried out has an effect.
 */
export async function handleResponseUrl(
  slack: Slack,
  calls: ApiCall[],
  fault: Fault | undefined,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const sent = recordOf(parseJson(await readBody(request)));
  const call: ApiCall = { method: 'response_url', args: sent, at: slack.now() };
  calls.push(call);
  await fault?.until;
  if (fault && breakBefore(fault, request, response)) return;
  const url = slack.store.responseUrls.get(id);
  const answer = (status: number, body: JsonRecord) => {
    Object.assign(call, { status, answer: body });
    slack.changed({ type: 'call', method: call.method });
    sendJson(response, status, body);
  };
  const refuse = (status: number, error: string, details: JsonRecord = {}) =>
    answer(status, { ok: false, error, ...details });
  if (!url) return refuse(404, 'invalid_url');
  if (slack.now() - url.createdAt > LIMITS.responseUrl.ms) return refuse(404, 'expired_url');
  if (url.uses >= LIMITS.responseUrl.uses) return refuse(404, 'used_url');
  try {
    apply(slack, url, sent);
    url.uses += 1;
    answer(200, { ok: true });
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    refuse(400, error.code, error.details);
  }
}
