import type { ChannelIndex } from '../domain/connection/connection.ts';
import { isYetToCome } from '../domain/elapsed.ts';
import { firstCharge, type Money, majorUnits, type Price, sameMoney } from '../domain/money.ts';
import type { Evidence, Finding } from '../domain/order/evidence.ts';
import type { PurchaseAnswered } from '../domain/order/order-events.ts';
import { AS_SENT_MAX, type NamedPrice, type Verdict } from '../domain/order/order-purchase.ts';
import type { Debits, OwnedNumber } from './answers.ts';

export type SoughtOrder = {
  /** Vobiz's id; undefined when the purchase got no answer. */
  orderId: string | undefined;
  /** The number to look for: the allocated one if Vobiz named it, else the ordered one. */
  e164: string;
  /** Epoch ms when the purchase was sent, or when it was approved if nothing was sent. */
  placedAt: number;
  /** This order's own attempt sent nothing, so an owned number proves less. */
  unsent?: boolean | undefined;
  /** The approved price, when the ledger should be read too. */
  charge?: Price | undefined;
  /** The status in the purchase answer, or the last one seen. */
  lastStatus?: Verdict | undefined;
};

/** One thing seen about an order. `verdict` is what it proves alone; `unknown` when it only supports. */
export type Sighting = Omit<Evidence, 'at'> & {
  verdict: Verdict;
  e164?: string | undefined;
  failureReason?: string | undefined;
  named?: NamedPrice | undefined;
};

export function inPurchaseAnswer(status: Verdict | undefined): Sighting[] {
  return status ? [{ source: 'purchase_answer', finding: status, verdict: status }] : [];
}

export function inOrderRead(answer: PurchaseAnswered | undefined): Sighting {
  const source = 'order_read';
  if (!answer) return { source, finding: 'not_available', verdict: 'unknown' };
  const { status, e164, failureReason, price, unread } = answer;
  const named = namedIn({ price, unread: unread?.price });
  return { source, finding: status, verdict: status, e164, failureReason, named };
}

function namedIn({ price, unread }: NamedPrice): NamedPrice | undefined {
  if (price) return { price };
  return unread && { unread };
}

/** Clocks differ, but a number bought this long before the order was sent was not bought by it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** If our clock was set back after sending, only a number bought this much earlier is certainly older. */
const CLOCK_SET_BACK_TOLERANCE_MS = 7 * 24 * 3_600_000;

/** The search is by substring, so only exact matches count. `now` is epoch ms. */
export function inOwnedNumbers(
  numbers: OwnedNumber[],
  order: SoughtOrder,
  now: number,
): Sighting[] {
  const source = 'owned_numbers';
  const same = numbers.filter(({ e164 }) => e164 === order.e164);
  if (same.length === 0) return [{ source, finding: 'not_found', verdict: 'unknown' }];
  const identify = order.unsent ? assessUnsent : assessOwned;
  // Each finding once, the strongest verdicts first: a record keeps only a few.
  const findings = new Map<Finding, OwnedNumber[]>();
  for (const number of same) {
    const finding = identify(number, order, now);
    findings.set(finding, [...(findings.get(finding) ?? []), number]);
  }
  return [...findings]
    .map(([finding, rows]): Sighting => {
      // If we sent nothing, another installation on the same account may have bought it.
      if (finding === 'active' && !order.unsent) {
        const named = namedByAll(rows);
        return { source, finding, verdict: 'completed', e164: order.e164, named };
      }
      return { source, finding, verdict: finding === 'pending_purchase' ? 'pending' : 'unknown' };
    })
    .sort((a, b) => TELLING.indexOf(a.verdict) - TELLING.indexOf(b.verdict))
    .slice(0, OWNED_FINDINGS_MAX);
}

/** The price all rows name. If they differ, we cannot tell which is charged: all of them, as unread. */
function namedByAll(rows: readonly OwnedNumber[]): NamedPrice | undefined {
  const named = rows.flatMap((row) => namedIn(row) ?? []);
  const [first, ...others] = new Map(named.map((each) => [JSON.stringify(each), each])).values();
  if (others.length === 0) return first;
  const told = named.map(({ price, unread }) =>
    price
      ? {
          setup: majorUnits(price.setup),
          monthly: majorUnits(price.monthly),
          currency: price.setup.currency,
        }
      : unread,
  );
  const all = (part: 'setup' | 'monthly' | 'currency') =>
    [...new Set(told.flatMap((each) => each?.[part] ?? []))].join(' / ').slice(0, AS_SENT_MAX);
  return { unread: { setup: all('setup'), monthly: all('monthly'), currency: all('currency') } };
}

const TELLING: readonly Verdict[] = ['completed', 'pending', 'unknown'];
const OWNED_FINDINGS_MAX = 5;

/** An unanswered purchase is over before this; a later one may be another installation's on the same account. */
const UNANSWERED_MS = 3_600_000;

function assessOwned(
  number: OwnedNumber,
  { placedAt, orderId }: SoughtOrder,
  now: number,
): Finding {
  if (!number.ownAccount) return 'in_another_account';
  const toleranceMs = isYetToCome(placedAt, now) ? CLOCK_SET_BACK_TOLERANCE_MS : CLOCK_TOLERANCE_MS;
  const bought = number.purchasedAt ?? placedAt;
  if (bought < placedAt - toleranceMs) return 'owned_before';
  const isLate = orderId === undefined && bought > placedAt + UNANSWERED_MS;
  return isLate ? 'bought_later' : number.status;
}

/** Purchase times are in whole seconds. */
const SECOND_MS = 1_000;

/** If nothing is known to have been sent, only a number bought after the approval can belong to the order. */
function assessUnsent(
  { ownAccount, purchasedAt, status }: OwnedNumber,
  { placedAt: approvedAt }: SoughtOrder,
): Finding {
  if (!ownAccount) return 'in_another_account';
  if (purchasedAt === undefined) return 'no_purchase_time';
  return purchasedAt + SECOND_MS <= approvedAt ? 'bought_before_approval' : status;
}

/**
 * A channel with the order's id proves it; one with only the same number may be older or from elsewhere. What part of a list
 * lacks may be in the rest.
 */
export function inChannels(
  { byOrder, byNumber, isWhole }: ChannelIndex,
  order: SoughtOrder,
): Sighting {
  const source = 'channels';
  const mine = order.orderId === undefined ? undefined : byOrder.get(order.orderId);
  if (mine) return { source, finding: 'connected', verdict: 'completed', e164: mine.e164 };
  const absent = isWhole ? 'not_found' : 'unreadable';
  const finding = byNumber.has(order.e164) ? 'same_number_connected' : absent;
  return { source, finding, verdict: 'unknown' };
}

/** Looks for the approved first charge, in one row or as setup plus month. A row naming another number is not ours. */
export function inLedger(
  { found, isWhole }: Debits,
  { charge, e164 }: { charge: Price; e164: string },
): Sighting {
  const source = 'ledger';
  const ours = found.filter(
    ({ numbers }) => numbers.length === 0 || numbers.includes(e164.slice(1)),
  );
  const due = firstCharge(charge);
  const has = (sum: Money) => ours.some(({ amount }) => amount && sameMoney(amount, sum));
  if (has(due) || (has(charge.setup) && has(charge.monthly))) {
    const named = ours.some(({ numbers }) => numbers.length > 0);
    const finding = named ? 'debit_for_number' : 'debit_as_approved';
    return { source, finding, debit: { amount: due, approved: due }, verdict: 'unknown' };
  }
  // A debit that nobody could read, or of an unknown amount, may be this one: not even its absence is known.
  if (!isWhole || ours.some(({ amount }) => amount === undefined))
    return { source, finding: 'unreadable', verdict: 'unknown' };
  const amount = ours[0]?.amount;
  if (!amount) return { source, finding: 'no_debit', verdict: 'unknown' };
  const debit = { amount, approved: due };
  return { source, finding: 'other_debit', debit, verdict: 'unknown' };
}
