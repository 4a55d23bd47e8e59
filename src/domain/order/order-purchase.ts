import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { moneySchema, type Price, priceSchema } from '../money.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { e164Schema } from '../phone.ts';
import { REASON_MAX, timeSchema, typed } from '../typed.ts';
import type { Order } from './order.ts';

/** Why an approved purchase was not sent. */
export const stopReasonSchema = z.discriminatedUnion('kind', [
  /** `instead`: near numbers at no higher price, as offered then. */
  z.object({
    kind: z.literal('gone'),
    instead: z.array(availableNumberSchema).max(3).optional(),
  }),
  z.object({ kind: z.literal('price_changed'), now: priceSchema }),
  z.object({ kind: z.literal('region_changed'), now: z.string().max(100) }),
  z.object({ kind: z.literal('balance_low'), available: moneySchema }),
  z.object({ kind: z.literal('not_checkable') }),
  /** The replicas of Redis never confirmed the claim. */
  z.object({ kind: z.literal('not_replicated') }),
  /** The account had the number before the request, or another record of ours explains it. */
  z.object({ kind: z.literal('owned'), since: timeSchema.optional() }),
  /** It was a test. */
  z.object({ kind: z.literal('test') }),
]);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** Why an approved purchase is not sent yet. At `until` (epoch ms), `vobiz_paused` ends; the others stop the order. */
export const waitingSchema = z.object({
  why: z.enum(['vobiz_paused', 'not_checkable', 'not_replicated']),
  since: timeSchema,
  until: timeSchema,
});
export type Waiting = z.infer<typeof waitingSchema>;

/** Why a purchase has no known outcome. */
export const uncertaintySchema = z.enum([
  'no_answer',
  'server_error',
  'unreadable_answer',
  'interrupted',
  'found_owned',
]);
export type Uncertainty = z.infer<typeof uncertaintySchema>;

/** The only time the purchase is sent. */
export const attemptSchema = z.object({
  id: z.string(),
  startedAt: timeSchema,
  /** Nothing was sent: the account had the number already, perhaps through a lost claim. */
  unsent: z.literal(true).optional(),
});

export const AS_SENT_MAX = 60;
/** A field as Vobiz sent it, on one line. */
const asSentSchema = z.string().max(AS_SENT_MAX);
/** An unreadable price: whatever parts Vobiz sent. */
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

/** The price where a purchase was found: Vobiz's order record or the owned numbers. */
export const namedPriceSchema = z.object({
  price: priceSchema.optional(),
  unread: unreadPriceSchema.optional(),
});
export type NamedPrice = z.infer<typeof namedPriceSchema>;

/** Vobiz's answer. `e164` and `price`: what it says it allocated and charges. */
export const purchaseSchema = z.object({
  orderId: z.string().min(1).max(200),
  rawStatus: z.string().max(100),
  e164: e164Schema.optional(),
  price: priceSchema.optional(),
  /** What it named that we cannot read. */
  unread: unreadSchema.optional(),
  at: timeSchema,
});
export type Purchase = z.infer<typeof purchaseSchema>;

/** How a person ended what Vobiz left open. `checked`: what our own look at Vobiz found then. */
export const settledSchema = z.object({
  by: userIdSchema,
  at: timeSchema,
  reason: typed(REASON_MAX),
  orderId: z.string().max(200).optional(),
  checked: z.enum(['found', 'not_found', 'not_checkable']),
});
export type Settled = z.infer<typeof settledSchema>;

/** How Vobiz turned the purchase down. `credentials` and `refused` have the HTTP status. */
export const turnDownSchema = z.object({
  kind: z.enum(['not_reached', 'credentials', 'refused']),
  status: z.number().int().optional(),
});
export type TurnDown = z.infer<typeof turnDownSchema>;

/** What the evidence adds up to. `unknown` means unfinished, never success. */
export const verdictSchema = z.enum(['completed', 'failed', 'cancelled', 'pending', 'unknown']);
export type Verdict = z.infer<typeof verdictSchema>;

const VERDICTS = {
  completed: 'bought',
  failed: 'not_bought',
  cancelled: 'not_bought',
  pending: 'open',
  unknown: 'open',
} as const satisfies Record<Verdict, 'bought' | 'not_bought' | 'open'>;

export function isEnding(verdict: Verdict): boolean {
  return VERDICTS[verdict] !== 'open';
}

export function isInVain(verdict: Verdict): boolean {
  return VERDICTS[verdict] === 'not_bought';
}

/** What Vobiz took, as it answered or where the purchase was found. */
export function chargedPrice(order: Order): Price | undefined {
  const answered = 'purchase' in order ? order.purchase?.price : undefined;
  return answered ?? ('named' in order ? order.named?.price : undefined);
}
