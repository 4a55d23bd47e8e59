import type { Uncertainty } from '../domain/order/order-purchase.ts';
import { type Refusal, refusalOf, type VendorReason } from '../domain/order/vendor-reason.ts';
import type { SendFailure } from '../domain/verification/verification.ts';
import { VobizError } from './vobiz-errors.ts';

const REASON_MAX = 300;

/** What a thrown purchase failure means: a clear refusal, or an outcome that nobody knows. */
export function readPurchaseFailure(
  error: unknown,
):
  | { sent: 'no'; reason: string; because: VendorReason | undefined }
  | { sent: 'maybe'; why: Uncertainty } {
  if (!(error instanceof VobizError)) return { sent: 'maybe', why: 'interrupted' };
  if (error.sent === 'no') {
    return { sent: 'no', reason: refusalReason(error), because: error.reason };
  }
  if (error.status === undefined) return { sent: 'maybe', why: 'no_answer' };
  const why = error.code === 'vobiz_unavailable' ? 'server_error' : 'unreadable_answer';
  return { sent: 'maybe', why };
}

function refusalReason(error: VobizError): string {
  const { status, vendorMessage, code } = error;
  if (status === undefined) return 'Vobiz could not be reached, so nothing was sent';
  const said =
    vendorMessage ??
    (code === 'vobiz_credentials' ? 'credentials not accepted' : 'no reason given');
  return `Vobiz refused the order: ${said} (HTTP ${status})`.slice(0, REASON_MAX);
}

/** What a failed request for a one-time code means. `retryAfterMs`: how long Vobiz asks to wait, as far as it says. */
export function readSendFailure(
  error: unknown,
): { failure: SendFailure; retryAfterMs?: number | undefined } & Refusal {
  if (!(error instanceof VobizError)) return { failure: 'unclear' };
  const refusal = readRefusal(error);
  if (error.sent === 'maybe') return { failure: 'unclear', ...refusal };
  const { retryAfterMs, reason } = error;
  if (reason === 'already_verified') return { failure: reason };
  const waitHelps = reason !== 'balance' && reason !== 'credentials';
  if (error.code === 'vobiz_rate_limited' || (retryAfterMs !== undefined && waitHelps)) {
    return { failure: 'rate_limited', retryAfterMs, ...refusal };
  }
  return error.status === undefined ? { failure: 'not_sent' } : { failure: 'refused', ...refusal };
}

/** Why Vobiz did not do it: what is known of the reason, and its own words. */
export function readRefusal({ reason, vendorMessage }: VobizError): Refusal {
  return refusalOf({ because: reason, said: vendorMessage });
}
