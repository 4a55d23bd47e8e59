import type { Order } from '../../domain/order/order.ts';
import { latestDeadline } from '../../domain/order/order-clock.ts';
import type { Notice } from '../../domain/order/order-duties.ts';
import { isFlagged } from '../../domain/order/order-flags.ts';
import type { Question } from '../../domain/order/questions.ts';
import { tally } from '../../domain/order/votes.ts';
import { formatPhone } from '../../domain/phone.ts';
import { type ApprovalSet, setsOf } from '../../domain/policy/policy.ts';
import type { Definition } from '../../slack/codec.ts';
import { buttons } from '../../slack/ids.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
  sentence,
} from '../kit/blocks.ts';
import {
  channelMention,
  inlineText,
  mention,
  peopleText,
  present,
  slackDate,
} from '../kit/text.ts';
import { headline } from './order-glance.ts';
import { outcomeFact } from './order-news.ts';
import { testMark } from './order-words.ts';

/** What is said in the thread of the card. `mentions`: whether it has to reach the person it is for. */
export function orderReply(order: Order, notice: Notice, mentions: boolean): Message {
  switch (notice.kind) {
    case 'news':
      return newsReply(order, mentions && notice.to === order.requester);
    case 'question':
    case 'answer':
      return talkReply(order, talkOf(order, notice), mentions);
    case 'reminder':
      return reminderNote(order, notice.count);
    case 'escalation':
      return escalationNote(order);
  }
}

/** `cardLink`: the card's address. `canConnect`: whether a WhatsApp account is set up. */
type Around = { cardLink?: string | undefined; canConnect: boolean };

/** The same to one person alone, whom the thread does not reach. */
export function orderDirect(order: Order, notice: Notice, around: Around): Message {
  return notice.kind === 'question' || notice.kind === 'answer'
    ? talkDirect(order, talkOf(order, notice), around)
    : newsDirect(order, around);
}

/** An edited card notifies nobody: this does. Approvers are told too where money is in doubt. */
function newsReply(order: Order, mentionsRequester: boolean): Message {
  const isDoubtful = order.state === 'unconfirmed' || order.sentAs || isFlagged(order);
  const told = [
    ...(mentionsRequester ? [order.requester] : []),
    ...(isDoubtful ? approversOf(order) : []),
  ];
  const whom = [...new Set(told)].map(mention);
  return news(order, [...whom, `*${headline(order)}*`].join(' '));
}

function approversOf(order: Order): string[] {
  const voted = (order.votes ?? []).map(({ by }) => by);
  const decider = 'decision' in order ? order.decision?.by : undefined;
  const all = decider && decider !== 'policy' ? [...voted, decider] : voted;
  // Whoever approved their own request is told as its requester.
  return all.filter((by) => by !== order.requester);
}

function newsDirect(order: Order, { cardLink, canConnect }: Around): Message {
  const { blocks } = news(order, `*${headline(order)}*`);
  return message([
    ...blocks,
    canConnect && order.state === 'completed' && !order.connection && !isFlagged(order)
      ? actions(button(buttons.connect, { record: order.id }, 'Connect to WhatsApp', spoken(order)))
      : nextButton(order, buttons.openOrder, 'Details'),
    ...toCard(cardLink),
  ]);
}

function news(order: Order, first: string): Message {
  const { fact, words } = outcomeFact(order);
  return message([
    section(present([first, fact]).join('\n')),
    ...(words ? [quoted('Reason', words)] : []),
  ]);
}

function nextButton(order: Order, to: Definition<{ order: string }>, label: string) {
  return actions(button(to, { order: order.id }, label, spoken(order)));
}

function spoken({ number }: Order) {
  return { describes: formatPhone(number.e164) };
}

function toCard(cardLink: string | undefined) {
  return permalinkLine(cardLink, 'Open the card');
}

type Talk = { question: Question; answer?: string };

function talkOf(order: Order, { kind, index }: Extract<Notice, { index: number }>): Talk {
  const question = order.questions?.[index];
  if (!question) throw new Error(`${order.id} has no question ${index}`);
  return kind === 'answer' && question.answer
    ? { question, answer: question.answer.text }
    : { question };
}

function talkReply(order: Order, { question, answer }: Talk, mentions: boolean): Message {
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

function talkDirect(order: Order, { question, answer }: Talk, { cardLink }: Around): Message {
  const about = `${testMark(order)}${formatPhone(order.number.e164)}`;
  if (answer !== undefined) {
    return message([
      section(`*${mention(order.requester)} answered about ${about}*`),
      quoted('Answer', answer),
      nextButton(order, buttons.openOrder, 'Details'),
      ...toCard(cardLink),
    ]);
  }
  return message([
    section(
      `*${mention(question.by)} asks about ${about}*\nYour request is paused until you answer.`,
    ),
    quoted('Question', question.text),
    nextButton(order, buttons.answer, 'Answer'),
    ...toCard(cardLink),
  ]);
}

/** The first reminder notifies only those who follow the thread; from the second on it mentions who is waited for. */
function reminderNote(order: Order, count: number): Message {
  const waited = count > 1 ? waitedFor(order) : '';
  return sentence(
    `*${headline(order)}*\nStill waiting for ${waited || 'a decision'}. ${expiryText(order)}`,
  );
}

function escalationNote(order: Order): Message {
  const { escalation } = order.policy;
  const added = escalation ? peopleText(escalation.ping ?? escalation.to) : '';
  return sentence(
    `*${headline(order)}*\nNobody has decided yet. ${added || 'More people'} can decide now too. ${expiryText(order)}`,
  );
}

function expiryText(order: Order): string {
  return `Expires ${slackDate(latestDeadline(order))}.`;
}

/** Mentions of those whose approval is missing: nobody who has approved, nobody who wants quiet. */
function waitedFor(order: Order): string {
  const { policy, votes = [] } = order;
  const { sets } = tally(policy, votes);
  const voted = new Set(votes.map(({ by }) => by));
  const missing = setsOf(policy).filter((_, at) => (sets[at]?.have ?? 0) < (sets[at]?.needed ?? 0));
  const named = missing.flatMap(loudOf);
  const { escalation } = policy;
  if (order.escalatedAt !== undefined && escalation) named.push(escalation.ping ?? escalation.to);
  return peopleText({
    users: [...new Set(named.flatMap(({ users }) => users))].filter((user) => !voted.has(user)),
    groups: [...new Set(named.flatMap(({ groups }) => groups))],
  });
}

function loudOf({ from, ping }: ApprovalSet) {
  if (ping) return [ping];
  return from === 'any_full_member' ? [] : [from];
}

/** To the requester: Slack would not take the card, so nobody can see it, or decide. `problem` is Slack's error code. */
export function undelivered(order: Order, problem: string): Message {
  return message([
    section(
      `*${testMark(order)}Nobody can see your request for ${formatPhone(order.number.e164)}*\n${cardProblem(order.channel, problem)}`,
    ),
    nextButton(order, buttons.openOrder, 'Details'),
  ]);
}

/** Why a card cannot be posted and what to do about it. `problem` is Slack's error code. */
export function cardProblem(channelId: string, problem: string): string {
  const channel = channelMention(channelId);
  switch (problem) {
    case 'not_in_channel':
      return `This app isn't in ${channel}. Type /invite there and choose it: we'll post by ourselves.`;
    case 'is_archived':
      return `${channel} is archived. Ask an admin to pick another channel.`;
    case 'channel_not_found':
      return `We can't find ${channel}. If it's private, invite this app there.`;
    default:
      return `Slack didn't let us post in ${channel}. Ask an admin (${inlineText(problem, 60)}).`;
  }
}
