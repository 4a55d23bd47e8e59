import type { Connectable } from '../../domain/connection/connectable.ts';
import { type Message, message, permalinkLine, section } from '../kit/blocks.ts';
import { mention } from '../kit/text.ts';
import { connectionStatus, nextStep, phoneText } from './connection-words.ts';

function headline(record: Connectable): string {
  const status = record.connection ? `${connectionStatus(record.connection)} · ` : '';
  return `*${status}${phoneText(record)}*`;
}

/** The reply in the thread of the card; `mentions` the person who connected the number, who then gets no direct message. */
export function connectionReply(record: Connectable, mentions: boolean): Message {
  const who = mentions && record.connection ? `${mention(record.connection.attempt.by)} ` : '';
  return message([section(`${who}${headline(record)}\n${nextStep(record.connection)}`)]);
}

/** The same news, to that person alone. `cardLink`: the card's address. */
export function connectionDirect(record: Connectable, cardLink?: string): Message {
  return message([
    section(`${headline(record)}\n${nextStep(record.connection)}`),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}
