import type { Actor } from '../../domain/actor.ts';
import { firstCharge, type Money } from '../../domain/money.ts';
import {
  cheapestOf,
  chooseSeveral,
  type NotChosen,
  orderableOf,
  type SeveralWish,
} from '../../domain/numbers/cheapest-numbers.ts';
import {
  type AvailableNumber,
  DEFAULT_SORT,
  mayBeOffered,
  type NumberQuery,
  type Offer,
  REGION_MAX,
} from '../../domain/numbers/number-search.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import { DEFAULT_RULEBOOK, type Rulebook } from '../../domain/policy/rulebook.ts';
import type { Orders } from '../../store/records.ts';
import { unreadOffer } from '../order/check-before-purchase.ts';
import type { DraftOrder, DraftResult } from '../order/draft-order.ts';
import type { Rest, RestRequested } from '../order/rest.ts';
import type { Search } from './search-numbers.ts';

/** `upTo`: the most that one of them cost. */
type RestWish = {
  ok: true;
  channel: string;
  query: NumberQuery;
  purpose: string;
  count: number;
  upTo: Money;
};

type NoRest =
  | { ok: false; why: 'nothing_left' }
  | ({ ok: false; why: 'rest_requested' } & RestRequested);

/** From a search to the form of a request for several of its numbers. */
export function createChooseSeveral(deps: {
  search: Pick<Search, 'forSale' | 'forget'>;
  draftOrder: DraftOrder;
  orders: Pick<Orders, 'holder' | 'get'>;
  rest: Pick<Rest, 'leftOf' | 'askedBy'>;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
}) {
  /** Those of a search that may be ordered, in its order. Throws AppError `vobiz_*`. */
  async function orderable(
    team: string,
    channel: string,
    query: NumberQuery,
  ): Promise<{ numbers: AvailableNumber[]; offer: Offer }> {
    const [book = DEFAULT_RULEBOOK, offer] = await Promise.all([
      deps.rulebook(team, channel),
      deps.search.forSale(team, query.country, query.region),
    ]);
    return { numbers: orderableOf(offer.numbers, query, book.limits.maxPrice), offer };
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
    orderable: async (team: string, channel: string, query: NumberQuery) =>
      (await orderable(team, channel, query)).numbers,

    /** What a request for several was short of, to be chosen again by one person at no higher price each. */
    async rest(actor: Actor, orderId: string): Promise<RestWish | NoRest> {
      const { teamId: team } = actor;
      const order = await deps.orders.get({ team, id: orderId });
      if (!order || !isLead(order)) return { ok: false, why: 'nothing_left' };
      const taken = await deps.rest.askedBy(order);
      if (taken) return { ok: false, why: 'rest_requested', ...taken };
      const { left, asked } = await deps.rest.leftOf(order);
      const [first] = left;
      if (!first) {
        return asked
          ? { ok: false, why: 'rest_requested', order: asked }
          : { ok: false, why: 'nothing_left' };
      }
      const { country, region, price } = first;
      const isOneRegion =
        region.length <= REGION_MAX && left.every((number) => number.region === region);
      const charges = left.map((number) => firstCharge(number.price).minor);
      const { currency } = price.setup;
      await deps.search.forget(country, region);
      return {
        ok: true,
        // Somebody else's direct messages are no place to ask in.
        channel: actor.userId === order.requester ? order.askedIn : order.channel,
        query: { country, region: isOneRegion ? region : '', digits: '', sort: DEFAULT_SORT },
        purpose: order.purpose,
        count: left.length,
        upTo: { minor: Math.max(...charges), currency },
      };
    },

    async draft(
      actor: Actor,
      channel: string,
      query: NumberQuery,
      wish: SeveralWish,
      restOf?: string,
    ): Promise<DraftResult | ({ ok: false } & NotChosen)> {
      const { numbers: all, offer: read } = await orderable(actor.teamId, channel, query);
      const { within, next } = cheapestOf(all, query.sort, wish);
      const needed = wish.count + wish.picked.length;
      const chosen = chooseSeveral(wish, all, {
        free: await free(actor.teamId, within, needed),
        next,
      });
      if (!chosen.ok) {
        const lacks = chosen.why === 'not_offered' ? chosen.gone : [];
        if (lacks.some(({ e164 }) => mayBeOffered(read, e164))) throw unreadOffer();
        return chosen;
      }
      const [offer, ...more] = chosen.numbers;
      const { country, region } = query;
      return deps.draftOrder(actor, channel, { country, region, offer, more, restOf });
    },
  };
}
export type ChooseSeveral = ReturnType<typeof createChooseSeveral>;
