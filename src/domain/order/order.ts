/**
 * Glossary
 * - Available number: a number Vobiz offers for sale now; nothing holds it.
 * - Order (our record, `ord_...`): one person's request to buy one number, from the request to its end.
 * - Vobiz order: what Vobiz creates when the purchase is sent; its id is `purchase.orderId`.
 * - Approver: who may decide under the policy pinned in the order. Decision: the first valid approve or deny.
 * - Attempt: the one time the purchase request of an order is sent. There is never a second attempt.
 * - Claim: the save that makes an attempt; sent is only what its claimer saw confirmed, else the claim is taken back.
 * - Waiting: approved, and not sent yet for a reason that may pass by itself.
 * - Unconfirmed: the purchase was sent and no usable answer came back. It may or may not have been bought.
 * - Stopped: after approval something differed from what was approved, so nothing was sent.
 * - Vote: one person's approval. A rule may need several, from several sets of people; each person counts once.
 * - BudgetUse: what a request takes from the limits (budgets, purchases a day) from the moment it is made.
 * - Settled: ended by the word of a person, because Vobiz did not say how it ended.
 * - Put back: a claim and its outcome that Redis lost, written down again by whoever sent the purchase.
 * - Evidence: something seen at Vobiz that tells how an order stands. Verdict: what the evidence adds up to.
 * - Duty: work a record calls for (place, track, notify); always derived from the record, so it can be lost.
 * - BYON: bring your own number. Verification (`ver_...`): proving by one-time code that the team holds it.
 * - Card: the one message in a channel that shows a record; edited in place. Revision: counts a record's changes.
 * - E.164: international phone number format, `+` and at most 15 digits. Minor units: paise, cents.
 */
import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from '../actor.ts';
import { connectionSchema } from '../connection/connection.ts';
import { keysOf, pick } from '../fields.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { e164Schema } from '../phone.ts';
import { pinnedPolicySchema } from '../policy/policy.ts';
import { idSchemaOf, kindSchemaOf } from '../record.ts';
import { PURPOSE_MAX, REASON_MAX, timeSchema, typed } from '../typed.ts';
import { budgetUseSchema } from './budget.ts';
import { evidenceSchema } from './evidence.ts';
import {
  attemptSchema,
  namedPriceSchema,
  purchaseSchema,
  settledSchema,
  stopReasonSchema,
  turnDownSchema,
  uncertaintySchema,
  waitingSchema,
} from './order-purchase.ts';
import { QUESTIONS_MAX, questionSchema, REPLIES_MAX, replySchema } from './questions.ts';
import { vendorReasonSchema } from './vendor-reason.ts';
import { voteSchema } from './votes.ts';

export const orderIdSchema = idSchemaOf('order');

/** What every order has in every state. Times are epoch ms. What is optional came with a later version. */
const commonFields = {
  kind: kindSchemaOf('order'),
  id: orderIdSchema,
  team: teamIdSchema,
  revision: z.number().int().positive(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  requester: userIdSchema,
  /** Where the request was made. */
  askedIn: channelIdSchema,
  /** Where the card is. */
  channel: channelIdSchema,
  /** The number and price people saw and decided on. Never changes. */
  number: availableNumberSchema,
  purpose: typed(PURPOSE_MAX),
  policy: pinnedPolicySchema,
  /** When the time to decide is over, pauses until now included; see `deadlineOf`. */
  expiresAt: timeSchema,
  votes: z.array(voteSchema).max(100).optional(),
  questions: z.array(questionSchema).max(QUESTIONS_MAX).optional(),
  /** Since when the clock stands still for a question. */
  pausedAt: timeSchema.optional(),
  replies: z.array(replySchema).max(REPLIES_MAX).optional(),
  escalatedAt: timeSchema.optional(),
  /** Since when following the purchase counts as taking long. */
  lingersSince: timeSchema.optional(),
  counted: budgetUseSchema.optional(),
  /** The order this one was made from: at a changed price, or for another number. */
  follows: z
    .object({ order: orderIdSchema, why: z.enum(['difference', 'alternative']) })
    .optional(),
  /** The order that this purchase was sent for, which went another way after Redis went back in time. */
  sentFor: orderIdSchema.optional(),
  /** The record of a purchase that was sent for this order before Redis went back in time. */
  sentAs: orderIdSchema.optional(),
};

/** `policy` when a rule approves by itself; else whoever gave the last approval that was needed, or denied. */
const decisionSchema = z.object({
  by: z.union([userIdSchema, z.literal('policy')]),
  at: timeSchema,
});
const evidenceListSchema = z.array(evidenceSchema).max(10);

const decided = { decision: decisionSchema };
const sent = { ...decided, attempt: attemptSchema };
const ended = { endedAt: timeSchema };

export const orderSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('awaiting_approval') }),
  z.object({
    ...commonFields,
    ...decided,
    state: z.literal('approved'),
    /** What keeps the purchase from being sent. */
    waiting: waitingSchema.optional(),
  }),
  z.object({ ...commonFields, ...sent, state: z.literal('placing') }),
  z.object({
    ...commonFields,
    ...sent,
    state: z.literal('pending'),
    purchase: purchaseSchema,
    /** The latest findings; a look that finds the same again changes nothing. */
    evidence: evidenceListSchema,
  }),
  z.object({
    ...commonFields,
    ...sent,
    state: z.literal('unconfirmed'),
    why: uncertaintySchema,
    evidence: evidenceListSchema,
  }),
  z.object({
    ...commonFields,
    ...sent,
    ...ended,
    state: z.literal('completed'),
    /** Absent when an unconfirmed purchase was proven by evidence alone. */
    purchase: purchaseSchema.optional(),
    /** The number Vobiz gave, as far as it said; another one than `number.e164` is shown loudly. */
    allocated: e164Schema.optional(),
    /** The price named where the purchase was found, as far as it was found and not answered. */
    named: namedPriceSchema.optional(),
    evidence: evidenceListSchema,
    settled: settledSchema.optional(),
    /** How far the number is on its way to a WhatsApp channel. */
    connection: connectionSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...sent,
    ...ended,
    state: z.literal('failed'),
    /** Present when Vobiz accepted the order and failed it later. */
    purchase: purchaseSchema.optional(),
    /** In Vobiz's words or a person's, '' where there are none; an earlier version put a sentence of its own here. */
    reason: z.string().max(2 * REASON_MAX),
    /** Present when Vobiz did not take the order. */
    turnDown: turnDownSchema.optional(),
    /** What the refusal means, where that is known. */
    because: vendorReasonSchema.optional(),
    evidence: evidenceListSchema,
    settled: settledSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...sent,
    ...ended,
    state: z.literal('cancelled'),
    purchase: purchaseSchema.optional(),
    evidence: evidenceListSchema,
  }),
  z.object({
    ...commonFields,
    ...decided,
    ...ended,
    state: z.literal('stopped'),
    stop: stopReasonSchema,
    /** The request that was made instead. */
    followedBy: orderIdSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...decided,
    ...ended,
    state: z.literal('denied'),
    /** Empty where the policy does not require one. */
    reason: z.string().max(2 * REASON_MAX),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('withdrawn'),
    /** Present when it had been approved already. */
    decision: decisionSchema.optional(),
  }),
  z.object({ ...commonFields, ...ended, state: z.literal('expired') }),
]);
export type Order = z.infer<typeof orderSchema>;
export type OrderState = Order['state'];
export type OrderIn<S extends OrderState> = Extract<Order, { state: S }>;
export type EndedOrder = Extract<Order, { endedAt: number }>;

export function isEnded(order: Order): order is EndedOrder {
  return 'endedAt' in order;
}

/** The parts of an order that a new state carries over unchanged. */
export function commonOf(order: Order) {
  return pick(order, keysOf(commonFields));
}
export type Common = Omit<OrderIn<'awaiting_approval'>, 'state'>;

/** Who decided and when, and whatever else every order has that was decided. */
export function decidedOf(order: Decided) {
  return pick(order, keysOf(decided));
}
type Decided = Pick<OrderIn<'approved'>, keyof typeof decided>;

/** The attempt, and whatever else every order has from its claim on. */
export function sentOf(order: Sent) {
  return pick(order, keysOf(sent));
}
type Sent = Pick<OrderIn<'placing'>, keyof typeof sent>;
