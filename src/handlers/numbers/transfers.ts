import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import type { Connectable } from '../../domain/connection/connectable.ts';
import { formOf, NOTE_MAX, stillChoosable } from '../../domain/numbers/holding.ts';
import type { Order } from '../../domain/order/order.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import type {
  Answered,
  AnswerRefusal,
  Asked,
  Transfers,
} from '../../flows/numbers/transfer-number.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { forbiddenAnswer, unknownRecord } from '../../views/kit/refusals.ts';
import { clipPlain } from '../../views/kit/text.ts';
import { labelProblemText } from '../../views/numbers/number-words.ts';
import {
  askedNotice,
  askerGone,
  askForm,
  declineForm,
  FOR_MISSING,
  HAND_OVER_TITLE,
  notTransferableText,
  TRANSFER_TITLE,
  transferDone,
  transferEnded,
  transferForbidden,
  transferLoading,
  transferSaving,
} from '../../views/numbers/transfer-form.ts';
import type { Edge } from '../edge/edge.ts';
import { type Click, freeText } from '../edge/interaction.ts';
import { readHolding } from './read-holding.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  connections: Connections;
  transfers: Transfers;
  records: OrderRecords;
  /** The newest request somebody made. */
  listOrders: { own: (actor: Actor) => Promise<Order | undefined> };
  now: () => number;
};

/** A number that nobody uses: asking its owner for it, and their answer. */
export function handleTransfers(deps: Deps): void {
  const { edge, modals, connections, transfers } = deps;
  const find = ({ actor }: { actor: Actor }, id: string) =>
    connections.get({ team: actor.teamId, id });

  edge.button(buttons.askForNumber, 'read', async ({ record: id, order, here }, click) => {
    const modal =
      here && click.view
        ? await modals.update({ viewId: click.view.viewId }, transferLoading(TRANSFER_TITLE))
        : await click.show(transferLoading(TRANSFER_TITLE));
    if (modal) await modals.update(modal, await askView(click.actor, await find(click, id), order));
  });

  /** Of the purchase request that it may replace, if it is theirs; else with the labels of their last one. */
  async function askView(
    actor: Actor,
    record: Connectable | undefined,
    orderId: string | undefined,
  ): Promise<ModalView> {
    if (!record) return noticeView(TRANSFER_TITLE, unknownRecord());
    const why = await transfers.whyNot(actor, record);
    if (why) return noticeView(TRANSFER_TITLE, notTransferableText(why, record));
    const labels = await transfers.labelsFor(record);
    const open = orderId === undefined ? undefined : await openRequest(actor, orderId);
    const like = open ?? (labels.length > 0 ? await deps.listOrders.own(actor) : undefined);
    const form = {
      note: clipPlain(open?.purpose ?? '', NOTE_MAX),
      labels: stillChoosable(labels, like?.holding?.labels),
    };
    return askForm(record, { form, labels, order: open?.id });
  }

  async function openRequest(actor: Actor, id: string): Promise<Order | undefined> {
    const order = await deps.records.one(actor, id);
    const isTheirs = order?.requester === actor.userId && order.state === 'awaiting_approval';
    return isTheirs ? order : undefined;
  }

  edge.submission(modalIds.askForNumber, 'click', async ({ record: id, order }, submitted) => {
    const { values, actor } = submitted;
    const purpose = freeText(values, inputs.note, NOTE_MAX, FOR_MISSING);
    if ('errors' in purpose) return purpose;
    const form = readHolding(values, formOf(undefined, actor.userId), deps.now());
    if ('errors' in form) return form;
    const record = await find(submitted, id);
    if (!record) return { view: noticeView(TRANSFER_TITLE, unknownRecord()) };
    const labels = await transfers.labelsFor(record);
    const again = (problem: string) => askForm(record, { form, labels, order }, problem);
    return {
      view: transferSaving(TRANSFER_TITLE),
      carryOut: async () => {
        const open = order === undefined ? undefined : await openRequest(actor, order);
        const asked = await transfers.ask(actor, id, {
          purpose: purpose.text,
          labels: form.labels,
          order: open?.id,
        });
        return { says: askOutcome(asked, again), isOnCard: false, isRefused: !asked.ok };
      },
      onFailure: again,
    };
  });

  edge.button(buttons.acceptTransfer, 'click', async ({ record, at }, click) => {
    await reply(
      click,
      HAND_OVER_TITLE,
      said(await transfers.answer(click.actor, record, at, { accept: true }), click.actor),
    );
  });

  edge.button(buttons.withdrawTransfer, 'click', async ({ record, at }, click) => {
    await reply(
      click,
      TRANSFER_TITLE,
      said(await transfers.withdraw(click.actor, record, at), click.actor),
    );
  });

  edge.button(buttons.declineTransfer, 'click', async ({ record: id, at }, click) => {
    const modal = click.view ?? (await click.show(transferLoading(HAND_OVER_TITLE)));
    const may = await transfers.whyNotAnswer(click.actor, id, at);
    const view = may.ok
      ? declineForm(may.found, at)
      : noticeView(HAND_OVER_TITLE, refused(may.refusal, click.actor));
    await modals.update({ viewId: modal.viewId }, view);
  });

  edge.submission(modalIds.declineTransfer, 'click', async ({ record: id, at }, submitted) => {
    const reason = freeText(submitted.values, inputs.reason, REASON_MAX, undefined);
    if ('errors' in reason) return reason;
    const record = await find(submitted, id);
    if (!record) return { view: noticeView(HAND_OVER_TITLE, unknownRecord()) };
    const { text: words } = reason;
    return {
      view: transferSaving(HAND_OVER_TITLE),
      carryOut: async () => {
        const answer = { accept: false, words } as const;
        const declined = await transfers.answer(submitted.actor, id, at, answer);
        return {
          says: noticeView(HAND_OVER_TITLE, said(declined, submitted.actor)),
          isOnCard: false,
          isRefused: !declined.ok,
        };
      },
      onFailure: (problem) => declineForm(record, at, { words, problem }),
    };
  });

  /** In place of a window, or else privately. */
  async function reply(click: Click, title: string, message: Message): Promise<void> {
    const { view } = click;
    const notice = noticeView(title, message);
    const shown = view && (await modals.update({ viewId: view.viewId }, notice));
    if (!shown) await click.answer(message);
  }
}

function askOutcome(asked: Asked, again: (problem: string) => ModalView): ModalView {
  if (asked.ok) return askedNotice(asked.transfer);
  const { refusal } = asked;
  switch (refusal.kind) {
    case 'unknown':
      return noticeView(TRANSFER_TITLE, unknownRecord());
    case 'barred':
      return noticeView(TRANSFER_TITLE, forbiddenAnswer(refusal.why));
    case 'label':
      return again(labelProblemText(refusal.problem));
    case 'not_transferable':
      return noticeView(TRANSFER_TITLE, notTransferableText(refusal.why, refusal.record));
  }
}

function said(done: Answered, reader: Actor): Message {
  return done.ok
    ? transferDone(done.record, done.transfer, reader.userId)
    : refused(done.refusal, reader);
}

function refused(refusal: AnswerRefusal, reader: Actor): Message {
  switch (refusal.kind) {
    case 'unknown':
      return unknownRecord();
    case 'over':
      return transferEnded(refusal.record, reader.userId);
    case 'forbidden':
      return transferForbidden(refusal.why, refusal.record);
    case 'no_owner':
      return askerGone(refusal.standing, refusal.record);
  }
}
