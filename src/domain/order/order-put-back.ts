import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { e164Schema } from '../phone.ts';
import type { Order, OrderIn } from './order.ts';
import { answered, lost, refused } from './order-buying.ts';
import {
  type EventOf,
  type OrderTransition,
  outOfTurn,
  type PurchaseAnswered,
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
import { type OrderThat, stateIs } from './order-states.ts';
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

/** What came of the one purchase request of an attempt, as an event of the order it was sent for. */
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

/** An attempt as its sender kept it: the order as it was claimed, and what came back, as far as anything did. */
export type JournalEntry = { order: OrderIn<'placing'>; outcome?: PurchaseOutcome | undefined };

/** Where a record stood at its last audit entry. */
export type LastEntry = { revision: number; to: string };

/** Whether the order is the one that this attempt was sent for, and says so. */
export function knowsAttempt(order: Order, { order: { attempt } }: JournalEntry): boolean {
  return 'attempt' in order && order.attempt.id === attempt.id;
}

/** Whether Vobiz took the order after all, after somebody had said that it was not placed. */
export function wasSettledOtherwise(order: Order, kept: JournalEntry): boolean {
  const { outcome } = kept;
  const isTaken = outcome?.type === 'answered' && !isInVain(outcome.answer.status);
  return isTaken && order.state === 'failed' && !!order.settled && knowsAttempt(order, kept);
}

/** Sent, and nobody is left who could say what came back. */
function outcomeOf({ order, outcome }: JournalEntry): PurchaseOutcome {
  return outcome ?? { type: 'lost', attemptId: order.attempt.id, why: 'interrupted' };
}

/** A record that has not sent anything itself, so that it can be the one that this attempt was sent for. */
export type BeforeSending = OrderThat<'put_back'>;

export function isBeforeSending(order: Order): order is BeforeSending {
  const isSent = 'attempt' in order && !order.attempt.unsent;
  return stateIs(order, 'put_back') && !isSent;
}

/**
 * Redis went back to before the claim: claim and outcome in one step, under the attempt that was sent. What was claimed
 * wins over what stands there; votes that people gave since then stay.
 */
export function putBack(
  order: BeforeSending,
  { kept }: EventOf<'put_back'>,
  now: number,
): OrderTransition {
  if (!isBeforeSending(order)) return outOfTurn(order);
  const { votes: known = [], revision } = order;
  const since = new Set(known.map(({ by }) => by));
  const votes = [...known, ...(kept.order.votes ?? []).filter(({ by }) => !since.has(by))];
  const claimed = { ...kept.order, revision, ...(votes.length > 0 && { votes }) };
  return applyOutcome(claimed, outcomeOf(kept), now);
}

/** The whole record anew, where Redis has none. `last` is what its audit knows of it, if it still knows it. */
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

/** The id of the record that stands for an attempt beside the order it was sent for: the same whoever opens it. */
export function apartId({ order: { attempt } }: JournalEntry): string {
  return attempt.id.replace(/^att_/, 'ord_');
}

/**
 * A record of its own for a purchase whose order has gone another way since Redis went back: it names that order, is
 * followed, and is settled like any unconfirmed one.
 */
export function apart(kept: JournalEntry, now: number): OrderIn<'unconfirmed'> {
  const { sentAs: _other, ...order } = kept.order;
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

/** An order that went another way says where the purchase that was sent for it is followed. */
export function sentAs(order: Order, { next }: EventOf<'sent_as'>, now: number): OrderTransition {
  if (order.sentAs === next) return outOfTurn(order);
  return stay(order, now, { sentAs: next });
}
