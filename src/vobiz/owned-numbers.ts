import type { z } from 'zod';
import { SAID_MAX } from '../domain/numbers/watched.ts';
import type { NamedPrice } from '../domain/order/order-purchase.ts';
import { couldMean } from '../domain/phone.ts';
import type { OwnedNumber, OwnedPage } from './answers.ts';
import { readTheirTime, type WireClock } from './times.ts';
import { VobizError } from './vobiz-errors.ts';
import { wireOwnedNumberSchema, wireSaidSchema, wireTotalSchema } from './vobiz-fields.ts';
import {
  oneLine,
  readCandidates,
  readItems,
  readJson,
  readListedE164,
  readNamedPrice,
} from './wire.ts';

const DAY_MS = 24 * 3_600_000;
/** Longer than any number is paid ahead. */
const PAID_AHEAD_MS = 3 * 365 * DAY_MS;

export function readOwnedPage(
  body: string,
  authId: string,
  clock: WireClock,
): OwnedPage | undefined {
  const items = readItems(body);
  if (!items) return undefined;
  const read = items.map((item) => numberIn(item, authId, clock));
  const total = readCandidates(readJson(body))
    .map((candidate) => wireTotalSchema.safeParse(candidate).data?.total)
    .find((count) => count !== undefined);
  // Services send zero for an unset count, and a count below what is listed counts something else.
  const isCount = total !== undefined && total >= items.length;
  return {
    numbers: read.filter((number) => typeof number !== 'string'),
    unread: read.filter((number) => typeof number === 'string'),
    listed: items.length,
    total: isCount ? total : undefined,
  };
}

/** A number of the account, or the text sent in its place. */
function numberIn(item: unknown, authId: string, clock: WireClock): OwnedNumber | string {
  const wire = wireOwnedNumberSchema.safeParse(item);
  const e164 = readListedE164(wire.data?.e164);
  if (!wire.success || e164 === undefined) return wire.data?.e164 ?? '';
  const { status, is_blocked, purchased_at, next_billing_date, account_id, auth_id } = wire.data;
  // That it is leaving matters more: nobody can block or use it any longer.
  const isBlocked = is_blocked && status !== 'pending_release' && status !== 'released';
  const said = !isBlocked && status === 'unknown' && saidOf(item);
  return {
    e164,
    status: isBlocked ? 'blocked' : status,
    ...(said && { said }),
    purchasedAt: readTheirTime(purchased_at, clock, DAY_MS),
    nextBillingAt: readTheirTime(withTime(next_billing_date), clock, PAID_AHEAD_MS),
    ownAccount: [account_id, auth_id].every((owner) => isOurs(owner, authId)),
    ...feesIn(wire.data),
  };
}

/** Only ids of the documented form can be compared; elsewhere Vobiz names accounts by UUID. */
function isOurs(owner: string | undefined, authId: string): boolean {
  const id = owner?.trim().toUpperCase() ?? '';
  return !/^[MS]A_/.test(id) || id === authId.toUpperCase();
}

function saidOf(item: unknown): string {
  return oneLine(wireSaidSchema.safeParse(item).data?.status ?? '', SAID_MAX);
}

/** Other dates there have a time; a bare one is the start of that day. An unset one, `0001-01-01`, is before any time we read. */
function withTime(date: string | undefined): string | undefined {
  return date?.replace(/^\s*(\d{4}-\d\d-\d\d)\s*$/, '$1T00:00:00Z');
}

/** No number is without a monthly fee there: zero means unset, like two fees that are missing. */
function feesIn(wire: z.infer<typeof wireOwnedNumberSchema>): NamedPrice {
  const { setup_fee, monthly_fee, currency } = wire;
  const isNone = (fee: string | number | undefined) => !fee || Number(fee) === 0;
  const isUnset = isNone(monthly_fee) && (monthly_fee !== undefined || isNone(setup_fee));
  return isUnset ? {} : readNamedPrice(setup_fee, monthly_fee, currency);
}

const PAGES_MAX = 80;

/** Vobiz may ignore `search`. Throws `vobiz_unreadable` if it cannot read the whole list: absence would be a guess. */
export async function searchOwned(
  search: string,
  pageOf: (page: number) => Promise<OwnedPage>,
): Promise<OwnedNumber[]> {
  const found: OwnedNumber[] = [];
  const known = new Set<string>();
  let listed = 0;
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const answer = await pageOf(page);
    if (answer.unread.some((sent) => couldMean(sent, search)))
      throw unreadable('an owned number cannot be read');
    found.push(...answer.numbers.filter(({ e164 }) => e164.includes(search)));
    listed += answer.listed;
    if (isLast(answer, { listed, found: found.length })) return found;
    const before = known.size;
    for (const { e164 } of answer.numbers) known.add(e164);
    if (known.size > before) continue;
    if (answer.total !== undefined && known.size >= answer.total) return found;
    throw unreadable('the owned numbers repeat themselves');
  }
  throw unreadable('there are more owned numbers than can be read');
}

/** Whether this is the last page; `soFar` counts everything received. Throws when part of the list is missing. */
function isLast({ listed, total }: OwnedPage, soFar: { listed: number; found: number }): boolean {
  const isSearched = soFar.found === soFar.listed;
  // A total no larger than this page may count only the page.
  if (listed > 0) return total !== undefined && total > listed ? soFar.listed >= total : isSearched;
  // When Vobiz applies the search, the total may still count every number.
  if (total !== undefined && soFar.listed < total && !isSearched)
    throw unreadable('owned numbers are missing');
  return true;
}

/** More than any account has: a list of which no end comes is none. */
const ALL_PAGES_MAX = 2_000;

/** The whole list. `of` throws `vobiz_unreadable` for a number that is not there and may have been missed. */
export type OwnedList = {
  pages: number;
  of: (e164: string) => readonly OwnedNumber[];
  /** All of them, unless some may have been missed. */
  whole: readonly OwnedNumber[] | undefined;
  /** How many rows could not be read. */
  unread: number;
  /** What was read, and whether what is not there is not in the account: pages and totals must agree to the last row. */
  listed: { numbers: readonly OwnedNumber[]; isWhole: boolean };
};

/** Reads the list as strictly as `searchOwned` and also notices when it moved meanwhile: absence would be a guess. */
export async function readAllOwned(
  pageOf: (page: number) => Promise<OwnedPage>,
): Promise<OwnedList> {
  const rows = collectRows();
  const totals = collectTotals();
  let listed = 0;
  for (let page = 1; page <= ALL_PAGES_MAX; page += 1) {
    const answer = await pageOf(page);
    const isNew = rows.add(answer);
    listed += answer.listed;
    totals.add(answer);
    const isRepeated = answer.listed > 0 && !isNew;
    if (isRepeated && (answer.total === undefined || rows.count() < answer.total))
      throw unreadable('the owned numbers repeat themselves');
    if (!isRepeated && !isLast(answer, { listed, found: Number.NaN })) continue;
    return { pages: page, ...rows.reader(totals.agreeWith(rows.count()), totals.prove(listed)) };
  }
  throw unreadable('there are more owned numbers than can be read');
}

/** Each row once, although a list that moves between two pages repeats some. */
function collectRows() {
  const found = new Map<string, OwnedNumber[]>();
  const known = new Set<string>();
  const unread: string[] = [];
  const count = () => known.size + unread.length;
  return {
    count,
    /** Whether the page had anything new. */
    add(page: OwnedPage): boolean {
      const before = count();
      unread.push(...page.unread);
      for (const number of page.numbers) {
        const { e164, status, purchasedAt, ownAccount } = number;
        const row = `${e164} ${status} ${purchasedAt} ${ownAccount}`;
        if (known.has(row)) continue;
        known.add(row);
        found.set(e164, [...(found.get(e164) ?? []), number]);
      }
      return count() > before;
    },
    reader: (isWhole: boolean, isProven: boolean): Omit<OwnedList, 'pages'> => ({
      whole: isWhole ? [...found.values()].flat() : undefined,
      unread: unread.length,
      listed: {
        numbers: [...found.values()].flat(),
        isWhole: isWhole && isProven && unread.length === 0,
      },
      of(e164) {
        if (unread.some((sent) => couldMean(sent, e164)))
          throw unreadable('an owned number cannot be read');
        const numbers = found.get(e164) ?? [];
        if (numbers.length === 0 && !isWhole) throw unreadable('the owned numbers moved meanwhile');
        return numbers;
      },
    }),
  };
}

/** What the pages say there is in all. As in `isLast`, a total no larger than its page may count only that. */
function collectTotals() {
  let total = 0;
  let hasShrunk = false;
  const named = new Set<number | undefined>();
  return {
    add(page: OwnedPage): void {
      // The empty page at the end need not count.
      if (page.listed > 0 || page.total !== undefined) named.add(page.total);
      if (page.total === undefined || page.total <= page.listed) return;
      hasShrunk ||= page.total < total;
      total = page.total;
    },
    /** Whether nothing can have been missed, after so many rows. */
    agreeWith: (rows: number) => !hasShrunk && rows >= total,
    /** Whether each page named the same total, and so many rows were listed. */
    prove: (listed: number) => named.size === 1 && named.has(listed),
  };
}

function unreadable(what: string): VobizError {
  return new VobizError('vobiz_unreadable', { operation: 'owned_numbers', sent: 'maybe', what });
}
