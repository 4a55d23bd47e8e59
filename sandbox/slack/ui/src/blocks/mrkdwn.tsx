import { memo, type ReactNode, useMemo } from 'react';
import { visibleText } from '../../../elements.ts';
import { recordOf } from '../../../json.ts';
import {
  channelName,
  formatDate,
  groupName,
  personName,
  type Reader,
} from '../../../render-mrkdwn.ts';
import { useWindow } from '../window.ts';
import { type Node, parseMrkdwn, unescapeMrkdwn } from './parse-mrkdwn.ts';

/** Anything but http, https and mailto is shown as words. */
const SAFE_LINK = /^(https?:|mailto:)/i;

export function Link({ url, children }: { url: string; children: ReactNode }) {
  if (!SAFE_LINK.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

export function Mention({ children, isYou }: { children: ReactNode; isYou?: boolean }) {
  return <span className={isYou ? 'mention mention-you' : 'mention'}>{children}</span>;
}

function Token({ inner, reader, you }: { inner: string; reader: Reader; you: string }) {
  const [target = '', label] = inner.split('|', 2);
  if (target.startsWith('@')) {
    const id = target.slice(1);
    return <Mention isYou={id === you}>{personName(id, reader)}</Mention>;
  }
  if (target.startsWith('#')) return <Mention>{channelName(target.slice(1), reader)}</Mention>;
  if (target.startsWith('!subteam^'))
    return <Mention>{groupName(target.slice(9), reader)}</Mention>;
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = '', link] = target.split('^');
    const text = <time>{formatDate(Number(seconds), format, reader.tz, reader.now)}</time>;
    return link ? <Link url={link}>{text}</Link> : text;
  }
  if (target.startsWith('!')) return <Mention>@{target.slice(1)}</Mention>;
  return <Link url={unescapeMrkdwn(target)}>{unescapeMrkdwn(label ?? target)}</Link>;
}

function render(nodes: Node[], reader: Reader, you: string): ReactNode {
  return nodes.map((node, index) => renderNode(node, `${index} ${node.kind}`, reader, you));
}

function renderNode(node: Node, key: string, reader: Reader, you: string): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code key={key}>{node.text}</code>;
    case 'codeblock':
      return <pre key={key}>{node.text}</pre>;
    case 'token':
      return <Token key={key} inner={node.inner} reader={reader} you={you} />;
    case 'bold':
      return <strong key={key}>{render(node.children, reader, you)}</strong>;
    case 'italic':
      return <em key={key}>{render(node.children, reader, you)}</em>;
    case 'strike':
      return <s key={key}>{render(node.children, reader, you)}</s>;
    case 'quote':
      return <q key={key}>{render(node.children, reader, you)}</q>;
  }
}

/** mrkdwn as the reader sees it: names for mentions, dates in the reader's zone. */
export const Mrkdwn = memo(function Mrkdwn({ text }: { text: string }) {
  const { reader, workspace } = useWindow();
  const nodes = useMemo(() => parseMrkdwn(text), [text]);
  return <>{render(nodes, reader, workspace.you.id)}</>;
});

/** A text object: plain text unchanged, mrkdwn as markup. */
export function Text({ value }: { value: unknown }) {
  const text = visibleText(value);
  return recordOf(value).type === 'mrkdwn' ? <Mrkdwn text={text} /> : text;
}
