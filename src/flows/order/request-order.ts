import type { Actor, NoCard } from '../../domain/actor.ts';
import { isWithin } from '../../domain/elapsed.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import {
  isSubmitted,
  type OrderDraft,
  type SubmittedDraft,
} from '../../domain/order/order-draft.ts';
import { type Offer, quotesOf } from '../../domain/order/order-flags.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { ShortLived } from '../../store/short-lived.ts';
import type { Search } from '../numbers/search-numbers.ts';
import type { CheckOffer } from './check-before-purchase.ts';
import type { MakeOrder, MakeOrderResult } from './make-order.ts';

export type DraftResult =
  | { ok: true; draft: OrderDraft }
  | { ok: false; why: 'gone' }
  /** Asked in a direct message while no policy names a channel: nobody else would see the card. */
  | { ok: false; why: 'nobody_to_ask' }
  /** Its card would go where it is asked for, and could never appear there. */
  | { ok: false; why: 'no_card'; place: NoCard }
  | { ok: false; why: 'no_policy' };

export type SubmitResult =
  | { ok: true; draft: SubmittedDraft }
  /** The form is older than a day, or not of this workspace or person. */
  | { ok: false; why: 'no_draft' }
  | { ok: false; why: 'currency_not_quoted' };

export type RequestResult =
  | MakeOrderResult
  | Exclude<SubmitResult, { ok: true }>
  /** Vobiz offers something else by now than the form showed; `draft` has it as it is now. */
  | { ok: false; why: 'changed'; draft: OrderDraft; was: AvailableNumber; difference: StopReason }
  | { ok: false; why: 'sold'; number: AvailableNumber };

/** From the Choose button to one order record. */
export function createRequestOrder(deps: {
  shortLived: ShortLived;
  search: Search;
  cardPlaces: CardPlaces;
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  rulebook: (team: string, channel: string) => Rulebook | undefined;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { shortLived, search, cardPlaces, checkOffer, makeOrder, rulebook, clock, newId, log } =
    deps;

  /** Keeps what the order form will show, so that the price a person sees is the price that gets pinned. */
  async function draft(
    actor: Actor,
    askedIn: string,
    chosen: { country: string; region: string; offer: Offer },
  ): Promise<DraftResult> {
    const book = rulebook(actor.teamId, askedIn);
    if (!book) return { ok: false, why: 'no_policy' };
    if (isDirectMessage(askedIn) && book.channel === undefined)
      return { ok: false, why: 'nobody_to_ask' };
    // What somebody can lift is told when it happens: the card appears by itself then.
    const place = book.channel ? undefined : await cardPlaces(askedIn, actor.userId);
    if (place === 'direct_messages') return { ok: false, why: 'no_card', place };
    const offer = await search.offered(chosen.country, chosen.region);
    const quotes = quotesOf(chosen.offer, offer.numbers);
    if (!quotes) return { ok: false, why: 'gone' };
    const kept: OrderDraft = {
      id: newId('ord'),
      team: actor.teamId,
      requester: actor.userId,
      askedIn,
      quotes: [...quotes],
    };
    await shortLived.keepDraft(kept);
    return { ok: true, draft: kept };
  }

  /** Keeps what was typed before anybody waits for Vobiz or Slack, so that it is carried out whatever happens to us. */
  async function submit(
    actor: Actor,
    form: { draftId: string; purpose: string; currency: string; viewId: string },
  ): Promise<SubmitResult> {
    const { draftId, ...typed } = form;
    const kept = await shortLived.draft({ team: actor.teamId, id: draftId });
    if (kept?.requester !== actor.userId) return { ok: false, why: 'no_draft' };
    if (!quoteIn(kept, form.currency)) return { ok: false, why: 'currency_not_quoted' };
    const submitted = { ...typed, at: clock.now(), userTeam: actor.userTeamId };
    const draft = { ...kept, submitted };
    await shortLived.keepDraft(draft);
    return { ok: true, draft };
  }

  /** Creates the order of a submitted form. Doing it twice creates one. */
  async function carryOut(submitted: SubmittedDraft): Promise<RequestResult> {
    const { id, team, requester, askedIn } = submitted;
    const { purpose, currency, userTeam } = submitted.submitted;
    const number = quoteIn(submitted, currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const changed = await lookAgain(submitted, number);
    if (changed) return changed;
    const actor = { userId: requester, teamId: team, userTeamId: userTeam };
    return makeOrder(actor, { id, requester, askedIn, number, purpose });
  }

  /** The first of three checks. If Vobiz cannot be asked, the one before the purchase still stands between. */
  async function lookAgain(
    { submitted: _form, ...kept }: SubmittedDraft,
    number: AvailableNumber,
  ): Promise<RequestResult | undefined> {
    try {
      const { difference, offered } = await checkOffer(number);
      if (!difference) return undefined;
      const quotes = quotesOf(number, offered);
      if (!quotes) return { ok: false, why: 'sold', number };
      const draft: OrderDraft = { ...kept, quotes: [...quotes] };
      return { ok: false, why: 'changed', draft, was: number, difference };
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vobiz_')) throw error;
      log.warn({ event: 'request.not_checked', order_id: kept.id, err: error });
      return undefined;
    }
  }

  /**
   * The outcome was shown: unless the form was submitted again meanwhile, there is nothing left to carry out. A price
   * counts as seen only from here on, so being interrupted before shows it once more.
   */
  async function conclude(done: SubmittedDraft, requested: RequestResult): Promise<void> {
    const { submitted, ...open } = done;
    const kept = await shortLived.draft(done);
    if (kept?.submitted?.at !== submitted.at) return;
    const isChanged = !requested.ok && requested.why === 'changed';
    await shortLived.keepDraft(isChanged ? requested.draft : open);
  }

  return { draft, submit, carryOut, conclude };
}

function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

function quoteIn({ quotes }: OrderDraft, currency: string): AvailableNumber | undefined {
  return quotes.find(({ price }) => price.setup.currency === currency);
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;

/**
 * A submitted form, to its end: the order is made, the person is shown what came of it, and only then is the form let go.
 * `finish` is what the handler calls; `sweep` does the same for forms whose process ended before that.
 */
export function createFinishRequest(deps: {
  requestOrder: RequestOrder;
  shortLived: Pick<ShortLived, 'draft' | 'submittedDrafts' | 'forgetDraft'>;
  show: (draft: SubmittedDraft, requested: RequestResult) => Promise<void>;
  /** Ms after which nobody can be working on a submitted form any more. */
  staleAfterMs: number;
  clock: Clock;
  log: Log;
}) {
  const { requestOrder, shortLived, show, staleAfterMs, clock, log } = deps;

  async function finish(draft: SubmittedDraft): Promise<void> {
    const requested = await requestOrder.carryOut(draft);
    await show(draft, requested);
    await requestOrder.conclude(draft, requested);
  }

  async function sweepOne(ref: Ref): Promise<void> {
    const draft = await shortLived.draft(ref);
    if (!isSubmitted(draft)) await shortLived.forgetDraft(ref);
    else if (!isWithin(draft.submitted.at, staleAfterMs, clock.now())) await finish(draft);
  }

  return {
    finish,
    async sweep(goOn: () => boolean): Promise<void> {
      for (const ref of await shortLived.submittedDrafts()) {
        if (!goOn()) return;
        try {
          await sweepOne(ref);
        } catch (error) {
          log.error({ event: 'request.not_finished', order_id: ref.id, err: error });
        }
      }
    },
  };
}
export type FinishRequest = ReturnType<typeof createFinishRequest>;
