import { z } from 'zod';

/**
 * The wire as we are ready to read it: unknown fields are dropped, a field of a wrong type is absent instead of fatal,
 * enums are plain text (v1 grows new values unannounced), numbers may arrive as strings.
 */
const text = z.string().optional().catch(undefined);
const textOrNumber = z
  .union([z.string(), z.number()])
  .transform(String)
  .optional()
  .catch(undefined);
const amount = z.union([z.string(), z.number()]).optional().catch(undefined);
const flag = z
  .union([
    z.boolean(),
    z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }),
    z.literal([0, 1]).transform(Boolean),
  ])
  .optional()
  .catch(undefined);

export const wireNumberSchema = z.object({
  e164: text,
  country: text,
  region: text,
  setup_fee: amount,
  monthly_fee: amount,
  currency: text,
});

export const wireOrderSchema = z.object({
  id: textOrNumber,
  status: text,
  selected_phone_number: text,
  provider_order_id: textOrNumber,
  failure_reason: text,
});

export const wireCodeRequestSchema = z.object({
  id: textOrNumber,
  status: text,
  expires_at: text,
  error: z.unknown().optional(),
});

export const wireConfirmSchema = z.object({ status: text, verified: flag });

export const wireOwnedNumberSchema = z.object({
  e164: textOrNumber,
  account_id: text,
  auth_id: text,
  status: text,
  is_blocked: flag,
  purchased_at: text,
  setup_fee: amount,
  monthly_fee: amount,
  currency: text,
});

/** `total` as a number or its digits. */
export const wireTotalSchema = z.object({
  total: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .pipe(z.int().nonnegative()),
});

export const wireChannelSchema = z.object({
  id: textOrNumber,
  phone_number: textOrNumber,
  number_order_id: textOrNumber,
  status: text,
  verification_status: text,
  display_name: text,
});

/** Only the fields we name are kept: the account object also carries `auth_secret`. */
export const wireAccountSchema = z.object({
  auth_id: text,
  is_active: flag,
  pricing_tier: z.object({ currency: text }).optional().catch(undefined),
});

export const wireBalanceSchema = z.object({
  currency: text,
  balance: amount,
  available_balance: amount,
  is_postpaid: flag,
});

const waits = { retryAfter: amount, retry_after: amount };
const fieldErrors = z
  .array(z.object({ field: text, message: text }).catch({}))
  .optional()
  .catch(undefined);
export const wireLedgerRowSchema = z.object({
  amount,
  currency: text,
  type: text,
  status: text,
  description: text,
  reference: textOrNumber,
  reference_type: text,
  created_at: text,
});

const errorDetails = z
  .object({ ...waits, errors: fieldErrors })
  .optional()
  .catch(undefined);

export const wireErrorSchema = z.object({
  ...waits,
  error: z
    .union([
      z.string(),
      z.object({ ...waits, code: textOrNumber, message: text, details: errorDetails }),
    ])
    .optional()
    .catch(undefined),
  message: text,
  detail: text,
  details: errorDetails,
  errors: fieldErrors,
  requestId: textOrNumber,
  api_id: textOrNumber,
});
export type WireError = z.infer<typeof wireErrorSchema>;
