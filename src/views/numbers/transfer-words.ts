import type { Button, KnownBlock } from '@slack/types';
import { type Connectable, ownerOf } from '../../domain/connection/connectable.ts';
import type { EndedTransfer, Overtaken, Transfer } from '../../domain/numbers/transfer.ts';
import { buttons } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
} from '../kit/blocks.ts';
import { mention, slackDate, subject } from '../kit/text.ts';
import { monthlyText } from './number-lines.ts';

/** What the owner is asked, alone. `cardLink`: the card's address. */
export function transferDirect(record: Connectable, cardLink?: string): Message {
  const { transfer } = record;
  if (!transfer) return message([]);
  if (transfer.state !== 'asked') return newsDirect(record, transfer, cardLink);
  return message([
    section(
      `*${mention(transfer.by)} asks for ${phoneText(record)}*\nNobody uses it, and it costs ${monthlyText({ record })}. Answer by ${slackDate(transfer.expiresAt)}.`,
    ),
    quoted('For', transfer.purpose),
    actions(...answerButtons(record, transfer)),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

/** In the thread of the card: what an owner is asked whom we can't reach, and how it ended. */
export function transferReply(record: Connectable, mentions: boolean): Message {
  const { transfer } = record;
  if (!transfer) return message([]);
  if (transfer.state !== 'asked') return newsReply(record, transfer, mentions);
  const owner = mention(transfer.from);
  return message([
    section(
      `${owner}, ${mention(transfer.by)} asks for *${phoneText(record)}*, which nobody uses. If ${owner} has left, approvers can answer.`,
    ),
    quoted('For', transfer.purpose),
    actions(...answerButtons(record, transfer)),
  ]);
}

/** To who asked: it did not become theirs. */
function newsDirect(record: Connectable, transfer: EndedTransfer, cardLink?: string): Message {
  return message([
    section(
      `*${phoneText(record)} stays as it is*\nYou asked for it. ${outcomeText(record, transfer, transfer.by)}`,
    ),
    ...wordsOf(transfer),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

/** The same in the thread; `mentions` who asked, who is told nowhere else then. */
function newsReply(record: Connectable, transfer: EndedTransfer, mentions: boolean): Message {
  const who = mentions ? `${mention(transfer.by)}, you asked` : 'Somebody asked';
  return message([
    section(`${who} for *${phoneText(record)}*. ${outcomeText(record, transfer)}`),
    ...wordsOf(transfer),
  ]);
}

/** In place of what the owner was asked; `isDirect`: alone. */
export function transferOver(record: Connectable, isDirect: boolean): Message {
  const { transfer } = record;
  if (!transfer || transfer.state === 'asked') return transferDirect(record);
  const how = outcomeText(record, transfer, isDirect ? transfer.from : undefined);
  return message([
    section(`*${mention(transfer.by)} asked for ${phoneText(record)}*\n${how}`),
    ...wordsOf(transfer),
  ]);
}

function wordsOf(transfer: Transfer): KnownBlock[] {
  return transfer.state === 'declined' && transfer.words ? [quoted('Why', transfer.words)] : [];
}

/** How a transfer ended, in a sentence. `reader`: the only person who reads it. */
export function outcomeText(record: Connectable, transfer: EndedTransfer, reader?: string): string {
  switch (transfer.state) {
    case 'accepted':
      return `${subject(transfer.answeredBy, reader)} handed it over.`;
    case 'declined':
      return `${subject(transfer.answeredBy, reader)} declined.`;
    case 'withdrawn':
      return transfer.by === reader
        ? 'You no longer ask for it.'
        : `${mention(transfer.by)} no longer asks for it.`;
    case 'expired':
      return `${subject(transfer.from, reader)} didn't answer in time.`;
    case 'overtaken':
      return OVERTAKEN[transfer.why](record);
  }
}

const OVERTAKEN: Readonly<Record<Overtaken, (record: Connectable) => string>> = {
  connected: () => "It's being used on WhatsApp now.",
  lost: () => "It's leaving your Vobiz account, or blocked there.",
  given: (record) => `It already belongs to ${mention(ownerOf(record))}.`,
  moved: (record) => `It belongs to ${mention(ownerOf(record))} now.`,
};

/** The last transfer of a number: lines of Details. */
export function transferBlocks(record: Connectable): KnownBlock[] {
  const { transfer } = record;
  if (!transfer) return [];
  const asked = `*${mention(transfer.by)} asked for this number*, ${slackDate(transfer.at)}`;
  const how =
    transfer.state === 'asked'
      ? `Waiting for ${mention(transfer.from)}. Expires ${slackDate(transfer.expiresAt)}.`
      : `${outcomeText(record, transfer)} ${slackDate(transfer.endedAt)}`;
  return [section(`${asked}\n${how}`), quoted('For', transfer.purpose), ...wordsOf(transfer)];
}

/** Everybody sees them; a click checks who may. */
export function transferButtons(record: Connectable): Button[] {
  const { transfer } = record;
  if (transfer?.state !== 'asked') return [];
  const value = { record: record.id, at: transfer.at };
  const withdraw = button(buttons.withdrawTransfer, value, 'Stop asking', {
    describes: `for ${phoneText(record)}`,
  });
  return [...answerButtons(record, transfer), withdraw];
}

function answerButtons(record: Connectable, { at }: Transfer): Button[] {
  const value = { record: record.id, at };
  const describes = phoneText(record);
  return [
    button(buttons.acceptTransfer, value, 'Hand over', { style: 'primary', describes }),
    button(buttons.declineTransfer, value, 'Decline', { describes }),
  ];
}
