import { z } from 'zod';
import { Refusal } from './reply.ts';

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be E.164');
/** Case rules are unpublished; the stand-in is strict, so a client that sends lower case is noticed. */
const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 country code in upper case');

export const availabilityQuery = z.object({ country, region: z.string().optional() });

export const orderRequest = z.object({
  country_code: country,
  region: z.string().min(1),
  number_type: z.literal('local'),
  preferred_number: e164.optional(),
  currency: z.enum(['INR', 'USD']),
});
export type OrderRequest = z.infer<typeof orderRequest>;

export const verifyRequest = z.object({
  phone_number: e164,
  verification_method: z.enum(['sms', 'voice']),
});

/** `otp_code` is published as a string: a JSON number would lose leading zeros and is refused. */
export const confirmRequest = z.object({ phone_number: e164, otp_code: z.string().min(1) });

export const createChannelRequest = z
  .object({
    waba_id: z.string().min(1),
    phone_number_id: z.string().min(1).optional(),
    phone_number: e164,
    number_onboarding_mode: z.enum(['buy_from_vobiz', 'bring_your_own', 'embedded_signup']),
    number_provider: z.string().min(1),
    number_order_id: z.uuid().optional(),
    access_token: z.string().startsWith('EAA'),
    display_name: z.string().min(1),
  })
  .refine((body) => body.number_onboarding_mode === 'buy_from_vobiz' || body.phone_number_id, {
    path: ['phone_number_id'],
    message: 'is required unless the mode is buy_from_vobiz',
  });
export type CreateChannelRequest = z.infer<typeof createChannelRequest>;

export const updateChannelRequest = z.object({
  access_token: z.string().startsWith('EAA').optional(),
  display_name: z.string().min(1).optional(),
});
export type UpdateChannelRequest = z.infer<typeof updateChannelRequest>;

/** Reads a query or body; what does not fit is refused with 422 and the published `details.errors[]` list. */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const field = issue.path.join('.');
    const given = fieldOf(value, field);
    return given === undefined
      ? { field, message: `${field} is required`, code: 'REQUIRED' }
      : { field, message: `${field}: ${issue.message}`, code: 'INVALID', value: given };
  });
  const error = {
    code: 'VALIDATION_ERROR',
    message: 'Request validation failed',
    details: { errors: errors.map(withoutSecret) },
  };
  throw new Refusal({ status: 422, body: { status: 'error', error } }, error.message);
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

function withoutSecret<T extends { field: string }>(error: T): T {
  return error.field === 'access_token' ? { ...error, value: '[redacted]' } : error;
}
