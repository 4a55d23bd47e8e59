import type { Actor } from '../domain/actor.ts';
import type { AvailableNumber } from '../domain/available-number.ts';
import type { StopReason } from '../domain/order.ts';
import type { OrderDraft } from '../domain/order-draft.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { AppError } from '../errors.ts';
import type { CheckOffer } from './check-offer.ts';
import type { Made, MakeOrder } from './make-order.ts';
import type { Chance, Log, ShortLived } from './ports.ts';
import type { Search } from './search.ts';

export type Drafted =
  | { ok: true; draft: OrderDraft }
  | { ok: false; why: 'gone' }
  /** Asked in a direct message while no policy names a channel: nobody else would see the card. */
  | { ok: false; why: 'nobody_to_ask' }
  | { ok: false; why: 'no_policy' };

export type Requested =
  | Made
  /** The form is older than a day, or not of this workspace or person. */
  | { ok: false; why: 'no_draft' }
  | { ok: false; why: 'currency_not_quoted' }
  /** Vobiz offers something else by now than the form showed; `draft` has it as it is now. */
  | { ok: false; why: 'changed'; draft: OrderDraft; was: AvailableNumber; difference: StopReason }
  | { ok: false; why: 'sold'; number: AvailableNumber };

/** From the Choose button to one order record. */
export function createRequestOrder(deps: {
  shortLived: ShortLived;
  search: Search;
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  rulebook: (team: string, channel: string) => Rulebook | undefined;
  chance: Chance;
  log: Log;
}) {
  const { shortLived, search, checkOffer, makeOrder, rulebook, chance, log } = deps;

  /** Keeps what the order form will show, so that the price a person sees is the price that gets pinned. */
  async function draft(
    actor: Actor,
    askedIn: string,
    chosen: { country: string; region: string; e164: string },
  ): Promise<Drafted> {
    const book = rulebook(actor.teamId, askedIn);
    if (!book) return { ok: false, why: 'no_policy' };
    if (isDirectMessage(askedIn) && book.channel === undefined)
      return { ok: false, why: 'nobody_to_ask' };
    const offer = await search.offered(chosen.country, chosen.region);
    const [first, ...others] = offer.numbers.filter(
      (number) => number.e164 === chosen.e164 && number.region !== '',
    );
    if (!first) return { ok: false, why: 'gone' };
    const kept: OrderDraft = {
      id: chance.id('ord'),
      team: actor.teamId,
      requester: actor.userId,
      askedIn,
      quotes: [first, ...others],
    };
    await shortLived.keepDraft(kept);
    return { ok: true, draft: kept };
  }

  /** What the form of this person shows; undefined when it is too old. */
  async function opened(actor: Actor, draftId: string): Promise<OrderDraft | undefined> {
    const kept = await shortLived.draft({ team: actor.teamId, id: draftId });
    return kept?.requester === actor.userId ? kept : undefined;
  }

  /** Creates the order of a submitted form. Submitting twice creates one. */
  async function request(
    actor: Actor,
    form: { draftId: string; purpose: string; currency: string },
  ): Promise<Requested> {
    const kept = await opened(actor, form.draftId);
    if (!kept) return { ok: false, why: 'no_draft' };
    const number = kept.quotes.find((quote) => quote.price.setup.currency === form.currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const changed = await lookAgain(kept, number);
    if (changed) return changed;
    const { id, requester, askedIn } = kept;
    return makeOrder(actor, { id, requester, askedIn, number, purpose: form.purpose });
  }

  /** The first of three checks. If Vobiz cannot be asked, the one before the purchase still stands between. */
  async function lookAgain(
    kept: OrderDraft,
    number: AvailableNumber,
  ): Promise<Requested | undefined> {
    try {
      const { difference, offered } = await checkOffer(number);
      if (!difference) return undefined;
      const [first, ...others] = offered.filter(
        ({ e164, region }) => e164 === number.e164 && region !== '',
      );
      if (!first) return { ok: false, why: 'sold', number };
      const draft = { ...kept, quotes: [first, ...others] } satisfies OrderDraft;
      await shortLived.keepDraft(draft);
      return { ok: false, why: 'changed', draft, was: number, difference };
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vobiz_')) throw error;
      log.warn({ event: 'request.not_checked', order_id: kept.id, err: error });
      return undefined;
    }
  }

  return { draft, opened, request };
}

function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;
