import type { ReactNode } from 'react';
import { type JsonRecord, recordOf, recordsIn } from '../../../json.ts';
import { channelName, formatDate, groupName, personName } from '../../../render-mrkdwn.ts';
import { useWindow } from '../window.ts';
import type { BlockProps } from './blocks.tsx';
import { Link, Mention } from './mrkdwn.tsx';

function Styled({ element, children }: { element: JsonRecord; children: ReactNode }) {
  const { bold, italic, strike, code } = recordOf(element.style);
  let shown = children;
  if (code) shown = <code>{shown}</code>;
  if (strike) shown = <s>{shown}</s>;
  if (italic) shown = <em>{shown}</em>;
  return bold ? <strong>{shown}</strong> : shown;
}

function Inline({ element }: { element: JsonRecord }) {
  const { reader, workspace } = useWindow();
  switch (element.type) {
    case 'user': {
      const id = String(element.user_id);
      return <Mention isYou={id === workspace.you.id}>{personName(id, reader)}</Mention>;
    }
    case 'usergroup':
      return <Mention>{groupName(String(element.usergroup_id), reader)}</Mention>;
    case 'channel':
      return <Mention>{channelName(String(element.channel_id), reader)}</Mention>;
    case 'broadcast':
      return <Mention>@{String(element.range)}</Mention>;
    case 'emoji':
      return <>:{String(element.name)}:</>;
    case 'date':
      return (
        <time>
          {formatDate(Number(element.timestamp), String(element.format), reader.tz, reader.now)}
        </time>
      );
    case 'link':
      return <Link url={String(element.url)}>{String(element.text ?? element.url)}</Link>;
    default:
      return <Styled element={element}>{String(element.text ?? `(${element.type})`)}</Styled>;
  }
}

function Inlines({ of: parent }: { of: JsonRecord }) {
  return recordsIn(parent.elements).map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no ids and no state
    <Inline key={index} element={element} />
  ));
}

function Part({ part }: { part: JsonRecord }) {
  switch (part.type) {
    case 'rich_text_list': {
      const List = part.style === 'ordered' ? 'ol' : 'ul';
      return (
        <List className="rich-list" style={{ marginInlineStart: `${Number(part.indent ?? 0)}em` }}>
          {recordsIn(part.elements).map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: list items have no ids and no state
            <li key={index}>
              <Inlines of={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'rich_text_quote':
      return (
        <q>
          <Inlines of={part} />
        </q>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Inlines of={part} />
        </pre>
      );
    default:
      return (
        <p className="text">
          <Inlines of={part} />
        </p>
      );
  }
}

/** A rich_text block, also as the cell of a table. */
export function RichText({ block }: BlockProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts have no ids and no state
  return recordsIn(block.elements).map((part, index) => <Part key={index} part={part} />);
}
