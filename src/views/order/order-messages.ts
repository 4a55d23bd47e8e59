import type { Order } from '../../domain/order/order.ts';
import type { Notice } from '../../domain/order/order-duties.ts';
import { isFlagged } from '../../domain/order/order-flags.ts';
import type { Question } from '../../domain/order/questions.ts';
import { tally } from '../../domain/order/votes.ts';
import { formatPhone } from '../../domain/phone.ts';
import { type ApprovalSet, setsOf } from '../../domain/policy/policy.ts';
import { COMMAND } from '../../slack/ids.ts';
import { type Message, message, permalinkLine, quoted, section, sentence } from '../kit/blocks.ts';
import { channelMention, inlineText, mention, peopleText } from '../kit/text.ts';
import { costText } from '../numbers/number-words.ts';
import { clockText } from './order-approvals.ts';
import { orderDetails } from './order-card.ts';
import { outcomeBlocks } from './order-outcome.ts';
import { headline } from './order-words.ts';

/** What is said under the card when an order ends or its outcome is not known: an edited card notifies nobody. */
export function threadReply(order: Order): Message {
  return message([
    section(`${concerned(order).map(mention).join(' ')} *${headline(order)}*`),
    ...outcomeBlocks(order),
  ]);
}

/** The requester; and whoever approved, when what they approved is not what came, or nobody knows what came. */
function concerned(order: Order): string[] {
  const doubtful = order.state === 'unconfirmed' || isFlagged(order);
  return [...new Set([order.requester, ...(doubtful ? approversOf(order) : [])])];
}

function approversOf(order: Order): string[] {
  const voted = (order.votes ?? []).map(({ by }) => by);
  const decider = 'decision' in order ? order.decision?.by : undefined;
  return decider && decider !== 'policy' ? [...voted, decider] : voted;
}

/** The same news, to the requester alone. `permalink` leads to the card. */
export function directMessage(order: Order, permalink?: string): Message {
  return message([
    section(`*${headline(order)}*\nYour request ${order.id}: ${costText(order.number.price)}.`),
    ...outcomeBlocks(order),
    ...permalinkLine(permalink, 'Open the request'),
  ]);
}

/** To the requester: Slack would not take the card, so nobody can see it, or decide. `problem` is Slack's error code. */
export function undelivered(order: Order, problem: string): Message {
  const unseen = `*Nobody can see your request for ${formatPhone(order.number.e164)}:* ${cardProblem(order.channel, problem)}`;
  const waits = order.state === 'awaiting_approval';
  return message([
    section(waits ? `${unseen}\nNothing is bought without an approval.` : unseen),
    ...orderDetails(order).slice(1),
    section(
      `The bot tries again by itself. To see how it stands: \`${COMMAND} status ${order.id}\``,
    ),
  ]);
}

/** Why a card cannot be posted and what to do about it. `problem` is Slack's error code. */
export function cardProblem(channelId: string, problem: string): string {
  const channel = channelMention(channelId);
  switch (problem) {
    case 'not_in_channel':
      return `the bot is not in ${channel}. Invite it there by typing /invite in that channel and choosing the bot.`;
    case 'is_archived':
      return `${channel} is archived. Ask whoever runs this bot to name another channel for approvals.`;
    case 'channel_not_found':
      return `the bot cannot find ${channel}. If it is a private channel, invite the bot there; otherwise tell whoever runs this bot.`;
    default:
      return `Slack did not let the bot post in ${channel} (${inlineText(problem, 100)}). Tell whoever runs this bot.`;
  }
}

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
  return sentence(
    `*${headline(order)}*\nStill waiting for a decision in ${channelMention(order.channel)}.${whom} ${clockText(order)}`,
  );
}

function escalationNote(order: Order): Message {
  const { escalation } = order.policy;
  const added = escalation ? peopleText(escalation.ping ?? escalation.to) : '';
  return sentence(
    `*${headline(order)}*\nNobody has decided yet, so ${added === '' ? 'more people' : added} may decide now too. ${clockText(order)}`,
  );
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

/** To the requester, in the thread and directly: somebody wants to know something before they decide. `cardLink` leads to the card. */
function questionNote(order: Order, question: Question, cardLink?: string): Message {
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
function answerNote(order: Order, question: Question & { answer: { text: string } }): Message {
  return message([
    section(`${mention(question.by)}, ${mention(order.requester)} answered:`),
    quoted('Answer', question.answer.text),
  ]);
}
