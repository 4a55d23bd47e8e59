import type { Button, KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { latestDeadline, openQuestions } from '../../domain/order/order-clock.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, quoted, section } from '../kit/blocks.ts';
import { mention, slackDate } from '../kit/text.ts';
import { shortLine, stateWords } from '../order/order-words.ts';
import { verificationHeadline } from '../verification/byon-words.ts';

/** A request the reader may approve: what it is, and the buttons of its card that are theirs. */
export function waitingRow(order: Order): KnownBlock[] {
  const { requester, createdAt, number, policy, purpose } = order;
  const value = { order: order.id };
  const phone = { describes: formatPhone(number.e164) };
  const approve = policy.confirmDigits
    ? button(buttons.approveWithDigits, value, 'Approve…', phone)
    : button(buttons.approve, value, 'Approve', phone);
  return [
    section(
      `*${shortLine(order)}*: ${mention(requester)} asks, ${slackDate(createdAt)}. To be decided until ${slackDate(latestDeadline(order))}.`,
    ),
    quoted('Purpose', purpose),
    actions(
      approve,
      button(buttons.deny, value, 'Deny', phone),
      button(buttons.ask, value, 'Ask', phone),
      openButton(order),
    ),
  ];
}

/** A request of the reader's own that waits for an answer. */
export function questionRow(order: Order): KnownBlock[] {
  const question = openQuestions(order).at(-1);
  if (!question) return [];
  const phone = { describes: formatPhone(order.number.e164) };
  return [
    section(`*${shortLine(order)}*: ${mention(question.by)} asks, ${slackDate(question.at)}.`),
    quoted('Question', question.text),
    actions(button(buttons.answer, { order: order.id }, 'Answer', phone), openButton(order)),
  ];
}

export function orderRow(order: Order): KnownBlock {
  return section(
    `*${shortLine(order)}*: ${stateWords(order)}, ${slackDate(order.updatedAt)}`,
    openButton(order),
  );
}

/** A verification that runs: never more of the number than its last four digits, as on its card. */
export function verificationRow(verification: Verification): KnownBlock {
  const { id, state, startedBy, createdAt } = verification;
  const enter = button(buttons.enterCode, { verification: id }, 'Enter Code');
  return section(
    `*${verificationHeadline(verification)}*, started by ${mention(startedBy)}, ${slackDate(createdAt)}`,
    state === 'code_sent' ? enter : undefined,
  );
}

function openButton(order: Order): Button {
  const describes = formatPhone(order.number.e164);
  return button(buttons.openOrder, { order: order.id }, 'Open', { describes });
}
