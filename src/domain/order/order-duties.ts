import { canonicalJson } from '../audit/audit.ts';
import type { Evidence } from './evidence.ts';
import type { Order } from './order.ts';
import { reminderDue } from './order-clock.ts';
import type { Observation } from './order-events.ts';
import { isFlagged } from './order-flags.ts';
import { isEnding } from './order-purchase.ts';
import { type OrderThat, stateIs } from './order-state-facts.ts';

/** Whether an observation adds anything to the record; the time of looking does not. */
export function isNews(order: OrderThat<'tracked'>, seen: Observation): boolean {
  const findings = (list: readonly Evidence[]) =>
    canonicalJson(list.map(({ at: _looked, ...found }) => found));
  return isEnding(seen.verdict) || findings(order.evidence) !== findings(seen.evidence);
}

/** Work an order calls for. Derived from the record, so a lost job can be recreated. */
export type OrderDuty = 'place' | 'track' | 'notify';

export function dutiesOf(order: Order): readonly OrderDuty[] {
  const { questions, escalatedAt, sentAs } = order;
  const hasSomeToSay = questions?.length || escalatedAt !== undefined || sentAs;
  const talk: readonly OrderDuty[] = hasSomeToSay || isFlagged(order) ? ['notify'] : [];
  switch (order.state) {
    case 'awaiting_approval':
      return talk;
    case 'approved':
      return ['place', ...talk];
    case 'placing':
      return talk;
    case 'pending':
      return ['track', ...talk];
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

/** Something to say once about an order, in its card's thread or to the requester. */
export type Notice = {
  /** The key it is remembered by. */
  slot: string;
  to: 'thread' | 'requester';
} & (
  | { kind: 'news' }
  | { kind: 'question' | 'answer'; index: number }
  | { kind: 'reminder'; count: number }
  | { kind: 'escalation' }
);

/** All that must have been said by now; callers skip what was said. */
export function noticesOf(order: Order, now: number): Notice[] {
  return [...questionNotices(order), ...waitingNotices(order, now), ...newsNotices(order)];
}

/** Editing a card notifies nobody, so endings and doubtful outcomes are also posted. */
export function newsNotices(order: Order): Notice[] {
  const news = stateIs(order, 'told') ? order.state : isFlagged(order) ? 'flagged' : undefined;
  // The requester hears of such a purchase through its own record.
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

/** Vobiz answered after we announced the purchase, and named something other than what was approved. */
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

/** If several reminders were missed, only the newest is worth posting. */
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

/** Identifies a set of notices, so each set is enqueued once. */
export function noticeKey(order: Order, now: number): string {
  const notices = noticesOf(order, now);
  return `${order.state}-${notices.length}-${notices.at(-1)?.slot ?? 'none'}`;
}
