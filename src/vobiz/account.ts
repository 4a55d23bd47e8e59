import { decimalsOf, type Money, parseMajorUnits } from '../domain/money.ts';
import type { AccountAnswer, BalanceAnswer, Debit, Debits } from './answers.ts';
import { readErrorBody } from './error-body.ts';
import { readTheirTime, type WireClock } from './times.ts';
import type { Exchange } from './transport.ts';
import { VobizError } from './vobiz-errors.ts';
import { wireAccountSchema, wireBalanceSchema, wireLedgerRowSchema } from './vobiz-fields.ts';
import { readCandidates, readItems, readJson, saysNo } from './wire.ts';

/** The account the credentials belong to, without its secrets. */
export function readAccount(body: string): AccountAnswer | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some(saysNo)) return undefined;
  const accounts = candidates.map((item) => wireAccountSchema.parse(item));
  const account = accounts.find(({ auth_id }) => auth_id !== undefined) ?? accounts[0];
  // Any object would prove the credentials, also one that asks to log in.
  if (!account || Object.values(account).every((said) => said === undefined)) return undefined;
  const currency = account.pricing_tier?.currency?.trim().toUpperCase();
  return {
    authId: account.auth_id,
    active: account.is_active,
    verified: account.is_verified,
    trial: account.is_trial_account,
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
  };
}

/** An account that is not active may be refused even this (403 `ACCOUNT_INACTIVE`), which is no word on the credentials. */
export function readInactive(exchange: Exchange): AccountAnswer | undefined {
  if (exchange.kind !== 'answer' || exchange.status < 400) return undefined;
  if (readErrorBody(exchange.body, []).reason !== 'account_inactive') return undefined;
  return {
    authId: undefined,
    active: false,
    verified: undefined,
    trial: undefined,
    currency: undefined,
  };
}

/** What the account can spend in `currency`. Balances have more decimals than prices: cut, never rounded up. */
export function readBalance(body: string, currency: string): BalanceAnswer | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some(saysNo)) return undefined;
  for (const candidate of candidates) {
    const wire = wireBalanceSchema.parse(candidate);
    const spendable = wire.available_balance ?? wire.balance;
    if (spendable === undefined || (wire.currency ?? currency).trim().toUpperCase() !== currency)
      continue;
    const available = balanceIn(spendable, currency);
    if (!available) continue;
    const threshold = wire.low_balance_threshold;
    const warnsAt = threshold === undefined ? undefined : balanceIn(threshold, currency);
    return {
      available,
      postpaid: wire.is_postpaid ?? false,
      low: warnsAt !== undefined && available.minor < warnsAt.minor,
    };
  }
  return undefined;
}

function balanceIn(sent: string | number, currency: string): Money | undefined {
  const text = String(sent).trim();
  // What is left of subtracting fractions comes as `5.5e-17`.
  const plain = /e-\d+$/i.test(text) ? Number(text).toFixed(20) : text;
  const [, minus, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? [];
  if (whole === undefined) return undefined;
  if (minus) return { minor: 0, currency };
  const cut = `${whole}.${fraction.slice(0, decimalsOf(currency))}`.replace(/\.$/, '');
  return parseMajorUnits(cut, currency);
}

const DAY_MS = 24 * 3_600_000;
const PER_PAGE = 1_000;
/** The ledger of an account that fills more pages cannot be read whole. */
const PAGES_MAX = 5;

/** Rows that are never a purchase: usage, and money coming in. Any other type may be one. */
const OTHER_THINGS =
  /^(?:cdr|stream_cdr|recording|transcription|ncc|payment|refund|manual_adjustment)$/i;
const INCOMING = /credit|refund|payment|top.?up|deposit/i;
const NOT_TAKEN = /^(?:failed|cancell?ed|reversed|refunded)$/i;
const PHONE = /\+?\d{10,15}/g;

/**
 * One page. `listed` counts every row; `oldest` is the last row's time (epoch ms, by our clock) where rows come newest first, so
 * that further pages are older. `isWhole`: each row that may be a debit could be read.
 */
export type LedgerPage = {
  debits: Debit[];
  listed: number;
  oldest: number | undefined;
  isWhole: boolean;
};

/** Skips rows without a readable time. */
export function readLedgerPage(body: string, clock: WireClock): LedgerPage | undefined {
  const items = readItems(body);
  if (!items) return undefined;
  const times: number[] = [];
  let isWhole = true;
  const debits = items.flatMap((item) => {
    const row = wireLedgerRowSchema.safeParse(item).data;
    const at = readTheirTime(row?.created_at, clock, DAY_MS);
    if (at !== undefined) times.push(at);
    if (row && at !== undefined) return isDebit(row) ? debitIn(row, at) : [];
    isWhole &&= row !== undefined && !isDebit(row);
    return [];
  });
  const isNewestFirst = times.every((at, row) => row === 0 || at <= (times[row - 1] ?? at));
  return {
    debits,
    listed: items.length,
    oldest: isNewestFirst ? times.at(-1) : undefined,
    isWhole,
  };
}

type LedgerRow = ReturnType<typeof wireLedgerRowSchema.parse>;

/** Whether it may be one. */
function isDebit({ type, status, reference_type }: LedgerRow): boolean {
  if (OTHER_THINGS.test(reference_type?.trim() ?? '') || INCOMING.test(type ?? '')) return false;
  return !NOT_TAKEN.test(status?.trim() ?? '');
}

function debitIn({ amount, currency, description, reference }: LedgerRow, at: number): Debit[] {
  // Vobiz does not say whether debits carry a minus.
  const plain = String(amount).replace(/^\s*-/, '');
  const taken = parseMajorUnits(plain, (currency ?? '').trim().toUpperCase());
  if (taken?.minor === 0) return [];
  const texts = [description, reference].map((text = '') => text.replace(/(?<=\d)[ -](?=\d)/g, ''));
  const numbers = texts
    .flatMap((text) => text.match(PHONE) ?? [])
    .map((text) => text.replace('+', ''));
  return [{ amount: taken, at, numbers }];
}

/** Debits in `from`..`to` (epoch ms). Throws `vobiz_unreadable` when the list is too long to read whole. */
export async function debitsWithin(
  { from, to }: { from: number; to: number },
  pageOf: (query: URLSearchParams) => Promise<LedgerPage>,
): Promise<Debits> {
  const found: Debit[] = [];
  let isWhole = true;
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    // Vobiz documents only date filters: ask for whole days, then narrow.
    const query = new URLSearchParams({
      page: `${page}`,
      per_page: `${PER_PAGE}`,
      from_date: dateOf(from - DAY_MS),
      to_date: dateOf(to + 2 * DAY_MS),
    });
    const { debits, listed, oldest, ...read } = await pageOf(query);
    isWhole &&= read.isWhole;
    found.push(...debits.filter(({ at }) => at >= from && at <= to));
    if (listed === 0 || (oldest !== undefined && oldest < from)) return { found, isWhole };
  }
  const what = 'the ledger is too long to be read through';
  throw new VobizError('vobiz_unreadable', { operation: 'ledger', sent: 'maybe', what });
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
