import type { KnownBlock, ModalView } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { formatPhone } from '../../domain/phone.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import { modalIds } from '../../slack/ids.ts';
import { quoted, section } from '../kit/blocks.ts';
import { formView, noticeView, problemBlocks, textInput } from '../kit/modal-parts.ts';
import { mention } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-words.ts';

export function decisionLoading(title: string): ModalView {
  return noticeView({ title, text: 'Looking up the request…' });
}

type Again = { text?: string; problem?: string };

/** What is asked for, in front of whoever decides. */
function requestBlocks({ number, requester, purpose }: Order): KnownBlock[] {
  const asked = `${mention(requester)} asks for ${numberText(number)}`;
  return [section(`${asked}\nPrice: ${costText(number.price)}.`), quoted('Purpose', purpose)];
}

/** The deliberate extra step: approving takes the last four digits of the number. */
export function digitsForm(order: Order, again: Again = {}): ModalView {
  return formView({
    callbackId: modalIds.digits.id,
    metadata: modalIds.digits.encode({ order: order.id }),
    title: 'Approve this request',
    submit: 'Approve',
    blocks: [
      ...problemBlocks(again.problem),
      ...requestBlocks(order),
      textInput('lastDigits', {
        label: `Type the last four digits of ${formatPhone(order.number.e164)}`,
        hint: 'Above this amount the policy asks for this step, so that nothing is approved by a slip.',
        value: again.text,
        maxLength: 4,
        minLength: 4,
        focus: true,
      }),
    ],
  });
}

export const ASK_TITLE = 'Ask about this request';

/** A question to the requester. */
export function askForm(order: Order, again: Again = {}): ModalView {
  return formView({
    callbackId: modalIds.ask.id,
    metadata: modalIds.ask.encode({ order: order.id }),
    title: ASK_TITLE,
    submit: 'Ask',
    blocks: [
      ...problemBlocks(again.problem),
      section(
        `The question goes to the thread of the card and to ${mention(order.requester)}. The clock of the request stands still until it is answered.`,
      ),
      textInput('question', {
        label: 'What do you want to know?',
        hint: 'Everyone in the channel can read this. It is kept with the request.',
        value: again.text,
        maxLength: REASON_MAX,
        multiline: true,
        focus: true,
      }),
    ],
  });
}

export const ANSWER_TITLE = 'Answer';

/** The open questions and a field for the answer. `upTo` keeps a question that nobody saw from being answered. */
export function answerForm(order: Order, again: Again = {}): ModalView {
  const { questions = [] } = order;
  return formView({
    callbackId: modalIds.answer.id,
    metadata: modalIds.answer.encode({ order: order.id, upTo: questions.length }),
    title: ANSWER_TITLE,
    submit: 'Answer',
    blocks: [
      ...problemBlocks(again.problem),
      ...openQuestions(order).map(({ text }) => quoted('Question', text)),
      textInput('answer', {
        label: 'Your answer',
        hint: 'Everyone in the channel can read this. It is kept with the request.',
        value: again.text,
        maxLength: REASON_MAX,
        multiline: true,
        focus: true,
      }),
    ],
  });
}

const TITLE = 'Deny this request';

/** Asks why. `problem` is shown as plain words above the form. */
export function denyForm(
  order: Order,
  again: { reason?: string; problem?: string } = {},
): ModalView {
  return formView({
    callbackId: modalIds.deny.id,
    metadata: modalIds.deny.encode({ order: order.id }),
    title: TITLE,
    submit: 'Deny',
    blocks: [
      ...problemBlocks(again.problem),
      ...requestBlocks(order),
      textInput('reason', {
        label: 'Why not?',
        hint: 'The requester and everyone in the channel can read this.',
        value: again.reason,
        maxLength: REASON_MAX,
        ...(order.policy.denyReason === 'optional' && { optional: true }),
        multiline: true,
        focus: true,
      }),
    ],
  });
}
