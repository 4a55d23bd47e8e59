import type { KnownBlock } from '@slack/types';
import {
  type Connectable,
  type HoldForbidden,
  isConnectable,
  ownersOf,
} from '../../domain/connection/connectable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import { button, type Message, quoted, section, sentence } from '../kit/blocks.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { inlineText, listed, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';

/** Whose a number is and what for: lines of Details. Of a number nobody has yet, only what was asked for. */
export function holdingBlocks(record: Order | Verification): KnownBlock[] {
  const { holding } = record;
  if (!holding && !isConnectable(record)) return [];
  const { given, labels = {}, note, neededUntil, kept } = holding ?? {};
  const from = given ? `, given by ${mention(given.by)}, ${slackDate(given.at, 'date')}` : '';
  const lines = [
    `${isConnectable(record) ? 'Owned by' : 'For'} ${listed(ownersOf(record).map(mention))}${from}`,
    ...Object.entries(labels).map((label) =>
      label.map((text) => inlineText(text, TEXT_SHOWN.onCard)).join(': '),
    ),
    neededUntil && `Needed until ${dayText(neededUntil)}`,
    kept && keptText(kept),
  ];
  return [section(present(lines).join('\n')), ...(note ? [quoted('Note', note)] : [])];
}

/** A day without a time, the same one in every time zone: `31 Dec 2026`. */
function dayText(isoDate: string): string {
  return day.format(Date.parse(isoDate));
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

export function editButton(record: Connectable) {
  const describes = phoneText(record);
  return button(buttons.editHolding, { record: record.id }, 'Edit owner and use', { describes });
}

export function mayNotHold(why: HoldForbidden, record: Connectable): Message {
  if (why !== 'not_an_owner') return forbiddenAnswer(why);
  const who = [...ownersOf(record).map(mention), 'approvers'];
  return sentence(`Only ${listed(who)} can change whose number this is.`);
}

/** Of an unused number: `Kept by @a until 24 Feb`. */
export function keptText({ by, until }: { by: string; until: number }): string {
  return `Kept by ${mention(by)} until ${slackDate(until, 'date')}`;
}
