import type { KnownBlock, ModalView } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { formatPhone } from '../../domain/phone.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import { modalIds } from '../../slack/ids.ts';
import { quoted, section } from '../kit/blocks.ts';
import { formView, noticeView, textInput } from '../kit/modal-parts.ts';
import { mention } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-words.ts';

/** What is said around a form of the card: while it is carried out, and as title of what came of it. */
export type CardFormWords = { title: string; saving: string; done: string; notDone: string };

const SAVING = 'Saving your decision…';

/** `missing` and `wrong` stand under the field. */
export const DECISION_WORDS = {
  digits: {
    title: 'Approve this request',
    wrong: 'Those are not the last four digits of the number.',
    saving: SAVING,
    done: 'Approved',
    notDone: 'Not approved',
  },
  deny: {
    title: 'Deny this request',
    missing: 'Say why not.',
    saving: SAVING,
    done: 'Denied',
    notDone: 'Not denied',
  },
  ask: {
    title: 'Ask about this request',
    missing: 'Say what you want to know.',
    saving: 'Saving your question…',
    done: 'Asked',
    notDone: 'Not asked',
  },
  answer: {
    title: 'Answer',
    missing: 'Write your answer.',
    saving: 'Saving your answer…',
    done: 'Answered',
    notDone: 'Not answered',
  },
} as const satisfies Record<string, CardFormWords & { missing?: string; wrong?: string }>;

export function decisionLoading(title: string): ModalView {
  return noticeView(title, 'Looking up the request…');
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
    form: modalIds.digits,
    value: { order: order.id },
    title: DECISION_WORDS.digits.title,
    submit: 'Approve',
    problem: again.problem,
    blocks: [
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

export function askForm(order: Order, again: Again = {}): ModalView {
  return formView({
    form: modalIds.ask,
    value: { order: order.id },
    title: DECISION_WORDS.ask.title,
    submit: 'Ask',
    problem: again.problem,
    blocks: [
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

/** The open questions and a field for the answer. `upTo` keeps a question that nobody saw from being answered. */
export function answerForm(order: Order, again: Again = {}): ModalView {
  const { questions = [] } = order;
  return formView({
    form: modalIds.answer,
    value: { order: order.id, upTo: questions.length },
    title: DECISION_WORDS.answer.title,
    submit: 'Answer',
    problem: again.problem,
    blocks: [
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

export function denyForm(order: Order, again: Again = {}): ModalView {
  return formView({
    form: modalIds.deny,
    value: { order: order.id },
    title: DECISION_WORDS.deny.title,
    submit: 'Deny',
    problem: again.problem,
    blocks: [
      ...requestBlocks(order),
      textInput('reason', {
        label: 'Why not?',
        hint: 'The requester and everyone in the channel can read this.',
        value: again.text,
        maxLength: REASON_MAX,
        ...(order.policy.denyReason === 'optional' && { optional: true }),
        multiline: true,
        focus: true,
      }),
    ],
  });
}
