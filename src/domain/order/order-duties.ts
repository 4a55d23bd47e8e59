import { canonicalJson } from '../audit/audit.ts';
import type { Evidence } from './evidence.ts';
import type { Order } from './order.ts';
import { reminderDue } from './order-clock.ts';
import type { Observation } from './order-events.ts';
import { isFlagged } from './order-flags.ts';
import { isEnding } from './order-purchase.ts';
import { type OrderThat, stateIs } from './order-states.ts';

/** Whether an observation says anything the record does not say already; times of looking are no news. */
export function isNews(order: OrderThat<'tracked'>, seen: Observation): boolean {
  const findings = (list: readonly Evidence[]) =>
    canonicalJson(list.map(({ at: _looked, ...found }) => found));
  return isEnding(seen.verdict) || findings(order.evidence) !== findings(seen.evidence);
}

/** Work that an order calls for. Derived from the record alone, so whatever is lost can be asked for again. */
export type OrderDuty = 'place' | 'track' | 'notify';

export function dutiesOf(order: Order): readonly OrderDuty[] {
  const hasQuestions = order.questions?.length || order.escalatedAt !== undefined;
  const talk: readonly OrderDuty[] = hasQuestions ? ['notify'] : [];
  switch (order.state) {
    case 'awaiting_approval':
      return talk;
    case 'approved':
      return ['place', ...talk];
    case 'placing':
      return [];
    case 'pending':
      return isFlagged(order) ? ['track', 'notify'] : ['track'];
    case 'unconfirmed':
      return ['track', 'notify'];
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'stopped':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return ['notify'];
  }
}

/** Something that has to be said once about an order, in the thread of its card or to the requester. */
export type Notice = {
  /** What it is remembered by. */
  slot: string;
  to: 'thread' | 'requester';
} & (
  | { kind: 'news' }
  | { kind: 'question' | 'answer'; index: number }
  | { kind: 'reminder'; count: number }
  | { kind: 'escalation' }
);

/** Everything that must have been said by now, derived from the record: what was said already is not said again. */
export function noticesOf(order: Order, now: number): Notice[] {
  return [...questionNotices(order), ...waitingNotices(order, now), ...newsNotices(order)];
}

/** An edit of a card notifies nobody, so endings and doubtful outcomes are said in the thread and directly. */
export function newsNotices(order: Order): Notice[] {
  const news = stateIs(order, 'told') ? order.state : isFlagged(order) ? 'flagged' : undefined;
  // The requester hears of a purchase that went another way through its own record.
  const sentAs: Notice[] = order.sentAs
    ? [{ slot: 'thread-sent-as', to: 'thread', kind: 'news' }]
    : [];
  if (!news) return sentAs;
  return [...saidBoth(news), ...(differsLate(order) ? saidBoth('late-difference') : []), ...sentAs];
}

function saidBoth(what: string): Notice[] {
  return [
    { slot: `direct-${what}`, to: 'requester', kind: 'news' },
    { slot: `thread-${what}`, to: 'thread', kind: 'news' },
  ];
}

/** Vobiz's answer came after the order had been told as bought, and names something other than what was approved. */
function differsLate(order: Order): boolean {
  if (order.state !== 'completed' || !order.purchase) return false;
  return order.purchase.at > order.endedAt && isFlagged(order);
}

function questionNotices({ questions = [] }: Order): Notice[] {
  return questions.flatMap((question, index): Notice[] => [
    { slot: `direct-question-${index}`, to: 'requester', kind: 'question', index },
    { slot: `thread-question-${index}`, to: 'thread', kind: 'question', index },
    ...(question.answer
      ? [{ slot: `thread-answer-${index}`, to: 'thread', kind: 'answer', index } as const]
      : []),
  ]);
}

/** Of several reminders that were missed, only the newest is worth saying. */
function waitingNotices(order: Order, now: number): Notice[] {
  if (order.state !== 'awaiting_approval') return [];
  const count = reminderDue(order, now);
  return [
    ...(order.escalatedAt === undefined
      ? []
      : [{ slot: 'thread-escalation', to: 'thread', kind: 'escalation' } as const]),
    ...(count === 0
      ? []
      : [{ slot: `thread-reminder-${count}`, to: 'thread', kind: 'reminder', count } as const]),
  ];
}

/** Tells one set of notices from the next, so that a reminder to say them is left once for each. */
export function noticeKey(order: Order, now: number): string {
  const notices = noticesOf(order, now);
  return `${order.state}-${notices.length}-${notices.at(-1)?.slot ?? 'none'}`;
}
