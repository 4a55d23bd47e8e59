import { canonicalJson } from '../audit/audit.ts';
import {
  type GiveBackNotice,
  giveBackDuties,
  giveBackNotices,
} from '../giveback/give-back-duties.ts';
import { giveBackOf } from '../giveback/returnable.ts';
import { ownerNews } from '../numbers/owner-news.ts';
import type { Verification } from '../verification/verification.ts';
import type { Evidence } from './evidence.ts';
import { isEnded, type Order } from './order.ts';
import { reminderDue } from './order-clock.ts';
import type { Observation } from './order-events.ts';
import { isFlagged } from './order-flags.ts';
import { isAllOver, isLead, isPart } from './order-parts.ts';
import { isEnding } from './order-purchase.ts';
import { type OrderThat, stateIs } from './order-state-facts.ts';

/** Whether an observation adds anything to the record; the time of looking does not. */
export function isNews(order: OrderThat<'tracked'>, seen: Observation): boolean {
  const { evidence: known } = order;
  if (isEnding(seen.verdict) || known.length !== seen.evidence.length) return true;
  return seen.evidence.some((one, at) => !isSameFinding(one, known[at]));
}

/** Thousands are compared at once, and hardly any has a debit. */
function isSameFinding(one: Evidence, other: Evidence | undefined): boolean {
  const { source, finding, noted, debit } = one;
  if (source !== other?.source || finding !== other.finding || noted !== other.noted) return false;
  return (
    debit === other.debit || canonicalJson(debit ?? null) === canonicalJson(other.debit ?? null)
  );
}

/** What a look may ask, in the order in which it does. */
const ASKED = ['order_read', 'owned_numbers', 'channels', 'ledger'] as const;

/** What is known after a look: a source that was not asked, or could not be read, takes nothing back. */
export function withEarlier(order: OrderThat<'tracked'>, seen: Observation): Observation {
  if (isEnding(seen.verdict)) return seen;
  const evidence = ASKED.flatMap((source) => {
    const now = seen.evidence.filter((one) => one.source === source);
    const before = order.evidence.filter((one) => one.source === source);
    const isSilent = now.every(({ finding }) => finding === 'unreadable');
    return isSilent && before.length > 0 ? before : now;
  });
  return { ...seen, evidence };
}

/**
 * Work a record calls for; `owner`: its owner is told something; `give_back`: its number, or that it is kept. Derived from the
 * record, so a lost job can be recreated.
 */
export type Duty = 'place' | 'track' | 'notify' | 'owner' | 'give_back';

/** Of a verification, those of giving its number back. */
export function dutiesOf(record: Order | Verification): readonly Duty[] {
  if (record.kind === 'order') return ofOrder(record);
  return giveBackOf(record) ? [...giveBackDuties(record), 'notify'] : [];
}

function ofOrder(order: Order): readonly Duty[] {
  const { questions, escalatedAt, sentAs } = order;
  const hasSomeToSay = questions?.length || escalatedAt !== undefined || sentAs;
  const talk: readonly Duty[] = hasSomeToSay || isFlagged(order) ? ['notify'] : [];
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
      return [
        ...giveBackDuties(order),
        'notify',
        ...(ownerNews(order).length > 0 ? (['owner'] as const) : []),
      ];
    case 'failed':
    case 'cancelled':
    case 'stopped':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return ['notify'];
  }
}

/** Something to say once about an order itself, in its card's thread. */
export type OrderNotice = {
  /** The key it is remembered by. */
  what: string;
  /** Who must hear of it, directly if the thread does not reach them. */
  to?: string;
} & (
  | { kind: 'news' }
  | { kind: 'question' | 'answer'; index: number }
  | { kind: 'reminder'; count: number }
  | { kind: 'escalation' }
  /** The result for all the numbers of a request. */
  | { kind: 'several' }
);
export type Notice = OrderNotice | GiveBackNotice;

/** All that people must have heard; callers skip what they have said. Of a verification, how giving its number back goes. */
export function noticesOf(record: Order | Verification, now: number): Notice[] {
  const early =
    record.kind === 'order' ? [...questionNotices(record), ...waitingNotices(record, now)] : [];
  return [...early, ...lateNotices(record, now)];
}

/** Those that count after the end as well. */
export function lateNotices(record: Order | Verification, now: number): Notice[] {
  const news = record.kind === 'order' ? newsNotices(record) : [];
  return [...news, ...giveBackNotices(record, now)];
}

/** Editing a card notifies nobody, so endings and doubtful outcomes are also posted. */
export function newsNotices(order: Order): OrderNotice[] {
  const { requester, state, sentAs } = order;
  const isTold = stateIs(order, 'told') && !isToldTogether(order);
  const news = isTold ? state : isFlagged(order) ? 'flagged' : undefined;
  // A person who withdrew a request knows.
  const to = state === 'withdrawn' ? {} : { to: requester };
  const said = [...(news ? [news] : []), ...(differsLate(order) ? ['late-difference'] : [])];
  return [
    ...said.map((what) => ({ what, ...to, kind: 'news' }) as const),
    // The requester hears of such a purchase through its own record.
    ...(sentAs ? [{ what: 'sent-as', kind: 'news' } as const] : []),
    ...(isLead(order) && isAllOver(order)
      ? [{ what: 'several', to: requester, kind: 'several' } as const]
      : []),
  ];
}

/** The ends of several numbers are told at once, when the last has come. Doubts are told when they come. */
function isToldTogether(order: Order): boolean {
  return (isLead(order) || isPart(order)) && isEnded(order);
}

/** Vobiz answered after we announced the purchase, and named something other than what was approved. */
function differsLate(order: Order): boolean {
  if (order.state !== 'completed' || !order.purchase) return false;
  return order.purchase.at > order.endedAt && isFlagged(order);
}

function questionNotices({ questions = [], requester }: Order): OrderNotice[] {
  return questions.flatMap(({ by, answer }, index): OrderNotice[] => [
    { what: `question-${index}`, to: requester, kind: 'question', index },
    ...(answer ? [{ what: `answer-${index}`, to: by, kind: 'answer', index } as const] : []),
  ]);
}

/** If several reminders were missed, only the newest is worth posting. */
function waitingNotices(order: Order, now: number): OrderNotice[] {
  if (order.state !== 'awaiting_approval') return [];
  const count = reminderDue(order, now);
  return [
    ...(order.escalatedAt === undefined
      ? []
      : [{ what: 'escalation', kind: 'escalation' } as const]),
    ...(count === 0 ? [] : [{ what: `reminder-${count}`, kind: 'reminder', count } as const]),
  ];
}

/** Identifies a set of notices, so each set is enqueued once. */
export function noticeKey(record: Order | Verification, now: number): string {
  const notices = noticesOf(record, now);
  return `${record.state}-${notices.length}-${notices.at(-1)?.what ?? 'none'}`;
}
