import type { KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import type { Question } from '../../domain/order/questions.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import { type Message, message, permalinkLine, quoted, section, sentence } from '../kit/blocks.ts';
import { BARRED } from '../kit/modal-parts.ts';
import { inlineText, mention, slackDate } from '../kit/text.ts';
import { headline } from './order-words.ts';

const SHOWN_QUESTIONS = 3;
const SHOWN_REPLIES = 3;

/** What was asked and answered, the newest ones cut short (the thread has them in full), and what was said in the thread. */
export function questionBlocks({ questions = [], replies = [], requester }: Order): KnownBlock[] {
  const asked = questions.slice(-SHOWN_QUESTIONS).map((each) => questionText(each, requester));
  const said = replies
    .slice(-SHOWN_REPLIES)
    .map(({ by, text }) => `• ${mention(by)}: ${inlineText(text, 100)}`);
  return [
    ...(asked.length > 0 ? [section(`*Questions*\n${asked.join('\n')}`)] : []),
    ...(said.length > 0 ? [section(`*Said in the thread*\n${said.join('\n')}`)] : []),
  ];
}

function questionText({ by, at, text, answer }: Question, requester: string): string {
  const asked = `• ${mention(by)} asked ${slackDate(at)}: ${inlineText(text, 120)}`;
  return answer
    ? `${asked}\n   ${mention(requester)} answered ${slackDate(answer.at)}: ${inlineText(answer.text, 120)}`
    : `${asked}\n   Not answered yet.`;
}

/** To the requester, in the thread and directly: somebody wants to know something before they decide. `cardLink` leads to the card. */
export function questionNote(order: Order, question: Question, cardLink?: string): Message {
  return message([
    section(`${mention(order.requester)}, ${mention(question.by)} asks about your request:`),
    quoted('Question', question.text),
    section(
      `Press Answer on the card, or answer in its thread. The clock of the request stands still until then. *${headline(order)}*`,
    ),
    ...permalinkLine(cardLink, 'Open the request'),
  ]);
}

/** In the thread, to whoever asked. */
export function answerNote(
  order: Order,
  question: Question & { answer: { text: string } },
): Message {
  return message([
    section(`${mention(question.by)}, ${mention(order.requester)} answered:`),
    quoted('Answer', question.answer.text),
  ]);
}

/** To whoever asked. */
export function askedNote(order: Order): Message {
  return sentence(
    `Your question goes to ${mention(order.requester)} and to the thread of the card. The clock stands still until it is answered.`,
  );
}

/** To the requester who answered. */
export function answeredNote(order: Order): Message {
  return sentence(
    `Your answer is kept with the request and goes to the thread of the card. ${order.pausedAt === undefined ? 'The clock runs again.' : 'Another question is still open.'}`,
  );
}

export function nothingAsked(): Message {
  return sentence('Nobody is waiting for an answer. Nothing was changed.');
}

/** To whoever wrote in the thread of the card and may not use the bot. */
export function notKept(why: Barred): Message {
  return sentence(`${BARRED[why]} What you wrote here is no part of the request.`);
}
