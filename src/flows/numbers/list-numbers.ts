import type { Actor } from '../../domain/actor.ts';
import { type Connectable, isConnectable } from '../../domain/connection/connectable.ts';
import {
  mergeNumbers,
  type NumberEntry,
  type OwnedSeen,
  type SeenAtVobiz,
} from '../../domain/numbers/owned-number-list.ts';
import { type Forbidden, mayAct } from '../../domain/policy/policy.ts';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { NumbersSeen } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Identify } from '../identify.ts';

/** How many of the newest orders, and of the newest verifications, we read. */
const RECORDS_LOOKED_AT = 1_000;
/** The most anyone has asked for: 20 pages of a hundred. A server with smaller pages is asked for more of them. */
const OWNED_MAX = 2_000;
const OWNED_PAGES_MAX = 80;

export type RecordLists = {
  orders: Pick<Orders, 'newest'>;
  verifications: Pick<Verifications, 'newest'>;
};

/** `connectable`: those whose number is the team's. `complete`: false if there are more records than we read. */
export async function newestRecords(lists: RecordLists, team: string) {
  const [orders, verifications] = await Promise.all([
    lists.orders.newest(team, RECORDS_LOOKED_AT),
    lists.verifications.newest(team, RECORDS_LOOKED_AT),
  ]);
  const connectable: Connectable[] = [...orders, ...verifications].filter(isConnectable);
  const complete = [orders, verifications].every(({ length }) => length < RECORDS_LOOKED_AT);
  return { orders, verifications, connectable, complete };
}

export type NumberList = {
  entries: readonly NumberEntry[];
  /** Why Vobiz's lists are missing in whole or part. */
  failure?: unknown;
  /** False if there are more records, or more numbers at Vobiz, than we read. */
  complete: boolean;
};

export function createListNumbers(
  deps: RecordLists & {
    vobiz: Pick<VobizClient, 'ownedPage' | 'channels'>;
    seen: NumbersSeen;
    identify: Identify;
    clock: Clock;
  },
) {
  const { vobiz } = deps;

  /** Vobiz's lists, at most a minute old. Reports a list it cannot read. */
  async function checkAtVobiz(): Promise<SeenAtVobiz & { failure?: unknown; cut?: boolean }> {
    const kept = await deps.seen.kept();
    if (kept) return kept;
    const at = deps.clock.now();
    const [owned, channels] = await Promise.allSettled([allOwned(), vobiz.channels()]);
    const failure = failureOf(owned) ?? failureOf(channels);
    const seen = {
      at,
      ...(owned.status === 'fulfilled' && { owned: owned.value.numbers }),
      ...(channels.status === 'fulfilled' && { channels: channels.value }),
    };
    if (failure !== undefined) return { ...seen, failure };
    const cut = owned.status === 'fulfilled' && owned.value.cut;
    if (!cut) await deps.seen.keep(seen);
    return { ...seen, cut };
  }

  /**
   * Vobiz decides the page size. Stops after an empty page, one with nothing new (a server that ignores `page` repeats
   * the first), Vobiz's own total, or, if it gives none, a page smaller than the one before.
   */
  async function allOwned(): Promise<{ numbers: OwnedSeen[]; cut: boolean }> {
    const numbers = new Map<string, OwnedSeen>();
    let listed = 0;
    let before = 0;
    for (let page = 1; page <= OWNED_PAGES_MAX && numbers.size < OWNED_MAX; page += 1) {
      const known = numbers.size;
      const answer = await vobiz.ownedPage(page);
      listed += answer.listed;
      for (const number of answer.numbers) numbers.set(number.e164, number);
      const isRepeated = answer.numbers.length > 0 && numbers.size === known;
      const isLast = answer.total === undefined ? answer.listed < before : listed === answer.total;
      before = answer.listed;
      if (isLast || answer.listed === 0 || isRepeated) {
        return { numbers: [...numbers.values()], cut: false };
      }
    }
    return { numbers: [...numbers.values()], cut: true };
  }

  return {
    /** Why this person may not see the list; undefined if they may. Guests and outsiders must not learn prices. */
    forbids: async (actor: Actor): Promise<Forbidden | undefined> =>
      mayAct(await deps.identify(actor, [])),

    /** Whether Vobiz need not be asked for its lists. */
    isKept: async (): Promise<boolean> => (await deps.seen.kept()) !== undefined,

    async all(actor: Actor): Promise<NumberList> {
      const [{ connectable, complete }, { failure, cut, ...seen }] = await Promise.all([
        newestRecords(deps, actor.teamId),
        checkAtVobiz(),
      ]);
      return {
        entries: mergeNumbers(connectable, seen),
        complete: complete && !cut,
        ...(failure !== undefined && { failure }),
      };
    },
  };
}
export type ListNumbers = ReturnType<typeof createListNumbers>;

/** Rethrows errors that are not Vobiz's. */
function failureOf(settled: PromiseSettledResult<unknown>): unknown {
  if (settled.status === 'fulfilled') return undefined;
  const { reason } = settled;
  if (reason instanceof AppError && reason.code.startsWith('vobiz_')) return reason;
  throw reason;
}
