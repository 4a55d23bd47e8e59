import type { Button, KnownBlock, Overflow } from '@slack/types';
import { type Connectable, isLeaving, onboardingOf } from '../../domain/connection/connectable.ts';
import {
  type ConnectFailure,
  type Connection,
  type ConnectionIn,
  hasChannel,
  mayConnectNow,
} from '../../domain/connection/connection.ts';
import type { ConnectRefused } from '../../domain/connection/connection-transitions.ts';
import type { GiveBack } from '../../domain/giveback/give-back.ts';
import { agreedPrice } from '../../domain/numbers/owned-number-list.ts';
import { formatPhone, maskPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { button, lastInRow, type MenuItem, menuItem, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { troubleLines, troubleStatus } from '../numbers/number-words.ts';

/** What failed, and what to do about it in a few words: `connection-details` says where to find it. */
export const CONNECT_FAILURES: Readonly<Record<ConnectFailure, string>> = {
  invalid_token: "Meta doesn't accept the access token. Connect again with a new one.",
  number_not_found:
    "Meta can't find the number in this WhatsApp Business Account. Check the phone-number ID.",
  waba_not_accessible:
    "The access token doesn't reach this WhatsApp Business Account. Check the WABA ID.",
  number_elsewhere:
    'The number is still with another provider or in the WhatsApp app. Remove it there first.',
  order_not_completed: "Vobiz hasn't completed the order yet. Try again in a few minutes.",
  number_not_verified: 'Vobiz no longer counts the number as verified. Verify it again first.',
  credentials: "Vobiz didn't accept our credentials. Tell an admin.",
  rate_limited: 'Vobiz is getting too many requests. Try again in a few minutes.',
  refused: 'Vobiz refused to connect the number.',
  not_sent: "We couldn't reach Vobiz, so nothing was sent. Try again in a minute.",
  not_checkable:
    "We couldn't rely on Vobiz's list of channels, so nothing was sent. Try again in a few minutes.",
  not_created: 'Vobiz never answered, and it lists no channel for this number. Try again.',
};

/** The sentence of a failure, with Vobiz's own words where they add something, cut at `max` characters. */
export function failureSentence(
  { failure, because, reason }: ConnectRefused,
  max: number = TEXT_SHOWN.inline,
): string {
  // A rate limit has a sentence of its own already.
  const known = failure === 'refused' ? because : undefined;
  return present([
    CONNECT_FAILURES[failure],
    reasonText({ because: known, said: reason }, max),
  ]).join(' ');
}

export const CHECK_IDS = 'Check the ids and the display name.';

/** On the card, a known reason is enough. */
function failureText({ failure, because, reason }: ConnectionIn<'failed'>): string {
  if (failure === 'refused' && because) return reasonText({ because });
  const said = failureSentence({ failure, reason }, TEXT_SHOWN.onCard);
  return failure === 'refused' ? `${said} ${CHECK_IDS}` : said;
}

/** What a card says first, before its number: `🟢 Live on WhatsApp`. */
export function connectionStatus(connection: Connection): string {
  switch (connection.state) {
    case 'connecting':
      return '🔗 Connecting to WhatsApp';
    case 'unclear':
      return '⚠️ Connection unconfirmed';
    case 'failed':
      return '❗ Not connected';
    case 'connected':
      return `🔎 ${inReview(connection)}`;
    case 'live':
      return '🟢 Live on WhatsApp';
    case 'rejected':
      return '🔴 Rejected by Meta';
    case 'disconnected':
      return '⚪ Disconnected from WhatsApp';
  }
}

function inReview({ review, active }: ConnectionIn<'connected'>): string {
  if (review === 'missing') return 'Channel not listed';
  return review === 'verified' && !active ? 'Channel not active' : 'In review at Meta';
}

/** The one thing to do next, or what we do about it, in at most 25 words. */
export function nextStep(connection: Connection | undefined): string {
  switch (connection?.state) {
    case undefined:
      return 'Next: connect it to WhatsApp.';
    case 'connecting':
      return `${mention(connection.attempt.by)} is connecting it.`;
    case 'unclear':
      return `*We can't tell whether it's connected.* ${unclearNext(connection)}`;
    case 'failed':
      return failureText(connection);
    case 'connected':
      return connectedNext(connection);
    case 'live':
      return 'Ready to send and receive WhatsApp messages.';
    case 'rejected':
      return 'Fix the name or business details in WhatsApp Manager, then press Check again.';
    case 'disconnected':
      return `Disconnected by ${mention(connection.by)}, ${slackDate(connection.at)}. Nothing changed at Meta.`;
  }
}

function unclearNext({ lackingSince }: ConnectionIn<'unclear'>): string {
  return lackingSince === undefined
    ? 'We keep checking, and this card updates by itself.'
    : "Vobiz doesn't list it so far. Its list can lag, so we keep checking for a few minutes.";
}

function connectedNext({ review, active }: ConnectionIn<'connected'>): string {
  if (review === 'missing') {
    return "*Vobiz doesn't list the channel any more.* Look at console.vobiz.ai. We keep checking.";
  }
  if (review === 'verified' && !active) {
    return "Meta approved it, but Vobiz hasn't activated the channel. Ask support@vobiz.ai. We keep checking.";
  }
  return "Meta is reviewing the number and its name. We'll post here when it's done.";
}

/** What a card says first of a number that is there: `🟢 Live on WhatsApp`, or what keeps it from working. */
export function numberStatus({ connection, watched }: Connectable): string | undefined {
  return troubleStatus(watched) ?? (connection && connectionStatus(connection));
}

/** How giving a number back goes, at a glance. Empty once it is over and the number stays. */
export function giveBackStatus(giveBack: GiveBack | undefined): string {
  switch (giveBack?.state) {
    case 'asked':
      return '⏳ Give it back?';
    case 'approved':
    case 'releasing':
      return '↩️ Giving it back';
    case 'unclear':
      return '⚠️ Give-back unconfirmed';
    case 'refused':
      return '❗ Not given back';
    case 'pending':
      return '↩️ Going back to Vobiz';
    case 'keeping':
      return '🔄 Keeping it';
    case 'keep_unclear':
      return '⚠️ Undo unconfirmed';
    case 'released':
      return '⚪ Given back';
    case 'denied':
    case 'expired':
    case 'kept':
    case undefined:
      return '';
  }
}

/** What the card of a bought or verified number says about its connection, once somebody has started it, and about trouble. */
export function connectionBlocks(record: Connectable): KnownBlock[] {
  const { connection, watched = {} } = record;
  const next = connection && !troubleStatus(watched) && nextStep(connection);
  const lines = present([next, ...troubleLines(watched, agreedPrice(record))]);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

/** `canConnect`: some WhatsApp account is set up, or may be typed. Without one nothing leads to Connect. */
export type ConnectSetUp = { canConnect: boolean };

/** The buttons of a connection; last, behind three dots, `more` and Disconnect. */
export function connectionActions(
  record: Connectable,
  { canConnect }: ConnectSetUp,
  ...more: MenuItem[]
): (Button | Overflow)[] {
  const { id, connection } = record;
  const value = { record: id };
  const describes = spokenPhone(record);
  const primary = { style: 'primary', describes } as const;
  // A number in trouble has something else to be done first.
  const press = record.watched?.number ? { describes } : primary;
  const connect = connection ? 'Connect again' : 'Connect to WhatsApp';
  const items = present([
    ...more,
    hasChannel(connection) && menuItem(buttons.disconnect, value, 'Disconnect'),
  ]);
  return present([
    canConnect &&
      mayConnectNow(connection) &&
      !isLeaving(record) &&
      button(buttons.connect, value, connect, press),
    connection?.state === 'rejected' && button(buttons.checkChannel, value, 'Check again', primary),
    hasChannel(connection) && button(buttons.manageChannel, value, 'Manage', { describes }),
    ...lastInRow(items, describes),
  ]);
}

/** Of a person's own number, channels see only the last four digits. */
export function phoneText(record: Connectable): string {
  const { e164 } = onboardingOf(record);
  return record.state === 'verified' ? maskPhone(e164) : formatPhone(e164);
}

/** The same for screen readers, after what a button does. */
function spokenPhone(record: Connectable): string {
  const { e164 } = onboardingOf(record);
  return record.state === 'verified' ? spokenMask(e164) : formatPhone(e164);
}

/** `for the number ending in 3210` */
export function spokenMask(e164: string): string {
  return `for the number ending in ${e164.slice(-4)}`;
}
