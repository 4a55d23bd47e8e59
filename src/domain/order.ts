/**
 * Glossary
 * - Available number: a number Vobiz offers for sale now; nothing holds it.
 * - Order (our record, `ord_...`): one person's request to buy one number, from the request to its end.
 * - Vobiz order: what Vobiz creates when the purchase is sent; its id is `purchase.orderId`.
 * - Approver: who may decide under the policy pinned in the order. Decision: the first valid approve or deny.
 * - Attempt: the one time the purchase request of an order is sent. There is never a second attempt.
 * - Unconfirmed: the purchase was sent and no usable answer came back. It may or may not have been bought.
 * - Stopped: after approval something differed from what was approved, so nothing was sent.
 * - Evidence: something seen at Vobiz that tells how an order stands. Verdict: what the evidence adds up to.
 * - Duty: work a record calls for (place, track, notify); always derived from the record, so it can be lost.
 * - BYON: bring your own number. Verification (`ver_...`): proving by one-time code that the team holds it.
 * - Card: the one message in a channel that shows a record; edited in place. Revision: counts a record's changes.
 * - E.164: international phone number format, `+` and at most 15 digits. Minor units: paise, cents.
 */
import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from './actor.ts';
import { availableNumberSchema } from './available-number.ts';
import { evidenceSchema } from './evidence.ts';
import { priceSchema } from './money.ts';
import { e164Schema } from './phone.ts';
import { pinnedPolicySchema } from './policy.ts';

export const PURPOSE_MAX = 500;
export const REASON_MAX = 500;
export const orderIdSchema = z.string().regex(/^ord_[0-9a-z]{8,20}$/);

const timeSchema = z.number().int().nonnegative();

/** What every order has in every state. Times are epoch ms. */
const commonFields = {
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
  /** At most PURPOSE_MAX characters, which are up to twice as many UTF-16 units. */
  purpose: z
    .string()
    .min(1)
    .max(2 * PURPOSE_MAX),
  policy: pinnedPolicySchema,
  expiresAt: timeSchema,
};

const decisionSchema = z.object({ by: userIdSchema, at: timeSchema });
const attemptSchema = z.object({ id: z.string(), startedAt: timeSchema });

/** What Vobiz answered to the purchase. `number` and `price` are what it says it allocated and charges. */
const purchaseSchema = z.object({
  orderId: z.string().min(1).max(200),
  rawStatus: z.string().max(100),
  e164: e164Schema.optional(),
  price: priceSchema.optional(),
  at: timeSchema,
});
export type Purchase = z.infer<typeof purchaseSchema>;

const evidenceListSchema = z.array(evidenceSchema).max(10);

/** Why an approved purchase was not sent. */
export const stopReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('price_changed'), now: priceSchema }),
  z.object({ kind: z.literal('not_checkable') }),
]);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** Why the outcome of a purchase is not known. */
export const uncertaintySchema = z.enum([
  'no_answer',
  'server_error',
  'unreadable_answer',
  'interrupted',
]);
export type Uncertainty = z.infer<typeof uncertaintySchema>;

const decided = { decision: decisionSchema };
const sent = { ...decided, attempt: attemptSchema };
const ended = { endedAt: timeSchema };

export const orderSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('awaiting_approval') }),
  z.object({ ...commonFields, ...decided, state: z.literal('approved') }),
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
    evidence: evidenceListSchema,
  }),
  z.object({
    ...commonFields,
    ...sent,
    ...ended,
    state: z.literal('failed'),
    /** Present when Vobiz accepted the order and failed it later. */
    purchase: purchaseSchema.optional(),
    reason: z.string().max(300),
    evidence: evidenceListSchema,
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
  }),
  z.object({
    ...commonFields,
    ...decided,
    ...ended,
    state: z.literal('denied'),
    reason: z
      .string()
      .min(1)
      .max(2 * REASON_MAX),
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
export function commonOf(order: Order): Omit<OrderIn<'awaiting_approval'>, 'state'> {
  const { id, team, revision, createdAt, updatedAt, requester, askedIn } = order;
  const { channel, number, purpose, policy, expiresAt } = order;
  return {
    id,
    team,
    revision,
    createdAt,
    updatedAt,
    requester,
    askedIn,
    channel,
    number,
    purpose,
    policy,
    expiresAt,
  };
}
