import type { VendorReason } from '../domain/order/vendor-reason.ts';
import { readErrorBody, tidy } from './error-body.ts';
import type { Exchange } from './transport.ts';
import { type Sent, VobizError, type VobizErrorCode, type VobizOperation } from './vobiz-errors.ts';
import { readJson } from './wire-json.ts';
import { readCandidates } from './wire-list.ts';
import { saysDone } from './wire-verdict.ts';

/** The vendor's word is no after one of these, even if no reason can be read (an empty or HTML body). */
const REFUSED_BY_STATUS = new Set([400, 402, 404, 405, 409, 422]);
/** Told by intermediaries about a request whose fate they do not know: timeout, too early, client closed. */
const FATE_UNKNOWN = new Set([408, 425, 499]);

/**
 * The error for an exchange that did not give a usable answer. `sent` is `no` only for a refusal: a 5xx is `maybe` even
 * though one is documented for an insufficient balance, for it is told of nothing else; so are 3xx and unreadable 2xx.
 * `secrets` never reach the error, wherever the server echoes them.
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
  // A refusal that says it was done proves nothing.
  const isDone = readCandidates(readJson(exchange.body)).some(saysDone);
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

/** What a status means by itself, where the body names no reason. */
function reasonOfStatus(status: number): VendorReason | undefined {
  if (status === 402) return 'balance';
  if (status === 429) return 'rate_limited';
  return status === 401 || status === 403 ? 'credentials' : undefined;
}

/** HTTP status first, then the body. `named`: the body gives a reason. */
function classify(status: number, named: boolean): { code: VobizErrorCode; sent: Sent } {
  if (status === 401 || status === 403) return { code: 'vobiz_credentials', sent: 'no' };
  if (status === 429) return { code: 'vobiz_rate_limited', sent: 'no' };
  if (status >= 500 || FATE_UNKNOWN.has(status))
    return { code: 'vobiz_unavailable', sent: 'maybe' };
  if (status >= 400 && (named || REFUSED_BY_STATUS.has(status)))
    return { code: 'vobiz_refused', sent: 'no' };
  return { code: 'vobiz_unreadable', sent: 'maybe' };
}
