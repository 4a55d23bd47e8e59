import type { Money, Price } from '../domain/money.ts';
import type { AvailableNumber } from '../domain/numbers/number-search.ts';
import type { Unread, UnreadPrice } from '../domain/order/order-purchase.ts';
import type { Refusal } from '../domain/order/vendor-reason.ts';

/** `skipped` counts the items that could not be read; identical duplicates are merged, differing ones kept. */
export type AvailabilityAnswer = { numbers: AvailableNumber[]; skipped: number };

/** Published order states; `unknown` is any other value, and never means that the order finished. */
export type OrderStatus = 'pending' | 'completed' | 'failed' | 'cancelled' | 'unknown';

/** What Vobiz said about an order. `e164` is the number it allocated, which may differ from the one asked for. */
export type PurchaseAnswer = {
  orderId: string;
  status: OrderStatus;
  /** The status as sent, one line; empty when there was none. */
  rawStatus: string;
  e164: string | undefined;
  /** The first authoritative price: a search result is not a quote. */
  price: Price | undefined;
  /** What it sent as number or price and cannot be read. */
  unread?: Unread;
  failureReason: string | undefined;
  providerOrderId: string | undefined;
};

/** `expiresAt` is in epoch milliseconds, undefined when Vobiz did not say. */
export type CodeRequestAnswer = {
  verificationId: string | undefined;
  expiresAt: number | undefined;
};

/** `unclear`: the code may or may not have been accepted. Only `verified` is a success. */
export type ConfirmAnswer =
  | { result: 'verified' }
  | { result: 'wrong_code' | 'expired' | 'already_verified' | 'not_started' }
  /** Not taken, and not because of the code. */
  | ({ result: 'refused' } & Refusal)
  | { result: 'too_many_attempts' | 'rate_limited'; retryAfterMs: number | undefined }
  | { result: 'unclear' };

/** A number in the account's own list. */
export type OwnedNumber = {
  e164: string;
  /** Only `active` means that the number is there to use. */
  status: 'active' | 'pending_purchase' | 'pending_release' | 'released' | 'blocked' | 'unknown';
  /** Epoch milliseconds. */
  purchasedAt: number | undefined;
  /** False when Vobiz lists it under another (sub-)account: a main account also sees its sub-accounts' numbers. */
  ownAccount: boolean;
  /** What it costs now. */
  price?: Price | undefined;
  /** The price as it was sent, where it cannot be read. */
  unread?: UnreadPrice | undefined;
};

/** One page of the account's numbers. */
export type OwnedPage = {
  numbers: OwnedNumber[];
  /** As they were sent, the numbers that cannot be read; empty text where there was none. */
  unread: string[];
  /** Items on the page, unreadable ones included. */
  listed: number;
  /** Items on all pages; undefined when Vobiz does not say. */
  total: number | undefined;
};

/** A WhatsApp channel: a number connected to a WhatsApp Business Account. */
export type Channel = {
  id: string;
  e164: string | undefined;
  /** `number_order_id`: the order the number came from. */
  orderId: string | undefined;
  status: 'active' | 'inactive' | 'suspended' | 'unknown';
  /** Meta's state of the number. */
  verification: 'verified' | 'pending' | 'rejected' | 'unknown';
  displayName?: string;
};

/** `currency` is the account's billing currency (ISO 4217). */
export type AccountAnswer = {
  authId: string | undefined;
  active: boolean | undefined;
  currency: string | undefined;
};

/** Money that left the account's balance. `at` is epoch ms by our clock. */
export type Debit = {
  amount: Money;
  at: number;
  /** The phone numbers that its description or reference names, digits only. */
  numbers: string[];
};

/** What the account can spend in one currency. `postpaid` accounts may go beyond it. */
export type BalanceAnswer = { available: Money; postpaid: boolean };
