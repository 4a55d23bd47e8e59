import type { Actor, NoCard } from '../../domain/actor.ts';
import { type HoldingForm, stillChoosable } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { budgetUseOf, type Charge, chargesOf, monthOf } from '../../domain/order/budget.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderDraft } from '../../domain/order/order-draft.ts';
import { type Offer, quotesOf } from '../../domain/order/order-flags.ts';
import {
  groupsToAsk,
  type MayNotAsk,
  mayAsk,
  type Rulebook,
} from '../../domain/policy/rulebook.ts';
import type { Clock, NewId } from '../../runtime.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { Usage } from '../../store/usage.ts';
import type { People } from '../identify.ts';
import type { Search } from '../numbers/search-numbers.ts';

export type DraftResult =
  | { ok: true; draft: OrderDraft }
  | { ok: false; why: 'gone' }
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
  const { drafts, search, cardPlaces, rulebook, clock, newId } = deps;

  /** People whom we would refuse hear it before they fill in the form. */
  async function foresee(
    book: Rulebook,
    { teamId, userId }: Actor,
    channel: string,
    { country, price }: AvailableNumber,
  ): Promise<Foreseen | undefined> {
    const { in: groups, unread } = await deps.lately.groupsOf(userId, groupsToAsk(book));
    const reason = mayAsk(book, { userId, groups }, { channel, country, price });
    const isSure = reason?.why !== 'person' || unread.length === 0;
    if (reason && isSure) return { ok: false, why: 'may_not_ask', reason };
    const now = clock.now();
    const [month, fees] = await Promise.all([
      deps.usage.of(teamId, monthOf(now)),
      deps.usage.fees(teamId),
    ]);
    const use = budgetUseOf(book.limits, { price, channel, groups, now }, { month, fees });
    const charge = chargesOf(use).find((each) => each.used + each.amount > each.limit);
    return charge && { ok: false, why: 'over_limit', charge };
  }

  /** The labels of somebody's last request. */
  async function labelsLike({ labels }: Rulebook, actor: Actor): Promise<HoldingForm['labels']> {
    const last = labels.length > 0 ? await deps.lastOf(actor) : undefined;
    return stillChoosable(labels, last?.holding?.labels);
  }

  /** Saves what the form will show, so the price a person sees is the price we pin. */
  return async function draft(
    actor: Actor,
    askedIn: string,
    chosen: { country: string; region: string; offer: Offer },
  ): Promise<DraftResult> {
    const book = await rulebook(actor.teamId, askedIn);
    if (!book) return { ok: false, why: 'no_policy' };
    if (isDirectMessage(askedIn) && book.channel === undefined)
      return { ok: false, why: 'nobody_to_ask' };
    // Other obstacles can be lifted, so they are reported when they occur; the card then appears by itself.
    const place = book.channel ? undefined : await cardPlaces(askedIn, actor.userId);
    if (place === 'direct_messages') return { ok: false, why: 'no_card', place };
    const offer = await search.offered(chosen.country, chosen.region);
    const quotes = quotesOf(chosen.offer, offer.numbers);
    if (!quotes) return { ok: false, why: 'gone' };
    const foreseen = await foresee(book, actor, askedIn, quotes[0]);
    if (foreseen) return foreseen;
    const kept: OrderDraft = {
      id: newId('ord'),
      team: actor.teamId,
      requester: actor.userId,
      askedIn,
      quotes: [...quotes],
      labels: await labelsLike(book, actor),
    };
    await drafts.keep(kept);
    return { ok: true, draft: kept };
  };
}
export type DraftOrder = ReturnType<typeof createDraftOrder>;

function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}
