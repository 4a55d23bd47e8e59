import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { keysOf, pick } from '../fields.ts';
import { idSchemaOf } from '../record.ts';
import { REASON_MAX, timeSchema, typed } from '../typed.ts';
import { NOTE_MAX } from './holding.ts';

/**
 * Transfer: somebody's request to become the owner of a number that nobody uses; part of the number's record, one at a time.
 * Times are epoch ms.
 */
const common = {
  by: userIdSchema,
  /** Also tells it from other transfers of the number. */
  at: timeSchema,
  /** Whose number it was then. */
  from: userIdSchema,
  purpose: typed(NOTE_MAX),
  /** As for `holding`. */
  labels: z.record(z.string(), z.string()).optional(),
  expiresAt: timeSchema,
  /** Their open purchase request, which this may make needless. */
  order: idSchemaOf('order').optional(),
};
const ended = { ...common, endedAt: timeSchema };
const answered = { ...ended, answeredBy: userIdSchema };

/** What happened to the number meanwhile. `given`: it became theirs without this. `lost`: Vobiz no longer lets us use it. */
const overtakenSchema = z.enum(['connected', 'given', 'moved', 'lost']);
export type Overtaken = z.infer<typeof overtakenSchema>;

export const transferSchema = z.discriminatedUnion('state', [
  z.object({ ...common, state: z.literal('asked') }),
  z.object({ ...answered, state: z.literal('accepted') }),
  z.object({ ...answered, state: z.literal('declined'), words: typed(REASON_MAX).optional() }),
  z.object({ ...ended, state: z.literal('withdrawn') }),
  z.object({ ...ended, state: z.literal('expired') }),
  z.object({ ...ended, state: z.literal('overtaken'), why: overtakenSchema }),
]);
export type Transfer = z.infer<typeof transferSchema>;
export type EndedTransfer = Extract<Transfer, { endedAt: number }>;

/** `at`: of the transfer that is meant. `words`: why not, perhaps empty. */
export type TransferEvent =
  | { type: 'accept'; at: number; by: string }
  | { type: 'decline'; at: number; by: string; words: string }
  | { type: 'withdraw'; at: number }
  | { type: 'expire' }
  | { type: 'overtake'; why: Overtaken };

/** How it ends, once: undefined if it has ended. */
export function transitionTransfer(
  transfer: Transfer | undefined,
  event: TransferEvent,
  now: number,
): EndedTransfer | undefined {
  if (transfer?.state !== 'asked') return undefined;
  const over = { ...pick(transfer, keysOf(common)), endedAt: now };
  switch (event.type) {
    case 'accept':
      return { ...over, answeredBy: event.by, state: 'accepted' };
    case 'decline': {
      const words = event.words && { words: event.words };
      return { ...over, answeredBy: event.by, state: 'declined', ...words };
    }
    case 'withdraw':
      return { ...over, state: 'withdrawn' };
    case 'expire':
      return { ...over, state: 'expired' };
    case 'overtake':
      return { ...over, state: 'overtaken', why: event.why };
  }
}
