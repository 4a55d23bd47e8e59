import type { Actor } from '../../domain/actor.ts';
import { type HoldingForm, heldAs } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { numbersOf } from '../../domain/order/asked-numbers.ts';
import type { OrderDraft, SubmittedDraft } from '../../domain/order/order-draft.ts';
import { quotesOf } from '../../domain/order/order-flags.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { CheckOffer, CheckResult } from './check-before-purchase.ts';
import type { MakeOrder, MakeOrderResult } from './make-order.ts';

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
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  clock: Clock;
  log: Log;
}) {
  const { drafts, checkOffer, makeOrder, clock, log } = deps;

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
    const { more = [] } = submitted;
    const { purpose, currency, userTeam, holding, at: now } = submitted.submitted;
    const number = quoteIn(submitted, currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const changed = await lookAgain(submitted, number);
    if (changed) return changed;
    const actor = { userId: requester, teamId: team, userTeamId: userTeam };
    const held = holding && heldAs(undefined, requester, holding, { by: requester, now });
    const asked = { id, requester, askedIn, number, purpose, ...(more.length > 0 && { more }) };
    return makeOrder(actor, { ...asked, ...(held && { holding: held }) });
  }

  /**
   * The first of three checks. If Vobiz cannot be asked, the check before the purchase still applies. Of several numbers, those
   * that are left are shown again.
   */
  async function lookAgain(
    { submitted: _form, ...kept }: SubmittedDraft,
    number: AvailableNumber,
  ): Promise<RequestResult | undefined> {
    try {
      const read = new Map();
      const looks: (CheckResult & { was: AvailableNumber })[] = [];
      for (const was of numbersOf({ number, more: kept.more }))
        looks.push({ was, ...(await checkOffer(was, read)) });
      const changed = looks.find(({ difference }) => difference);
      if (!changed?.difference) return undefined;
      const { was, difference } = changed;
      const [first, ...others] = looks.flatMap(({ was, offered }) => {
        const quotes = quotesOf(was, offered);
        return quotes ? [quotes] : [];
      });
      if (!first) return { ok: false, why: 'sold', number };
      const more = others.map(([quote]) => quote);
      const quotes: OrderDraft['quotes'] = more.length > 0 ? [first[0]] : [...first];
      return { ok: false, why: 'changed', draft: { ...kept, quotes, more }, was, difference };
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

  return { own, submit, carryOut, conclude };
}

function quoteIn({ quotes }: OrderDraft, currency: string): AvailableNumber | undefined {
  return quotes.find(({ price }) => price.setup.currency === currency);
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;
