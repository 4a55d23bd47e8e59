import { isTooNew, nextLookAt } from '../../domain/account/look.ts';
import {
  afterReading,
  mayReadOrders,
  orderReadTurns,
  planReading,
  type ReadingState,
  stateAsOf,
} from '../../domain/account/reading-pace.ts';
import { isConnectable } from '../../domain/connection/connectable.ts';
import { isTracked } from '../../domain/connection/connection.ts';
import type { Order } from '../../domain/order/order.ts';
import { stateIs } from '../../domain/order/order-state-facts.ts';
import { kindOf } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { errorCode } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Due, Looks } from '../../store/looks.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { NumbersSeen } from '../../store/vobiz-lists.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { AccountReading, BeginReading } from '../../vobiz/account-reading.ts';
import type { TrackConnection } from '../connection/track-connection.ts';
import { isGivingBack, type TrackGiveBack } from '../giveback/track-give-back.ts';
import { OWNED_MAX } from '../numbers/see-at-vobiz.ts';
import type { TrackOrder } from '../order/track-order.ts';
import type { WatchNumbers } from './watch-numbers.ts';

/** Records read, compared and put off together. */
const SLICE = 500;
/** Records saved at once, where something is new. */
const AT_ONCE = 20;
/** How long numbers are looked up one by one before others get their turn. */
const ONE_BY_ONE_MS = 20_000;
/** More than any workspace has. */
const DUE_MAX = 1_000_000;

export type ReadingOutcome =
  | { kind: 'nothing_due' }
  /** Somebody else reads now. */
  | { kind: 'taken' }
  /** Not before then (epoch ms). `isPaused`: Vobiz asked us to wait. */
  | { kind: 'too_soon'; until: number; isPaused: boolean }
  /** `failure`: why it was given up. What it did not serve stays due. */
  | { kind: 'done'; failure?: unknown };

type ReadOptions = {
  signal?: AbortSignal | undefined;
  /** A person asked for this look: it is served alone. */
  only?: Due | undefined;
};
type Reading = {
  account: AccountReading;
  startedAt: number;
  signal: AbortSignal | undefined;
  /** Whether all numbers are known, so that a look costs no call. */
  all: boolean;
  /** Orders whose turn it is to be read by themselves. */
  turns: ReadonlySet<string>;
};

/**
 * Reads the account's lists once for every look that is due. One reader at a time over all processes. Never times out:
 * a record that Vobiz leaves open is looked at again, after growing waits.
 */
export function createReadAccount(deps: {
  looks: Looks;
  orders: Pick<Orders, 'many'>;
  verifications: Pick<Verifications, 'many'>;
  beginReading: BeginReading;
  trackOrder: TrackOrder;
  trackGiveBack: TrackGiveBack;
  trackConnection: TrackConnection;
  watchNumbers: WatchNumbers;
  /** The list of numbers shows what was read here. */
  numbersSeen: Pick<NumbersSeen, 'keep'>;
  vobizPause: Pick<VobizPause, 'until'>;
  clock: Clock;
  log: Log;
}) {
  const { looks, clock, log } = deps;

  async function begun(token: string, options: ReadOptions): Promise<ReadingOutcome> {
    const startedAt = clock.now();
    const state = stateAsOf(await looks.state(), startedAt);
    const due = options.only ? 1 : await looks.count(startedAt);
    if (due === 0) return { kind: 'nothing_due' };
    const plan = planReading(await weightOf(due, options, startedAt), state, startedAt);
    const pausedUntil = await deps.vobizPause.until(startedAt);
    if (pausedUntil) return { kind: 'too_soon', until: pausedUntil, isPaused: true };
    if (plan.kind === 'wait') return { kind: 'too_soon', until: plan.until, isPaused: false };
    const all = plan.kind === 'all';
    const { by, atMost } = all
      ? { by: plan.dueBy, atMost: DUE_MAX }
      : { by: startedAt, atMost: plan.atMost };
    const { signal, only } = options;
    const found = only ? [only] : await looks.due(by, atMost);
    const account = deps.beginReading({ all, signal, onCall: () => looks.extend(token) });
    const turns = new Set(turnsIn(found, state, startedAt, only));
    return run(found, state, { account, startedAt, signal, all, turns });
  }

  /** To watch everything, everything is read. */
  async function weightOf(due: number, { only }: ReadOptions, now: number): Promise<number> {
    const watchAt = only ? undefined : await looks.watchAt();
    return watchAt !== undefined && watchAt <= now ? Number.POSITIVE_INFINITY : due;
  }

  async function run(
    found: readonly Due[],
    state: ReadingState,
    reading: Reading,
  ): Promise<ReadingOutcome> {
    const { account, startedAt, turns, signal } = reading;
    let failure: unknown;
    try {
      await account.begin();
      for (let at = 0; at < found.length; at += SLICE) {
        await serve(found.slice(at, at + SLICE), reading);
      }
      await keepLists(reading);
    } catch (error) {
      failure = error;
      log.warn({ event: 'reading.given_up', due: found.length, err: error });
    }
    // Cut off by a shutdown, it says nothing about Vobiz.
    const hasFailed = failure !== undefined && !signal?.aborted;
    const done = { ...account.took(), startedAt, hasFailed, lastTurn: [...turns].at(-1) };
    await looks.keepState(afterReading(state, done));
    await deps.watchNumbers(hasFailed ? undefined : await account.seen(), startedAt);
    return { kind: 'done', ...(failure !== undefined && { failure }) };
  }

  async function keepLists({ account, startedAt }: Reading): Promise<void> {
    const lists = await account.lists();
    if (lists && (lists.owned?.length ?? 0) <= OWNED_MAX)
      await deps.numbersSeen.keep({ at: startedAt, ...lists });
  }

  async function serve(due: readonly Due[], reading: Reading): Promise<void> {
    const records = await load(due);
    const served: (Due & { next: number | undefined })[] = [];
    const serveOne = async (at: number) => {
      const [one, record] = [due[at], records[at]];
      if (!one || (record && isTooNew(record, reading.startedAt, clock.now())) || isLate(reading))
        return;
      served.push({ ...one, next: record && (await lookAt(record, reading)) });
    };
    const isAlone = (at: number) => !reading.all || reading.turns.has(due[at]?.ref.id ?? '');
    const places = [...due.keys()];
    try {
      // Calls to Vobiz are made one after the other.
      for (const at of places.filter(isAlone)) await serveOne(at);
      const others = places.filter((at) => !isAlone(at));
      for (let at = 0; at < others.length; at += AT_ONCE) {
        await Promise.all(others.slice(at, at + AT_ONCE).map(serveOne));
      }
    } finally {
      await looks.done(served);
    }
  }

  /** Where each search takes long, the rest stays due: nobody else can read meanwhile. */
  function isLate({ all, startedAt }: Reading): boolean {
    return !all && clock.now() > startedAt + ONE_BY_ONE_MS;
  }

  async function load(due: readonly Due[]): Promise<readonly (Order | Verification | undefined)[]> {
    const refs = due.map(({ ref }) => ref);
    const of = (kind: string) => refs.filter(({ id }) => kindOf(id) === kind);
    const records = await Promise.all([
      deps.orders.many(of('order')),
      deps.verifications.many(of('verification')),
    ]);
    const byId = new Map(records.flat().map((record) => [`${record.team} ${record.id}`, record]));
    return refs.map(({ team, id }) => byId.get(`${team} ${id}`));
  }

  /** When it must be looked at next; undefined once nothing is tracked. */
  async function lookAt(
    record: Order | Verification,
    reading: Reading,
  ): Promise<number | undefined> {
    try {
      return nextLookAt(await tracked(record, reading), clock.now());
    } catch (error) {
      const isOfAccount = ['vobiz_rate_limited', 'vobiz_credentials'].includes(errorCode(error));
      if (isOfAccount || reading.signal?.aborted) throw error;
      log.warn({ event: 'track.look_failed', record_id: record.id, err: error });
      return nextLookAt(record, clock.now());
    }
  }

  async function tracked(
    record: Order | Verification,
    { account, startedAt, turns }: Reading,
  ): Promise<Order | Verification> {
    if (record.kind === 'order' && stateIs(record, 'tracked')) {
      return deps.trackOrder(record, (sought) => account.findOrder(sought, turns.has(record.id)));
    }
    const seen = isGivingBack(record)
      ? await deps.trackGiveBack(record, account, startedAt)
      : record;
    if (isConnectable(seen) && isTracked(seen.connection)) {
      return deps.trackConnection(seen, await account.channels(), startedAt);
    }
    return seen;
  }

  return async function readAccount(options: ReadOptions = {}): Promise<ReadingOutcome> {
    const token = await looks.take();
    if (token === undefined) return { kind: 'taken' };
    try {
      return await begun(token, options);
    } finally {
      await looks.release(token);
    }
  };
}
export type ReadAccount = ReturnType<typeof createReadAccount>;

/** The orders that are read by themselves this time: the one that a person asked for, or those whose turn it is. */
function turnsIn(
  found: readonly Due[],
  state: ReadingState,
  now: number,
  only: Due | undefined,
): string[] {
  const ids = found.map(({ ref }) => ref.id);
  return only && mayReadOrders(state, now) ? ids : orderReadTurns(state, ids, now);
}
