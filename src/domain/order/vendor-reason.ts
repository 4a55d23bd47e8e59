import { z } from 'zod';

/** Why Vobiz, or Meta behind it, refused. `views/kit/error-sentences.ts` says what to do about each. */
export const vendorReasonSchema = z.enum([
  'credentials',
  'account_inactive',
  'balance',
  'payment_failed',
  'rate_limited',
  'invalid_field',
  'cool_off',
  'wrong_code',
  'code_expired',
  'too_many_attempts',
  'already_verified',
  'not_started',
  /** The number cannot receive a code that way: SMS to a landline, a call to a phone menu. */
  'method_unsupported',
  'code_not_sent',
  'meta_token',
  'meta_permission',
  'meta_parameter',
  'meta_rate_limited',
  'meta_unavailable',
  /** The two-step verification PIN, not the one-time code. */
  'pin_mismatch',
  'pin_blocked',
  'reverify',
  'not_registered',
  'registration_limit',
  'registration_wait',
  'deregistering',
  'account_locked',
  'no_payment_method',
]);
export type VendorReason = z.infer<typeof vendorReasonSchema>;

const SAID_MAX = 200;

/** `because`: the reason, if known. `said`: the vendor's own words, one line. */
export const refusalFields = {
  because: vendorReasonSchema.optional(),
  said: z.string().max(SAID_MAX).optional(),
};
export type Refusal = { because?: VendorReason | undefined; said?: string | undefined };

export function refusalOf({ because, said }: Refusal): Refusal {
  return { ...(because && { because }), ...(said && { said }) };
}
