import type { Actor } from '../../domain/actor.ts';
import {
  cheapestOf,
  chooseSeveral,
  type NotChosen,
  orderableOf,
  type SeveralWish,
} from '../../domain/numbers/cheapest-numbers.ts';
import type { AvailableNumber, NumberQuery } from '../../domain/numbers/number-search.ts';
import { DEFAULT_RULEBOOK, type Rulebook } from '../../domain/policy/rulebook.ts';
import type { Orders } from '../../store/records.ts';
import type { DraftOrder, DraftResult } from '../order/draft-order.ts';
import type { Search } from './search-numbers.ts';

/** From a search to the form of a request for several of its numbers. */
export function createChooseSeveral(deps: {
  search: Pick<Search, 'offered'>;
  draftOrder: DraftOrder;
  orders: Pick<Orders, 'holder'>;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
}) {
  /** Those of a search that may be ordered, in its order. Throws AppError `vobiz_*`. */
  async function orderable(
    team: string,
    channel: string,
    query: NumberQuery,
  ): Promise<AvailableNumber[]> {
    const [book = DEFAULT_RULEBOOK, offer] = await Promise.all([
      deps.rulebook(team, channel),
      deps.search.offered(query.country, query.region),
    ]);
    return orderableOf(offer.numbers, query, book.limits.maxPrice);
  }

  /** The first of them that nobody else requests now, as many as needed. */
  async function free(
    team: string,
    numbers: readonly AvailableNumber[],
    needed: number,
  ): Promise<AvailableNumber[]> {
    const found: AvailableNumber[] = [];
    for (let at = 0; at < numbers.length && found.length < needed; at += needed) {
      const some = numbers.slice(at, at + needed);
      const holders = await Promise.all(some.map(({ e164 }) => deps.orders.holder(team, e164)));
      found.push(...some.filter((_, each) => holders[each] === undefined));
    }
    return found;
  }

  return {
    orderable,

    async draft(
      actor: Actor,
      channel: string,
      query: NumberQuery,
      wish: SeveralWish,
    ): Promise<DraftResult | ({ ok: false } & NotChosen)> {
      const all = await orderable(actor.teamId, channel, query);
      const { within, next } = cheapestOf(all, query.sort, wish);
      const needed = wish.count + wish.picked.length;
      const chosen = chooseSeveral(wish, all, {
        free: await free(actor.teamId, within, needed),
        next,
      });
      if (!chosen.ok) return chosen;
      const [offer, ...more] = chosen.numbers;
      const { country, region } = query;
      return deps.draftOrder(actor, channel, { country, region, offer, more });
    },
  };
}
export type ChooseSeveral = ReturnType<typeof createChooseSeveral>;
