import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebClient } from '@slack/web-api';
import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { readBody } from '../../sandbox/slack/http.ts';
import { type JsonRecord, parseJson, recordOf } from '../../sandbox/slack/json.ts';
import {
  type SlackStandIn,
  type SlackStandInOptions,
  startSlackStandIn,
} from '../../sandbox/slack/stand-in.ts';
import type { StoredMessage } from '../../sandbox/slack/store.ts';

const [ASHA, OPS, COMMAND] = ['U0ASHA', 'C0OPS', '/vobiz-number'] as const;
const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
const INDIA = { text: plain('India'), value: 'IN' };
const CARD = [
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'approve_order', value: 'x', text: plain('Approve') },
    ],
  },
];
const FORM = {
  type: 'modal' as const,
  callback_id: 'order_form',
  title: plain('Order a number'),
  submit: plain('Send'),
  close: plain('Cancel'),
  notify_on_close: true,
  blocks: [
    {
      type: 'actions' as const,
      elements: [
        {
          type: 'static_select' as const,
          action_id: 'country',
          placeholder: plain('Country'),
          options: [INDIA],
        },
        { type: 'external_select' as const, action_id: 'search', placeholder: plain('Search') },
      ],
    },
    {
      type: 'input' as const,
      label: plain('Where'),
      element: {
        type: 'conversations_select' as const,
        action_id: 'place',
        response_url_enabled: true,
      },
    },
  ],
};
const HOME = {
  type: 'home' as const,
  blocks: [
    {
      type: 'section' as const,
      text: { type: 'mrkdwn' as const, text: 'Your numbers' },
      accessory: { type: 'overflow' as const, action_id: 'more', options: [INDIA] },
    },
  ],
};

/** The stand-in's own payload of each kind, by the names in test/payloads: of a workspace, one on a Grid, and over a socket. */
export async function everyPayload(): Promise<ReadonlyMap<string, JsonRecord>> {
  const enterprise = { id: 'E0GRID', name: 'Numbers Group' };
  const alone = await overHttp(await standIn());
  const grid = await overHttp(await standIn({ enterprise }));
  const socket = await overSocket(await standIn({ ackLimitMs: 300 }));
  const ofGrid = Object.entries(grid).map(([kind, body]) => [`${kind}-grid`, body] as const);
  return new Map([...Object.entries(alone), ...ofGrid, ...Object.entries(socket)]);
}

async function standIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const slack = await startSlackStandIn(options);
  onTestFinished(() => slack.stop());
  return slack;
}

/** An app that acknowledges whatever comes, and offers no choices. */
async function acknowledging(slack: SlackStandIn): Promise<void> {
  const server = createServer(async (request, response) => {
    const asked = (await readBody(request)).includes('block_suggestion');
    if (asked) response.setHeader('content-type', 'application/json');
    response.end(asked ? '{"options":[]}' : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  slack.sendTo({ requestUrl: `http://127.0.0.1:${port}` });
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

const eventually = <T>(find: () => T | undefined): Promise<T> =>
  vi.waitFor(() => present(find()), 3_000);

async function post(slack: SlackStandIn, client: WebClient): Promise<StoredMessage> {
  const { ts } = await client.chat.postMessage({ channel: OPS, text: 'A card', blocks: CARD });
  return present(slack.message(OPS, String(ts)));
}

async function openForm(slack: SlackStandIn, client: WebClient) {
  const { body } = await slack.as(ASHA).command(OPS, COMMAND, 'help');
  await client.views.open({ trigger_id: String(body.trigger_id), view: FORM });
  return { command: body, modal: present(slack.openView(ASHA)) };
}

async function overHttp(slack: SlackStandIn): Promise<Record<string, JsonRecord>> {
  await acknowledging(slack);
  const client = new WebClient(slack.workspace.botToken, { slackApiUrl: slack.apiUrl });
  const asha = slack.as(ASHA);
  const card = await post(slack, client);
  const button = await asha.click(card, { actionId: 'approve_order' });
  await client.chat.postEphemeral({ channel: OPS, user: ASHA, text: 'A note', blocks: CARD });
  const note = present(slack.ephemerals(ASHA).at(-1));
  const onNote = await asha.click(note, { actionId: 'approve_order' });
  const { command, modal } = await openForm(slack, client);
  await asha.suggest(modal, { actionId: 'search' }, 'abc');
  const select = present(await asha.select(modal, { actionId: 'country', value: 'IN' }));
  await asha.select(modal, { actionId: 'place', value: OPS });
  const submitted = await asha.submit();
  await openForm(slack, client);
  const closed = present(await asha.close());
  await client.views.publish({ user_id: ASHA, view: HOME });
  const opened = await asha.openHome();
  const home = present(slack.home(ASHA));
  const overflow = present(await asha.select(home, { actionId: 'more', value: 'IN' }));
  const events = await messages(slack, client);
  const shortcut = await asha.messageShortcut(events.typed, 'verify_number');
  const global = await asha.shortcut('do-something');
  const suggestion = present(slack.deliveries.find(({ type }) => type === 'block_suggestion'));
  return {
    'slash-command': command,
    'block-actions-button-message': button.body,
    'block-actions-button-note': onNote.body,
    'block-actions-select-modal': select.body,
    'block-actions-overflow-home': overflow.body,
    'block-suggestion-modal': suggestion.body,
    'view-submission': submitted.body,
    'view-submission-response-url': submitted.body,
    'view-closed': closed.body,
    'message-action': shortcut.body,
    shortcut: global.body,
    'app-home-opened': opened.body,
    ...events.bodies,
  };
}

/** Messages of every subtype, and the events that the app heard of them. */
async function messages(slack: SlackStandIn, client: WebClient) {
  const asha = slack.as(ASHA);
  const typed = asha.say(OPS, 'R&D asks');
  const { ts: threadTs } = typed;
  asha.say(OPS, 'a reply', { threadTs });
  asha.say(OPS, 'a reply to all', { threadTs, broadcast: true });
  asha.say(OPS, 'a table', { files: ['numbers.csv'] });
  asha.say(OPS, 'is away', { me: true });
  asha.edit(asha.say(OPS, 'befroe'), 'before');
  asha.unsay(asha.say(OPS, 'never mind'));
  await client.chat.postMessage({ channel: OPS, text: 'of the app' });
  const heard = (test: (event: JsonRecord) => boolean): Promise<JsonRecord> =>
    eventually(() => slack.deliveries.map(({ body }) => body).find((b) => test(recordOf(b.event))));
  const bySubtype = (subtype: string) => heard((event) => event.subtype === subtype);
  return {
    typed,
    bodies: {
      'message-plain': await heard(({ text }) => text === 'R&amp;D asks'),
      'retried-event': await heard(({ text }) => text === 'R&amp;D asks'),
      'message-thread-reply': await heard(({ text }) => text === 'a reply'),
      'message-thread-broadcast': await bySubtype('thread_broadcast'),
      'message-file-share': await bySubtype('file_share'),
      'message-me': await bySubtype('me_message'),
      'message-changed': await bySubtype('message_changed'),
      'message-deleted': await bySubtype('message_deleted'),
      'message-of-app': await heard(({ text }) => text === 'of the app'),
    },
  };
}

/** What comes over a socket, as it comes. */
async function overSocket(slack: SlackStandIn): Promise<Record<string, JsonRecord>> {
  const client = new WebClient(slack.workspace.appToken, { slackApiUrl: slack.apiUrl });
  const { url } = await client.apps.connections.open();
  const frames: JsonRecord[] = [];
  const socket = new WebSocket(String(url));
  let isSilent = true;
  socket.on('message', (data) => {
    const frame = recordOf(parseJson(String(data)));
    frames.push(frame);
    // The first time an event is not acknowledged, so that it comes again.
    if (frame.type === 'events_api' && isSilent) isSilent = false;
    else if (frame.envelope_id) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
  });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const asha = slack.as(ASHA);
  await asha.command(OPS, COMMAND, 'help');
  await asha.shortcut('do-something');
  asha.say(OPS, 'Hi');
  slack.disconnectSockets('refresh_requested');
  const frame = (test: (frame: JsonRecord) => boolean) => eventually(() => frames.find(test));
  return {
    'socket-hello': await frame(({ type }) => type === 'hello'),
    'socket-disconnect': await frame(({ type }) => type === 'disconnect'),
    'socket-slash-commands': await frame(({ type }) => type === 'slash_commands'),
    'socket-interactive': await frame(({ type }) => type === 'interactive'),
    'socket-events-api': await frame(({ type }) => type === 'events_api'),
    'socket-events-api-retried': await frame(({ retry_attempt }) => retry_attempt === 1),
  };
}
