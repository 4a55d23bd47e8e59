import type { VendorReason } from '../domain/order/vendor-reason.ts';
import { AppError, type ErrorCode } from '../errors.ts';

/** The calls this client makes, as they appear in errors, logs and metrics. */
const VOBIZ_OPERATIONS = [
  'availability',
  'place_order',
  'read_order',
  'request_code',
  'confirm_code',
  'owned_numbers',
  'channels',
  'create_channel',
  'update_channel',
  'delete_channel',
  'account',
  'balance',
  'ledger',
] as const;
export type VobizOperation = (typeof VOBIZ_OPERATIONS)[number];

export type VobizErrorCode = Extract<ErrorCode, `vobiz_${string}`>;

/**
 * Whether the request can have reached Vobiz. `no` only when that is proven: the connection never opened, or Vobiz
 * answered with a refusal. Everything else is `maybe`, and a purchase that is `maybe` is never sent again.
 */
export type MaybeSent = 'no' | 'maybe';

export type VobizErrorDetails = {
  operation: VobizOperation;
  sent: MaybeSent;
  /** What happened, in words safe for a log: never the vendor's text, a query, a body or a header. */
  what: string;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  reason?: VendorReason | undefined;
  vendorCode?: string | undefined;
  vendorMessage?: string | undefined;
  requestId?: string | undefined;
};

/**
 * A Vobiz call that did not give what it was asked for. It never has a `cause`: the HTTP library's error holds the request
 * body (a one-time code) and the authentication headers, so it ends where it was caught.
 */
export class VobizError extends AppError {
  override readonly name = 'VobizError';
  readonly operation: VobizOperation;
  readonly sent: MaybeSent;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** How long Vobiz asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What Vobiz's code or words mean, where that is known. */
  readonly reason: VendorReason | undefined;
  /** Vobiz's machine code (`INSUFFICIENT_BALANCE`, `not_found`, `401`). */
  readonly vendorCode: string | undefined;
  /** Vobiz's own words, one line of at most 200 characters. Never of a confirm, whose answers are not thrown. */
  readonly vendorMessage: string | undefined;
  /** Vobiz's trace id, worth quoting to its support. */
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
