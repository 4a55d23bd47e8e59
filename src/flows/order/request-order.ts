import type { Actor, NoCard } from '../../domain/actor.ts';
import { type HoldingForm, heldAs, stillChoosable } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { budgetUseOf, type Charge, chargesOf, monthOf } from '../../domain/order/budget.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderDraft, SubmittedDraft } from '../../domain/order/order-draft.ts';
import { type Offer, quotesOf } from '../../domain/order/order-flags.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import {
  groupsToAsk,
  type MayNotAsk,
  mayAsk,
  type Rulebook,
} from '../../domain/policy/rulebook.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { Usage } from '../../store/usage.ts';
import type { People } from '../identify.ts';
import type { Search } from '../numbers/search-numbers.ts';
import type { CheckOffer } from './check-before-purchase.ts';
import type { MakeOrder, MakeOrderResult } from './make-order.ts';

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

export type SubmitResult =
  | { ok: true; draft: SubmittedDraft }
  /** Older than a day, or from another workspace or person. */
  | { ok: false; why: 'no_draft' }
  | { ok: false; why: 'currency_not_quoted' };

export type RequestResult =
  | MakeOrderResult
  | Exclude<SubmitResult, { ok: true }>
  /** Vobiz's offer changed since the form was shown; `draft` has the current one. */
  | { ok: false; why: 'changed'; draft: OrderDraft; was: AvailableNumber; difference: StopReason }
  | { ok: false; why: 'sold'; number: AvailableNumber };

export function createRequestOrder(deps: {
  drafts: OrderDrafts;
  search: Search;
  cardPlaces: CardPlaces;
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  /** It decides nothing: the requester is checked again. */
  lately: Pick<People, 'groupsOf'>;
  usage: Usage;
  /** Somebody's newest request. */
  lastOf: (actor: Actor) => Promise<Order | undefined>;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { drafts, search, cardPlaces, checkOffer, makeOrder, rulebook, clock, newId, log } = deps;

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
  async function draft(
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
  }

  /** The actor's own open form. */
  async function own(actor: Actor, id: string): Promise<OrderDraft | undefined> {
    const kept = await drafts.get({ team: actor.teamId, id });
    return kept?.requester === actor.userId ? kept : undefined;
  }

  /** Saves the form before waiting for Vobiz or Slack, so that a crash does not lose it. No currency: the first one quoted. */
  async function submit(
    actor: Actor,
    form: { draftId: string; purpose: string; currency: string; holding: HoldingForm },
  ): Promise<SubmitResult> {
    const { draftId, ...typed } = form;
    const kept = await own(actor, draftId);
    if (!kept) return { ok: false, why: 'no_draft' };
    const currency = form.currency || kept.quotes[0].price.setup.currency;
    if (!quoteIn(kept, currency)) return { ok: false, why: 'currency_not_quoted' };
    const submitted = { ...typed, currency, at: clock.now(), userTeam: actor.userTeamId };
    const draft = { ...kept, submitted };
    await drafts.keep(draft);
    return { ok: true, draft };
  }

  async function carryOut(submitted: SubmittedDraft): Promise<RequestResult> {
    const { id, team, requester, askedIn } = submitted;
    const { purpose, currency, userTeam, holding, at: now } = submitted.submitted;
    const number = quoteIn(submitted, currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const changed = await lookAgain(submitted, number);
    if (changed) return changed;
    const actor = { userId: requester, teamId: team, userTeamId: userTeam };
    const held = holding && heldAs(undefined, requester, holding, { by: requester, now });
    const asked = { id, requester, askedIn, number, purpose };
    return makeOrder(actor, { ...asked, ...(held && { holding: held }) });
  }

  /** The first of three checks. If Vobiz cannot be asked, the check before the purchase still applies. */
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
   * Ends a submission whose outcome was shown, unless the form was submitted again. Only now does a changed price count
   * as seen; an interruption before shows it again.
   */
  async function conclude(done: SubmittedDraft, requested: RequestResult): Promise<void> {
    const { submitted, typed: _before, ...open } = done;
    const kept = await drafts.get(done);
    if (kept?.submitted?.at !== submitted.at) return;
    if (requested.ok) return drafts.keep(open);
    const { purpose, currency, holding } = submitted;
    const next = requested.why === 'changed' ? requested.draft : open;
    const typed = { purpose, currency, ...(holding && { holding }) };
    await drafts.keep({ ...next, typed });
  }

  return { draft, own, submit, carryOut, conclude };
}

function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

function quoteIn({ quotes }: OrderDraft, currency: string): AvailableNumber | undefined {
  return quotes.find(({ price }) => price.setup.currency === currency);
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;
