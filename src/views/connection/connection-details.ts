import type { KnownBlock } from '@slack/types';
import type { Connectable } from '../../domain/connection/connectable.ts';
import {
  type ConnectDoubt,
  type Connected,
  type ConnectFailure,
  type Connection,
  hasChannel,
  type Review,
} from '../../domain/connection/connection.ts';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import { agreedPrice } from '../../domain/numbers/owned-number-list.ts';
import { hasTrouble } from '../../domain/numbers/watched.ts';
import { context, section } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { overLines, troubleLines } from '../numbers/number-words.ts';
import { CHECK_IDS, failureSentence, nextStep } from './connection-words.ts';
import { metaBlocks } from './meta-words.ts';

const DOUBTS: Readonly<Record<ConnectDoubt, string>> = {
  no_answer: "Vobiz didn't answer.",
  server_error: "Vobiz answered with a server error, which doesn't say whether it worked.",
  unreadable_answer: "We couldn't read Vobiz's answer.",
  interrupted: 'We were interrupted while connecting the number.',
};

/** How to mend it, where the card only says what to mend. */
const FIXES: Partial<Record<ConnectFailure, string>> = {
  invalid_token:
    "Make a new system-user token in Meta's Business settings, with whatsapp_business_messaging and whatsapp_business_management.",
  number_not_found:
    'The ID is in WhatsApp Manager, under Phone numbers. Add the number to the account there.',
  waba_not_accessible:
    "In Meta's Business settings, assign the system user to the account with full control.",
  number_elsewhere: 'A number can be with one provider at a time.',
  refused: CHECK_IDS,
  credentials: "Trying again won't help until it's fixed.",
};

const REVIEWS: Readonly<Record<Review, string>> = {
  pending: 'waiting for Meta',
  verified: 'verified',
  rejected: 'rejected',
  unknown: "unknown, because Vobiz shows a state we don't know",
  missing: "unknown, because Vobiz doesn't list the channel",
};

/** The steps from number to live: what is done, by whom and when, what is in the way, what Meta says, and the ids. */
export function connectionDetails(record: Connectable, stand?: MetaStand): KnownBlock[] {
  const { connection } = record;
  if (!connection) return watchedBlocks(record);
  return [
    section(`*WhatsApp*\n${stepsText(record)}`),
    ...(hasTrouble(record.watched) ? watchedBlocks(record) : [section(explained(connection))]),
    ...metaBlocks(stand),
    context(idsText(connection)),
  ];
}

/** What is wrong with it at Vobiz, since when; or when it was back to normal. */
function watchedBlocks(record: Connectable): KnownBlock[] {
  const { watched } = record;
  if (!watched) return [];
  const lines = hasTrouble(watched)
    ? troubleLines(watched, agreedPrice(record))
    : overLines(watched);
  return lines.length > 0 ? [section([...lines, `Seen ${slackDate(watched.at)}.`].join('\n'))] : [];
}

const GOT: Readonly<Record<Connectable['state'], string>> = {
  completed: 'Bought',
  verified: 'Verified',
  adopted: 'Adopted',
};

/** The steps from number to live, done ones ticked. */
function stepsText({ state, connection }: Connectable): string {
  const channel = hasChannel(connection) ? connection : undefined;
  const live = connection?.state === 'live' ? connection : undefined;
  return [
    step(true, GOT[state]),
    step(channel !== undefined, channel ? connectedText(channel) : 'Connected to WhatsApp'),
    channel
      ? tick(channel.review === 'verified', `Meta's verification: ${REVIEWS[channel.review]}`)
      : step(false, "Meta's verification"),
    step(live !== undefined, live ? `Live since ${slackDate(live.at)}` : 'Live'),
  ].join('\n');
}

function step(done: boolean, text: string): string {
  return tick(done, done ? text : `${text} (not yet)`);
}

/** For readers of the text alone, a step without a tick has to say so in words. */
function tick(done: boolean, text: string): string {
  return `${done ? '☑' : '☐'} ${text}`;
}

function connectedText({ attempt, connectedAt, displayName, rotated }: Connected): string {
  const token = rotated
    ? `. Access token replaced by ${mention(rotated.by)}, ${slackDate(rotated.at)}`
    : '';
  return `Connected by ${mention(attempt.by)}, ${slackDate(connectedAt)}, as “${inlineText(displayName, TEXT_SHOWN.inline)}”${token}`;
}

/** The words of the card, with the reasons and places that it has no room for. */
export function explained(connection: Connection): string {
  switch (connection.state) {
    case 'unclear':
      return present([
        `*We can't tell whether it's connected*, since ${slackDate(connection.since)}. ${DOUBTS[connection.why]} We won't send it again: it shows in Vobiz's list of channels if it worked.`,
        connection.lackingSince !== undefined &&
          `The list has lacked it since ${slackDate(connection.lackingSince)}. It can lag: only if it still lacks it a few minutes later, you can connect again.`,
      ]).join(' ');
    case 'failed': {
      const fix = connection.because ? undefined : FIXES[connection.failure];
      return present([
        failureSentence(connection),
        fix,
        `Last try: ${slackDate(connection.at)}.`,
      ]).join(' ');
    }
    case 'rejected':
      return `*Meta rejected the number or its name*, ${slackDate(connection.at)}. The reason is in WhatsApp Manager at business.facebook.com, under Phone numbers. A new review can take a day or more.`;
    case 'disconnected':
    case 'connecting':
    case 'connected':
    case 'live':
      return nextStep(connection);
  }
}

function idsText(connection: Connection): string {
  const { attempt, wabaId, displayName } = connection;
  const name = inlineText(displayName, TEXT_SHOWN.inline);
  return present([
    `WABA ${wabaId}`,
    hasChannel(connection) && `channel ${inlineText(connection.channelId, 200)} at Vobiz`,
    !hasChannel(connection) && `display name “${name}”`,
    `attempt ${attempt.id} by ${mention(attempt.by)}, ${slackDate(attempt.at)}`,
  ]).join(' · ');
}
