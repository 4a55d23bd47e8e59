import type { Order } from '../../domain/order/order.ts';
import type { Notice } from '../../domain/order/order-duties.ts';
import type { Question } from '../../domain/order/questions.ts';
import { buttons } from '../../slack/ids.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
} from '../kit/blocks.ts';
import { mention, subject } from '../kit/text.ts';
import { spokenText, testMark, whatText } from './order-words.ts';

type Asked = Extract<Notice, { index: number }>;

/** A question or its answer in the thread of the card. `mentions`: whether it has to reach the person it is for. */
export function questionReply(order: Order, notice: Asked, mentions: boolean): Message {
  const { question, answer } = talkOf(order, notice);
  const [asker, requester] = [mention(question.by), mention(order.requester)];
  if (answer !== undefined) {
    const whom = mentions ? `${asker}, ` : '';
    return message([
      section(`${testMark(order)}${whom}${requester} answered:`),
      quoted('Answer', answer),
    ]);
  }
  const whom = mentions ? `${requester}, ` : '';
  return message([
    section(`${testMark(order)}${whom}${asker} asks:`),
    quoted('Question', question.text),
    section('Press Answer on the card. The request is paused until then.'),
  ]);
}

/** The same to one person alone. `cardLink`: the card's address. */
export function questionDirect(order: Order, notice: Asked, cardLink: string | undefined): Message {
  const { question, answer } = talkOf(order, notice);
  const about = `${testMark(order)}${whatText(order)}`;
  const value = { order: order.id };
  const press = { describes: spokenText(order) };
  const link = permalinkLine(cardLink, 'Open the card');
  if (answer !== undefined) {
    return message([
      section(`*${subject(order.requester, question.by)} answered about ${about}*`),
      quoted('Answer', answer),
      actions(button(buttons.openOrder, value, 'Details', press)),
      ...link,
    ]);
  }
  return message([
    section(
      `*${question.by === order.requester ? 'You ask' : `${mention(question.by)} asks`} about ${about}*\nYour request is paused until you answer.`,
    ),
    quoted('Question', question.text),
    actions(button(buttons.answer, value, 'Answer', press)),
    ...link,
  ]);
}

function talkOf(order: Order, { kind, index }: Asked): { question: Question; answer?: string } {
  const question = order.questions?.[index];
  if (!question) throw new Error(`${order.id} has no question ${index}`);
  return kind === 'answer' && question.answer
    ? { question, answer: question.answer.text }
    : { question };
}
