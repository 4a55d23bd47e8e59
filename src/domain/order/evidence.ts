import { z } from 'zod';

/** One thing we saw about an order, and where: the card names it ("seen in your owned numbers at 14:05"). */
export const evidenceSchema = z.object({
  source: z.enum(['purchase_answer', 'order_read', 'owned_numbers', 'channels', 'ledger']),
  finding: z.string().max(200),
  /** Epoch ms of the observation. */
  at: z.number().int(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the evidence adds up to. `unknown` is "not finished", never success. */
export type Verdict = 'completed' | 'failed' | 'cancelled' | 'pending' | 'unknown';
