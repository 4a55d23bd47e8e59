import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import type { Notice, OrderNotice } from '../../domain/order/order-duties.ts';
import {
  isFlagged,
  otherNumber,
  otherPrice,
  unreadNumber,
  unreadPrice,
} from '../../domain/order/order-flags.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import type { OrderThat } from '../../domain/order/order-state-facts.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import { giveBackDirect, giveBackReply } from '../giveback/give-back-messages.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
} from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { agent, decidedBy, listed, mention, present, subject } from '../kit/text.ts';
import { headline, ownHeadline } from './order-glance.ts';
import { escalationNote, reminderNote } from './order-reminders.ts';
import { CHECK_CHARGE, DOUBT, spokenText, stopReason, UNDECIDED } from './order-words.ts';
import { questionDirect, questionReply } from './question-messages.ts';
import { severalDirect, severalReply } from './several-messages.ts';

/** What is said in the thread of the card. `mentions`: whether it has to reach the person it is for. */
export function noticeReply(
  record: Order | Verification,
  notice: Notice,
  mentions: boolean,
): Message {
  return record.kind === 'order' && isOfOrder(notice)
    ? orderReply(record, notice, mentions)
    : giveBackReply(record, notice, mentions);
}

function isOfOrder(notice: Notice): notice is OrderNotice {
  return notice.kind !== 'give_back' && notice.kind !== 'give_back_reminder';
}

function orderReply(order: Order, notice: OrderNotice, mentions: boolean): Message {
  switch (notice.kind) {
    case 'news':
      return newsReply(order, mentions && notice.to === order.requester);
    case 'several':
      return severalReply(order, mentions);
    case 'question':
    case 'answer':
      return questionReply(order, notice, mentions);
    case 'reminder':
      return reminderNote(order, notice.count);
    case 'escalation':
      return escalationNote(order);
  }
}

/** `cardLink`: the card's address. `canConnect`: whether a WhatsApp account is set up. */
type Around = { cardLink?: string | undefined; canConnect: boolean };

/** The same to one person alone, whom the thread does not reach: the one of the notice, or else the requester. */
export function noticeDirect(
  record: Order | Verification,
  notice: Notice,
  around: Around,
): Message {
  return record.kind === 'order' && isOfOrder(notice)
    ? orderDirect(record, notice, around)
    : giveBackDirect(record, around.cardLink);
}

function orderDirect(order: Order, notice: OrderNotice, around: Around): Message {
  switch (notice.kind) {
    case 'question':
    case 'answer':
      return questionDirect(order, notice, around.cardLink);
    case 'several':
      return severalDirect(order, around.cardLink);
    case 'news':
    case 'reminder':
    case 'escalation':
      return newsDirect(order, around, notice.to ?? order.requester);
  }
}

/** An edited card notifies nobody: this does. Approvers are told too where money is in doubt. */
function newsReply(order: Order, mentionsRequester: boolean): Message {
  const isDoubtful = order.state === 'unconfirmed' || order.sentAs || isFlagged(order);
  const told = [
    ...(mentionsRequester ? [order.requester] : []),
    ...(isDoubtful ? approversOf(order) : []),
  ];
  const whom = [...new Set(told)].map(mention);
  return news(order, [...whom, `*${newsHeadline(order)}*`].join(' '));
}

function approversOf(order: Order): string[] {
  const voted = (order.votes ?? []).map(({ by }) => by);
  const decider = 'decision' in order ? order.decision?.by : undefined;
  const all = decider && decider !== 'policy' ? [...voted, decider] : voted;
  // Approvers of their own request are told as its requester.
  return all.filter((by) => by !== order.requester);
}

function newsDirect(order: Order, { cardLink, canConnect }: Around, reader: string): Message {
  const { blocks } = news(order, `*${newsHeadline(order)}*`, reader);
  const press = { describes: spokenText(order) };
  return message([
    ...blocks,
    actions(
      canConnect && order.state === 'completed' && !order.connection && !isFlagged(order)
        ? button(buttons.connect, { record: order.id }, 'Connect to WhatsApp', press)
        : button(buttons.openOrder, { order: order.id }, 'Details', press),
    ),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

/** Of several numbers, news are about one. */
function newsHeadline(order: Order): string {
  return isLead(order) ? ownHeadline(order) : headline(order);
}

function news(order: Order, first: string, reader?: string): Message {
  const { fact, words } = outcomeFact(order, reader);
  return message([
    section(present([first, fact]).join('\n')),
    ...(words ? [quoted('Reason', words)] : []),
  ]);
}

/** What people must know of an outcome besides its headline; `words` are what a person or Vobiz wrote about it. */
type OutcomeFact = { fact: string; words?: string };

const AGAIN = "Don't order this number again";

/** One fact about how an order ended, or about the doubt it is in. The card and its Details have the rest. */
function outcomeFact(order: Order, reader?: string): OutcomeFact {
  if (order.sentAs) return { fact: `${AGAIN}. Its purchase has its own card.` };
  switch (order.state) {
    case 'completed':
    case 'pending':
      return isFlagged(order) ? { fact: differsText(order) } : { fact: boughtText(order, reader) };
    case 'unconfirmed':
      return {
        fact: order.attempt.unsent
          ? `${AGAIN}. ${DOUBT[order.why]}.`
          : `${AGAIN}. ${DOUBT[order.why]}; we keep checking.`,
      };
    case 'failed':
      return failedFact(order, reader);
    case 'cancelled':
      return { fact: CHECK_CHARGE };
    case 'stopped':
      return { fact: stoppedText(order) };
    case 'denied':
      return {
        fact: `Denied by ${decidedBy(order.decision.by, reader)}.`,
        ...(order.reason && { words: order.reason }),
      };
    case 'expired':
      return { fact: `${UNDECIDED} You can request it again.` };
    case 'withdrawn':
      return { fact: `${subject(order.requester, reader)} withdrew it.` };
    case 'awaiting_approval':
    case 'approved':
    case 'placing':
      return { fact: '' };
  }
}

function boughtText(order: OrderIn<'completed' | 'pending'>, reader?: string): string {
  if ('settled' in order && order.settled)
    return `Marked as bought by ${agent(order.settled.by, reader)}.`;
  const { price } = order.number;
  return `${formatMoney(firstCharge(price))} now, then ${formatMoney(price.monthly)}/month.`;
}

function differsText(order: OrderThat<'bought'>): string {
  const number = otherNumber(order) !== undefined && 'another number';
  const price = otherPrice(order) && 'another price';
  const unread = (unreadNumber(order) ?? unreadPrice(order)) && "something we can't read";
  return `Vobiz named ${listed(present([number, price, unread]))}. Check it before you use it.`;
}

function failedFact(
  { settled, reason, because, turnDown }: OrderIn<'failed'>,
  reader?: string,
): OutcomeFact {
  if (settled) return { fact: `Marked as not bought by ${agent(settled.by, reader)}.` };
  if (turnDown?.kind === 'not_reached')
    return { fact: "We couldn't reach Vobiz. Nothing was bought." };
  const what = turnDown ? 'Vobiz refused it. Nothing was bought.' : 'Vobiz says it failed.';
  return because
    ? { fact: reasonText({ because }) }
    : { fact: what, ...(reason && { words: reason }) };
}

function stoppedText(order: OrderIn<'stopped'>): string {
  const { stop } = order;
  if (stop.kind === 'test') return 'Your approvals work. Nothing was bought.';
  const near = stop.kind === 'gone' && stop.instead?.length && 'The card shows similar numbers.';
  return present([stopReason(order), near]).join(' ');
}
