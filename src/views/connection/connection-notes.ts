import {
  type Connectable,
  onboardingOf,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import { type ConnectionNews, newsOf } from '../../domain/connection/connection.ts';
import { formatPhone, maskPhone } from '../../domain/phone.ts';
import { type Message, message, section } from '../kit/blocks.ts';
import { cardPlace, mention } from '../kit/text.ts';
import { stepsText } from './connection-card.ts';
import { nextStep } from './connection-words.ts';

const HEADLINES: Readonly<Record<ConnectionNews, string>> = {
  live: 'Live on WhatsApp',
  rejected: 'Rejected by Meta',
  not_created: 'Not connected',
};

function headline(record: Connectable): string {
  const news = newsOf(record.connection);
  return `${news ? HEADLINES[news] : 'Connection'}: ${phoneText(record)}`;
}

/** Of a number that was brought along, channels see the last four digits only. */
export function phoneText(record: Connectable): string {
  const { e164 } = onboardingOf(record);
  return record.state === 'completed' ? formatPhone(e164) : maskPhone(e164);
}

/** What is said in the thread of the card, to whoever connected the number. */
export function connectionReply(record: Connectable): Message {
  const who = record.connection ? `${mention(record.connection.attempt.by)} ` : '';
  return message([
    section(`${who}*${headline(record)}*`),
    section(stepsText(record)),
    section(nextStep(record.connection)),
  ]);
}

/** The same news, to that person alone. */
export function connectionDirect(record: Connectable): Message {
  return message([
    section(
      `*${headline(record)}*\nThe card is in ${cardPlace(record.channel, requesterOf(record))}.`,
    ),
    section(stepsText(record)),
    section(nextStep(record.connection)),
  ]);
}
