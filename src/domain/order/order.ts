/**
 * Glossary
 * - Available number: a number Vobiz offers for sale now; nothing holds it.
 * - Order (our record, `ord_...`): one person's request to buy a number, from start to end.
 * - Lead: an order that asks for several numbers at once. Part: the order of one of its further numbers, made when the
 *   lead is approved. From then on each order, the lead too, is for one number.
 * - Vobiz order: what Vobiz creates for a purchase; its id is `purchase.orderId`.
 * - Approver: who may decide under the order's pinned policy. Decision: the first valid approve or deny.
 * - Attempt: the only time an order's purchase request is sent. There is never a second one.
 * - Claim: the save that makes an attempt. Its claimer sends only once it is confirmed, and else takes it back.
 * - Waiting: approved, but not sent yet for a reason that may pass by itself.
 * - Unconfirmed: sent, but no usable answer came back; the number may or may not have been bought.
 * - Stopped: something kept an approved purchase from being sent, such as a changed price.
 * - Vote: one person's approval. A rule may need several, from several sets of people; each person counts once.
 * - BudgetUse: what a request takes from the limits (budgets, purchases a day) from the moment it is made.
 * - Test: a request that tries the approvals out. Approved, it is stopped: nothing is bought for it.
 * - Settled: ended by a person's word, because Vobiz did not say how it ended.
 * - Put back: a claim and outcome that Redis lost, saved again by the process that sent the purchase.
 * - Evidence: something seen at Vobiz about an order. Verdict: what the evidence adds up to.
 * - Duty: work a record calls for (place, track, notify). Derived from the record, so it can be lost safely.
 * - BYON: bring your own number. Verification (`ver_...`): proving by one-time code that the team holds it.
 * - Holding: who has a number (its owner) and what for: labels, a note, until when. The owner is at first the requester.
 * - Unused: nobody has it connected. Kept: somebody said that an unused number stays, for a while.
 * - Transfer: somebody's request to become the owner of an unused number (*Ask for it*). Its owner hands it over or declines.
 * - Hand over: an owner, or an approver, makes somebody else the owner, whether a transfer asks for it or not.
 * - Give-back: a bought or adopted number goes back to Vobiz, which calls it a release. Lock: keeps that from happening.
 * - Reading: the account's lists at Vobiz, read once. Look: one record compared with what a reading showed. Seen: what one
 *   answer of Vobiz showed of a number, a channel or an order.
 * - Watched: what differs at Vobiz or Meta from what was bought and connected; its owner is told.
 * - Adopted: a verification without a code, for a number that was bought outside Slack.
 * - News: what differs from what people were told. Notice: something to say once about an order, in its card's thread or
 *   directly. Message: what is posted in Slack for it.
 * - Card: the one message that shows a record; edited in place. Revision: counts a record's changes.
 * - E.164: international phone number format, `+` and at most 15 digits. Minor units: paise, cents.
 */
import { z } from 'zod';
import { channelIdSchema, userIdSchema } from '../actor.ts';
import { connectionSchema } from '../connection/connection.ts';
import { keysOf, pick } from '../fields.ts';
import { giveBackSchema, lockSchema } from '../giveback/give-back.ts';
import { holdingSchema } from '../numbers/holding.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { transferSchema } from '../numbers/transfer.ts';
import { watchedSchema } from '../numbers/watched.ts';
import { e164Schema } from '../phone.ts';
import { pinnedPolicySchema } from '../policy/policy.ts';
import { idSchemaOf, recordFields } from '../record.ts';
import { PURPOSE_MAX, REASON_MAX, timeSchema, typed } from '../typed.ts';
import { NUMBERS_MAX, standSchema } from './asked-numbers.ts';
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

/** Times are epoch ms. Optional fields came with later versions. */
const commonFields = {
  ...recordFields('order'),
  requester: userIdSchema,
  askedIn: channelIdSchema,
  /** Where the card is posted. */
  channel: channelIdSchema,
  /** What people saw and decided on. Never changes. */
  number: availableNumberSchema,
  /** Of a lead: the further numbers, as people saw them. Never changes. */
  more: z
    .array(availableNumberSchema)
    .min(1)
    .max(NUMBERS_MAX - 1)
    .optional(),
  /** Of an approved lead: how its parts stand, by their ids. */
  parts: z.record(orderIdSchema, standSchema).optional(),
  /** All parts exist and count for themselves: from now on the lead is for `number` alone. */
  spread: z.literal(true).optional(),
  /** Of a part: its lead. */
  partOf: orderIdSchema.optional(),
  /** Of a part: Redis lost that its lead was approved, so it has a card of its own. */
  alone: z.literal(true).optional(),
  purpose: typed(PURPOSE_MAX),
  holding: holdingSchema.optional(),
  policy: pinnedPolicySchema,
  /** End of the time to decide, past pauses included; see `deadlineOf`. */
  expiresAt: timeSchema,
  votes: z.array(voteSchema).max(100).optional(),
  questions: z.array(questionSchema).max(QUESTIONS_MAX).optional(),
  /** Since when an open question has stopped the clock. */
  pausedAt: timeSchema.optional(),
  replies: z.array(replySchema).max(REPLIES_MAX).optional(),
  escalatedAt: timeSchema.optional(),
  /** Since when tracking counts as taking long. */
  lingersSince: timeSchema.optional(),
  counted: budgetUseSchema.optional(),
  /** The order this one came from: at a changed price, or for another number. */
  follows: z
    .object({ order: orderIdSchema, why: z.enum(['difference', 'alternative']) })
    .optional(),
  /** The request for several numbers whose missing ones this one asks for again. */
  restOf: orderIdSchema.optional(),
  /** The request that asks again for what this one was short of. */
  restIn: orderIdSchema.optional(),
  /** The order this purchase was sent for, which took another course after Redis lost data. */
  sentFor: orderIdSchema.optional(),
  /** The separate record of a purchase sent for this order before Redis lost data. */
  sentAs: orderIdSchema.optional(),
  /** Made to try the approvals out: never claimed or sent, and counts for nothing. No such number exists. */
  test: z.literal(true).optional(),
};

/** `policy` if a rule approved by itself; else who denied it or gave the last approval. */
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
    /** Why the purchase is not sent yet. */
    waiting: waitingSchema.optional(),
  }),
  z.object({ ...commonFields, ...sent, state: z.literal('placing') }),
  z.object({
    ...commonFields,
    ...sent,
    state: z.literal('pending'),
    purchase: purchaseSchema,
    /** The latest findings; the same findings again change nothing. */
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
    /** Absent if an unconfirmed purchase was completed without an answer. */
    purchase: purchaseSchema.optional(),
    /** What Vobiz gave, if it said. If not `number.e164`, the card warns loudly. */
    allocated: e164Schema.optional(),
    /** The price where the purchase was found, if it was found and not answered. */
    named: namedPriceSchema.optional(),
    evidence: evidenceListSchema,
    settled: settledSchema.optional(),
    /** Progress towards a WhatsApp channel. */
    connection: connectionSchema.optional(),
    watched: watchedSchema.optional(),
    transfer: transferSchema.optional(),
    /** Its way back to Vobiz, the last one if there were several. */
    giveBack: giveBackSchema.optional(),
    /** Protects the number from being given back. */
    lock: lockSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...sent,
    ...ended,
    state: z.literal('failed'),
    /** Present if Vobiz accepted the order and failed it later. */
    purchase: purchaseSchema.optional(),
    /** In Vobiz's or a person's words, or ''; an earlier version wrote a sentence of its own. */
    reason: z.string().max(2 * REASON_MAX),
    /** Present if Vobiz did not take the order. */
    turnDown: turnDownSchema.optional(),
    /** The refusal's meaning, if known. */
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
    followedBy: orderIdSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...decided,
    ...ended,
    state: z.literal('denied'),
    /** Empty if the policy does not require one. */
    reason: z.string().max(2 * REASON_MAX),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('withdrawn'),
    /** Present if it had been approved. */
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

export function commonOf(order: Order) {
  return pick(order, keysOf(commonFields));
}
export type Common = Omit<OrderIn<'awaiting_approval'>, 'state'>;

export function decidedOf(order: Decided) {
  return pick(order, keysOf(decided));
}
type Decided = Pick<OrderIn<'approved'>, keyof typeof decided>;

export function sentOf(order: Sent) {
  return pick(order, keysOf(sent));
}
type Sent = Pick<OrderIn<'placing'>, keyof typeof sent>;
