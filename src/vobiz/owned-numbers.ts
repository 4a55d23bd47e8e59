import type { z } from 'zod';
import type { ChannelSeen } from '../domain/connection/connection.ts';
import { parseMajorUnits } from '../domain/money.ts';
import type { NamedPrice } from '../domain/order/order-purchase.ts';
import type {
  AccountAnswer,
  BalanceAnswer,
  CodeRequestAnswer,
  OwnedNumber,
  OwnedPage,
} from './answers.ts';
import { VobizError } from './vobiz-errors.ts';
import {
  wireAccountSchema,
  wireBalanceSchema,
  wireChannelSchema,
  wireCodeRequestSchema,
  wireOwnedNumberSchema,
  wireTotalSchema,
} from './vobiz-fields.ts';
import {
  isGiven,
  oneLine,
  readCandidates,
  readId,
  readItems,
  readJson,
  readListedE164,
  readNamedPrice,
  readTheirTime,
  saysNo,
  saysYes,
  type WireClock,
} from './wire.ts';

/** A code is entered within minutes; an end beyond this is not one. */
const LONGEST_CODE_LIFE_MS = 24 * 3_600_000;

/**
 * A request for a code that Vobiz accepted: it gives an id or an end, or says yes, and nowhere no, nor a status that nobody
 * has heard of. Silence is no yes. An end
 * that has passed by Vobiz's own clock is not given.
 */
export function readCodeRequest(body: string, clock: WireClock): CodeRequestAnswer | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some((candidate) => saysNo(candidate) || hasUnheardStatus(candidate)))
    return undefined;
  const answers = candidates.map((candidate) => {
    const { id, expires_at } = wireCodeRequestSchema.parse(candidate);
    return { verificationId: readId(id), expiresAt: readExpiry(expires_at, clock) };
  });
  const verificationId = answers.find((answer) => answer.verificationId)?.verificationId;
  const expiresAt = answers.find((answer) => answer.expiresAt !== undefined)?.expiresAt;
  const accepted = verificationId ?? expiresAt ?? (candidates.some(saysYes) || undefined);
  return accepted === undefined ? undefined : { verificationId, expiresAt };
}

function hasUnheardStatus(candidate: Readonly<Record<string, unknown>>): boolean {
  const { status } = candidate;
  return typeof status === 'string' && isGiven(status) && !saysYes({ status });
}

function readExpiry(text: string | undefined, clock: WireClock): number | undefined {
  const expiresAt = readTheirTime(text, clock, LONGEST_CODE_LIFE_MS);
  return expiresAt !== undefined && expiresAt > clock.now ? expiresAt : undefined;
}

/** The account's numbers; items without a readable number are left out. */
export function readOwnedNumbers(
  body: string,
  authId: string,
  clock: WireClock,
): OwnedNumber[] | undefined {
  return readItems(body)?.flatMap((item) => {
    const wire = wireOwnedNumberSchema.safeParse(item);
    const e164 = readListedE164(wire.data?.e164);
    if (!wire.success || e164 === undefined) return [];
    const { status, is_blocked, purchased_at, account_id, auth_id } = wire.data;
    const owner = account_id ?? auth_id;
    return {
      e164,
      status: is_blocked ? 'blocked' : oneOf(OWNED_STATUSES, status),
      purchasedAt: readTheirTime(purchased_at, clock, DAY_MS),
      // Only an id of the documented form can be compared; elsewhere accounts are named by UUID.
      ownAccount: !owner || !/^[MS]A_/.test(owner) || owner === authId,
      ...feesIn(wire.data),
    };
  });
}
const DAY_MS = 24 * 3_600_000;

/** What a number of the list costs. Two zeros are what an unset price looks like: nothing is free there. */
function feesIn({
  setup_fee,
  monthly_fee,
  currency,
}: z.infer<typeof wireOwnedNumberSchema>): NamedPrice {
  const isUnset = [setup_fee, monthly_fee].every((fee) => !fee || Number(fee) === 0);
  return isUnset ? {} : readNamedPrice(setup_fee, monthly_fee, currency);
}

/** One page of the account's numbers, and how far the list goes. */
export function readOwnedPage(
  body: string,
  authId: string,
  clock: WireClock,
): OwnedPage | undefined {
  const items = readItems(body);
  const numbers = readOwnedNumbers(body, authId, clock);
  if (!items || !numbers) return undefined;
  const unread = items
    .map((item) => wireOwnedNumberSchema.safeParse(item).data?.e164 ?? '')
    .filter((e164) => readListedE164(e164) === undefined);
  const total = readCandidates(readJson(body))
    .map((candidate) => wireTotalSchema.safeParse(candidate).data?.total)
    .find((count) => count !== undefined);
  // An unset count is a zero, and one below what is there is another count.
  const isCount = total !== undefined && total >= items.length;
  return { numbers, unread, listed: items.length, total: isCount ? total : undefined };
}
const OWNED_STATUSES = [
  'active',
  'pending_purchase',
  'pending_release',
  'released',
  'blocked',
] as const;

/** The account's channels; items without an id are left out. */
export function readChannels(body: string): ChannelSeen[] | undefined {
  return readItems(body)?.flatMap((item) => channelIn(item) ?? []);
}

/** The channel in the answer to creating or changing one; undefined where the answer says that it did not work. */
export function readChannel(body: string): ChannelSeen | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some(saysNo)) return undefined;
  return candidates.map(channelIn).find((channel) => channel !== undefined);
}

function channelIn(item: unknown): ChannelSeen | undefined {
  const wire = wireChannelSchema.safeParse(item);
  const id = readId(wire.data?.id);
  if (!wire.success || id === undefined) return undefined;
  const { phone_number, number_order_id, status, verification_status } = wire.data;
  const displayName = oneLine(wire.data.display_name ?? '', 100);
  return {
    id,
    e164: readListedE164(phone_number),
    orderId: readId(number_order_id),
    status: oneOf(['active', 'inactive', 'suspended'], status),
    verification: oneOf(['verified', 'pending', 'rejected'], verification_status),
    ...(displayName && { displayName }),
  };
}

/** The account behind the credentials, without its secrets. */
export function readAccount(body: string): AccountAnswer | undefined {
  const accounts = readCandidates(readJson(body)).map((item) => wireAccountSchema.parse(item));
  const account = accounts.find(({ auth_id }) => auth_id !== undefined) ?? accounts[0];
  if (!account) return undefined;
  const currency = account.pricing_tier?.currency?.trim().toUpperCase();
  return {
    authId: account.auth_id,
    active: account.is_active,
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
  };
}

/** What the account can spend in `currency`. Balances have more decimals than prices; they are cut, never rounded up. */
export function readBalance(body: string, currency: string): BalanceAnswer | undefined {
  for (const candidate of readCandidates(readJson(body))) {
    const wire = wireBalanceSchema.parse(candidate);
    const spendable = wire.available_balance ?? wire.balance;
    if (spendable === undefined || (wire.currency ?? currency).toUpperCase() !== currency) continue;
    const cut = String(spendable).replace(/(\.\d\d)\d+$/, '$1');
    const available = cut.startsWith('-') ? { minor: 0, currency } : parseMajorUnits(cut, currency);
    if (available) return { available, postpaid: wire.is_postpaid ?? false };
  }
  return undefined;
}

/** A known value of an enum; anything else is `unknown`, which never counts as success. */
function oneOf<T extends string>(known: readonly T[], raw: string | undefined): T | 'unknown' {
  const value = raw?.trim().toLowerCase();
  return known.find((candidate) => candidate === value) ?? 'unknown';
}

const PAGES_MAX = 80;

/**
 * The account's numbers that contain `search`, from as many pages as it takes: where Vobiz ignores the search, all pages of
 * the list. Throws `vobiz_unreadable` rather than answer from a list that it could not read whole: "not there" would be a guess.
 */
export async function searchOwned(
  search: string,
  pageOf: (page: number) => Promise<OwnedPage>,
): Promise<OwnedNumber[]> {
  const found: OwnedNumber[] = [];
  const known = new Set<string>();
  let listed = 0;
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const answer = await pageOf(page);
    if (answer.unread.some((sent) => couldBe(sent, search)))
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

/** Whether no page follows, `soFar` being all that came. Throws where some of the list did not come. */
function isLast({ listed, total }: OwnedPage, soFar: { listed: number; found: number }): boolean {
  const isSearched = soFar.found === soFar.listed;
  // A count of no more than this page may be the page's own.
  if (listed > 0) return total !== undefined && total > listed ? soFar.listed >= total : isSearched;
  // Where the search is heard, the count may be of all numbers.
  if (total !== undefined && soFar.listed < total && !isSearched)
    throw unreadable('owned numbers are missing');
  return true;
}

/** Whether a number that cannot be read, like one of a short form, may be the one that is looked for. */
function couldBe(sent: string, search: string): boolean {
  const digits = sent.replace(/\D/g, '').replace(/^0+/, '');
  const sought = search.replace(/\D/g, '');
  return digits === '' || sought.includes(digits) || digits.includes(sought);
}

function unreadable(what: string): VobizError {
  return new VobizError('vobiz_unreadable', { operation: 'owned_numbers', sent: 'maybe', what });
}
