import type { JsonRecord } from './json.ts';
import type { Slack } from './slack.ts';

/** An address, somebody or a channel by name, or everybody, as people type them. */
const TYPED = /(https?:\/\/[^\s<>]+)|(?<![\w.])@([a-z0-9._-]+)|(?<!\w)#([a-z0-9_-]+)/g;
const EVERYBODY = new Set(['here', 'channel', 'everyone']);

/** One piece of what was typed: how Slack writes it into `text`, and its element of rich text. */
type Piece = { text: string; element: JsonRecord };

/** `&`, `<` and `>` as Slack keeps them. Source: docs.slack.dev/messaging/formatting-message-text */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A message as a person typed it, in the two shapes Slack keeps it in. */
export function typedMessage(slack: Slack, typed: string): { text: string; blocks: JsonRecord[] } {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of typed.matchAll(TYPED)) {
    const piece = pieceOf(slack, match);
    if (!piece) continue;
    pieces.push(...words(typed.slice(end, match.index)), piece);
    end = match.index + match[0].length;
  }
  pieces.push(...words(typed.slice(end)));
  const section = { type: 'rich_text_section', elements: pieces.map(({ element }) => element) };
  return {
    text: pieces.map(({ text }) => text).join(''),
    blocks: [{ type: 'rich_text', block_id: slack.ids.next('b'), elements: [section] }],
  };
}

function words(text: string): Piece[] {
  return text === '' ? [] : [{ text: escapeMrkdwn(text), element: { type: 'text', text } }];
}

function pieceOf(slack: Slack, [, url, handle, channelName]: RegExpExecArray): Piece | undefined {
  const { people, channels } = slack.workspace;
  if (url) return { text: `<${escapeMrkdwn(url)}>`, element: { type: 'link', url } };
  if (handle && EVERYBODY.has(handle)) {
    return { text: `<!${handle}>`, element: { type: 'broadcast', range: handle } };
  }
  const person = people.find(({ name }) => name === handle);
  if (person) return { text: `<@${person.id}>`, element: { type: 'user', user_id: person.id } };
  const channel = channels.find(({ name }) => name === channelName);
  if (!channel) return undefined;
  return {
    text: `<#${channel.id}|${channel.isPrivate ? '' : channel.name}>`,
    element: { type: 'channel', channel_id: channel.id },
  };
}
