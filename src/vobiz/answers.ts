import type { Money } from '../domain/money.ts';
import type { OwnedSeen } from '../domain/numbers/owned-number-list.ts';
import type { UnreadPrice } from '../domain/order/order-purchase.ts';
import type { Refusal } from '../domain/order/vendor-reason.ts';

/** `expiresAt` is epoch ms, undefined when Vobiz does not say. */
export type CodeRequestAnswer = {
  verificationId: string | undefined;
  expiresAt: number | undefined;
};

/** `unclear`: the code may or may not have been accepted. Only `verified` is a success. */
export type ConfirmAnswer =
  | { result: 'verified' }
  | { result: 'wrong_code' | 'expired' | 'already_verified' | 'not_started' }
  /** Not accepted, for a reason other than the code. */
  | ({ result: 'refused' } & Refusal)
  | { result: 'too_many_attempts' | 'rate_limited'; retryAfterMs: number | undefined }
  | { result: 'unclear' };

/** `unread`: the price as sent, when we cannot read it. */
export type OwnedNumber = OwnedSeen & { unread?: UnreadPrice | undefined };

export type OwnedPage = {
  numbers: OwnedNumber[];
  /** Numbers we cannot read, as sent; empty text where the item had none. */
  unread: string[];
  /** Items on the page, unreadable ones included. */
  listed: number;
  /** Items on all pages; undefined when Vobiz does not say. */
  total: number | undefined;
};

/**
 * `currency` is the account's billing currency (ISO 4217). `verified`: its KYC is done, which Indian numbers need. Undefined
 * where Vobiz does not say.
 */
export type AccountAnswer = {
  authId: string | undefined;
  active: boolean | undefined;
  verified: boolean | undefined;
  trial: boolean | undefined;
  currency: string | undefined;
};

/** Money that left the account's balance. `at` is epoch ms by our clock. */
export type Debit = {
  /** Undefined when it cannot be read. */
  amount: Money | undefined;
  at: number;
  /** Phone numbers in its description or reference, digits only. */
  numbers: string[];
};

/** The debits of some time. `isWhole`: there was no other. */
export type Debits = { found: Debit[]; isWhole: boolean };

/** `postpaid` accounts may spend more than `available`. `low`: below what the account itself calls low. */
export type BalanceAnswer = { available: Money; postpaid: boolean; low: boolean };
