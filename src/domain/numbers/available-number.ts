import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { e164Schema } from '../phone.ts';

/**
 * One number that Vobiz offers for sale right now. Nothing holds it: it can be sold, or its price can change, at any
 * moment. `region` is Vobiz's own opaque text (`MH`, `Karnataka`); empty when Vobiz did not say.
 */
export const availableNumberSchema = z.object({
  e164: e164Schema,
  country: z.string().regex(/^[A-Z]{2}$/),
  region: z.string().max(100),
  price: priceSchema,
});
export type AvailableNumber = z.infer<typeof availableNumberSchema>;
