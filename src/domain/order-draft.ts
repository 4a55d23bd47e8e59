import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from './actor.ts';
import { availableNumberSchema } from './available-number.ts';
import { orderIdSchema } from './order.ts';

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
});
export type OrderDraft = z.infer<typeof orderDraftSchema>;
