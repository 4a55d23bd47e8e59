import {
  type AccountProblem,
  type AccountSeen,
  accountProblem,
  hinders,
} from '../../domain/account/account-problem.ts';
import { isWithin } from '../../domain/elapsed.ts';
import { firstCharge } from '../../domain/money.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Enqueue } from '../../jobs/queue.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { AccountStore } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';

/** Vobiz suggests keeping an account for 15 minutes and a balance for one; nothing is bought on the word of this. */
const EVERY_MS = 5 * 60_000;
/** The sweep waits for it. */
const LONGEST_MS = 10_000;

/** What is likely to stop this purchase, from what was last read. */
export function createAccountProblem(deps: { accountSeen: AccountStore; clock: Clock }) {
  return async (orders: readonly Order[]): Promise<AccountProblem | undefined> =>
    problemFor(await deps.accountSeen.kept(), orders, deps.clock.now());
}
export type AccountProblemOf = ReturnType<typeof createAccountProblem>;

function problemFor(seen: AccountSeen | undefined, orders: readonly Order[], now: number) {
  return accountProblem(
    seen,
    orders.map(({ number }) => firstCharge(number.price)),
    now,
  );
}

/**
 * Reads the account while requests wait for approval, and redraws their cards and the Homes when that changes what they say.
 * A step of the sweep: it takes turns over processes. An unreadable account changes nothing.
 */
export function createWatchAccount(deps: {
  vobiz: Pick<VobizClient, 'account' | 'balance'>;
  accountSeen: AccountStore;
  waiting: () => Promise<readonly Order[]>;
  deliveries: Deliveries;
  enqueue: Pick<Enqueue, 'redraw'>;
  homesChanged: () => Promise<void>;
  clock: Clock;
  log: Log;
}) {
  const { vobiz, accountSeen, deliveries, clock, log } = deps;

  return async function watch(): Promise<void> {
    const before = await accountSeen.kept();
    if (before && isWithin(before.at, EVERY_MS, clock.now())) return;
    const waiting = await deps.waiting();
    const [first] = waiting;
    if (!first) return;
    const seen = await read(firstCharge(first.number.price).currency);
    if (!seen) return;
    await accountSeen.keep(seen);
    const says = (one: AccountSeen | undefined, orders: readonly Order[]) =>
      JSON.stringify(problemFor(one, orders, clock.now()) ?? null);
    for (const order of waiting) {
      if (says(before, [order]) !== says(seen, [order])) await redraw(order);
    }
    if (says(before, waiting) !== says(seen, waiting)) await deps.homesChanged();
  };

  async function read(currency: string): Promise<AccountSeen | undefined> {
    try {
      const opts = { signal: AbortSignal.timeout(LONGEST_MS) };
      const { active, verified, trial, currency: billed = currency } = await vobiz.account(opts);
      const balance = await vobiz.balance(billed, opts);
      return { at: clock.now(), active, verified, trial, balance };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ event: 'account.not_read', code: error.code, err: error });
      return undefined;
    }
  }

  /** The record is the same, so its card is current until we say that it is not. */
  async function redraw(order: Ref & { revision: number }): Promise<void> {
    const card = await deliveries.get(order, 'card');
    if (card?.state !== 'sent') return;
    await deliveries.put(order, 'card', { ...card, revision: 0 });
    await deps.enqueue.redraw(order, order.revision);
  }
}

/** What of it a card says; the rest is for Homes. */
export function onCard(problem: AccountProblem | undefined): AccountProblem | undefined {
  return hinders(problem) ? problem : undefined;
}
