import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { e164Schema } from '../phone.ts';
import type { PurchaseAnswered } from './order-events.ts';
import { uncertaintySchema, unreadSchema } from './order-purchase.ts';
import { vendorReasonSchema } from './vendor-reason.ts';

const answerSchema = z
  .object({
    orderId: z.string(),
    status: z.enum(['completed', 'failed', 'cancelled', 'pending', 'unknown']),
    rawStatus: z.string(),
    e164: e164Schema.optional(),
    price: priceSchema.optional(),
    unread: unreadSchema.optional(),
    failureReason: z.string().optional(),
  })
  .transform(
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
    because: vendorReasonSchema.optional(),
  }),
  z.object({ type: z.literal('lost'), attemptId: z.string(), why: uncertaintySchema }),
]);
export type PurchaseOutcome = z.infer<typeof purchaseOutcomeSchema>;
