import { z } from 'zod';

/**
 * Why Vobiz, or Meta behind it, did not do what it was asked, as far as its code or its words are known. What to do about
 * each stands in `views/kit/error-sentences.ts`.
 */
const VENDOR_REASONS = [
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
  /** The number cannot get a code that way: a landline by SMS, a number behind a menu by call. */
  'method_unsupported',
  'code_not_sent',
  'meta_token',
  'meta_permission',
  'meta_parameter',
  'meta_rate_limited',
  'meta_unavailable',
  /** Of two-step verification, which is not the one-time code. */
  'pin_mismatch',
  'pin_blocked',
  'reverify',
  'not_registered',
  'registration_limit',
  'registration_wait',
  'deregistering',
  'account_locked',
  'no_payment_method',
] as const;
export const vendorReasonSchema = z.enum(VENDOR_REASONS);
export type VendorReason = z.infer<typeof vendorReasonSchema>;

const SAID_MAX = 200;

/** A refusal as it is kept: `because` where the reason is known, `said` in the vendor's own words, one line. */
export const refusalFields = {
  because: vendorReasonSchema.optional(),
  said: z.string().max(SAID_MAX).optional(),
};
export type Refusal = { because?: VendorReason | undefined; said?: string | undefined };

/** Only what is there, for a record or an event. */
export function refusalOf({ because, said }: Refusal): Refusal {
  return { ...(because && { because }), ...(said && { said }) };
}
