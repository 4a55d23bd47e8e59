import type { ModalView } from '@slack/types';
import type { Standing } from '../../domain/actor.ts';
import { type Connectable, ownersOf } from '../../domain/connection/connectable.ts';
import { type HoldingForm, type Label, NOTE_MAX } from '../../domain/numbers/holding.ts';
import type { Transfer } from '../../domain/numbers/transfer.ts';
import type { NotTransferable, TransferForbidden } from '../../domain/numbers/transfer-rules.ts';
import { COMMAND, modalIds } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import {
  formView,
  noticeView,
  sentencesInput,
  textInput,
  workingView,
} from '../kit/modal-parts.ts';
import { forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { listed, mention, slackDate } from '../kit/text.ts';
import { labelInputs } from './holding-inputs.ts';
import { monthlyText } from './number-lines.ts';
import { outcomeText } from './transfer-words.ts';

export const TRANSFER_TITLE = 'Ask for a number';
export const HAND_OVER_TITLE = 'Hand over';
export const FOR_MISSING = 'Say what you need it for.';

export function transferLoading(title: string): ModalView {
  return workingView(title, 'Looking up the number…');
}

export function transferSaving(title: string): ModalView {
  return workingView(
    title,
    'Saving…',
    `close it and check with ${COMMAND} numbers. It's safe to send it again.`,
  );
}

export type AskOnShow = {
  form: Pick<HoldingForm, 'note' | 'labels'>;
  labels: readonly Label[];
  /** The purchase request in whose place the number is asked for. */
  order?: string | undefined;
};

/** What somebody needs a number for that belongs to somebody else. `problem`: why it is shown again, in words. */
export function askForm(
  record: Connectable,
  { form, labels, order }: AskOnShow,
  problem?: string,
): ModalView {
  return formView({
    form: modalIds.askForNumber,
    value: { record: record.id, ...(order && { order }) },
    title: TRANSFER_TITLE,
    submit: 'Ask',
    problem,
    blocks: [
      section(
        `*${phoneText(record)}* · ${monthlyText({ record })}\nWe ask ${ownerText(record)} to hand it over to you.`,
      ),
      textInput('note', {
        label: 'What do you need it for?',
        value: form.note,
        maxLength: NOTE_MAX,
      }),
      ...labelInputs({ labels, chosen: form.labels }),
    ],
  });
}

export function askedNotice({ expiresAt, from }: Transfer): ModalView {
  return noticeView(
    'Asked',
    `${mention(from)} has until ${slackDate(expiresAt)} to answer. We'll tell you.`,
  );
}

/** Why the number cannot be asked for. */
export function notTransferableText(why: NotTransferable, record: Connectable): Message {
  switch (why.kind) {
    case 'yours':
      return sentence(`*${phoneText(record)}* is already yours.`);
    case 'asked':
      return sentence(
        `${mention(why.by)} already asked for it and is waiting for ${ownerText(record)}.`,
      );
    case 'in_use':
      return sentence(`*${phoneText(record)}* is in use now.`);
    case 'too_new':
      return sentence(`${ownerText(record)} got or kept it only recently. Talk to them first.`);
  }
}

export function declineForm(
  record: Connectable,
  at: number,
  { words = '', problem }: { words?: string; problem?: string } = {},
): ModalView {
  return formView({
    form: modalIds.declineTransfer,
    value: { record: record.id, at },
    title: 'Decline?',
    submit: 'Decline',
    close: 'Back',
    problem,
    blocks: [
      section(`*${phoneText(record)}* stays with ${ownerText(record)}.`),
      sentencesInput('reason', { label: 'Why', optional: true, value: words }),
    ],
  });
}

/** To who answered or stopped asking, and to who comes too late. */
export function transferDone(record: Connectable, transfer: Transfer, reader: string): Message {
  if (transfer.state === 'asked') return sentence("It's still open.");
  if (transfer.state === 'accepted')
    return sentence(`*${phoneText(record)}* belongs to ${mention(transfer.by)} now.`);
  return sentence(
    `${outcomeText(record, transfer, reader)} *${phoneText(record)}* stays as it is.`,
  );
}

export function transferForbidden(why: TransferForbidden, record: Connectable): Message {
  if (why === 'own_request') return sentence("You asked for it, so you can't answer.");
  if (why === 'not_the_requester')
    return sentence(`Only ${mention(record.transfer?.by ?? '')} can stop asking for it.`);
  if (why !== 'not_an_owner') return forbiddenAnswer(why);
  return sentence(`Only ${ownerText(record)} can answer, or approvers if the owner has left.`);
}

/** A click on a transfer that has ended. */
export function transferEnded(record: Connectable, reader: string): Message {
  const { transfer } = record;
  if (!transfer) return unknownRecord();
  return transfer.state === 'asked'
    ? sentence(`${mention(transfer.by)} asks for it now. Open Details to answer.`)
    : transferDone(record, transfer, reader);
}

export function askerGone(standing: Exclude<Standing, 'member'>, record: Connectable): Message {
  const asker = mention(record.transfer?.by ?? '');
  return sentence(`${asker} ${ASKER_GONE[standing]}. It stays with ${ownerText(record)}.`);
}

const ASKER_GONE: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: "is a guest now, and guests can't own numbers",
  external: "isn't in this workspace, so they can't own it",
  deactivated: "has left the workspace, so they can't own it",
  bot: "is an app, and apps can't own numbers",
};

function ownerText(record: Connectable): string {
  return listed(ownersOf(record).map(mention), 'or');
}
