import { z } from 'zod';
import type { ChannelChange, NewChannel } from './channels.ts';

/**
 * Every field of Vobiz's API we send or read, by its name there. Reading is lenient: unknown fields are dropped, a
 * field of a wrong type is absent, numbers may be strings, and an unannounced new value is `unknown`, never a success.
 */

export type NewOrder = { country: string; region: string; e164: string; currency: string };

export function orderFields(order: NewOrder) {
  return {
    country_code: order.country.trim().toUpperCase(),
    region: order.region,
    number_type: 'local',
    preferred_number: order.e164,
    currency: order.currency.trim().toUpperCase(),
  };
}

export const codeRequestFields = (e164: string, method: 'sms' | 'voice') => ({
  phone_number: e164,
  verification_method: method,
});

export const codeFields = (e164: string, code: string) => ({ phone_number: e164, otp_code: code });

export function newChannelFields(channel: NewChannel) {
  return {
    number_onboarding_mode: channel.mode,
    // The only provider Vobiz names, in its own samples.
    number_provider: 'meta_direct',
    phone_number: channel.e164,
    waba_id: channel.wabaId,
    display_name: channel.displayName,
    access_token: channel.accessToken,
    ...(channel.mode === 'bring_your_own' && { phone_number_id: channel.phoneNumberId }),
    ...(channel.mode === 'buy_from_vobiz' &&
      channel.orderId !== undefined && { number_order_id: channel.orderId }),
  };
}

export function channelChangeFields({ displayName, accessToken }: ChannelChange) {
  return {
    ...(displayName && { display_name: displayName }),
    ...(accessToken && { access_token: accessToken }),
  };
}

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
    z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'] }),
    z.literal([0, 1]).transform(Boolean),
  ])
  .optional()
  .catch(undefined);

/** `Pending Release` and `pending-release` are `pending_release`. */
const asWord = (sent: string) =>
  sent
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
const oneOf = <T extends string>(...values: readonly T[]) =>
  z
    .string()
    .transform((sent) => values.find((value) => value === asWord(sent)) ?? 'unknown')
    .catch('unknown');

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

const asSent = z.unknown().optional();

/** An order's terms as sent: we must report even those we cannot read. */
export const wireTermsSchema = z
  .object({
    status: asSent,
    failure_reason: asSent,
    selected_phone_number: asSent,
    provider_order_id: asSent,
    number_type: asSent,
    setup_cost: asSent,
    setup_fee: asSent,
    monthly_cost: asSent,
    monthly_fee: asSent,
    currency: asSent,
  })
  .transform(({ setup_cost, setup_fee, monthly_cost, monthly_fee, ...terms }) => ({
    ...terms,
    setup: setup_cost ?? setup_fee,
    monthly: monthly_cost ?? monthly_fee,
  }));

export const wireCodeRequestSchema = z.object({
  id: textOrNumber,
  expires_at: textOrNumber,
  phone_number: textOrNumber,
});

export const wireConfirmSchema = z.object({
  status: text,
  verified: flag,
  phone_number: textOrNumber,
});

export const wireOwnedNumberSchema = z.object({
  e164: textOrNumber,
  account_id: text,
  auth_id: text,
  status: oneOf('active', 'pending_purchase', 'pending_release', 'released', 'blocked'),
  is_blocked: flag,
  purchased_at: textOrNumber,
  next_billing_date: textOrNumber,
  setup_fee: amount,
  monthly_fee: amount,
  currency: text,
});

/** A state as sent, for people where we don't know it. */
export const wireSaidSchema = z.object({ status: text, verification_status: text });
export const wireReleaseSchema = z.object({
  e164: textOrNumber,
  status: oneOf('active', 'pending_purchase', 'pending_release', 'released', 'blocked'),
  cooldown_ends_at: textOrNumber,
  release_fee: amount,
  currency: text,
});

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

/** That there is another page, in the answer itself or in one of `wirePagesSchema`. */
export const wireMoreSchema = z.object({
  has_more: flag,
  has_next: flag,
  next: asSent,
  next_page: asSent,
  next_cursor: asSent,
});

export const wirePagesSchema = z.object({
  pagination: asSent,
  paging: asSent,
  meta: asSent,
  links: asSent,
});

export const wireChannelSchema = z.object({
  id: textOrNumber,
  phone_number: textOrNumber,
  number_order_id: textOrNumber,
  status: oneOf('active', 'inactive', 'suspended'),
  verification_status: oneOf('verified', 'pending', 'rejected'),
  display_name: text,
});

/** Names only what we keep: the account object also carries `auth_secret`. */
export const wireAccountSchema = z.object({
  auth_id: text,
  is_active: flag,
  is_verified: flag,
  is_trial_account: flag,
  pricing_tier: z.object({ currency: text }).optional().catch(undefined),
});

export const wireBalanceSchema = z.object({
  currency: text,
  balance: amount,
  available_balance: amount,
  is_postpaid: flag,
  low_balance_threshold: amount,
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
  created_at: textOrNumber,
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
