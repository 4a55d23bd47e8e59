import type { Actor, NoCard } from '../../domain/actor.ts';
import { type HoldingForm, stillChoosable } from '../../domain/numbers/holding.ts';
import { type AvailableNumber, mayBeOffered } from '../../domain/numbers/number-search.ts';
import { type NotTogether, whyNotTogether } from '../../domain/order/asked-numbers.ts';
import { beyondLimit, type Charge } from '../../domain/order/budget.ts';
import { type Offer, quotesOf } from '../../domain/order/current-offer.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderDraft } from '../../domain/order/order-draft.ts';
import type { MayNotAsk, Rulebook } from '../../domain/policy/rulebook.ts';
import type { Clock, NewId } from '../../runtime.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { Usage } from '../../store/usage.ts';
import type { People } from '../identify.ts';
import type { Search } from '../numbers/search-numbers.ts';
import { unreadOffer } from './check-before-purchase.ts';
import { judgeRequest } from './judge-request.ts';

export type DraftResult =
  | { ok: true; draft: OrderDraft }
  | { ok: false; why: 'gone'; number: Pick<AvailableNumber, 'e164'> }
  | { ok: false; why: 'not_together'; problem: NotTogether }
  /** Asked in a direct message without a policy channel: nobody else would see the card. */
  | { ok: false; why: 'nobody_to_ask' }
  /** The card would go where it was asked for, and cannot appear there. */
  | { ok: false; why: 'no_card'; place: NoCard }
  | { ok: false; why: 'no_policy' }
  | Foreseen;

/** What would keep the request from being made. Judged again when it is sent. */
type Foreseen =
  | { ok: false; why: 'may_not_ask'; reason: MayNotAsk }
  /** `charge.used`: the limit's usage now. */
  | { ok: false; why: 'over_limit'; charge: Charge };

/** Begins a request: keeps what its form will show. Says at once what would keep the request from being made. */
export function createDraftOrder(deps: {
  drafts: Pick<OrderDrafts, 'keep'>;
  search: Pick<Search, 'offered'>;
  cardPlaces: CardPlaces;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  /** It decides nothing: the requester is checked again. */
  lately: Pick<People, 'groupsOf'>;
  usage: Usage;
  /** Somebody's newest request. */
  lastOf: (actor: Actor) => Promise<Order | undefined>;
  clock: Clock;
  newId: NewId;
}) {
  const { drafts, search, cardPlaces, rulebook, usage, clock, newId } = deps;

  /** People whom we would refuse hear it before they fill in the form. */
  async function foresee(
    book: Rulebook,
    { teamId, userId }: Actor,
    askedIn: string,
    asked: { number: AvailableNumber; more: AvailableNumber[] },
  ): Promise<Foreseen | undefined> {
    const asking = { ...asked, team: teamId, requester: userId, askedIn, now: clock.now() };
    const judged = await judgeRequest({ people: deps.lately, usage }, book, asking);
    if ('reason' in judged) return { ok: false, why: 'may_not_ask', reason: judged.reason };
    const charge = beyondLimit(judged.counted);
    return charge && { ok: false, why: 'over_limit', charge };
  }

  /** Where no card could appear, nobody could be asked. */
  async function noCardFor(
    book: Rulebook,
    askedIn: string,
    { userId }: Actor,
  ): Promise<DraftResult | undefined> {
    if (book.channel) return undefined;
    if (askedIn.startsWith('D')) return { ok: false, why: 'nobody_to_ask' };
    // Other obstacles can be lifted, so they are reported when they occur; the card then appears by itself.
    const place = await cardPlaces(askedIn, userId);
    return place === 'direct_messages' ? { ok: false, why: 'no_card', place } : undefined;
  }

  /** The labels of somebody's last request. */
  async function labelsLike({ labels }: Rulebook, actor: Actor): Promise<HoldingForm['labels']> {
    const last = labels.length > 0 ? await deps.lastOf(actor) : undefined;
    return stillChoosable(labels, last?.holding?.labels);
  }

  /** The price a person sees is the price we pin. `more`: further numbers of the country. Throws AppError `vobiz_*`. */
  return async function draft(
    actor: Actor,
    askedIn: string,
    chosen: {
      country: string;
      region: string;
      offer: Offer;
      more?: readonly Offer[];
      restOf?: string | undefined;
    },
  ): Promise<DraftResult> {
    const book = await rulebook(actor.teamId, askedIn);
    if (!book) return { ok: false, why: 'no_policy' };
    const noCard = await noCardFor(book, askedIn, actor);
    if (noCard) return noCard;
    const offer = await search.offered(chosen.country, chosen.region);
    const found = quotesOfAll([chosen.offer, ...(chosen.more ?? [])], offer.numbers);
    if ('gone' in found) {
      if (mayBeOffered(offer, found.gone.e164)) throw unreadOffer();
      return { ok: false, why: 'gone', number: found.gone };
    }
    const asked = { number: found.quotes[0], more: found.more };
    const problem = whyNotTogether(asked);
    if (problem) return { ok: false, why: 'not_together', problem };
    const foreseen = await foresee(book, actor, askedIn, asked);
    if (foreseen) return foreseen;
    const kept: OrderDraft = {
      id: newId('ord'),
      team: actor.teamId,
      requester: actor.userId,
      askedIn,
      ...found,
      ...(chosen.restOf && { restOf: chosen.restOf }),
      labels: await labelsLike(book, actor),
    };
    await drafts.keep(kept);
    return { ok: true, draft: kept };
  };
}
export type DraftOrder = ReturnType<typeof createDraftOrder>;

/** The offers that the form will show; or the first number that is not offered any more. */
function quotesOfAll(
  [chosen, ...further]: readonly [Offer, ...Offer[]],
  offered: readonly AvailableNumber[],
): (Pick<OrderDraft, 'quotes'> & { more: AvailableNumber[] }) | { gone: Offer } {
  const quotes = quotesOf(chosen, offered);
  if (!quotes) return { gone: chosen };
  const more: AvailableNumber[] = [];
  for (const each of further) {
    const [quote] = quotesOf(each, offered) ?? [];
    if (!quote) return { gone: each };
    more.push(quote);
  }
  return { quotes: more.length > 0 ? [quotes[0]] : [...quotes], more };
}
