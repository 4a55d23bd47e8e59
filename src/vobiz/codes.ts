import type { Refusal, VendorReason } from '../domain/order/vendor-reason.ts';
import type { CodeRequestAnswer, ConfirmAnswer } from './answers.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { readTheirTime, type WireClock } from './times.ts';
import type { Answer } from './transport.ts';
import { FATE_UNKNOWN } from './vobiz-errors.ts';
import { wireCodeRequestSchema, wireConfirmSchema } from './vobiz-fields.ts';
import {
  isGiven,
  readCandidates,
  readId,
  readJson,
  readListedE164,
  saysNo,
  saysYes,
} from './wire.ts';

/** Codes live for minutes; a later expiry is not believed. */
const LONGEST_CODE_LIFE_MS = 24 * 3_600_000;

/**
 * Accepted: has an id or expiry or says yes, and nothing says no, has an unfamiliar status or names a number other than
 * `e164`. Silence is not a yes.
 */
export function readCodeRequest(
  body: string,
  e164: string,
  clock: WireClock,
): CodeRequestAnswer | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some((candidate) => saysNo(candidate) || hasUnheardStatus(candidate)))
    return undefined;
  const answers = candidates.map((candidate) => {
    const { id, expires_at, phone_number } = wireCodeRequestSchema.parse(candidate);
    const expiresAt = readExpiry(expires_at, clock);
    return { verificationId: readId(id), expiresAt, isOther: isOtherNumber(phone_number, e164) };
  });
  if (answers.some(({ isOther }) => isOther)) return undefined;
  const verificationId = answers.find((answer) => answer.verificationId)?.verificationId;
  const expiresAt = answers.find((answer) => answer.expiresAt !== undefined)?.expiresAt;
  const accepted = verificationId ?? expiresAt ?? (candidates.some(saysYes) || undefined);
  return accepted === undefined ? undefined : { verificationId, expiresAt };
}

function isOtherNumber(sent: string | undefined, e164: string): boolean {
  return Boolean(sent?.trim()) && readListedE164(sent) !== e164;
}

function hasUnheardStatus(candidate: Readonly<Record<string, unknown>>): boolean {
  const { status } = candidate;
  return typeof status === 'string' && isGiven(status) && !saysYes({ status });
}

/** Drops an expiry already past by Vobiz's own clock. */
function readExpiry(text: string | undefined, clock: WireClock): number | undefined {
  const expiresAt = readTheirTime(text, clock, LONGEST_CODE_LIFE_MS);
  return expiresAt !== undefined && expiresAt > clock.now ? expiresAt : undefined;
}

/**
 * Vobiz documents only the success (`status: "verified"`), so the rest comes from its codes, words and HTTP status; any
 * doubt is `unclear`. `refused` is not about the code itself and costs no attempt. The submitted `code` is cut out of
 * what Vobiz said. A 401 gets here only after our credentials proved good.
 */
export function readConfirm(
  answer: Answer,
  { e164, code }: { e164: string; code: string },
): ConfirmAnswer {
  const { status, body } = answer;
  const said = readErrorBody(body, [code]);
  if (status >= 200 && status < 300) return readSuccess(body, e164, said);
  if (status < 400 || status >= 500 || FATE_UNKNOWN.has(status)) return { result: 'unclear' };
  const retryAfterMs = answer.retryAfterMs ?? said.retryAfterMs;
  if (status === 429 && said.reason !== 'too_many_attempts' && !isOther(said.reason)) {
    return { result: 'rate_limited', retryAfterMs };
  }
  return byReason(said.reason, retryAfterMs) ?? byStatus(status, said);
}

function readSuccess(body: string, e164: string, said: ErrorBody): ConfirmAnswer {
  const candidates = readCandidates(readJson(body));
  const told = candidates.flatMap((candidate) => {
    const { status, verified, phone_number } = wireConfirmSchema.parse(candidate);
    return [
      status?.trim().toLowerCase() ?? [],
      verified === false ? 'not verified' : [],
      isOtherNumber(phone_number, e164) ? 'of another number' : [],
    ].flat();
  });
  const isVerified = told.length > 0 && told.every((status) => status === 'verified');
  if (isVerified && !candidates.some(saysNo)) return { result: 'verified' };
  const named = told.map((status) => STATUSES[status]).find((reason) => reason !== undefined);
  return byReason(said.reason ?? named, said.retryAfterMs) ?? { result: 'unclear' };
}

/** In a 2xx answer that is not a success. */
const STATUSES: Readonly<Record<string, VendorReason>> = {
  expired: 'code_expired',
  already_verified: 'already_verified',
};

function byReason(
  reason: VendorReason | undefined,
  retryAfterMs: number | undefined,
): ConfirmAnswer | undefined {
  switch (reason) {
    case 'wrong_code':
    case 'already_verified':
    case 'not_started':
      return { result: reason };
    case 'code_expired':
      return { result: 'expired' };
    case 'too_many_attempts':
    case 'rate_limited':
      return { result: reason, retryAfterMs };
    default:
      return undefined;
  }
}

function isOther(reason: VendorReason | undefined): boolean {
  return reason !== undefined && byReason(reason, undefined) === undefined;
}

/** A 4xx with no reason, or one that is not about the code. */
function byStatus(status: number, said: ErrorBody): ConfirmAnswer {
  // The credentials proved good, so a 401 that says nothing more means a wrong code.
  if (status === 401 && NO_MORE_THAN_401.test(said.message ?? '')) return { result: 'wrong_code' };
  if (status === 402)
    return { result: 'refused', ...refusalIn({ ...said, reason: said.reason ?? 'balance' }) };
  if (said.message === undefined && said.code === undefined) {
    return { result: status === 410 ? 'expired' : 'unclear' };
  }
  return { result: 'refused', ...refusalIn(said) };
}

const NO_MORE_THAN_401 = /^(?:unauthori[sz]ed|)$/i;

/** Vobiz's own words, without anything that could be a code. */
function refusalIn({ reason, message, code }: ErrorBody): Refusal {
  const words = (message ?? code)?.replace(/\d(?:[\s.-]?\d){3,}/g, '…');
  return { because: reason, said: words };
}
