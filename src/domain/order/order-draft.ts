import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from '../actor.ts';
import { holdingFormSchema } from '../numbers/holding.ts';
import { availableNumberSchema } from '../numbers/number-search.ts';
import { PURPOSE_MAX, timeSchema, typed } from '../typed.ts';
import { NUMBERS_MAX } from './asked-numbers.ts';
import { orderIdSchema } from './order.ts';

const typedSchema = z.object({
  purpose: typed(PURPOSE_MAX),
  currency: z.string(),
  /** Absent in forms of earlier versions. */
  holding: holdingFormSchema.optional(),
});

/** A submitted form whose outcome its person has not seen yet. */
const submittedSchema = typedSchema.extend({
  /** Epoch ms; identifies this submission of the form. */
  at: timeSchema,
  userTeam: z.string().max(100),
});

/** How a number of a list differs from what was shown. `requested`: somebody else has asked for it. */
const listChangeSchema = z.object({
  was: availableNumberSchema,
  kind: z.enum(['gone', 'requested', 'price_changed', 'region_changed']),
});
export type ListChange = z.infer<typeof listChangeSchema>;

/**
 * What an open order form shows, kept here so the price a person saw is the price we pin, whatever the form sends back.
 * `id` becomes the order's id, so a double submit makes one order.
 */
export const orderDraftSchema = z.object({
  id: orderIdSchema,
  team: teamIdSchema,
  requester: userIdSchema,
  askedIn: channelIdSchema,
  /** The number, quoted once per currency; the first is what was chosen. */
  quotes: z.tuple([availableNumberSchema], availableNumberSchema),
  /** Further numbers of the same request, in the currency of the first, which then has one quote. */
  more: z
    .array(availableNumberSchema)
    .max(NUMBERS_MAX - 1)
    .optional(),
  /** The request for several numbers whose missing ones these are. */
  restOf: orderIdSchema.optional(),
  /** Why the list is another one than was sent before, for people to read before they send it again. */
  changes: z.array(listChangeSchema).optional(),
  /** How often what the form shows has changed: a form that shows something older is not sent. */
  edition: z.number().int().optional(),
  /** Of this person's last request, to choose again. */
  labels: holdingFormSchema.shape.labels.optional(),
  submitted: submittedSchema.optional(),
  /** What was submitted and made no request, for the next try. */
  typed: typedSchema.optional(),
});
export type OrderDraft = z.infer<typeof orderDraftSchema>;
export type SubmittedDraft = OrderDraft & { submitted: NonNullable<OrderDraft['submitted']> };

export function isSubmitted(draft: OrderDraft | undefined): draft is SubmittedDraft {
  return draft?.submitted !== undefined;
}
