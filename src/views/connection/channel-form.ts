import type { KnownBlock, ModalView } from '@slack/types';
import type { ChannelChange, Connectable } from '../../domain/connection/connectable.ts';
import {
  type Connected,
  type Connection,
  DISPLAY_NAME_MAX,
} from '../../domain/connection/connection.ts';
import type { ConnectRefused } from '../../domain/connection/connection-transitions.ts';
import { modalIds } from '../../slack/ids.ts';
import { section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { formView, noticeView, selectInput, textInput, workingView } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { inlineText, LIMITS, mention, present, slackDate } from '../kit/text.ts';
import {
  type Again,
  accountChoices,
  type ConnectOffer,
  connectOutcome,
  mayNotConnect,
  TOKEN_WARNING,
  tokenInput,
} from './connect-form.ts';
import { connectionDetails } from './connection-details.ts';
import { connectionStatus, failureSentence, phoneText } from './connection-words.ts';

export const CHANNEL_TITLE = 'Channel';
/** The choice that keeps the token. */
export const KEEP_TOKEN = '=';

/** One channel: what we know of it, its name and another token. `fresh` as in the connect form. */
export function channelForm(
  record: Connectable,
  connection: Connected,
  offer: ConnectOffer,
  fresh: string,
  again?: Again<{ displayName: string; account: string }>,
): ModalView {
  const { filled, problem } = again ?? {};
  return formView({
    form: modalIds.channel,
    value: { record: record.id },
    title: CHANNEL_TITLE,
    submit: 'Save changes',
    problem,
    blocks: [
      section(`*${connectionStatus(connection)} · ${phoneText(record)}*`),
      ...connectionDetails(record),
      textInput('displayName', {
        label: 'Display name',
        hint: 'Meta may review a new name.',
        value: filled?.displayName ?? connection.displayName,
        maxLength: DISPLAY_NAME_MAX,
      }),
      ...tokenInputs(offer, fresh, filled?.account),
    ],
  });
}

/** Asks before a number is disconnected. */
export function disconnectForm(record: Connectable): ModalView {
  const fee = record.state !== 'verified' ? " You'll still pay its monthly fee." : '';
  return formView({
    form: modalIds.disconnect,
    value: { record: record.id },
    title: 'Disconnect number?',
    submit: 'Disconnect number',
    close: 'Keep it',
    blocks: [
      section(
        `*${phoneText(record)}* stops sending and receiving through Vobiz at once, and its conversations there close. We delete nothing at Meta.${fee}`,
      ),
    ],
  });
}

function tokenInputs(
  offer: ConnectOffer,
  fresh: string,
  account: string | undefined,
): KnownBlock[] {
  const keep = { value: KEEP_TOKEN, label: 'Keep the current one' };
  const choices = [keep, ...accountChoices(offer)];
  if (choices.length === 1) return [];
  return [
    selectInput('metaAccount', {
      label: 'Meta access token',
      hint: 'Choose an account to use the token set up for it now.',
      choices,
      chosen: choices.find(({ value }) => value === account) ?? keep,
    }),
    ...(offer.tokenInModal
      ? [section(TOKEN_WARNING), tokenInput('New Meta access token', fresh, true)]
      : []),
  ];
}

export function channelSaving(record: Connectable, doing: 'change' | 'disconnect'): ModalView {
  return workingView(
    CHANNEL_TITLE,
    `Asking Vobiz to ${doing} ${phoneText(record)}…`,
    "close it and look at the card. It's safe to do it again.",
  );
}

export function channelOutcome(managed: ChannelChange): ModalView {
  if (managed.ok) {
    if (managed.connection.state === 'disconnected') {
      return connectOutcome(managed.record, managed.connection, 'Disconnected');
    }
    const name = inlineText(managed.connection.displayName, LIMITS.optionText);
    return noticeView('Saved', `Saved. *${phoneText(managed.record)}* is “${name}” at Vobiz.`);
  }
  const title = 'Not changed';
  const { refusal } = managed;
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(title, mayNotConnect(refusal.why));
    case 'refused':
      return noticeView(title, notChanged(refusal));
    case 'unclear':
      return noticeView(
        'Not confirmed',
        present([
          "Vobiz gave no clear answer, so we don't know whether it worked. It's safe to try again.",
          reasonText(refusal),
        ]).join(' '),
      );
    case 'unknown':
      return noticeView(title, unknownRecord());
    case 'no_channel':
      return noticeView(title, noChannelText(refusal.connection));
    case 'already':
    case 'leaving':
    case 'out_of_turn':
      return noticeView(title, noChannelText(undefined));
  }
}

function noChannelText(connection: Connection | undefined): string {
  const why =
    connection?.state === 'disconnected'
      ? `${mention(connection.by)} disconnected this number, ${slackDate(connection.at)}.`
      : "This number isn't connected any more.";
  return `${why} Nothing has changed.`;
}

function notChanged({ failure, because, reason }: ConnectRefused): string {
  if (failure !== 'refused') return failureSentence({ failure, reason });
  return `Vobiz refused the change. ${reasonText({ because, said: reason })}`.trim();
}
