import type { ModalView } from '@slack/types';
import { type Connectable, requesterOf } from '../../domain/connection/connectable.ts';
import { type Connection, hasChannel } from '../../domain/connection/connection.ts';
import type { ConnectForbidden } from '../../domain/connection/may-connect.ts';
import type { Message } from '../kit/blocks.ts';
import { sentence } from '../kit/blocks.ts';
import { noticeView } from '../kit/notice.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { cardPlace, mention, slackDate } from '../kit/text.ts';
import { CONNECT_TITLE } from './connect-form.ts';
import { phoneText } from './connection-notes.ts';
import { nextStep } from './connection-words.ts';

const TITLES: Readonly<Record<Connection['state'], string>> = {
  connecting: 'Being connected',
  unclear: 'Not known',
  failed: 'Not connected',
  connected: 'Connected',
  live: 'Live',
  rejected: 'Rejected by Meta',
  disconnected: 'Disconnected',
};

/** What came of it, for whoever pressed the button; the card says the same. */
export function connectOutcome(record: Connectable, connection: Connection): ModalView {
  return noticeView({
    title: TITLES[connection.state],
    text: `*${phoneText(record)}*\n${nextStep(connection)}\nThe card is in ${cardPlace(record.channel, requesterOf(record))}.`,
  });
}

/** Somebody was faster. */
export function alreadyConnecting(connection: Connection): ModalView {
  const who = hasChannel(connection)
    ? `${mention(connection.attempt.by)} connected this number, ${slackDate(connection.connectedAt)}. `
    : '';
  return noticeView({
    title: CONNECT_TITLE,
    text: `${who}${nextStep(connection)} What you entered was not sent.`,
  });
}

export function mayNotConnect(why: ConnectForbidden): Message {
  if (why !== 'not_a_connector') return forbiddenAnswer(why);
  return sentence(
    'You cannot connect this number. Whoever asked for it can, whoever may approve requests, and whoever the policy names for it. Nothing was changed or bought.',
  );
}
