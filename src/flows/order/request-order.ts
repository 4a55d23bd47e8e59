import type { Actor } from '../../domain/actor.ts';
import { type HoldingForm, heldAs } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { numbersOf } from '../../domain/order/asked-numbers.ts';
import { quotesOf } from '../../domain/order/current-offer.ts';
import type { ListChange, OrderDraft, SubmittedDraft } from '../../domain/order/order-draft.ts';
import { isRestNotBought } from '../../domain/order/order-parts.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { Orders } from '../../store/records.ts';
import type { CheckOffer, CheckResult } from './check-before-purchase.ts';
import type { MakeOrder, MakeOrderResult } from './make-order.ts';
import type { Rest } from './rest.ts';

export type SubmitResult =
  | { ok: true; draft: SubmittedDraft }
  /** Older than a day, or from another workspace or person. */
  | { ok: false; why: 'no_draft' }
  /** The form shows what was on offer before: nothing is sent that nobody saw. */
  | { ok: false; why: 'old_form'; draft: OrderDraft }
  | { ok: false; why: 'currency_not_quoted' };

type Refused<Why> = Extract<MakeOrderResult, { why: Why }>;

export type RequestResult =
  | Exclude<MakeOrderResult, Refused<'already_requested'>>
  /** Of several numbers, `draft` has the others. */
  | (Refused<'already_requested'> & { draft?: OrderDraft })
  | { ok: false; why: 'no_draft' | 'currency_not_quoted' }
  /** Vobiz's offer changed since the form was shown; `draft` has the current one. */
  | { ok: false; why: 'changed'; draft: OrderDraft; was: AvailableNumber; difference: StopReason }
  | { ok: false; why: 'sold'; number: AvailableNumber }
  /** The same of several numbers: `draft` has those that are still on offer. */
  | { ok: false; why: 'list_changed'; draft: OrderDraft; changes: readonly ListChange[] }
  | { ok: false; why: 'all_sold' };

/**
 * What becomes of the form that `draft-order.ts` began. `submit` keeps what was typed, before the form is acknowledged;
 * `carryOut` looks at the numbers at Vobiz once more and makes the order; `conclude` lets the form go, or keeps it for the next
 * try. `finish-request.ts` runs the last two, again if the process dies. Here, a number that is sold makes no order: the person
 * sees what is left and sends that.
 */
export function createRequestOrder(deps: {
  drafts: OrderDrafts;
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  rest: Pick<Rest, 'takenBy' | 'remember'>;
  orders: Pick<Orders, 'get'>;
  clock: Clock;
  log: Log;
}) {
  const { drafts, checkOffer, makeOrder, rest, orders, clock, log } = deps;

  /** The actor's own open form. */
  async function own(actor: Actor, id: string): Promise<OrderDraft | undefined> {
    const kept = await drafts.get({ team: actor.teamId, id });
    return kept?.requester === actor.userId ? kept : undefined;
  }

  /** Saves the form before waiting for Vobiz or Slack, so that a crash does not lose it. No currency: the first one quoted. */
  async function submit(
    actor: Actor,
    form: {
      draftId: string;
      edition: number | undefined;
      purpose: string;
      currency: string;
      holding: HoldingForm;
    },
  ): Promise<SubmitResult> {
    const { draftId, edition, ...typed } = form;
    const kept = await own(actor, draftId);
    if (!kept) return { ok: false, why: 'no_draft' };
    if (edition !== kept.edition) return { ok: false, why: 'old_form', draft: kept };
    const currency = form.currency || kept.quotes[0].price.setup.currency;
    if (!quoteIn(kept, currency)) return { ok: false, why: 'currency_not_quoted' };
    const submitted = { ...typed, currency, at: clock.now(), userTeam: actor.userTeamId };
    const draft = { ...kept, submitted };
    await drafts.keep(draft);
    return { ok: true, draft };
  }

  /** What a request for several was short of is asked for again once: that request then names this one. */
  async function carryOut(submitted: SubmittedDraft): Promise<RequestResult> {
    const { id, team, requester, restOf, more = [] } = submitted;
    // A process that died may have made the order, and bought its numbers, which are then no longer on offer.
    const order = await orders.get({ team, id });
    const taken =
      restOf && !order && (await rest.takenBy({ team, id: restOf }, id, 1 + more.length));
    if (taken) return { ok: false, why: 'rest_requested', ...taken };
    const made = order ? { ok: true as const, order } : await request(submitted);
    if (made.ok && restOf && !isRestNotBought(made.order)) {
      const by = { user: requester, team: submitted.submitted.userTeam };
      await rest.remember({ team, id }, restOf, by);
    }
    return made;
  }

  async function request(submitted: SubmittedDraft): Promise<RequestResult> {
    const { submitted: form, ...kept } = submitted;
    const { id, team, requester, askedIn, more = [], restOf } = kept;
    const { purpose, currency, userTeam, holding, at: now } = form;
    const number = quoteIn(kept, currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const changed = await lookAgain(kept, number);
    if (changed) return changed;
    const actor = { userId: requester, teamId: team, userTeamId: userTeam };
    const held = holding && heldAs(undefined, requester, holding, { by: requester, now });
    const asked = { id, requester, askedIn, number, purpose, ...(more.length > 0 && { more }) };
    const wish = { ...asked, ...(held && { holding: held }), ...(restOf && { restOf }) };
    const made = await makeOrder(actor, wish);
    if (made.ok || made.why !== 'already_requested') return made;
    const others = numbersOf({ number, more }).filter(({ e164 }) => e164 !== made.number.e164);
    const draft = listed(kept, others, [{ was: made.number, kind: 'requested' }]);
    return { ...made, ...(draft && { draft }) };
  }

  /** The first of three checks. If Vobiz cannot be asked, the check before the purchase still applies. */
  async function lookAgain(
    kept: OrderDraft,
    number: AvailableNumber,
  ): Promise<RequestResult | undefined> {
    const { more = [] } = kept;
    try {
      return await (more.length > 0
        ? lookAtList(kept, [number, ...more])
        : lookAtOne(kept, number));
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vobiz_')) throw error;
      log.warn({ event: 'request.not_checked', order_id: kept.id, err: error });
      return undefined;
    }
  }

  async function lookAtOne(
    kept: OrderDraft,
    number: AvailableNumber,
  ): Promise<RequestResult | undefined> {
    const { difference, offered } = await checkOffer(number);
    if (!difference) return undefined;
    const quotes = quotesOf(number, offered);
    if (!quotes) return { ok: false, why: 'sold', number };
    const draft = { ...kept, quotes: [...quotes], edition: next(kept) } satisfies OrderDraft;
    return { ok: false, why: 'changed', draft, was: number, difference };
  }

  async function lookAtList(
    kept: OrderDraft,
    numbers: readonly AvailableNumber[],
  ): Promise<RequestResult | undefined> {
    const read = new Map();
    const left: AvailableNumber[] = [];
    const changes: ListChange[] = [];
    for (const was of numbers) {
      const { now, kind } = comparedTo(was, await checkOffer(was, read));
      if (now) left.push(now);
      if (kind) changes.push({ was, kind });
    }
    if (changes.length === 0) return undefined;
    const draft = listed(kept, left, changes);
    return draft
      ? { ok: false, why: 'list_changed', draft, changes }
      : { ok: false, why: 'all_sold' };
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
    const shown = ('draft' in requested && requested.draft) || open;
    const typed = { purpose, currency, ...(holding && { holding }) };
    await drafts.keep({ ...shown, typed });
  }

  return { own, submit, carryOut, conclude };
}

function quoteIn({ quotes }: OrderDraft, currency: string): AvailableNumber | undefined {
  return quotes.find(({ price }) => price.setup.currency === currency);
}

function next({ edition = 0 }: OrderDraft): number {
  return edition + 1;
}

/** The draft of what is left of a list; undefined when nothing is. */
function listed(
  kept: OrderDraft,
  [first, ...more]: readonly AvailableNumber[],
  changes: ListChange[],
): OrderDraft | undefined {
  return first && { ...kept, quotes: [first], more, changes, edition: next(kept) };
}

/** A number as it can be ordered now, in the same currency, and how that differs. */
function comparedTo(
  was: AvailableNumber,
  { difference, offered }: CheckResult,
): { now?: AvailableNumber; kind?: ListChange['kind'] } {
  if (!difference) return { now: was };
  const { currency } = was.price.setup;
  const now = quotesOf(was, offered)?.find(({ price }) => price.setup.currency === currency);
  if (!now) return { kind: 'gone' };
  return { now, kind: difference.kind === 'region_changed' ? difference.kind : 'price_changed' };
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;
