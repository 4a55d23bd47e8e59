import type { VendorReason } from '../domain/order/vendor-reason.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { readErrorBody, tidy } from './error-body.ts';
import type { WireClock } from './times.ts';
import type { Answer, Exchange } from './transport.ts';
import { readCandidates, readJson, readList, saysDone } from './wire.ts';

/** As they appear in errors, logs and metrics. */
export type VobizOperation =
  | 'availability'
  | 'place_order'
  | 'read_order'
  | 'request_code'
  | 'confirm_code'
  | 'owned_numbers'
  | 'channels'
  | 'create_channel'
  | 'update_channel'
  | 'delete_channel'
  | 'release_number'
  | 'cancel_release'
  | 'account'
  | 'balance'
  | 'ledger';

type VobizErrorCode = Extract<ErrorCode, `vobiz_${string}`>;

/** `no` only with proof: the connection never opened, or Vobiz refused. A purchase that is `maybe` is never resent. */
export type MaybeSent = 'no' | 'maybe';

type VobizErrorDetails = Pick<VobizError, 'operation' | 'sent'> &
  Partial<Omit<VobizError, keyof AppError>> & {
    /** Safe for a log: never the vendor's text, a query, a body or a header. */
    what: string;
  };

/** Never has a `cause`: the HTTP error holds the request body (perhaps a code) and the authentication headers. */
export class VobizError extends AppError {
  override readonly name = 'VobizError';
  readonly operation: VobizOperation;
  readonly sent: MaybeSent;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** What Vobiz's code or words mean, if known. */
  readonly reason: VendorReason | undefined;
  /** Vobiz's machine code (`INSUFFICIENT_BALANCE`, `not_found`, `401`). */
  readonly vendorCode: string | undefined;
  /** Vobiz's own words, one line of at most 200 characters. Never from a confirm, whose answers are not thrown. */
  readonly vendorMessage: string | undefined;
  /** Vobiz's trace id, to quote to its support. */
  readonly requestId: string | undefined;

  constructor(code: VobizErrorCode, details: VobizErrorDetails) {
    super(code, `vobiz ${details.operation}: ${details.what}`);
    this.operation = details.operation;
    this.sent = details.sent;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.reason = details.reason;
    this.vendorCode = details.vendorCode;
    this.vendorMessage = details.vendorMessage;
    this.requestId = details.requestId;
  }
}

/** Refusals even when no reason can be read (an empty or HTML body). */
const REFUSED_BY_STATUS = new Set([400, 402, 404, 405, 409, 422]);
/** From intermediaries that do not know the request's fate: timeout, too early, client closed. */
export const FATE_UNKNOWN = new Set([408, 425, 499]);

/**
 * The error for an exchange without a usable answer. `sent` is `no` only for a refusal: 5xx, 3xx and unreadable 2xx are
 * `maybe`, even the 5xx documented for insufficient balance, which could mean anything. Never contains `secrets`.
 */
export function toVobizError(
  operation: VobizOperation,
  exchange: Exchange,
  secrets: readonly string[],
): VobizError {
  if (exchange.kind === 'fault') {
    const { why, code, sent } = exchange;
    const what = why === 'network' ? `no answer (${code ?? 'network'})` : why;
    return new VobizError('vobiz_unavailable', { operation, sent, what });
  }
  const { status } = exchange;
  const said = readErrorBody(exchange.body, secrets);
  const named = said.code !== undefined || said.message !== undefined;
  const { code, sent } = classify(status, named);
  // A refusal that also says it succeeded proves nothing.
  const isDone =
    readCandidates(readJson(exchange.body)).some(saysDone) ||
    DONE_BEFORE[operation]?.test([said.code, said.message].join(' ').replaceAll('_', ' '));
  return new VobizError(code, {
    operation,
    sent: isDone ? 'maybe' : sent,
    status,
    what: status < 300 ? `answered ${status}, unreadable` : `answered ${status}`,
    retryAfterMs: exchange.retryAfterMs ?? said.retryAfterMs,
    requestId: said.requestId ?? tidy(exchange.requestId, 100, secrets),
    reason: said.reason ?? reasonOfStatus(status),
    vendorCode: said.code,
    vendorMessage: said.message,
  });
}

/** A gateway may have sent it twice: then this answers the second, and the first was taken. */
const DONE_BEFORE: Partial<Record<VobizOperation, RegExp>> = {
  place_order:
    /\b(?:duplicate|repeated) (?:order|request|purchase|transaction)|\border\b.*\balready (?:exists|placed|submitted|created|(?:being )?process\w*|in progress)|\balready (?:owned|purchased|bought|ordered|reserved|assigned)\b.*\b(?:you|your|this account)\b|\byou (?:have )?already\b|\balready in your\b/i,
  release_number:
    /\balready (?:\w+ ){0,2}(?:pending release|releas\w+|scheduled)|\b(?:duplicate|repeated) request/i,
  cancel_release:
    /\balready (?:active|cancel\w+|kept)|\bnot pending release|\b(?:duplicate|repeated) request/i,
};

/** What a status means when the body gives no reason. */
function reasonOfStatus(status: number): VendorReason | undefined {
  if (status === 402) return 'balance';
  if (status === 429) return 'rate_limited';
  return status === 401 || status === 403 ? 'credentials' : undefined;
}

/** `named`: the body gives a reason. */
function classify(status: number, named: boolean): { code: VobizErrorCode; sent: MaybeSent } {
  if (status === 401 || status === 403) return { code: 'vobiz_credentials', sent: 'no' };
  if (status === 429) return { code: 'vobiz_rate_limited', sent: 'no' };
  if (status >= 500 || FATE_UNKNOWN.has(status))
    return { code: 'vobiz_unavailable', sent: 'maybe' };
  if (status >= 400 && (named || REFUSED_BY_STATUS.has(status)))
    return { code: 'vobiz_refused', sent: 'no' };
  return { code: 'vobiz_unreadable', sent: 'maybe' };
}

/** Undefined when the body does not hold what was asked for. */
export type ReadAnswer<T> = (body: string, clock: WireClock) => T | undefined;

export function isSuccess(exchange: Exchange): exchange is Answer {
  return exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300;
}

const THINGS = '(?:numbers?|channels?|results?|records?|inventory|data|items?|transactions?)';
/** Excludes other subjects: "no access to numbers", "no route for this data". */
const OF_ELSE = '(?!(?:to|for|of|in|on|with|from|such|access|account|permission|route)\\b)';
const NONE = new RegExp(
  String.raw`\bno (?:${OF_ELSE}\w+ ){0,3}${THINGS}\b(?! (?:endpoint|resource|route|path|service)\b)|\b(?:numbers|channels|results|records|items|transactions)(?: (?:were|was|are|is))? not (?:found|available)\b`,
  'i',
);

/** Whether a page of a list is empty: 204, or a 404 that says so. Any other 404 may be a missing path. `page` from 1. */
export function listsNone(exchange: Exchange, page: number): exchange is Answer {
  if (exchange.kind !== 'answer') return false;
  if (page > 1 && isPastTheEnd(exchange)) return true;
  if (exchange.status !== 404) return exchange.status === 204;
  const { code, message } = readErrorBody(exchange.body, []);
  if (code !== undefined || message !== undefined)
    return NONE.test([code, message].join(' ').replaceAll('_', ' '));
  return readList(readJson(exchange.body))?.length === 0;
}

/** Go's router says `404 page not found` of a path, so these words are not enough. */
function isPastTheEnd({ status, body }: Answer): boolean {
  if (![400, 404, 416, 422].includes(status)) return false;
  const { code, message } = readErrorBody(body, []);
  return PAST_THE_END.test([code, message].join(' ').replaceAll('_', ' '));
}

const PAST_THE_END =
  /\b(?:invalid|no such|no more|unknown|empty|last)\b.*(?<!\bper )\bpages?\b|(?<!\bper )\bpages?\b.*\b(?:out of (?:range|bounds)|beyond|exceeds?|too (?:high|large)|does not exist|less than|invalid)\b/i;
