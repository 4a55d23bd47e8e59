import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { moneySchema, priceSchema } from '../money.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { e164Schema } from '../phone.ts';
import { REASON_MAX, timeSchema, typed } from '../typed.ts';

/** Why an approved purchase was not sent. */
export const stopReasonSchema = z.discriminatedUnion('kind', [
  /** `instead`: near numbers that cost no more, as they were offered at that moment. */
  z.object({
    kind: z.literal('gone'),
    instead: z.array(availableNumberSchema).max(3).optional(),
  }),
  z.object({ kind: z.literal('price_changed'), now: priceSchema }),
  z.object({ kind: z.literal('region_changed'), now: z.string().max(100) }),
  z.object({ kind: z.literal('balance_low'), available: moneySchema }),
  z.object({ kind: z.literal('not_checkable') }),
  /** The claim was never confirmed by the replicas of Redis. */
  z.object({ kind: z.literal('not_replicated') }),
  /** The account had the number before it was requested, or another record of ours accounts for it. */
  z.object({ kind: z.literal('owned'), since: timeSchema.optional() }),
]);
export type StopReason = z.infer<typeof stopReasonSchema>;

/**
 * Why an approved purchase is not sent yet, since when, and until when (epoch ms): `vobiz_paused` is over then, for the others
 * the order is stopped then.
 */
export const waitingSchema = z.object({
  why: z.enum(['vobiz_paused', 'not_checkable', 'not_replicated']),
  since: timeSchema,
  until: timeSchema,
});
export type Waiting = z.infer<typeof waitingSchema>;

/** Why the outcome of a purchase is not known. */
export const uncertaintySchema = z.enum([
  'no_answer',
  'server_error',
  'unreadable_answer',
  'interrupted',
  'found_owned',
]);
export type Uncertainty = z.infer<typeof uncertaintySchema>;

/** The one time that the purchase is sent. */
export const attemptSchema = z.object({
  id: z.string(),
  startedAt: timeSchema,
  /** It ended before anything was sent: the account had the number already, perhaps by a claim that was lost. */
  unsent: z.literal(true).optional(),
});

export const AS_SENT_MAX = 60;
/** A field as Vobiz sent it, on one line. */
const asSentSchema = z.string().max(AS_SENT_MAX);
/** A price that Vobiz named and that cannot be read: whatever of it was there. */
const unreadPriceSchema = z.object({
  setup: asSentSchema.optional(),
  monthly: asSentSchema.optional(),
  currency: asSentSchema.optional(),
});
export type UnreadPrice = z.infer<typeof unreadPriceSchema>;
export const unreadSchema = z.object({
  number: asSentSchema.optional(),
  price: unreadPriceSchema.optional(),
});
export type Unread = z.infer<typeof unreadSchema>;

/** The price that Vobiz names where a purchase was found: in its record of the order, or among the owned numbers. */
export const namedPriceSchema = z.object({
  price: priceSchema.optional(),
  unread: unreadPriceSchema.optional(),
});
export type NamedPrice = z.infer<typeof namedPriceSchema>;

/** What Vobiz answered to the purchase. `number` and `price` are what it says it allocated and charges. */
export const purchaseSchema = z.object({
  orderId: z.string().min(1).max(200),
  rawStatus: z.string().max(100),
  e164: e164Schema.optional(),
  price: priceSchema.optional(),
  /** What it named beside them and cannot be read. */
  unread: unreadSchema.optional(),
  at: timeSchema,
});
export type Purchase = z.infer<typeof purchaseSchema>;

/** How a person ended what Vobiz left open. `checked` is what our own look at Vobiz found at that moment. */
export const settledSchema = z.object({
  by: userIdSchema,
  at: timeSchema,
  reason: typed(REASON_MAX),
  orderId: z.string().max(200).optional(),
  checked: z.enum(['found', 'not_found', 'not_checkable']),
});
export type Settled = z.infer<typeof settledSchema>;

/** How Vobiz turned the purchase down: `credentials` and `refused` with the HTTP status of its answer. */
export const turnDownSchema = z.object({
  kind: z.enum(['not_reached', 'credentials', 'refused']),
  status: z.number().int().optional(),
});
export type TurnDown = z.infer<typeof turnDownSchema>;

/** What the evidence adds up to. `unknown` is "not finished", never success. */
export const verdictSchema = z.enum(['completed', 'failed', 'cancelled', 'pending', 'unknown']);
export type Verdict = z.infer<typeof verdictSchema>;

const VERDICTS = {
  completed: 'bought',
  failed: 'not_bought',
  cancelled: 'not_bought',
  pending: 'open',
  unknown: 'open',
} as const satisfies Record<Verdict, 'bought' | 'not_bought' | 'open'>;

/** Whether the verdict ends an order. */
export function isEnding(verdict: Verdict): boolean {
  return VERDICTS[verdict] !== 'open';
}

/** Whether the verdict says that there is no purchase. */
export function isInVain(verdict: Verdict): boolean {
  return VERDICTS[verdict] === 'not_bought';
}
