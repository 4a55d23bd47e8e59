import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { e164Schema } from '../phone.ts';
import type { Order, OrderIn } from './order.ts';
import { answered, lost, refused } from './order-buying.ts';
import {
  type OrderTransition,
  outOfTurn,
  type PurchaseAnswered,
  type Step,
  saidByAnswer,
  stay,
} from './order-events.ts';
import {
  isInVain,
  turnDownSchema,
  uncertaintySchema,
  unreadSchema,
  verdictSchema,
} from './order-purchase.ts';
import { type OrderThat, stateIs } from './order-state-facts.ts';
import { vendorReasonSchema } from './vendor-reason.ts';

const answerFields = {
  orderId: z.string(),
  status: verdictSchema,
  rawStatus: z.string(),
  e164: e164Schema.optional(),
  price: priceSchema.optional(),
  unread: unreadSchema.optional(),
  failureReason: z.string().optional(),
} satisfies Record<keyof PurchaseAnswered, z.ZodType>;
const answerSchema = z.object(answerFields).transform(
  ({ e164, price, failureReason, ...answer }): PurchaseAnswered => ({
    ...answer,
    e164,
    price,
    failureReason,
  }),
);

/** The outcome of an attempt's purchase request, as an event of its order. */
export const purchaseOutcomeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answered'), attemptId: z.string(), answer: answerSchema }),
  z.object({
    type: z.literal('refused'),
    attemptId: z.string(),
    reason: z.string(),
    turnDown: turnDownSchema.optional(),
    because: vendorReasonSchema.optional(),
  }),
  z.object({ type: z.literal('lost'), attemptId: z.string(), why: uncertaintySchema }),
]);
export type PurchaseOutcome = z.infer<typeof purchaseOutcomeSchema>;

/** An attempt as its sender kept it: the claimed order, and the outcome if one came. */
export type JournalEntry = { order: OrderIn<'placing'>; outcome?: PurchaseOutcome | undefined };

/** A record's position at its last audit entry. */
export type LastEntry = { revision: number; to: string };

export function knowsAttempt(order: Order, { order: { attempt } }: JournalEntry): boolean {
  return 'attempt' in order && order.attempt.id === attempt.id;
}

/** Whether Vobiz took the order although a person had settled it as not placed. */
export function wasSettledOtherwise(order: Order, kept: JournalEntry): boolean {
  const { outcome } = kept;
  const isTaken = outcome?.type === 'answered' && !isInVain(outcome.answer.status);
  return isTaken && order.state === 'failed' && !!order.settled && knowsAttempt(order, kept);
}

/** Sent, but nobody can say what came back. */
function outcomeOf({ order, outcome }: JournalEntry): PurchaseOutcome {
  return outcome ?? { type: 'lost', attemptId: order.attempt.id, why: 'interrupted' };
}

/** A record that has sent nothing itself, so this attempt may belong to it. */
export type BeforeSending = OrderThat<'put_back'>;

export function isBeforeSending(order: Order): order is BeforeSending {
  const isSent = 'attempt' in order && !order.attempt.unsent;
  return stateIs(order, 'put_back') && !isSent;
}

/** Replays a lost claim and its outcome in one step. The claimed record wins, but later votes, and what parts told, stay. */
export const putBack: Step<BeforeSending, 'put_back'> = (order, { kept }, now) => {
  if (!isBeforeSending(order)) return outOfTurn(order);
  const { votes: known = [], revision, parts } = order;
  const since = new Set(known.map(({ by }) => by));
  const votes = [...known, ...(kept.order.votes ?? []).filter(({ by }) => !since.has(by))];
  const claimed = {
    ...kept.order,
    revision,
    ...(parts && { parts }),
    ...(votes.length > 0 && { votes }),
  };
  return applyOutcome(claimed, outcomeOf(kept), now);
};

/** Rebuilds a record Redis lost. `last`: its last audit entry, if still there. */
export function recreated(
  kept: JournalEntry,
  last: LastEntry | undefined,
  now: number,
): OrderTransition {
  return applyOutcome({ ...kept.order, revision: last?.revision ?? 0 }, outcomeOf(kept), now);
}

function applyOutcome(
  claimed: OrderIn<'placing'>,
  outcome: PurchaseOutcome,
  now: number,
): OrderTransition {
  switch (outcome.type) {
    case 'answered':
      return answered(claimed, outcome, now);
    case 'refused':
      return refused(claimed, outcome, now);
    case 'lost':
      return lost(claimed, outcome, now);
  }
}

/** The id of an attempt's separate record, the same in every process. */
export function apartId({ order: { attempt } }: JournalEntry): string {
  return attempt.id.replace(/^att_/, 'ord_');
}

/** For an order that took another course after Redis lost data. Tracked and settled like any unconfirmed order. */
export function apart(kept: JournalEntry, now: number): OrderIn<'unconfirmed'> {
  const { sentAs: _other, more: _more, parts: _parts, ...one } = kept.order;
  const { partOf: _lead, alone: _alone, ...order } = one;
  const { outcome } = kept;
  return {
    ...order,
    id: apartId(kept),
    sentFor: order.id,
    revision: 1,
    createdAt: now,
    updatedAt: now,
    state: 'unconfirmed',
    why: outcome?.type === 'lost' ? outcome.why : 'interrupted',
    evidence: outcome?.type === 'answered' ? [saidByAnswer(outcome.answer.status, now)] : [],
  };
}

/** Links an order to the separate record of its purchase. */
export const sentAs: Step<Order, 'sent_as'> = (order, { next }, now) =>
  order.sentAs === next ? outOfTurn(order) : stay(order, now, { sentAs: next });
