import type { Order } from '../../domain/order/order.ts';
import type { Settlement } from '../../domain/order/order-events.ts';
import { parsePhone } from '../../domain/phone.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { SettleOrder } from '../../flows/order/settle-order.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { phoneProblem } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import { checkedNote, notCheckedNote, settledNote } from '../../views/order/order-answers.ts';
import {
  NOT_PLACED_TITLE,
  notPlacedForm,
  PLACED_TITLE,
  placedForm,
  SETTLE_WORDS,
} from '../../views/order/settle-form.ts';
import type { Edge } from '../edge/edge.ts';
import { freeText, type SubmitReply } from '../edge/interaction.ts';
import { saidOf } from '../edge/runner.ts';
import type { CardForms, IsOnCard } from './card-forms.ts';

type Deps = {
  edge: Edge;
  cardForms: CardForms;
  settleOrder: SettleOrder;
  isOnCard: IsOnCard;
};

/** Check Now, It Was Placed and It Was Not Placed, on the card of a purchase Vobiz leaves open. */
export function handleOrderSettle(deps: Deps): void {
  const { edge, cardForms, settleOrder } = deps;

  edge.button(buttons.checkNow, 'read', async ({ record: id }, click) => {
    const { record, hasMoved, looked } = await settleOrder.checkNow(click.actor, id);
    if (!record) return click.answer(unknownRecord());
    if (hasMoved && (await deps.isOnCard(click, record))) return;
    if (looked.isChecked) return click.answer(checkedNote(hasMoved));
    await click.answer(notCheckedNote(hasMoved, looked.refusal ?? saidOf(looked.failure)));
  });

  edge.button(buttons.wasPlaced, 'click', ({ order: id }, click) =>
    cardForms.open(click, id, { title: PLACED_TITLE, event: 'settle', form: placedForm }),
  );
  edge.button(buttons.wasNotPlaced, 'click', ({ order: id }, click) =>
    cardForms.open(click, id, { title: NOT_PLACED_TITLE, event: 'settle', form: notPlacedForm }),
  );

  edge.submission(modalIds.wasPlaced, 'click', async ({ order: id }, { values, actor }) => {
    const typed = readInput(values, inputs.phone);
    const phone = parsePhone(typed);
    if (!phone.ok) return { errors: { [blockOf(values, inputs.phone)]: phoneProblem(phone) } };
    const reason = freeText(values, inputs.reason, REASON_MAX, SETTLE_WORDS.missing);
    if ('errors' in reason) return reason;
    const orderId = readInput(values, inputs.vobizOrder).trim();
    const outcome = { kind: 'placed', e164: phone.e164, orderId: orderId || undefined } as const;
    return settle(actor, id, { outcome, reason: reason.text }, (order, problem) =>
      placedForm(order, { phone: typed, orderId, reason: reason.text, problem }),
    );
  });

  edge.submission(modalIds.wasNotPlaced, 'click', async ({ order: id }, { values, actor }) => {
    const reason = freeText(values, inputs.reason, REASON_MAX, SETTLE_WORDS.missing);
    if ('errors' in reason) return reason;
    const said = { outcome: { kind: 'not_placed' }, reason: reason.text } as const;
    return settle(actor, id, said, (order, problem) =>
      notPlacedForm(order, { reason: reason.text, problem }),
    );
  });

  function settle(
    actor: Parameters<SettleOrder['settle']>[0],
    id: string,
    said: Pick<Settlement, 'outcome' | 'reason'>,
    again: (order: Order, problem: string) => ReturnType<typeof placedForm>,
  ): Promise<SubmitReply> {
    return cardForms.submitted(actor, id, SETTLE_WORDS, (order) => ({
      decide: () => settleOrder.settle(actor, id, said),
      message: settledNote,
      again: (problem) => again(order, problem),
    }));
  }
}
