import type { ChannelList, ChannelSeen } from '../domain/connection/connection.ts';
import type { ReleaseAnswer } from '../domain/giveback/give-back-events.ts';
import type { Offer } from '../domain/numbers/number-search.ts';
import type { PurchaseAnswered } from '../domain/order/order-events.ts';
import { debitsWithin, readAccount, readBalance, readInactive, readLedgerPage } from './account.ts';
import type {
  AccountAnswer,
  BalanceAnswer,
  CodeRequestAnswer,
  ConfirmAnswer,
  Debits,
  OwnedNumber,
  OwnedPage,
} from './answers.ts';
import { readAvailability } from './availability.ts';
import {
  type ChannelChange,
  createChannelWrites,
  type NewChannel,
  readChannels,
} from './channels.ts';
import {
  BRING_YOUR_OWN,
  CHANNELS,
  MESSAGING,
  ORDERS,
  type VobizClientOptions,
} from './client-options.ts';
import { readCodeRequest, readConfirm } from './codes.ts';
import { readOwnedPage, searchOwned } from './owned-numbers.ts';
import { readMisplacedPurchase, readPurchase } from './purchase.ts';
import { createReleases } from './releases.ts';
import { type Call, createTransport, type Exchange } from './transport.ts';
import { isSuccess, listsNone, type ReadAnswer, toVobizError, VobizError } from './vobiz-errors.ts';
import { codeFields, codeRequestFields, type NewOrder, orderFields } from './vobiz-fields.ts';

export type CallOptions = { signal?: AbortSignal };

/** The Vobiz calls we make. Every method throws `VobizError` for anything its answer type cannot express. */
export type VobizClient = {
  /** Numbers for sale now. `country` is ISO 3166 alpha-2; `region` Vobiz's own opaque text. */
  availability(query: { country: string; region?: string }, opts?: CallOptions): Promise<Offer>;
  /** Buys with real money: exactly one HTTP request. On a throw, `sent: 'no'` means failed, `maybe` unknown. */
  placeOrder(order: NewOrder, opts?: CallOptions): Promise<PurchaseAnswered>;
  /** Uses a path Vobiz does not document. Undefined when the path is missing or answers about another order. */
  readOrder(id: string, opts?: CallOptions): Promise<PurchaseAnswered | undefined>;
  /** Has Vobiz send a one-time code to the number. Never retried: that could send a second code. */
  requestCode(
    request: { e164: string; method: 'sms' | 'voice' },
    opts?: CallOptions,
  ): Promise<CodeRequestAnswer>;
  /** Throws only `vobiz_credentials`, or `vobiz_unavailable` when the code never left; any doubt is `unclear`. */
  confirmCode(request: { e164: string; code: string }, opts?: CallOptions): Promise<ConfirmAnswer>;
  /** Every owned number whose E.164 contains `search`; see `searchOwned`. */
  ownedNumbers(query: { search: string }, opts?: CallOptions): Promise<OwnedNumber[]>;
  /** The account's numbers, 100 a page, from page 1: all, or those whose E.164 contains `search` if Vobiz applies it. */
  ownedPage(page: number, opts?: CallOptions & { search?: string }): Promise<OwnedPage>;
  channels(opts?: CallOptions): Promise<ChannelSeen[]>;
  /** The same, and whether these are all of them. */
  channelList(opts?: CallOptions): Promise<ChannelList>;
  /**
   * Exactly one HTTP request; on a throw, `sent` means the same as for a purchase. A bad `accessToken` is
   * `vobiz_refused`, bad credentials of ours are `vobiz_credentials`. Neither results nor errors contain the token.
   */
  createChannel(channel: NewChannel, opts?: CallOptions): Promise<ChannelSeen>;
  /** Renames a channel or replaces its token. Safe to repeat. */
  updateChannel(id: string, change: ChannelChange, opts?: CallOptions): Promise<ChannelSeen>;
  /** Detaches the number from Vobiz; number and WABA stay at Meta. A missing channel counts as deleted. */
  deleteChannel(id: string, opts?: CallOptions): Promise<void>;
  /** Gives a number back, so that it can be undone for a day: exactly one HTTP request. `sent` as for a purchase. */
  releaseNumber(e164: string, opts?: CallOptions): Promise<ReleaseAnswer>;
  /** Undoes a release that is still to come: exactly one HTTP request. `sent` as for a purchase. */
  cancelRelease(e164: string, opts?: CallOptions): Promise<void>;
  /** Who these credentials belong to; the cheapest check that they work. */
  account(opts?: CallOptions): Promise<AccountAnswer>;
  /** Debits that may be number purchases between `from` and `to` (epoch ms), newest first. */
  ledger(range: { from: number; to: number }, opts?: CallOptions): Promise<Debits>;
  /** What the account can spend in a currency (ISO 4217). */
  balance(currency: string, opts?: CallOptions): Promise<BalanceAnswer>;
};

/** `close` destroys the kept-alive read connections. */
export function createVobizClient(options: VobizClientOptions): VobizClient & { close(): void } {
  const {
    auth,
    orderTimeoutMs = 60_000,
    codeTimeoutMs = 20_000,
    channelTimeoutMs = 30_000,
  } = options;
  const token = auth.kind === 'headers' ? auth.authToken : auth.token;
  const transport = createTransport({
    baseUrl: options.baseUrl,
    headers:
      auth.kind === 'headers'
        ? { 'X-Auth-ID': auth.authId, 'X-Auth-Token': token }
        : { Authorization: `Bearer ${token}` },
    readTimeoutMs: options.readTimeoutMs ?? 10_000,
    maxReadRetries: options.maxReadRetries ?? 2,
    observe: options.observe ?? (() => undefined),
  });
  const accountPath = `/api/v1/Account/${encodeURIComponent(auth.authId)}`;
  const numbersPath = `${accountPath}/numbers`;

  /** What `read` finds in a 2xx answer; throws for anything else, including an unreadable answer. */
  function expect<T>(call: Call, exchange: Exchange, read: ReadAnswer<T>): T {
    const value = isSuccess(exchange) ? read(exchange.body, exchange.clock) : undefined;
    if (value === undefined) throw toVobizError(call.operation, exchange, [token]);
    return value;
  }

  async function get<T>(call: Call, read: ReadAnswer<T>): Promise<T> {
    return expect(call, await transport.read(call), read);
  }

  /** `page`: counted from 1, of a list that has several. */
  async function getList<T>(call: Call, read: ReadAnswer<T>, page = 1): Promise<T> {
    const exchange = await transport.read(call);
    const none = listsNone(exchange, page) ? read('[]', exchange.clock) : undefined;
    return none ?? expect(call, exchange, read);
  }

  const ownedPage: VobizClient['ownedPage'] = (page, { search, ...opts } = {}) => {
    const query = { ...(search && { search }), page: `${page}`, per_page: '100' };
    const path = `${numbersPath}?${new URLSearchParams(query)}`;
    const read: ReadAnswer<OwnedPage> = (body, clock) => readOwnedPage(body, auth.authId, clock);
    return getList({ operation: 'owned_numbers', path, ...opts }, read, page);
  };

  const channelWrites = createChannelWrites({
    transport,
    path: CHANNELS,
    timeoutMs: channelTimeoutMs,
    ownToken: token,
    credentialsWork,
  });

  const releases = createReleases({
    transport,
    authId: auth.authId,
    timeoutMs: channelTimeoutMs,
    ownToken: token,
  });

  const client: VobizClient = {
    availability({ country, region = '' }, opts) {
      const searched = { country: country.trim().toUpperCase(), region: region.trim() };
      const query = new URLSearchParams({ country: searched.country });
      if (searched.region) query.set('region', searched.region);
      const path = `${MESSAGING}/numbers/whatsapp/availability?${query}`;
      return getList({ operation: 'availability', path, ...opts }, (body) =>
        readAvailability(body, searched),
      );
    },

    async placeOrder(order, opts) {
      const call: Call = { operation: 'place_order', path: ORDERS, ...opts };
      const body = orderFields(order);
      const exchange = await transport.write({ ...call, body, timeoutMs: orderTimeoutMs });
      return readMisplacedPurchase(exchange) ?? expect(call, exchange, readPurchase);
    },

    async readOrder(id, opts) {
      const path = `${ORDERS}/${encodeURIComponent(id)}`;
      const call: Call = { operation: 'read_order', path, ...opts };
      const exchange = await transport.read({ ...call, retry: false });
      const status = exchange.kind === 'answer' ? exchange.status : undefined;
      if (status === 404 || status === 405) return undefined;
      if (status === 401 || status === 403) {
        // Vobiz also answers 401 on paths it does not have; a documented path shows whether the credentials are bad.
        await client.account(opts);
        return undefined;
      }
      const order = expect(call, exchange, (body) => readPurchase(body) ?? null);
      return order?.orderId === id ? order : undefined;
    },

    async requestCode({ e164, method }, opts) {
      const path = `${BRING_YOUR_OWN}/verify`;
      const call: Call = { operation: 'request_code', path, ...opts };
      const body = codeRequestFields(e164, method);
      const exchange = await transport.write({ ...call, body, timeoutMs: codeTimeoutMs });
      return expect(call, exchange, (sent, clock) => readCodeRequest(sent, e164, clock));
    },

    async confirmCode({ e164, code }, opts) {
      const path = `${BRING_YOUR_OWN}/confirm`;
      const call: Call = { operation: 'confirm_code', path, ...opts };
      const body = codeFields(e164, code);
      const exchange = await transport.write({ ...call, body, timeoutMs: codeTimeoutMs });
      if (exchange.kind === 'fault') {
        if (exchange.sent === 'no') throw toVobizError('confirm_code', exchange, []);
        return { result: 'unclear' };
      }
      // Throw nothing built from this answer: its words could repeat the code.
      const { status } = exchange;
      // Vobiz answers 401 to a wrong code as well as to bad credentials; only another call can tell.
      if ((status === 401 || status === 403) && !(await credentialsWork(opts))) {
        return { result: 'unclear' };
      }
      return readConfirm(exchange, { e164, code });
    },

    ownedNumbers({ search }, opts) {
      return searchOwned(search, (page) => ownedPage(page, { search, ...opts }));
    },

    ownedPage,

    channelList(opts) {
      return getList({ operation: 'channels', path: CHANNELS, ...opts }, readChannels);
    },

    channels: async (opts) => [...(await client.channelList(opts)).all],
    ...channelWrites,
    releaseNumber: releases.releaseNumber,
    cancelRelease: releases.cancelRelease,

    async account(opts) {
      const call: Call = { operation: 'account', path: '/api/v1/auth/me', ...opts };
      const exchange = await transport.read(call);
      return readInactive(exchange) ?? expect(call, exchange, readAccount);
    },

    ledger(range, opts) {
      return debitsWithin(range, (query) => {
        const path = `${accountPath}/transactions?${query}`;
        const page = Number(query.get('page'));
        return getList({ operation: 'ledger', path, ...opts }, readLedgerPage, page);
      });
    },

    balance(currency, opts) {
      const path = `${accountPath}/balance/${encodeURIComponent(currency)}`;
      return get({ operation: 'balance', path, ...opts }, (body) => readBalance(body, currency));
    },
  };

  /** False when it cannot tell; throws `vobiz_credentials` when they are bad. */
  async function credentialsWork(opts: CallOptions | undefined): Promise<boolean> {
    try {
      await client.account(opts);
      return true;
    } catch (error) {
      if (error instanceof VobizError && error.code !== 'vobiz_credentials') return false;
      throw error;
    }
  }

  return { ...client, close: transport.close };
}
