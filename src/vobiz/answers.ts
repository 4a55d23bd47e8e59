import type { Money } from '../domain/money.ts';
import type { OwnedSeen } from '../domain/numbers/owned-number-list.ts';
import type { PurchaseAnswered } from '../domain/order/order-events.ts';
import type { UnreadPrice, Verdict } from '../domain/order/order-purchase.ts';
import type { Refusal } from '../domain/order/vendor-reason.ts';

/** Published order states; `unknown` is any other value, and never means that the order finished. */
export type OrderStatus = Verdict;

/** What Vobiz said about an order. */
export type PurchaseAnswer = PurchaseAnswered & { providerOrderId: string | undefined };

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

/** A number in the account's own list. `unread`: the price as it was sent, where it cannot be read. */
export type OwnedNumber = OwnedSeen & { unread?: UnreadPrice | undefined };

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
