import {
  type AccountProblem,
  type AccountSeen,
  accountProblem,
  type Hindrance,
  hinders,
} from '../../domain/account/account-problem.ts';
import { isWithin } from '../../domain/elapsed.ts';
import { firstCharge } from '../../domain/money.ts';
import { priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Enqueue } from '../../jobs/queue.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { AccountStore } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { markStale } from '../deliver.ts';

/** Vobiz suggests keeping an account for 15 minutes and a balance for one; nothing is bought on the word of this. */
const EVERY_MS = 5 * 60_000;
/** The sweep waits for it. */
const LONGEST_MS = 10_000;

/** What may stop purchases, from what was last read. */
export function createAccountProblems(deps: { accountSeen: AccountStore; clock: Clock }) {
  const { accountSeen, clock } = deps;
  return {
    forHome: async (waiting: readonly Order[]): Promise<AccountProblem | undefined> =>
      problemFor(await accountSeen.kept(), waiting, clock.now()),
    forCard: async (order: Order): Promise<Hindrance | undefined> =>
      hindranceOf(await accountSeen.kept(), order, clock.now()),
  };
}
export type AccountProblems = ReturnType<typeof createAccountProblems>;

function hindranceOf(seen: AccountSeen | undefined, order: Order, now: number) {
  const problem = problemFor(seen, [order], now);
  return hinders(problem) ? problem : undefined;
}

function problemFor(seen: AccountSeen | undefined, orders: readonly Order[], now: number) {
  return accountProblem(
    seen,
    orders.map((order) => firstCharge(priceOfAll(order))),
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
    const differs = (said: (one: AccountSeen | undefined) => AccountProblem | undefined) =>
      JSON.stringify(said(before)) !== JSON.stringify(said(seen));
    const now = clock.now();
    for (const order of waiting) {
      if (differs((one) => hindranceOf(one, order, now))) await redraw(order);
    }
    if (differs((one) => problemFor(one, waiting, now))) await deps.homesChanged();
  };

  async function read(currency: string): Promise<AccountSeen | undefined> {
    try {
      const opts = { signal: AbortSignal.timeout(LONGEST_MS) };
      const { active, verified, trial, currency: billed = currency } = await vobiz.account(opts);
      const seen = { at: clock.now(), active, verified, trial };
      // An account that can't buy may not show its balance either, which would say nothing more.
      if (active === false || verified === false) return seen;
      return { ...seen, balance: await vobiz.balance(billed, opts) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ event: 'account.not_read', code: error.code, err: error });
      return undefined;
    }
  }

  /** The record is the same, so its card is current until we say that it is not. */
  async function redraw(order: Ref & { revision: number }): Promise<void> {
    if (await markStale(deliveries, order, 'card'))
      await deps.enqueue.redraw(order, order.revision);
  }
}
