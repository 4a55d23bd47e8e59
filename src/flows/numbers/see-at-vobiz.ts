import { inUse, type OwnedSeen, type SeenAtVobiz } from '../../domain/numbers/owned-number-list.ts';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { NumbersSeen } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';

/** The most anyone has asked for: 20 pages of a hundred. A server with smaller pages is asked for more of them. */
export const OWNED_MAX = 2_000;
const OWNED_PAGES_MAX = 80;

type Seen = {
  seen: SeenAtVobiz;
  /** Why a list could not be read. */
  failure?: unknown;
  /** True if Vobiz lists more numbers than we read. */
  cut: boolean;
};

/** Vobiz's lists, at most a minute old. Reports a list it cannot read. */
export function createSeeAtVobiz(deps: {
  vobiz: Pick<VobizClient, 'ownedPage' | 'channels'>;
  seen: NumbersSeen;
  clock: Clock;
}) {
  const { vobiz } = deps;

  /**
   * Vobiz decides the page size. Stops after an empty page, one with nothing new (a server that ignores `page` repeats
   * the first), Vobiz's own total, or, if it gives none, a page smaller than the one before.
   */
  async function allOwned(): Promise<{ numbers: OwnedSeen[]; unread: number; cut: boolean }> {
    const numbers = new Map<string, OwnedSeen>();
    let listed = 0;
    let before = 0;
    let unread = 0;
    for (let page = 1; page <= OWNED_PAGES_MAX && numbers.size < OWNED_MAX; page += 1) {
      const known = numbers.size;
      const answer = await vobiz.ownedPage(page);
      listed += answer.listed;
      unread += answer.unread.length;
      for (const number of answer.numbers)
        numbers.set(number.e164, inUse(numbers.get(number.e164), number));
      const isRepeated = answer.numbers.length > 0 && numbers.size === known;
      const isLast = answer.total === undefined ? answer.listed < before : listed === answer.total;
      before = answer.listed;
      if (isLast || answer.listed === 0 || isRepeated) {
        return { numbers: [...numbers.values()], unread, cut: false };
      }
    }
    return { numbers: [...numbers.values()], unread, cut: true };
  }

  return async (): Promise<Seen> => {
    const kept = await deps.seen.kept();
    if (kept) return { seen: kept, cut: false };
    const at = deps.clock.now();
    const [owned, channels] = await Promise.allSettled([allOwned(), vobiz.channels()]);
    const failure = failureOf(owned) ?? failureOf(channels);
    const seen = {
      at,
      ...(owned.status === 'fulfilled' && { owned: owned.value.numbers }),
      ...(owned.status === 'fulfilled' && owned.value.unread > 0 && { unread: owned.value.unread }),
      ...(channels.status === 'fulfilled' && { channels: channels.value }),
    };
    const cut = owned.status === 'fulfilled' && owned.value.cut;
    if (failure !== undefined) return { seen, cut, failure };
    if (!cut) await deps.seen.keep(seen);
    return { seen, cut };
  };
}

/** Rethrows errors that are not Vobiz's. */
function failureOf(settled: PromiseSettledResult<unknown>): unknown {
  if (settled.status === 'fulfilled') return undefined;
  const { reason } = settled;
  if (reason instanceof AppError && reason.code.startsWith('vobiz_')) return reason;
  throw reason;
}
