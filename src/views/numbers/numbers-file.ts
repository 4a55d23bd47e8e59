import { COMMAND } from '../../slack/ids.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { plural } from '../kit/text.ts';

/** `unread`: how many Vobiz lists that we can't read. `trouble`: why Vobiz's lists are missing. */
type Part = { count: number; isWhole: boolean; unread: number; trouble?: Trouble };

/** `numbers-2026-11-26.csv` */
export function numbersFileName(now: number): string {
  return `numbers-${new Date(now).toISOString().slice(0, 10)}.csv`;
}

/** What comes with the file, in the person's direct message. */
export function numbersFileComment(part: Part): string {
  return `Your ${plural(part.count, 'number')}, one on each line.${missing(part)}`;
}

export function numbersFileSent(part: Part): Message {
  return sentence(
    `A file of ${plural(part.count, 'number')} is in your messages with the app.${missing(part)}`,
  );
}

/** `scope`: what the app lacks. */
export function numbersFileNotSent(scope: string): Message {
  return sentence(
    `We can't send files here. Ask an admin to add the scope \`${scope}\` to the Slack app and reinstall it. Until then, see \`${COMMAND} numbers\`.`,
  );
}

export function noNumbersForFile(): Message {
  return sentence(`No numbers yet. Find one: \`${COMMAND} search\``);
}

function missing({ isWhole, unread, trouble }: Part): string {
  if (trouble) {
    return ` *Numbers not bought or verified here, and billing dates, are missing.* ${errorSentence(trouble.code, { ...trouble, doing: 'read' })}`;
  }
  const full = isWhole ? '' : ' *The file is full. The oldest numbers are missing.*';
  const others = `${plural(unread, 'number')} Vobiz lists can't be read and ${unread === 1 ? 'is' : 'are'} missing.`;
  return unread > 0 ? `${full} *${others}*` : full;
}
