import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes, sendJson } from './http.ts';
import { recordsIn, textOf } from './json.ts';
import { postableChannel, threadOf } from './methods-chat.ts';
import type { Slack } from './slack.ts';
import { refusalWithPointers, SlackApiError } from './slack-api-error.ts';
import type { StoredFile, StoredMessage } from './store.ts';
import type { Method } from './web-api.ts';

/** What files.completeUploadExternal takes as a channel: never a user id (github.com/slackapi/bolt-js/issues/2115). */
const CHANNEL = /^[CGDZ][A-Z0-9]{2,}$/;

const getUploadUrl: Method = (slack, args) => {
  const filename = textOf(args.filename);
  const length = Number(args.length);
  if (!filename) throw new SlackApiError('invalid_arguments');
  if (!Number.isInteger(length) || length <= 0) throw new SlackApiError('invalid_arguments');
  const altText = textOf(args.alt_text);
  const file: StoredFile = {
    id: slack.ids.next('F'),
    filename,
    title: filename,
    length,
    ...(altText && { altText }),
  };
  slack.store.files.set(file.id, file);
  return { upload_url: `${slack.baseUrl()}/upload/${file.id}`, file_id: file.id };
};

/** Shares what was sent, as one message of the bot. */
const completeUpload: Method = (slack, args) => {
  const asked = recordsIn(args.files);
  if (asked.length === 0) throw new SlackApiError('invalid_arguments');
  const channelId = textOf(args.channel_id) ?? '';
  if (!CHANNEL.test(channelId)) {
    throw refusalWithPointers('invalid_arguments', [
      '[ERROR] input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]',
    ]);
  }
  const channel = postableChannel(slack, { channel: channelId });
  if (!channel.botIsMember) throw new SlackApiError('not_in_channel');
  const files = asked.map((one) => {
    const file = slack.store.files.get(textOf(one.id) ?? '');
    if (file?.content === undefined) throw new SlackApiError('file_not_found');
    return { file, title: textOf(one.title) };
  });
  for (const { file, title } of files) {
    Object.assign(file, { channel: channel.id, ...(title && { title }) });
  }
  const { bot } = slack.workspace;
  const ts = slack.ids.ts();
  const message: StoredMessage = {
    kind: 'message',
    channel: channel.id,
    ts,
    ...threadOf(slack, channel.id, args),
    user: bot.userId,
    botId: bot.botId,
    text: textOf(args.initial_comment) ?? '',
    blocks: [],
    files: files.map(({ file }) => file.id),
    edited: false,
    reactions: [],
    inputs: {},
  };
  slack.store.messages.push(message);
  slack.changed({ type: 'message', channel: channel.id, ts });
  slack.announce({ kind: 'posted', message });
  return { files: files.map(({ file: { id, title } }) => ({ id, title })) };
};

/** The address a file is sent to: multipart form data or the bare bytes, of exactly the announced length. */
export async function handleUpload(
  slack: Slack,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  const sent = type.startsWith('multipart/form-data') ? await partOf(body, type) : body;
  const file = slack.store.files.get(id);
  if (!file || sent.length !== file.length) {
    sendJson(response, 400, { ok: false, error: file ? 'wrong_length' : 'no_such_upload' });
    return;
  }
  file.content = sent.toString('utf8');
  file.bytes = sent;
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${sent.length}`);
}

async function partOf(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
