import type { Actor } from '../../domain/actor.ts';
import { numbersOf } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { DecideOrder, DecisionResult } from '../../flows/order/decide-order.ts';
import { readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Message } from '../../views/kit/blocks.ts';
import {
  DECISION_WORDS,
  denyForm,
  digitsForm,
  NOT_ALL_SEEN,
  withdrawForm,
} from '../../views/order/decision-form.ts';
import { decisionAnswer, refusalAnswer, withdrawnAnswer } from '../../views/order/order-answers.ts';
import type { Edge } from '../edge/edge.ts';
import { type Click, freeText } from '../edge/interaction.ts';
import { type CardForms, type IsOnCard, requesterOnly } from './card-forms.ts';

type Deps = {
  edge: Edge;
  cardForms: CardForms;
  decideOrder: DecideOrder;
  records: OrderRecords;
  /** Redraws a message that turned out to be a stale copy of a card. */
  repairCopy: (orderId: string, click: Click) => Promise<void>;
  isOnCard: IsOnCard;
};

const { digits: DIGITS, deny: DENY, withdraw: WITHDRAW } = DECISION_WORDS;

/** Approve, Deny and Withdraw on the card. Every click gets an answer: the first, the late, and those who may not. */
export function handleOrderDecision(deps: Deps): void {
  const { edge, cardForms, decideOrder, records } = deps;

  /** Answers a click, unless its card shows the outcome; repairs its message if that is a stale copy. */
  async function answer(
    click: Click,
    id: string,
    decided: DecisionResult,
    done: (order: Order) => Message,
  ) {
    if (decided.ok) {
      const { record } = decided;
      const isOver = record.state !== 'awaiting_approval';
      if (!(isOver && (await deps.isOnCard(click, record)))) await click.answer(done(record));
    } else {
      const order = await records.one(click.actor, id);
      await click.answer(refusalAnswer(decided.refusal, order?.policy));
    }
    await deps.repairCopy(id, click);
  }

  /** The request, if it asks for more numbers than an earlier version showed the person. */
  async function notAllSeen(
    actor: Actor,
    { order: id, numbers = 1 }: { order: string; numbers?: number | undefined },
  ): Promise<Order | undefined> {
    const order = await records.one(actor, id);
    const isOpen = order?.state === 'awaiting_approval';
    return isOpen && numbersOf(order).length !== numbers ? order : undefined;
  }

  edge.button(buttons.approve, 'decision', async (shown, click) => {
    const { order: id } = shown;
    if (await notAllSeen(click.actor, shown)) {
      const form = (order: Order) => digitsForm(order, { problem: NOT_ALL_SEEN });
      await cardForms.open(click, id, { title: DIGITS.title, event: 'approve', form });
      await deps.repairCopy(id, click);
      return;
    }
    const decided = await decideOrder.approve(click.actor, id);
    await answer(click, id, decided, (order) => decisionAnswer(order, 'approve'));
  });

  edge.button(buttons.withdraw, 'click', async ({ order: id }, click) => {
    await cardForms.open(click, id, {
      title: WITHDRAW.title,
      event: 'withdraw',
      may: requesterOnly,
      form: withdrawForm,
    });
    await deps.repairCopy(id, click);
  });

  edge.submission(modalIds.withdraw, 'decision', async ({ order: id }, { actor }) =>
    cardForms.submitted(actor, id, WITHDRAW, (order) => ({
      decide: () => decideOrder.withdraw(actor, id),
      message: withdrawnAnswer,
      again: (problem) => withdrawForm(order, { problem }),
      // It is also pressed in a private note, which stays as it is.
      isOnCard: false,
    })),
  );

  edge.button(buttons.approveWithDigits, 'decision', async ({ order: id }, click) => {
    await cardForms.open(click, id, { title: DIGITS.title, event: 'approve', form: digitsForm });
    await deps.repairCopy(id, click);
  });

  edge.submission(modalIds.digits, 'decision', async (shown, { values, actor }) => {
    const { order: id } = shown;
    const unseen = await notAllSeen(actor, shown);
    if (unseen) return { view: digitsForm(unseen, { problem: NOT_ALL_SEEN }) };
    const digits = readInput(values, inputs.lastDigits).replace(/[\s-]/g, '');
    return cardForms.submitted(actor, id, DIGITS, (order) => {
      if (order.state === 'awaiting_approval' && digits !== order.number.e164.slice(-4)) {
        return { errors: { [inputs.lastDigits.blockId]: DIGITS.wrong } };
      }
      return {
        decide: () => decideOrder.approve(actor, id, digits),
        message: (approved) => decisionAnswer(approved, 'approve'),
        again: (problem) => digitsForm(order, { text: digits, problem }),
      };
    });
  });

  edge.button(buttons.deny, 'deny', async ({ order: id }, click) => {
    await cardForms.open(click, id, { title: DENY.title, event: 'deny', form: denyForm });
    await deps.repairCopy(id, click);
  });

  edge.submission(modalIds.deny, 'deny', async ({ order: id }, { values, actor }) => {
    return cardForms.submitted(actor, id, DENY, (order) => {
      const missing = order.policy.denyReason === 'optional' ? undefined : DENY.missing;
      const reason = freeText(values, inputs.reason, REASON_MAX, missing);
      if ('errors' in reason) return reason;
      return {
        decide: () => decideOrder.deny(actor, id, reason.text),
        message: (denied) => decisionAnswer(denied, 'deny'),
        again: (problem) => denyForm(order, { ...reason, problem }),
      };
    });
  });
}
