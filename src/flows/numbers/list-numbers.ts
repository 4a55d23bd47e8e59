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
import type { NumbersSeen } from '../../store/short-lived.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Identify } from '../identify.ts';

/** So many of the newest requests, and of the newest verifications, are looked at. */
export const RECORDS_LOOKED_AT = 1_000;
/** As many pages of a hundred numbers as anybody has asked for. Servers that give smaller pages are asked for more. */
const OWNED_MAX = 2_000;
const OWNED_PAGES_MAX = 80;

export type NumberList = {
  entries: readonly NumberEntry[];
  /** Why Vobiz's own lists are missing, in whole or in part; absent when they are there. */
  failure?: unknown;
  /** False when there are more records, or more numbers at Vobiz, than were looked at. */
  complete: boolean;
};

/** The workspace's numbers, as our records and Vobiz know them. */
export function createListNumbers(deps: {
  orders: Pick<Orders, 'newest'>;
  verifications: Pick<Verifications, 'newest'>;
  vobiz: Pick<VobizClient, 'ownedPage' | 'channels'>;
  seen: NumbersSeen;
  identify: Identify;
  clock: Clock;
}) {
  const { vobiz } = deps;

  /** What Vobiz lists, at most a minute old. What cannot be read is left out and said. */
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
   * Ends where a page is empty or brings nothing new, for a server that ignores `page` answers the first for ever; or once as
   * many came as there are by Vobiz's own count, or fewer than on the page before where it has none. How many a page holds is
   * up to Vobiz, whatever was asked for.
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
    /** Why this person may not see the list; undefined when they may: guests and outsiders do not learn what it costs. */
    forbids: async (actor: Actor): Promise<Forbidden | undefined> =>
      mayAct(await deps.identify(actor, [])),

    async all(actor: Actor): Promise<NumberList> {
      const [orders, verifications, { failure, cut, ...seen }] = await Promise.all([
        deps.orders.newest(actor.teamId, RECORDS_LOOKED_AT),
        deps.verifications.newest(actor.teamId, RECORDS_LOOKED_AT),
        checkAtVobiz(),
      ]);
      const records: Connectable[] = [...orders, ...verifications].filter(isConnectable);
      const isWhole = [orders, verifications].every(({ length }) => length < RECORDS_LOOKED_AT);
      return {
        entries: mergeNumbers(records, seen),
        complete: isWhole && !cut,
        ...(failure !== undefined && { failure }),
      };
    },
  };
}
export type ListNumbers = ReturnType<typeof createListNumbers>;

/** Faults of our own are not Vobiz's: those are thrown. */
function failureOf(settled: PromiseSettledResult<unknown>): unknown {
  if (settled.status === 'fulfilled') return undefined;
  const { reason } = settled;
  if (reason instanceof AppError && reason.code.startsWith('vobiz_')) return reason;
  throw reason;
}
