import { createIds, digest, type Now, rfc3339 } from './clock.ts';
import { notFound, refusal } from './reply.ts';

/** What is known about bringing one number along. Times in ms since the epoch. */
export interface Verification {
  id: string;
  phone_number: string;
  method: 'sms' | 'voice';
  status: 'pending' | 'verified';
  code: string;
  expiresAt: number;
  wrongTries: number;
}

export interface VerificationsOptions {
  now: Now;
  /** The vendor's sample implies ten minutes. */
  otpTtlMs: number;
  /** Unpublished; five is the stand-in's own figure. */
  maxWrongTries: number;
  /** Another seed, other codes. */
  otpSeed: string;
}

export type Verifications = ReturnType<typeof createVerifications>;

/**
 * Codes sent and checked. Published: the two requests and their success bodies. Assumed: six digits, a repeated
 * request replaces code and id, and every refusal below (status, code and wording).
 */
export function createVerifications(options: VerificationsOptions) {
  const { now } = options;
  const nextId = createIds('verification');
  const byNumber = new Map<string, Verification>();
  const everSent = new Set<string>();
  let sent = 0;

  function known(e164: string): Verification {
    const verification = byNumber.get(e164);
    if (!verification) throw new Error(`no code was sent to ${e164}`);
    return verification;
  }

  return {
    request(phoneNumber: string, method: Verification['method']) {
      if (byNumber.get(phoneNumber)?.status === 'verified') throw alreadyVerified();
      sent += 1;
      const drawn = Number.parseInt(digest(options.otpSeed, phoneNumber, sent).slice(0, 8), 16);
      const verification: Verification = {
        id: nextId(),
        phone_number: phoneNumber,
        method,
        status: 'pending',
        code: String(drawn % 1_000_000).padStart(6, '0'),
        expiresAt: now() + options.otpTtlMs,
        wrongTries: 0,
      };
      byNumber.set(phoneNumber, verification);
      everSent.add(verification.code);
      return {
        id: verification.id,
        phone_number: phoneNumber,
        status: 'pending',
        expires_at: rfc3339(verification.expiresAt),
      };
    },
    confirm(phoneNumber: string, code: string) {
      const verification = byNumber.get(phoneNumber);
      if (!verification) throw notFound('no verification is pending for this number');
      if (verification.status === 'verified') throw alreadyVerified();
      if (verification.expiresAt <= now())
        throw refusal(410, 'OTP_EXPIRED', 'The verification code has expired');
      if (verification.wrongTries >= options.maxWrongTries)
        throw refusal(429, 'OTP_ATTEMPTS_EXCEEDED', 'Too many wrong codes; request a new one');
      if (verification.code !== code) {
        verification.wrongTries += 1;
        throw refusal(400, 'INVALID_OTP', 'The verification code is incorrect');
      }
      verification.status = 'verified';
      return { status: 'verified', message: 'Number verified successfully' };
    },
    list: (): Verification[] => [...byNumber.values()].map((verification) => ({ ...verification })),
    isVerified: (e164: string): boolean => byNumber.get(e164)?.status === 'verified',
    /** The code last sent to a number: what the holder of the phone reads. */
    codeFor: (e164: string): string | undefined => byNumber.get(e164)?.code,
    /** Every code there ever was, replaced ones included, for a search of where they turned up. */
    codesSent: (): string[] => [...everSent],
    setCode(e164: string, code: string): void {
      known(e164).code = code;
      everSent.add(code);
    },
    expireCode(e164: string): void {
      known(e164).expiresAt = now();
    },
  };
}

function alreadyVerified() {
  return refusal(409, 'ALREADY_VERIFIED', 'This number is already verified');
}
