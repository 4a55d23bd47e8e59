import type {
  AccountAnswer,
  AvailabilityAnswer,
  Channel,
  CodeRequestAnswer,
  ConfirmAnswer,
  OwnedNumber,
  PurchaseAnswer,
} from './answers.ts';

export type CallOptions = { signal?: AbortSignal };

/** The Vobiz calls the project makes. Every method throws `VobizError` for whatever its answer cannot express. */
export type VobizClient = {
  /** Numbers for sale now. `country` is ISO 3166 alpha-2; `region` Vobiz's own opaque text. */
  availability(
    query: { country: string; region?: string },
    opts?: CallOptions,
  ): Promise<AvailabilityAnswer>;
  /** Buys: real money, exactly one HTTP request, no retry. On a throw, `sent` decides: `no` is failed, `maybe` unknown. */
  placeOrder(
    order: { country: string; region: string; e164: string; currency: string },
    opts?: CallOptions,
  ): Promise<PurchaseAnswer>;
  /** A conventional path Vobiz does not publish. Undefined when it is not there or its answer is not this order. */
  readOrder(id: string, opts?: CallOptions): Promise<PurchaseAnswer | undefined>;
  /** Has Vobiz send a one-time code to the number. Not retried: a retry could send a second code. */
  requestCode(
    request: { e164: string; method: 'sms' | 'voice' },
    opts?: CallOptions,
  ): Promise<CodeRequestAnswer>;
  /**
   * Submits a one-time code, once. Throws only `vobiz_credentials`, and `vobiz_unavailable` when the code provably never
   * left; anything doubtful is the answer `unclear`.
   */
  confirmCode(request: { e164: string; code: string }, opts?: CallOptions): Promise<ConfirmAnswer>;
  /** The account's numbers whose E.164 contains `search`. */
  ownedNumbers(query: { search: string }, opts?: CallOptions): Promise<OwnedNumber[]>;
  channels(opts?: CallOptions): Promise<Channel[]>;
  /** Who these credentials are; the cheapest check that they work. */
  account(opts?: CallOptions): Promise<AccountAnswer>;
};
