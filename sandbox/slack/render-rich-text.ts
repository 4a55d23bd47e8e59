import { type JsonRecord, recordsIn } from './json.ts';
import { channelName, formatDate, groupName, personName, type Reader } from './render-mrkdwn.ts';

function inline(element: JsonRecord, reader: Reader): string {
  switch (element.type) {
    case 'user':
      return personName(String(element.user_id), reader);
    case 'usergroup':
      return groupName(String(element.usergroup_id), reader);
    case 'channel':
      return channelName(String(element.channel_id), reader);
    case 'broadcast':
      return `@${element.range}`;
    case 'emoji':
      return `:${element.name}:`;
    case 'date':
      return formatDate(Number(element.timestamp), String(element.format), reader.tz, reader.now);
    case 'link':
      return element.text ? `${element.text} (${element.url})` : String(element.url);
    default:
      return String(element.text ?? '');
  }
}

/** A rich_text block as lines: lists with markers, quotes with a bar, preformatted text indented. */
export function renderRichText(block: JsonRecord, reader: Reader): string[] {
  return recordsIn(block.elements).flatMap((part) => {
    const elements = recordsIn(part.elements);
    if (part.type === 'rich_text_list') {
      return elements.map((item, index) => {
        const marker = part.style === 'ordered' ? `${index + 1}.` : '•';
        const text = recordsIn(item.elements).map((piece) => inline(piece, reader));
        return `${'  '.repeat(Number(part.indent ?? 0))}${marker} ${text.join('')}`;
      });
    }
    const lines = elements
      .map((piece) => inline(piece, reader))
      .join('')
      .split('\n');
    if (part.type === 'rich_text_quote') return lines.map((line) => `| ${line}`);
    return part.type === 'rich_text_preformatted' ? lines.map((line) => `    ${line}`) : lines;
  });
}
