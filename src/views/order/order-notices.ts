import type { Notice } from '../../domain/order/notices.ts';
import type { Order } from '../../domain/order/order.ts';
import { tally } from '../../domain/order/votes.ts';
import { type ApprovalSet, setsOf } from '../../domain/policy/policy.ts';
import { type Message, message, section } from '../kit/blocks.ts';
import { channelMention } from '../kit/text.ts';
import { peopleText } from '../numbers/number-lines.ts';
import { clockText } from './order-approvals.ts';
import { directMessage, threadReply } from './order-notes.ts';
import { answerNote, questionNote } from './order-question-views.ts';
import { headline } from './order-words.ts';

/** The message of a notice, for the thread of the card or for the requester alone. `cardLink` leads to the card. */
export function orderNotice(order: Order, notice: Notice, cardLink?: string): Message {
  switch (notice.kind) {
    case 'news':
      return notice.to === 'thread' ? threadReply(order) : directMessage(order, cardLink);
    case 'question':
    case 'answer':
      return talkNote(order, notice, cardLink);
    case 'reminder':
      return reminderNote(order, notice.count);
    case 'escalation':
      return escalationNote(order);
  }
}

function talkNote(
  order: Order,
  notice: Extract<Notice, { index: number }>,
  cardLink?: string,
): Message {
  const question = order.questions?.[notice.index];
  if (!question) throw new Error(`${order.id} has no question ${notice.index}`);
  const { answer } = question;
  return notice.kind === 'answer' && answer
    ? answerNote(order, { ...question, answer })
    : questionNote(order, question, cardLink);
}

/** The first reminder notifies only those who follow the thread; from the second on it mentions who is waited for. */
function reminderNote(order: Order, count: number): Message {
  const waited = count > 1 ? waitedFor(order) : '';
  const whom = waited === '' ? '' : ` Waiting for ${waited}.`;
  return message([
    section(
      `*${headline(order)}*\nStill waiting for a decision in ${channelMention(order.channel)}.${whom} ${clockText(order)}`,
    ),
  ]);
}

function escalationNote(order: Order): Message {
  const { escalation } = order.policy;
  const added = escalation ? peopleText(escalation.ping ?? escalation.to) : '';
  return message([
    section(
      `*${headline(order)}*\nNobody has decided yet, so ${added === '' ? 'more people' : added} may decide now too. ${clockText(order)}`,
    ),
  ]);
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
