import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ChannelChange, Connectable } from '../../domain/connection/connectable.ts';
import {
  type Connected,
  type Connection,
  DISPLAY_NAME_MAX,
} from '../../domain/connection/connection.ts';
import type { ConnectRefused } from '../../domain/connection/connection-transitions.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { button, confirmed, context, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { formView, noticeView, selectInput, textInput } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { inlineText, LIMITS, mention, slackDate } from '../kit/text.ts';
import {
  accountChoices,
  type ConnectOffer,
  connectOutcome,
  mayNotConnect,
  TOKEN_WARNING,
  tokenInput,
} from './connect-form.ts';
import { failureSentence, phoneText, stepsText } from './connection-words.ts';

export const CHANNEL_TITLE = 'Channel';
/** The choice that leaves the token as it is. */
export const KEEP_TOKEN = '=';

/** One channel: what is known of it, its name, another token, and the way out. `fresh` as in the connect form. */
export function channelForm(
  record: Connectable,
  connection: Connected,
  offer: ConnectOffer,
  fresh: string,
): ModalView {
  const { channelId, wabaId, displayName } = connection;
  return formView({
    form: modalIds.channel,
    value: { record: record.id },
    title: CHANNEL_TITLE,
    submit: 'Save',
    blocks: [
      section(`*${phoneText(record)}*\n${stepsText(record)}`),
      context(`WABA ${wabaId}, channel ${inlineText(channelId, 200)} at Vobiz`),
      textInput('displayName', {
        label: 'Display name',
        hint: 'Meta may review the number again when it changes.',
        value: displayName,
        maxLength: DISPLAY_NAME_MAX,
      }),
      ...tokenInputs(offer, fresh),
      section(DISCONNECTING, disconnectButton(record)),
    ],
  });
}

const DISCONNECTING =
  '*Disconnecting* removes the channel from Vobiz and closes its conversations there. It does not delete anything at Meta: the number, its WhatsApp Business Account and the name stay. It does not give the number back either, so its monthly fee goes on.';

function tokenInputs(offer: ConnectOffer, fresh: string): KnownBlock[] {
  const keep = { value: KEEP_TOKEN, label: 'Keep the one it has' };
  const choices = [keep, ...accountChoices(offer)];
  if (choices.length === 1) return [];
  return [
    selectInput('metaAccount', {
      label: 'Meta access token',
      hint: 'Choose an account to give the channel the token that is set up for it now.',
      choices,
      chosen: keep,
    }),
    ...(offer.tokenInModal
      ? [section(TOKEN_WARNING), tokenInput('New Meta access token', fresh, true)]
      : []),
  ];
}

function disconnectButton(record: Connectable): Button {
  return confirmed(button(buttons.disconnect, { record: record.id }, 'Disconnect'), {
    title: 'Disconnect this number?',
    text: 'It stops sending and receiving through Vobiz at once, and its conversations there are closed. At Meta nothing is deleted, and the number keeps costing its monthly fee.',
    confirm: 'Disconnect',
    deny: 'Keep it',
  });
}

export function channelSaving(record: Connectable, doing: 'change' | 'disconnect'): ModalView {
  return noticeView(CHANNEL_TITLE, `Vobiz is being asked to ${doing} ${phoneText(record)}…`);
}

export function channelOutcome(managed: ChannelChange): ModalView {
  if (managed.ok) {
    if (managed.connection.state === 'disconnected') {
      return connectOutcome(managed.record, managed.connection);
    }
    const name = inlineText(managed.connection.displayName, LIMITS.optionText);
    return noticeView(
      'Saved',
      `Saved. *${phoneText(managed.record)}* is “${name}” at Vobiz. The card shows how it stands.`,
    );
  }
  const title = 'Not changed';
  const { refusal } = managed;
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(title, mayNotConnect(refusal.why));
    case 'refused':
      return noticeView(title, `Nothing was changed. ${notChanged(refusal)}`);
    case 'unclear':
      return noticeView(
        'Not known',
        `Vobiz gave no clear answer, so it may or may not have been done. ${reasonText(refusal)} Doing the same again does no harm: press Manage Channel on the card.`,
      );
    case 'unknown':
      return noticeView(title, unknownRecord());
    case 'no_channel':
      return noticeView(title, noChannelText(refusal.connection));
    case 'already':
    case 'out_of_turn':
      return noticeView(title, noChannelText(undefined));
  }
}

function noChannelText(connection: Connection | undefined): string {
  const why =
    connection?.state === 'disconnected'
      ? `${mention(connection.by)} disconnected this number, ${slackDate(connection.at)}.`
      : 'This number has no channel now.';
  return `${why} Your click changed nothing. The card says more.`;
}

function notChanged({ failure, because, reason }: ConnectRefused): string {
  if (failure !== 'refused') return failureSentence({ failure, reason });
  return `Vobiz refused it. ${reasonText({ because, said: reason })}`.trim();
}
