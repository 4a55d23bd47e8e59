import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from '../actor.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { PURPOSE_MAX, timeSchema, typed } from '../typed.ts';
import { orderIdSchema } from './order.ts';

/** A form that was submitted and whose outcome its person has not been shown yet. */
const submittedSchema = z.object({
  /** Epoch ms; tells one submission of the form from the next. */
  at: timeSchema,
  purpose: typed(PURPOSE_MAX),
  currency: z.string(),
  /** The workspace the person is from. */
  userTeam: z.string().max(100),
  /** The modal that waits for the outcome. */
  viewId: z.string().max(100),
});

/**
 * What an open order form shows: kept on our side so that the price a person saw is the price that is pinned, whatever
 * the form sends back. `id` becomes the order's id, so submitting twice makes one order.
 */
export const orderDraftSchema = z.object({
  id: orderIdSchema,
  team: teamIdSchema,
  requester: userIdSchema,
  askedIn: channelIdSchema,
  /** The same number, once per currency Vobiz quoted it in; the first is what was chosen. */
  quotes: z.tuple([availableNumberSchema], availableNumberSchema),
  submitted: submittedSchema.optional(),
});
export type OrderDraft = z.infer<typeof orderDraftSchema>;
export type SubmittedDraft = OrderDraft & { submitted: NonNullable<OrderDraft['submitted']> };

export function isSubmitted(draft: OrderDraft | undefined): draft is SubmittedDraft {
  return draft?.submitted !== undefined;
}
