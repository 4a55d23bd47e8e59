import { onboardingOf, ownerOf } from '../connection/connectable.ts';
import { isReturnable } from '../giveback/returnable.ts';
import { firstCharge, type Money, sumsOf } from '../money.ts';
import { keptNow } from '../numbers/kept.ts';
import { isGone, type NumberEntry, priceOf } from '../numbers/owned-number-list.ts';
import { isUnused, UNUSED_STATES, unusedSince } from '../numbers/unused.ts';
import { hasTrouble } from '../numbers/watched.ts';
import { priceOfAll } from '../order/asked-numbers.ts';
import type { Order } from '../order/order.ts';
import { chargedPrice } from '../order/order-purchase.ts';
import type { Limits } from '../policy/rulebook.ts';
import type { Verification } from '../verification/verification.ts';
import type { Digest, Some, Spent, Unused } from './digest.ts';

/** How many of each list are read out: fifty blocks and 3,000 characters hold them. */
export const DIGEST_SHOWN = {
  bought: 6,
  denied: 4,
  givenBack: 4,
  spent: 12,
  renewing: 6,
  unused: 8,
  troubled: 5,
  waiting: 6,
  left: 5,
} as const;

type Span = { from: number; to: number };

export function cut<T>(items: readonly T[], most: number, count = items.length): Some<T> {
  return { shown: items.slice(0, most), count };
}

/** What these orders bought in a span, newest first. */
export function boughtIn(
  orders: readonly Order[],
  { from, to }: Span,
): Pick<Digest, 'bought' | 'boughtFor'> {
  const bought = orders
    .filter((order) => order.state === 'completed')
    .filter(({ endedAt }) => endedAt >= from && endedAt < to)
    .sort((a, b) => b.endedAt - a.endedAt)
    .map((order) => ({
      e164: onboardingOf(order).e164,
      requester: order.requester,
      charge: chargeOf(order),
    }));
  return {
    bought: cut(bought, DIGEST_SHOWN.bought),
    boughtFor: sumsOf(bought.map(({ charge }) => charge)),
  };
}

/** As charged, else as approved; while it waits, all that it asks for. */
export function chargeOf(order: Order): Money {
  if (order.state === 'awaiting_approval') return firstCharge(priceOfAll(order));
  return firstCharge(chargedPrice(order) ?? order.number.price);
}

export function givenBackIn(
  records: readonly (Order | Verification)[],
  { from, to }: Span,
): Digest['givenBack'] {
  const released = records.filter(isReturnable).flatMap((record) => {
    const { giveBack } = record;
    if (giveBack?.state !== 'released' || giveBack.at < from || giveBack.at >= to) return [];
    return { e164: onboardingOf(record).e164, by: giveBack.asked.by };
  });
  return cut(released, DIGEST_SHOWN.givenBack);
}

export function deniedIn(orders: readonly Order[], { from, to }: Span): Digest['denied'] {
  const denied = orders
    .filter((order) => order.state === 'denied')
    .filter(({ test, endedAt }) => !test && endedAt >= from && endedAt < to)
    .sort((a, b) => b.endedAt - a.endedAt)
    .map(({ number, requester, decision }) => ({ e164: number.e164, requester, by: decision.by }));
  return cut(denied, DIGEST_SHOWN.denied);
}

/**
 * What a month's requests take, for the whole workspace and by label, the most spent first in each. A value with a budget
 * shows what its budget counts; one without, the sum of `orders`: those of the month that are asked for, under way or bought.
 */
export function spentBy(
  orders: readonly Order[],
  { workspace, labels }: Limits['monthlyBudget'],
  used: Readonly<Record<string, number>>,
): Spent[] {
  const counted = orders.filter(({ test }) => !test);
  const budgets = Object.entries(labels).flatMap(([name, values]) =>
    Object.entries(values).flatMap(([value, amounts]) =>
      Object.entries(amounts).map(([currency, budget]) => ({
        label: { name, value },
        used: { minor: used[`label:${name}=${value}:${currency}`] ?? 0, currency },
        budget,
      })),
    ),
  );
  const total = sumsOf(counted.map(chargeOf)).map((sum): Spent => {
    const budget = workspace[sum.currency];
    const minor = used[`workspace:${sum.currency}`];
    if (budget === undefined || minor === undefined) return { used: sum };
    return { used: { minor, currency: sum.currency }, budget };
  });
  const planned = new Set(budgets.map(({ label, used: { currency } }) => keyOf(label, currency)));
  const free = [...byLabel(counted)].filter(([key]) => !planned.has(key)).map(([, spent]) => spent);
  const byAmount = (a: Spent, b: Spent) =>
    (a.label?.name ?? '').localeCompare(b.label?.name ?? '') || b.used.minor - a.used.minor;
  return [...total, ...[...budgets, ...free].sort(byAmount)];
}

function byLabel(orders: readonly Order[]): Map<string, Spent> {
  const sums = new Map<string, Spent>();
  for (const order of orders) {
    const { minor, currency } = chargeOf(order);
    for (const [name, value] of Object.entries(order.holding?.labels ?? {})) {
      const label = { name, value };
      const before = sums.get(keyOf(label, currency))?.used.minor ?? 0;
      sums.set(keyOf(label, currency), { label, used: { minor: before + minor, currency } });
    }
  }
  return sums;
}

function keyOf({ name, value }: { name: string; value: string }, currency: string): string {
  return `${name}=${value}:${currency}`;
}

/** Whether it is charged no more, or not for long. */
function isStopped(entry: NumberEntry): boolean {
  const isLeaving =
    entry.state === 'leaving' || entry.record?.watched?.number?.is === 'pending_release';
  return isLeaving || isGone(entry);
}

/** When Vobiz sold it (epoch ms): a record of a number that was bought elsewhere is younger. */
function soldAt({ record, owned }: NumberEntry): number | undefined {
  return record?.kind === 'order' ? record.endedAt : owned?.purchasedAt;
}

/** What is charged again in a span, soonest first: by Vobiz's date, unless it is over, else on the day of the month it was bought. */
export function renewingIn(
  entries: readonly NumberEntry[],
  span: Span,
): Pick<Digest, 'renewing' | 'renewingFor'> {
  const renewing = entries
    .flatMap((entry) => {
      const fee = priceOf(entry)?.monthly;
      if (!fee || fee.minor === 0 || isStopped(entry)) return [];
      const named = entry.owned?.nextBillingAt;
      const byVobiz = named !== undefined && named >= span.from;
      const at = byVobiz ? named : nextMonthly(soldAt(entry), span.from);
      if (at === undefined || at >= span.to) return [];
      return { e164: entry.e164, at, fee, byVobiz };
    })
    .sort((a, b) => a.at - b.at || a.e164.localeCompare(b.e164));
  return {
    renewing: cut(renewing, DIGEST_SHOWN.renewing),
    renewingFor: sumsOf(renewing.map(({ fee }) => fee)),
  };
}

/** The same day of a month in UTC, or its last day, not before `from`. */
function nextMonthly(since: number | undefined, from: number): number | undefined {
  if (since === undefined) return undefined;
  const first = new Date(since);
  const start = new Date(from);
  const months =
    12 * (start.getUTCFullYear() - first.getUTCFullYear()) +
    (start.getUTCMonth() - first.getUTCMonth());
  const due = [months, months + 1].map((ahead) => monthsAfter(first, Math.max(1, ahead)));
  return due.find((at) => at >= from);
}

function monthsAfter(first: Date, months: number): number {
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const time = first.getTime() - Date.UTC(year, first.getUTCMonth(), first.getUTCDate());
  return Date.UTC(year, month, Math.min(first.getUTCDate(), last)) + time;
}

/** What nobody uses and nobody said to keep, unused the longest first. */
export function unusedIn(
  entries: readonly NumberEntry[],
  { now, unusedForMs }: { now: number; unusedForMs: number },
): Pick<Digest, 'unused' | 'unusedFor'> {
  const unused = entries
    .flatMap((entry): Unused[] => {
      const { record, e164 } = entry;
      const since = entryUnusedSince(entry);
      if (since === undefined || !record || since + unusedForMs > now) return [];
      if (keptNow(record, now)) return [];
      const fee = priceOf(entry)?.monthly;
      const wasConnected = entry.state === 'disconnected';
      const owner = ownerOf(record);
      const adopted = record.kind === 'verification' && ({ wasAdopted: true } as const);
      const about = { record: record.id, e164, since, wasConnected, owner };
      return [{ ...about, ...adopted, ...(fee && { fee }) }];
    })
    .sort((a, b) => a.since - b.since || a.e164.localeCompare(b.e164));
  return {
    unused: cut(unused, DIGEST_SHOWN.unused),
    unusedFor: sumsOf(unused.flatMap(({ fee }) => fee ?? [])),
  };
}

/** A number that is paid for and that nobody uses: since when, epoch ms. */
function entryUnusedSince({ state, record }: NumberEntry): number | undefined {
  if (!record || !isReturnable(record) || !UNUSED_STATES.includes(state) || !isUnused(record))
    return undefined;
  const { connection } = record;
  return Math.max(unusedSince(record), connection?.state === 'disconnected' ? connection.at : 0);
}

/** What differs at Vobiz or Meta from what was bought and connected. */
export function troubledIn(entries: readonly NumberEntry[]): Digest['troubled'] {
  const troubled = entries.flatMap(({ record, e164 }) =>
    record?.watched && hasTrouble(record.watched)
      ? [{ e164, owner: ownerOf(record), watched: record.watched }]
      : [],
  );
  return cut(troubled, DIGEST_SHOWN.troubled);
}
