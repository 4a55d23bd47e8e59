import { type Fields, isFields } from '../domain/json.ts';
/** The name of a person, for plain text; undefined when unknown. */
export type NameOf = (userId: string) => string | undefined;

/** A token or one of the three entities, so that each is decoded exactly once. */
const MARKUP = /<([^<>|\s][^<>|]*)(?:\|([^<>]*))?>|&(?:amp|lt|gt);/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * A message's text as people read it. Only this decodes Slack's markup (`<https://…|label>`, `<@U…>`, `<#C…|name>`,
 * entities); whatever displays the text escapes it again. Source: docs.slack.dev/messaging/formatting-message-text
 */
export function plainOf(markup: string, nameOf: NameOf = () => undefined): string {
  return markup.replace(MARKUP, (whole: string, target?: string, label?: string) =>
    target === undefined ? entity(whole) : tokenText(target, label && entities(label), nameOf),
  );
}

/** The same with people's names, for plain text, where an id says nothing. */
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

/** `<!here>`, `<!subteam^S…|@handle>`, `<!date^…|fallback>`. */
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

/** Keys of blocks and attachments that hold visible text, in reading order. */
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
/** Slack nests no deeper. */
const DEPTH_MAX = 20;

/**
 * All visible text: an app's or a forwarded message may have an empty `text`. Source: the payloads of forwarded
 * messages (`attachments[].is_share`, `message_blocks`), and docs.slack.dev/reference/block-kit/blocks
 */
export function messageText(message: unknown): string {
  if (!isFields(message)) return '';
  const written = typeof message.text === 'string' ? plainOf(message.text) : '';
  const shown = [...listOf(message.blocks), ...listOf(message.attachments)].flatMap((part) =>
    attachmentOrBlock(part),
  );
  return [written, ...shown].filter((line) => line.trim() !== '').join('\n');
}

/** An attachment's `fallback` repeats its content, so it counts only when there is no other. */
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
  // Joined without breaks: a number may be bold in its middle.
  if (isRichText(part)) return [listOf(part.elements).map(richText).join('')];
  return READ.flatMap((key) => {
    const value = part[key];
    if (typeof value === 'string' && isShown(part, key)) {
      return [part.type === 'plain_text' ? value : plainOf(value)];
    }
    return linesOf(value, depth + 1);
  });
}

/** A button's `value` is for its app; only attachment fields show theirs. */
function isShown(part: Fields, key: string): boolean {
  return key !== 'value' || part.type === undefined;
}

function isRichText({ type }: Fields): boolean {
  return /^rich_text_(section|preformatted|quote)$/.test(String(type));
}

/** A link shows its words, or its address if it has none. */
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
