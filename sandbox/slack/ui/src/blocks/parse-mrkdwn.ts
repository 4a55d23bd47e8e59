/** mrkdwn as a tree. Source: docs.slack.dev/messaging/formatting-message-text */
export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'code' | 'codeblock'; text: string }
  /** The inside of `<…>`: a mention, a date, a link. */
  | { kind: 'token'; inner: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; children: Node[] };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Code first, then tokens, then emphasis, which begins and ends at the edge of a word. */
const INLINE =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\4(?![\p{L}\p{N}])/u;

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Undoes the three entities, once. */
export function unescapeMrkdwn(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

function nodeOf(match: RegExpExecArray): Node {
  const [, block, code, token, mark = '', styled = ''] = match;
  if (block !== undefined) return { kind: 'codeblock', text: unescapeMrkdwn(block) };
  if (code !== undefined) return { kind: 'code', text: unescapeMrkdwn(code) };
  if (token !== undefined) return { kind: 'token', inner: token };
  const kind = STYLES[mark as keyof typeof STYLES];
  return { kind, children: parseInline(styled) };
}

function parseInline(text: string): Node[] {
  const nodes: Node[] = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index > 0) {
      nodes.push({ kind: 'text', text: unescapeMrkdwn(rest.slice(0, match.index)) });
    }
    nodes.push(nodeOf(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push({ kind: 'text', text: unescapeMrkdwn(rest) });
  return nodes;
}

/** Lines that begin with `>`, as an app writes it or escaped as it arrives from people, become quotes; the rest is inline. */
export function parseMrkdwn(text: string): Node[] {
  if (!/^(?:>|&gt;)/m.test(text)) return parseInline(text);
  const parts = text.split(/((?:^(?:>|&gt;).*(?:\n|$))+)/m).filter((part) => part !== '');
  return parts.flatMap((part): Node[] =>
    /^(?:>|&gt;)/.test(part)
      ? [{ kind: 'quote', children: parseInline(part.replace(/^(?:>|&gt;) ?/gm, '').trimEnd()) }]
      : parseInline(part),
  );
}
