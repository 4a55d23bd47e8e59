import type { ConnectDoubt, ConnectFailure } from '../domain/connection/connection.ts';
import type { ConnectRefused } from '../domain/connection/connection-transitions.ts';
import type { GiveBackDoubt, NotGivenBack } from '../domain/giveback/give-back.ts';
import type { TurnDown, Uncertainty } from '../domain/order/order-purchase.ts';
import { type Refusal, refusalOf, type VendorReason } from '../domain/order/vendor-reason.ts';
import type { SendFailure } from '../domain/verification/verification.ts';
import { VobizError } from './vobiz-errors.ts';

export type ConnectFailed =
  | ({ sent: 'no' } & ConnectRefused)
  | { sent: 'maybe'; why: ConnectDoubt; said?: string | undefined };

export type ReleaseFailure =
  | ({ sent: 'no'; why: NotGivenBack } & Refusal)
  | { sent: 'maybe'; doubt: GiveBackDoubt };

/**
 * Why creating or changing a channel failed. Machine codes decide, then words (Vobiz documents three sentences of its
 * console: "Invalid Access Token", "Phone Number Not Found", "WABA Not Accessible"), then the status.
 */
export function readConnectFailure(error: unknown): ConnectFailed {
  if (!(error instanceof VobizError)) return { sent: 'maybe', why: 'interrupted' };
  const { reason: because, vendorMessage: said } = error;
  if (error.sent === 'maybe') {
    if (error.code === 'vobiz_unreadable') return { sent: 'maybe', why: 'unreadable_answer', said };
    return { sent: 'maybe', why: error.status === undefined ? 'no_answer' : 'server_error', said };
  }
  const failure = failureOf(error);
  // The other failures have a sentence of their own that says it all.
  return failure === 'refused' || failure === 'rate_limited'
    ? { sent: 'no', failure, because, reason: said }
    : { sent: 'no', failure };
}

function failureOf(error: VobizError): ConnectFailure {
  const { reason } = error;
  if (error.status === undefined)
    return error.code === 'vobiz_rate_limited' ? 'rate_limited' : 'not_sent';
  if (error.code === 'vobiz_credentials') return 'credentials';
  if (reason === 'rate_limited') return 'rate_limited';
  if (reason !== undefined && !WORDS_SAY_MORE.has(reason)) return BY_REASON[reason] ?? 'refused';
  if (error.code === 'vobiz_rate_limited') return 'rate_limited';
  const words = [error.vendorCode, error.vendorMessage].join(' ').replaceAll('_', ' ');
  const known = KNOWN.find(([pattern]) => pattern.test(words))?.[1];
  if (known) return known;
  if (error.status === 401) return 'invalid_token';
  return error.status === 403 ? 'waba_not_accessible' : 'refused';
}

const BY_REASON: Partial<Record<VendorReason, ConnectFailure>> = {
  meta_token: 'invalid_token',
  meta_permission: 'waba_not_accessible',
  not_registered: 'number_not_found',
};

/** Vague reasons: the words tell more. */
const WORDS_SAY_MORE: ReadonlySet<VendorReason> = new Set([
  'invalid_field',
  'meta_parameter',
  'meta_token',
  'credentials',
  'not_started',
]);

/** First match wins. */
const KNOWN: readonly [RegExp, ConnectFailure][] = [
  [/\border\b.*\b(not|is) (yet )?(completed?|pending|failed|cancelled)/i, 'order_not_completed'],
  [/number not verified|verify this number/i, 'number_not_verified'],
  [
    /another (provider|bsp|business|account|app|waba|solution)|other provider|already (registered|connected|in use|exists|has a channel)|channel exists|deregister (it|this|the number)|migrat/i,
    'number_elsewhere',
  ],
  [/waba|whatsapp business account|business account|permission/i, 'waba_not_accessible'],
  [/access token|invalid token|token (has )?expired|oauth|\b190\b/i, 'invalid_token'],
  [/(phone )?number( id)? (was )?(not found|does not exist|unknown)/i, 'number_not_found'],
];

/** Why a release, or undoing it, failed: a clear refusal, or an unknown outcome. */
export function readReleaseFailure(error: unknown): ReleaseFailure {
  if (!(error instanceof VobizError)) return { sent: 'maybe', doubt: 'interrupted' };
  if (error.sent === 'no') {
    const { reason: because, vendorMessage: said } = error;
    return { sent: 'no', why: notGivenBack(error), because, said };
  }
  if (error.status === undefined) return { sent: 'maybe', doubt: 'no_answer' };
  const isServers = error.code === 'vobiz_unavailable';
  return { sent: 'maybe', doubt: isServers ? 'server_error' : 'unreadable_answer' };
}

function notGivenBack({ code, status }: VobizError): NotGivenBack {
  if (code === 'vobiz_rate_limited') return 'rate_limited';
  if (status === undefined) return 'not_sent';
  return code === 'vobiz_credentials' ? 'credentials' : 'refused';
}

const REASON_MAX = 300;

/** Why a purchase failed: a clear refusal, or an unknown outcome. */
export function readPurchaseFailure(
  error: unknown,
):
  | { sent: 'no'; reason: string; turnDown: TurnDown; because: VendorReason | undefined }
  | { sent: 'maybe'; why: Uncertainty } {
  if (!(error instanceof VobizError)) return { sent: 'maybe', why: 'interrupted' };
  if (error.sent === 'no') {
    const reason = (error.vendorMessage ?? '').slice(0, REASON_MAX);
    return { sent: 'no', reason, turnDown: turnDownOf(error), because: error.reason };
  }
  if (error.status === undefined) return { sent: 'maybe', why: 'no_answer' };
  const why = error.code === 'vobiz_unavailable' ? 'server_error' : 'unreadable_answer';
  return { sent: 'maybe', why };
}

function turnDownOf({ status, code }: VobizError): TurnDown {
  if (status === undefined) return { kind: 'not_reached' };
  return { kind: code === 'vobiz_credentials' ? 'credentials' : 'refused', status };
}

/** Why a request for a one-time code failed. `retryAfterMs`: how long Vobiz asks to wait, if it says. */
export function readSendFailure(
  error: unknown,
): { failure: SendFailure; retryAfterMs?: number | undefined } & Refusal {
  if (!(error instanceof VobizError)) return { failure: 'unclear' };
  const { retryAfterMs, reason, vendorMessage } = error;
  const refusal = refusalOf({ because: reason, said: vendorMessage });
  if (error.sent === 'maybe') return { failure: 'unclear', ...refusal };
  if (reason === 'already_verified') return { failure: reason };
  const waitHelps = reason !== 'balance' && reason !== 'credentials';
  if (error.code === 'vobiz_rate_limited' || (retryAfterMs !== undefined && waitHelps)) {
    return { failure: 'rate_limited', retryAfterMs, ...refusal };
  }
  return error.status === undefined ? { failure: 'not_sent' } : { failure: 'refused', ...refusal };
}
