import type { KnownBlock } from '@slack/types';
import {
  type Connectable,
  onboardingOf,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import {
  type ConnectDoubt,
  type Connected,
  type ConnectFailure,
  type Connection,
  type ConnectionIn,
  type ConnectionNews,
  hasChannel,
  mayConnectNow,
  newsOf,
  type Review,
} from '../../domain/connection/connection.ts';
import type { ConnectRefused } from '../../domain/connection/connection-transitions.ts';
import { formatPhone, maskPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { button, buttonRow, type Message, message, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { cardPlace, inlineText, mention, slackDate, TEXT_SHOWN } from '../kit/text.ts';

/** What went wrong and what to do about it, one sentence each for the failures that are known. */
export const CONNECT_FAILURES: Readonly<Record<ConnectFailure, string>> = {
  invalid_token:
    "Meta does not accept the access token. Make a new system-user token in Meta's Business settings, with whatsapp_business_messaging and whatsapp_business_management, and connect again with it.",
  number_not_found:
    'Meta does not find the number in this WhatsApp Business Account. Check the phone-number ID in WhatsApp Manager, and that the number has been added to the account.',
  waba_not_accessible:
    "The access token does not reach this WhatsApp Business Account. Check the WABA ID, and in Meta's Business settings that the system user is assigned to the account with full control.",
  number_elsewhere:
    'The number is still on another WhatsApp provider or in the WhatsApp app. A number can be with one provider at a time: remove it there first, then connect again.',
  order_not_completed:
    'Vobiz does not count the order as completed yet. Wait a few minutes, then connect again.',
  number_not_verified:
    'Vobiz does not count the number as verified any more. Verify it again, then connect it.',
  credentials:
    "Vobiz did not accept the bot's own credentials. Tell whoever runs this bot: trying again will not help until it is fixed.",
  rate_limited:
    'Vobiz is receiving too many requests from this account. Wait a few minutes, then connect again.',
  refused: 'Vobiz refused to connect the number.',
  not_sent: 'Vobiz could not be reached, so nothing was sent. Connect again in a minute.',
  not_checkable:
    'Vobiz did not say which channels there are, so nothing was sent. Connect again in a minute.',
  not_created:
    'Vobiz gave no clear answer, and its list of channels shows none for this number, so it is not connected. It can be tried again.',
};

const DOUBTS: Readonly<Record<ConnectDoubt, string>> = {
  no_answer: 'The request was sent to Vobiz and no answer came back.',
  server_error: 'Vobiz answered with a server error, which does not say whether it connected it.',
  unreadable_answer: 'Vobiz answered with something the bot cannot read.',
  interrupted: 'The bot was interrupted while it was connecting the number.',
};

const REVIEWS: Readonly<Record<Review, string>> = {
  pending: 'waiting for Meta',
  verified: 'verified',
  rejected: 'rejected',
  unknown: 'not known: Vobiz shows a state the bot does not know',
  missing: 'not known: Vobiz does not list the channel',
};

/** The sentence of a failure, with Vobiz's own words where they add something. */
export function failureSentence({ failure, because, reason }: ConnectRefused): string {
  // A rate limit has a sentence of its own already.
  const why = reasonText({ because: failure === 'refused' ? because : undefined, said: reason });
  return `${CONNECT_FAILURES[failure]}${why && ` ${why}`}`;
}

function failureText(failed: ConnectionIn<'failed'>): string {
  const check = ' Check the ids and the display name, then connect again.';
  const unknown = failed.failure === 'refused' && !failed.because;
  return `${failureSentence(failed)}${unknown ? check : ''}`;
}

/** The steps from number to live, done ones ticked. */
export function stepsText({ kind, connection }: Connectable): string {
  const channel = hasChannel(connection) ? connection : undefined;
  return [
    step(true, kind === 'order' ? 'Bought' : 'Verified'),
    step(channel !== undefined, channel ? connectedText(channel) : 'Connected to WhatsApp'),
    channel
      ? tick(channel.review === 'verified', `Meta's verification: ${REVIEWS[channel.review]}`)
      : step(false, "Meta's verification"),
    step(
      connection?.state === 'live',
      connection?.state === 'live' ? `Live since ${slackDate(connection.at)}` : 'Live',
    ),
  ].join('\n');
}

function step(done: boolean, text: string): string {
  return tick(done, done ? text : `${text} (not yet)`);
}

/** For readers of the text alone, what is not ticked has to say so in words. */
function tick(done: boolean, text: string): string {
  return `${done ? '☑' : '☐'} ${text}`;
}

function connectedText({ attempt, connectedAt, displayName, rotated }: Connected): string {
  const token = rotated
    ? `. Access token replaced by ${mention(rotated.by)}, ${slackDate(rotated.at)}`
    : '';
  return `Connected by ${mention(attempt.by)}, ${slackDate(connectedAt)}, as “${inlineText(displayName, TEXT_SHOWN.inline)}”${token}`;
}

/** The one thing to do next, or what the bot is doing about it. */
export function nextStep(connection: Connection | undefined): string {
  switch (connection?.state) {
    case undefined:
      return 'Next: connect it as a WhatsApp channel: press Connect on the card.';
    case 'connecting':
      return `${mention(connection.attempt.by)} is connecting it, since ${slackDate(connection.attempt.at)}.`;
    case 'unclear':
      return `*It is not known whether the number is connected.* ${DOUBTS[connection.why]} The bot does not send it again: it looks at Vobiz's list of channels, which decides, and this card changes with what it finds.`;
    case 'failed':
      return `*Not connected*, ${slackDate(connection.at)}, tried by ${mention(connection.attempt.by)}. ${failureText(connection)}`;
    case 'connected':
      return connectedNext(connection);
    case 'live':
      return 'It can send and receive WhatsApp messages. Nothing is left to do.';
    case 'rejected':
      return '*Meta rejected the number or its display name.* Next: open WhatsApp Manager at business.facebook.com, read the reason under Phone numbers, correct the display name or the business details there, and ask for a new review. Then press Check Again.';
    case 'disconnected':
      return `Disconnected by ${mention(connection.by)}, ${slackDate(connection.at)}. At Meta the number and its account are as they were. To connect it again, press Connect Again on the card.`;
  }
}

function connectedNext({ review, active }: ConnectionIn<'connected'>): string {
  if (review === 'missing') {
    return "*Vobiz's list of channels does not show it any more.* Look at console.vobiz.ai; the bot keeps checking.";
  }
  if (review === 'verified' && !active) {
    return 'Next: Vobiz does not list the channel as active. Look at console.vobiz.ai or ask support@vobiz.ai; the bot keeps checking.';
  }
  return 'Next: Meta reviews the number and its display name. There is nothing to do until then: the bot keeps checking, however long it takes, and says here when it is through.';
}

/** From number to live, on the card of the order or verification: what is done, and the one next step. */
export function connectionBlocks(record: Connectable): KnownBlock[] {
  if (!record.connection) return [];
  return [section(stepsText(record)), section(nextStep(record.connection))];
}

/** What can be pressed about the connection. Only the card has it: there it changes with the record. */
export function connectionActions(record: Connectable): KnownBlock[] {
  const { id, connection } = record;
  const value = { record: id };
  return buttonRow(
    mayConnectNow(connection) &&
      button(buttons.connect, value, connection ? 'Connect Again' : 'Connect'),
    connection?.state === 'rejected' && button(buttons.checkChannel, value, 'Check Again'),
    hasChannel(connection) && button(buttons.manageChannel, value, 'Manage Channel'),
  );
}

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
  return record.kind === 'order' ? formatPhone(e164) : maskPhone(e164);
}

/** What is said in the thread of the card, to whoever connected the number. */
export function connectionReply(record: Connectable, mentions: boolean): Message {
  const who = mentions && record.connection ? `${mention(record.connection.attempt.by)} ` : '';
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
