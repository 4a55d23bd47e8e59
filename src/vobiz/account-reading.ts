import type { AccountLists } from '../domain/account/last-seen.ts';
import type { ReadingDone } from '../domain/account/reading-pace.ts';
import { indexChannels } from '../domain/connection/connection.ts';
import type { SeenAtVobiz } from '../domain/numbers/owned-number-list.ts';
import type { Debits } from './answers.ts';
import type { CallOptions, VobizClient } from './client.ts';
import { type EvidenceSources, findOrderIn } from './order-evidence.ts';
import { type OwnedList, readAllOwned, searchOwned } from './owned-numbers.ts';
import type { SoughtOrder } from './sightings.ts';
import { VobizError } from './vobiz-errors.ts';

const DAY_MS = 24 * 3_600_000;

/** The account's lists, each read at most once, for all looks that are due. */
export type AccountReading = {
  /** Reads what all looks need. Throws `vobiz_rate_limited` and `vobiz_credentials`, which concern the whole account. */
  begin(): Promise<void>;
  /** `readsOrder`: it is this order's turn to be read by itself. */
  findOrder: (order: SoughtOrder, readsOrder: boolean) => ReturnType<typeof findOrderIn>;
  channels: EvidenceSources['channels'];
  /** The rows of a number. Throws `vobiz_unreadable` where one may have been missed. */
  ownedNumbers: EvidenceSources['ownedNumbers'];
  /** Both lists, where all was read and nothing can have been missed. */
  lists(): Promise<Pick<SeenAtVobiz, 'owned' | 'unread' | 'channels'> | undefined>;
  /** What of both lists could be read, however much; undefined where not all was asked for. */
  seen(): Promise<AccountLists | undefined>;
  /** What it took so far. */
  took(): Pick<ReadingDone, 'calls' | 'pages' | 'isIllegible' | 'orderReads'>;
};

export type BeginReading = (options: {
  all: boolean;
  /** Called before each call. */
  onCall: () => Promise<void>;
  signal?: AbortSignal | undefined;
}) => AccountReading;

export function createAccountReading(deps: {
  client: Pick<VobizClient, 'readOrder' | 'ownedPage' | 'channelList' | 'ledger'>;
  /** Epoch ms. */
  now: () => number;
  /** `off` leaves the undocumented path alone. */
  orderRead: 'try' | 'off';
}): BeginReading {
  const { client, now } = deps;

  return ({ all, onCall, signal }) => {
    const opts: CallOptions = { ...(signal && { signal }) };
    let calls = 0;
    let pages: number | undefined;
    let isIllegible = false;
    const orderReads: boolean[] = [];
    const ledgers = new Map<number, Promise<Debits>>();

    async function call<T>(ask: () => Promise<T>): Promise<T> {
      await onCall();
      calls += 1;
      return ask();
    }
    const ownedPage = (page: number, search?: string) =>
      call(() => client.ownedPage(page, { ...opts, ...(search && { search }) }));

    async function readAll(): Promise<OwnedList> {
      try {
        const list = await readAllOwned((page) => ownedPage(page));
        pages = list.pages;
        return list;
      } catch (error) {
        isIllegible = error instanceof VobizError && error.code === 'vobiz_unreadable';
        throw error;
      }
    }
    const list = once(readAll);
    const listed = once(() => call(() => client.channelList(opts)));
    const channels = once(async () => indexChannels(await listed()));

    /** One call serves all purchases of a day. */
    async function ledger({ from, to }: { from: number; to: number }): Promise<Debits> {
      const day = Math.floor(from / DAY_MS);
      const asked =
        ledgers.get(day) ??
        call(() => client.ledger({ from: day * DAY_MS, to: (day + 2) * DAY_MS }, opts));
      ledgers.set(day, asked);
      const { found, isWhole } = await asked;
      return { found: found.filter(({ at }) => at >= from && at <= to), isWhole };
    }

    const sources = {
      channels,
      ledger,
      ownedNumbers: all
        ? async ({ search }: { search: string }) => [...(await list()).of(search)]
        : ({ search }: { search: string }) =>
            searchOwned(search, (page) => ownedPage(page, search)),
    };

    async function readOrder(id: string) {
      const answer = await call(() => client.readOrder(id, opts));
      orderReads.push(answer !== undefined);
      return answer;
    }

    return {
      async begin() {
        for (const read of all ? [channels, list] : [channels]) await read().catch(concernsAccount);
      },
      findOrder(order, readsOrder) {
        const isRead = readsOrder && deps.orderRead === 'try';
        return findOrderIn(
          { ...sources, readOrder: isRead ? readOrder : undefined },
          order,
          now,
          opts,
        );
      },
      channels,
      ownedNumbers: sources.ownedNumbers,
      async lists() {
        if (!all) return undefined;
        const [owned, seen] = await Promise.allSettled([list(), listed()]);
        if (owned.status === 'rejected' || seen.status === 'rejected') return undefined;
        const { whole, unread } = owned.value;
        return whole && { owned: whole, channels: seen.value.all, ...(unread > 0 && { unread }) };
      },
      async seen() {
        if (!all) return undefined;
        const [owned, seen] = await Promise.allSettled([list(), listed()]);
        if (owned.status === 'rejected' && seen.status === 'rejected') return undefined;
        return {
          ...(owned.status === 'fulfilled' && { owned: owned.value.listed }),
          ...(seen.status === 'fulfilled' && { channels: seen.value }),
        };
      },
      took: () => ({ calls, pages, isIllegible, orderReads }),
    };
  };
}

/** A list that cannot be read is a finding about each order; these are not. */
function concernsAccount(error: unknown): void {
  const tolerable = ['vobiz_unavailable', 'vobiz_unreadable', 'vobiz_refused'];
  if (!(error instanceof VobizError) || !tolerable.includes(error.code)) throw error;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
