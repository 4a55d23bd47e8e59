import type { Uncertainty } from '../domain/order-purchase.ts';
import type { SendFailure } from '../domain/verification.ts';
import { VobizError } from './errors.ts';

const REASON_MAX = 300;

/** What a thrown purchase failure means: a clear refusal, or an outcome that nobody knows. */
export function readPurchaseFailure(
  error: unknown,
): { sent: 'no'; reason: string } | { sent: 'maybe'; why: Uncertainty } {
  if (!(error instanceof VobizError)) return { sent: 'maybe', why: 'interrupted' };
  if (error.sent === 'no') return { sent: 'no', reason: refusalReason(error) };
  if (error.code === 'vobiz_unreadable') return { sent: 'maybe', why: 'unreadable_answer' };
  return { sent: 'maybe', why: error.status === undefined ? 'no_answer' : 'server_error' };
}

function refusalReason(error: VobizError): string {
  const { status, vendorMessage, code } = error;
  if (status === undefined) return 'Vobiz could not be reached, so nothing was sent';
  const said =
    vendorMessage ??
    (code === 'vobiz_credentials' ? 'credentials not accepted' : 'no reason given');
  return `Vobiz refused the order: ${said} (HTTP ${status})`.slice(0, REASON_MAX);
}

/** Vobiz does not publish what it says to a second verification; its words for a verified number are taken. */
const ALREADY_VERIFIED = /already (been )?verified/i;

/** What a failed request for a one-time code means. `retryAfterMs`: how long Vobiz asks to wait, as far as it says. */
export function readSendFailure(error: unknown): {
  failure: SendFailure;
  retryAfterMs?: number | undefined;
} {
  if (!(error instanceof VobizError) || error.sent === 'maybe') return { failure: 'unclear' };
  const { retryAfterMs } = error;
  if (error.code === 'vobiz_rate_limited') return { failure: 'rate_limited', retryAfterMs };
  if (error.status === undefined) return { failure: 'not_sent' };
  const words = [error.vendorCode, error.vendorMessage].join(' ').replaceAll('_', ' ');
  return { failure: ALREADY_VERIFIED.test(words) ? 'already_verified' : 'refused' };
}
