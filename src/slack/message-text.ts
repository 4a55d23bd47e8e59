import { type Fields, isFields } from '../domain/json.ts';
/** What a person or channel is called where text is shown as it stands; undefined when nobody says. */
export type NameOf = (userId: string) => string | undefined;

/** A token, or one of the three entities, so that each is read once and no result is read again. */
const MARKUP = /<([^<>|\s][^<>|]*)(?:\|([^<>]*))?>|&(?:amp|lt|gt);/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * The text of a message as people read it. In events and payloads it is markup: `&`, `<` and `>` are entities, links are
 * `<https://…|label>`, people `<@U…>`, channels `<#C…|name>`. It is decoded here, once, where it comes in; whatever shows it
 * escapes it again. Source: docs.slack.dev/messaging/formatting-message-text
 */
export function plainOf(markup: string, nameOf: NameOf = () => undefined): string {
  return markup.replace(MARKUP, (whole: string, target?: string, label?: string) =>
    target === undefined ? entity(whole) : tokenText(target, label && entities(label), nameOf),
  );
}

/** The same with the people in it by their names: where text is shown as it stands, an id says nothing. */
export async function namedText(
  markup: string,
  nameOf: (userId: string) => Promise<string | undefined>,
): Promise<string> {
  const ids = [...markup.matchAll(/<@([UW][A-Z0-9]+)>/g)].flatMap(([, id]) => id ?? []);
  const named = [...new Set(ids)].map(async (id) => [id, await nameOf(id)] as const);
  const names = new Map(await Promise.all(named));
  return plainOf(markup, (id) => names.get(id));
}

function tokenText(target: string, label: string | undefined, nameOf: NameOf): string {
  const [sign, id] = [target.charAt(0), target.slice(1)];
  if (sign === '@') return `@${label || nameOf(id) || id}`;
  if (sign === '#') return `#${label || id}`;
  if (sign === '!') return specialText(id, label);
  const address = entities(target);
  const phone = /^tel:(.*)$/.exec(address)?.[1];
  if (phone === undefined) return label || address.replace(/^mailto:/, '');
  return label && label.replace(/\D/g, '') !== phone.replace(/\D/g, '')
    ? `${label} ${phone}`
    : label || phone;
}

/** `<!here>`, `<!subteam^S…|@handle>`, `<!date^…|what is shown where dates cannot be>`. */
function specialText(name: string, label: string | undefined): string {
  if (label) return label;
  const [kind, id] = name.split('^');
  return `@${kind === 'subteam' && id ? id : kind}`;
}

function entities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, entity);
}

function entity(name: string): string {
  return ENTITIES[name] ?? name;
}

/** Keys of blocks and attachments under which people read something, in the order they read it. */
const READ = [
  'pretext',
  'title',
  'subtitle',
  'text',
  'label',
  'value',
  'body',
  'fields',
  'elements',
  'accessory',
  'rows',
  'child_blocks',
  'blocks',
  'message_blocks',
  'message',
] as const;
/** Slack nests no deeper; whatever does is not Slack's. */
const DEPTH_MAX = 20;

/**
 * Everything people read in a message, as plain text: what was written, and else the blocks and attachments of an app's or a
 * forwarded message, whose own `text` may be empty. Source: docs.slack.dev/reference/block-kit/blocks, and the payloads of
 * forwarded messages (`attachments[].is_share`, `message_blocks`).
 */
export function messageText(message: unknown): string {
  if (!isFields(message)) return '';
  const written = typeof message.text === 'string' ? plainOf(message.text) : '';
  const shown = [...listOf(message.blocks), ...listOf(message.attachments)].flatMap((part) =>
    attachmentOrBlock(part),
  );
  return [written, ...shown].filter((line) => line.trim() !== '').join('\n');
}

/** An attachment's `fallback` repeats what it shows, and is read only where it shows nothing else. */
function attachmentOrBlock(part: unknown): string[] {
  const lines = linesOf(part, 0);
  const isEmpty = lines.every((line) => line.trim() === '');
  return isEmpty && isFields(part) && typeof part.fallback === 'string'
    ? [plainOf(part.fallback)]
    : lines;
}

function linesOf(part: unknown, depth: number): string[] {
  if (depth > DEPTH_MAX) return [];
  if (Array.isArray(part)) return part.flatMap((each) => linesOf(each, depth + 1));
  if (!isFields(part)) return [];
  // Words in different styles stand side by side: a number may be bold in its middle.
  if (isRichText(part)) return [listOf(part.elements).map(richText).join('')];
  return READ.flatMap((key) => {
    const value = part[key];
    if (typeof value === 'string' && isShown(part, key)) {
      return [part.type === 'plain_text' ? value : plainOf(value)];
    }
    return linesOf(value, depth + 1);
  });
}

/** A button's `value` is for its app; only the fields of an attachment show theirs. */
function isShown(part: Fields, key: string): boolean {
  return key !== 'value' || part.type === undefined;
}

function isRichText({ type }: Fields): boolean {
  return /^rich_text_(section|preformatted|quote)$/.test(String(type));
}

/** One piece of a line. A link shows its words; where it has none, its address. */
function richText(element: unknown): string {
  if (!isFields(element)) return '';
  const { text, url, type, fallback } = element;
  if (typeof text === 'string') return text;
  if (type === 'link' && typeof url === 'string') return url.replace(/^(tel|mailto):/, '');
  if (type === 'date' && typeof fallback === 'string') return fallback;
  return ' ';
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
