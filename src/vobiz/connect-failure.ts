import type { ConnectDoubt, ConnectFailure } from '../domain/connection.ts';
import { VobizError } from './errors.ts';

const REASON_MAX = 200;

export type ConnectFailed =
  | { sent: 'no'; failure: ConnectFailure; reason: string | undefined }
  | { sent: 'maybe'; why: ConnectDoubt };

/**
 * What a thrown failure to create a channel means. Vobiz publishes three sentences of its console ("Invalid Access Token",
 * "Phone Number Not Found", "WABA Not Accessible"), and nothing of its API: the words decide, then the status.
 */
export function readConnectFailure(error: unknown): ConnectFailed {
  if (!(error instanceof VobizError)) return { sent: 'maybe', why: 'interrupted' };
  if (error.sent === 'maybe') {
    if (error.code === 'vobiz_unreadable') return { sent: 'maybe', why: 'unreadable_answer' };
    return { sent: 'maybe', why: error.status === undefined ? 'no_answer' : 'server_error' };
  }
  const failure = failureOf(error);
  const reason = failure === 'refused' ? error.vendorMessage?.slice(0, REASON_MAX) : undefined;
  return { sent: 'no', failure, reason };
}

function failureOf(error: VobizError): ConnectFailure {
  if (error.code === 'vobiz_rate_limited') return 'rate_limited';
  if (error.code === 'vobiz_credentials') return 'credentials';
  if (error.status === undefined) return 'not_sent';
  const words = [error.vendorCode, error.vendorMessage].join(' ').replaceAll('_', ' ');
  const known = KNOWN.find(([pattern]) => pattern.test(words))?.[1];
  if (known) return known;
  if (error.status === 401) return 'invalid_token';
  return error.status === 403 ? 'waba_not_accessible' : 'refused';
}

/** First match wins. Meta's own codes stand beside the words, as Vobiz may pass them on: 190 token, 133010 registration. */
const KNOWN: readonly [RegExp, ConnectFailure][] = [
  [/\border\b.*\b(not|is) (yet )?(completed?|pending|failed|cancelled)/i, 'order_not_completed'],
  [/number not verified|verify this number/i, 'number_not_verified'],
  [
    /another (provider|bsp|business|account|app|waba|solution)|other provider|already (registered|connected|in use|exists|has a channel)|channel exists|deregister|migrat/i,
    'number_elsewhere',
  ],
  [/waba|whatsapp business account|business account|permission/i, 'waba_not_accessible'],
  [/access token|invalid token|token (has )?expired|oauth|\b190\b/i, 'invalid_token'],
  [
    /(phone )?number( id)? (was )?(not found|does not exist|unknown)|\b133010\b/i,
    'number_not_found',
  ],
];
