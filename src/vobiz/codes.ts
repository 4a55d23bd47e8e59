import type { Refusal, VendorReason } from '../domain/order/vendor-reason.ts';
import type { CodeRequestAnswer, ConfirmAnswer } from './answers.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import type { Answer } from './transport.ts';
import { wireCodeRequestSchema, wireConfirmSchema } from './vobiz-fields.ts';
import {
  isGiven,
  readCandidates,
  readId,
  readJson,
  readTheirTime,
  saysNo,
  saysYes,
  type WireClock,
} from './wire.ts';

/** A code is entered within minutes; an end beyond this is not one. */
const LONGEST_CODE_LIFE_MS = 24 * 3_600_000;

/**
 * A request for a code that Vobiz accepted: it gives an id or an end, or says yes, and nowhere no, nor a status that nobody
 * has heard of. Silence is no yes. An end
 * that has passed by Vobiz's own clock is not given.
 */
export function readCodeRequest(body: string, clock: WireClock): CodeRequestAnswer | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some((candidate) => saysNo(candidate) || hasUnheardStatus(candidate)))
    return undefined;
  const answers = candidates.map((candidate) => {
    const { id, expires_at } = wireCodeRequestSchema.parse(candidate);
    return { verificationId: readId(id), expiresAt: readExpiry(expires_at, clock) };
  });
  const verificationId = answers.find((answer) => answer.verificationId)?.verificationId;
  const expiresAt = answers.find((answer) => answer.expiresAt !== undefined)?.expiresAt;
  const accepted = verificationId ?? expiresAt ?? (candidates.some(saysYes) || undefined);
  return accepted === undefined ? undefined : { verificationId, expiresAt };
}

function hasUnheardStatus(candidate: Readonly<Record<string, unknown>>): boolean {
  const { status } = candidate;
  return typeof status === 'string' && isGiven(status) && !saysYes({ status });
}

function readExpiry(text: string | undefined, clock: WireClock): number | undefined {
  const expiresAt = readTheirTime(text, clock, LONGEST_CODE_LIFE_MS);
  return expiresAt !== undefined && expiresAt > clock.now ? expiresAt : undefined;
}

/**
 * What an answer to a submitted code means. Vobiz publishes only the success (`status: "verified"`), so the rest is read
 * from its code, its words and the status; every doubt is `unclear`, never `verified`. A refusal for any other reason than
 * the code itself is `refused`, with what Vobiz said: it costs no try. `code` is what was submitted and is cut out of that.
 * A 401 here means that the credentials were found good.
 */
export function readConfirm(answer: Answer, code: string): ConfirmAnswer {
  const { status, body } = answer;
  const said = readErrorBody(body, [code]);
  if (status >= 200 && status < 300) return readSuccess(body, said);
  if (status < 400 || status >= 500 || FATE_UNKNOWN.has(status)) return { result: 'unclear' };
  const retryAfterMs = answer.retryAfterMs ?? said.retryAfterMs;
  if (status === 429 && said.reason !== 'too_many_attempts' && !isOther(said.reason)) {
    return { result: 'rate_limited', retryAfterMs };
  }
  return byReason(said.reason, retryAfterMs) ?? byStatus(status, said);
}

const FATE_UNKNOWN = new Set([408, 425, 499]);

function readSuccess(body: string, said: ErrorBody): ConfirmAnswer {
  const candidates = readCandidates(readJson(body));
  const told = candidates.flatMap((candidate) => {
    const { status, verified } = wireConfirmSchema.parse(candidate);
    return [status?.trim().toLowerCase() ?? [], verified === false ? 'not verified' : []].flat();
  });
  const isVerified = told.length > 0 && told.every((status) => status === 'verified');
  if (isVerified && !candidates.some(saysNo)) return { result: 'verified' };
  const named = told.map((status) => STATUSES[status]).find((reason) => reason !== undefined);
  return byReason(said.reason ?? named, said.retryAfterMs) ?? { result: 'unclear' };
}

/** Of a 2xx that is no success. */
const STATUSES: Readonly<Record<string, VendorReason>> = {
  expired: 'code_expired',
  already_verified: 'already_verified',
};

/** A reason that is about the code, or the try; undefined for any other. */
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

/** A 4xx whose reason is not about the code, or not known. */
function byStatus(status: number, said: ErrorBody): ConfirmAnswer {
  // By elimination: 401 is said of bad credentials, which were tried, and of a wrong code.
  if (status === 401 && NO_MORE_THAN_401.test(said.message ?? '')) return { result: 'wrong_code' };
  if (status === 402)
    return { result: 'refused', ...refusalIn({ ...said, reason: said.reason ?? 'balance' }) };
  if (said.message === undefined && said.code === undefined) {
    return { result: status === 410 ? 'expired' : 'unclear' };
  }
  return { result: 'refused', ...refusalIn(said) };
}

const NO_MORE_THAN_401 = /^(?:unauthori[sz]ed|)$/i;

/** Vobiz's own words without anything that could be a code. */
function refusalIn({ reason, message, code }: ErrorBody): Refusal {
  const words = (message ?? code)?.replace(/\d(?:[\s.-]?\d){3,}/g, '…');
  return { because: reason, said: words };
}
