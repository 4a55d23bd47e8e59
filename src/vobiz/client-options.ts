import type { Observation } from './transport.ts';

type VobizAuth =
  | { kind: 'headers'; authId: string; authToken: string }
  | { kind: 'bearer'; authId: string; token: string };

export type VobizClientOptions = {
  /** Scheme and host, such as `https://api.vobiz.ai`. */
  baseUrl: string;
  auth: VobizAuth;
  /** A whole read, including retries. Default 10 s. */
  readTimeoutMs?: number;
  /** The purchase. Default 60 s: giving up early turns a slow success into an unknown one. */
  orderTimeoutMs?: number;
  /** Create, update and delete of a channel, release of a number. Default 30 s. */
  channelTimeoutMs?: number;
  /** Requesting and submitting a code. Default 20 s. */
  codeTimeoutMs?: number;
  /** Default 2. */
  maxReadRetries?: number;
  /** Called once per HTTP request, retries included. */
  observe?: (call: Observation) => void;
};

/** The published paths of the messaging API; the account comes from the headers. */
export const MESSAGING = '/api/v1/messaging';
export const ORDERS = `${MESSAGING}/numbers/whatsapp/orders`;
export const CHANNELS = `${MESSAGING}/channels/whatsapp`;
export const BRING_YOUR_OWN = `${MESSAGING}/numbers/whatsapp/bring-your-own`;
