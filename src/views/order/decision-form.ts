import type { KnownBlock, ModalView } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import { numbersOf, priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { formatPhone } from '../../domain/phone.ts';
import { modalIds } from '../../slack/ids.ts';
import { quoted, section } from '../kit/blocks.ts';
import { formView, sentencesInput, textInput, workingView } from '../kit/modal-parts.ts';
import { mention } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-words.ts';
import { approving } from './order-words.ts';

/** The words around a form of the card: while we carry it out, and as the title of its result. */
export type CardFormWords = {
  title: string;
  saving: string;
  /** What to do when that stays. */
  stays: string;
  done: string;
  notDone: string;
};

const SAVING = 'Saving your decision…';
const LOOK = 'close it and look at the card.';

/** `missing` and `wrong` stand under the field. */
export const DECISION_WORDS = {
  digits: {
    title: 'Approve this request',
    wrong: "Those aren't the last four digits of the number.",
    saving: SAVING,
    stays: `${LOOK} It's safe to approve again: nobody counts twice.`,
    done: 'Approved',
    notDone: 'Not approved',
  },
  deny: {
    title: 'Deny this request',
    missing: 'Write a reason.',
    saving: SAVING,
    stays: `${LOOK} It's safe to deny it again.`,
    done: 'Denied',
    notDone: 'Not denied',
  },
  withdraw: {
    title: 'Withdraw this request?',
    saving: 'Withdrawing the request…',
    stays: `${LOOK} It's safe to withdraw it again.`,
    done: 'Withdrawn',
    notDone: 'Not withdrawn',
  },
  ask: {
    title: 'Ask about this request',
    missing: 'Write your question.',
    saving: 'Saving your question…',
    stays: `${LOOK} Ask again only if your question isn't on it.`,
    done: 'Asked',
    notDone: 'Not asked',
  },
  answer: {
    title: 'Answer',
    missing: 'Write your answer.',
    saving: 'Saving your answer…',
    stays: `${LOOK} Answer again if the question is still on it.`,
    done: 'Answered',
    notDone: 'Not answered',
  },
} as const satisfies Record<string, CardFormWords & { missing?: string; wrong?: string }>;

/** While a form of the card is carried out. */
export function cardFormWorking({ title, saving, stays }: CardFormWords): ModalView {
  return workingView(title, saving, stays);
}

export function decisionLoading(title: string): ModalView {
  return workingView(title, 'Looking up the request…');
}

type Again = { text?: string; problem?: string };

/** The request, for the person who decides. */
function requestBlocks(order: Order): KnownBlock[] {
  const { requester, purpose } = order;
  const what = numbersOf(order).map(numberText).join(', ');
  return [
    section(`Requested by ${mention(requester)}: ${what}\n${costText(priceOfAll(order))}`),
    quoted('Purpose', purpose),
  ];
}

/** Asks before a request is taken back. */
export function withdrawForm(order: Order, again: Again = {}): ModalView {
  return formView({
    form: modalIds.withdraw,
    value: { order: order.id },
    title: DECISION_WORDS.withdraw.title,
    submit: 'Withdraw',
    close: 'Keep it',
    problem: again.problem,
    blocks: [
      ...requestBlocks(order),
      section("It won't be bought, and nobody can approve it any more. You can request it again."),
    ],
  });
}

/** Over the digits, where the card or form of an earlier version showed the first number alone. */
export const NOT_ALL_SEEN =
  '*This asks for several numbers, and you saw one.* Check them all, then approve.';
const ABOVE =
  'Your policy asks for this above a certain amount, so that nobody approves by accident.';

/** The deliberate extra step: approving takes the last four digits of the number. */
export function digitsForm(order: Order, again: Again = {}): ModalView {
  return formView({
    form: modalIds.digits,
    value: approving(order),
    title: DECISION_WORDS.digits.title,
    submit: `Approve ${formatMoney(firstCharge(priceOfAll(order)))}`,
    problem: again.problem,
    blocks: [
      ...requestBlocks(order),
      textInput('lastDigits', {
        label: `Type the last four digits of ${formatPhone(order.number.e164)}`,
        ...(order.policy.confirmDigits && { hint: ABOVE }),
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
        `${mention(order.requester)} gets your question in the thread of the card. The request is paused until they answer.`,
      ),
      sentencesInput('question', {
        label: 'What do you want to know?',
        value: again.text,
        focus: true,
        isPublic: true,
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
      sentencesInput('answer', {
        label: 'Your answer',
        value: again.text,
        focus: true,
        isPublic: true,
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
      sentencesInput('reason', {
        label: 'Why not?',
        value: again.text,
        ...(order.policy.denyReason === 'optional' && { optional: true }),
        focus: true,
        isPublic: true,
      }),
    ],
  });
}
