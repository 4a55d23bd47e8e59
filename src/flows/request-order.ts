import type { Actor } from '../domain/actor.ts';
import type { AvailableNumber } from '../domain/available-number.ts';
import type { Order } from '../domain/order.ts';
import type { OrderDraft } from '../domain/order-draft.ts';
import type { Policy } from '../domain/policy.ts';
import { auditEntry, type ChangeDeps, remindOfOrder } from './change.ts';
import type { Orders, ShortLived } from './ports.ts';
import type { Search } from './search.ts';

export type Drafted =
  | { ok: true; draft: OrderDraft }
  | { ok: false; why: 'gone' }
  /** Asked in a direct message while no policy names a channel: nobody else would see the card. */
  | { ok: false; why: 'nobody_to_ask' };

export type Requested =
  | { ok: true; order: Order }
  /** The form is older than a day, or not of this workspace or person. */
  | { ok: false; why: 'no_draft' }
  | { ok: false; why: 'currency_not_quoted' }
  /** An open request for the same number stands already. */
  | { ok: false; why: 'already_requested'; order: Order | undefined };

/** From the Choose button to one order record. */
export function createRequestOrder(
  deps: ChangeDeps & {
    orders: Orders;
    shortLived: ShortLived;
    search: Search;
    policy: () => Policy;
  },
) {
  const { orders, shortLived, search, policy, chance, log } = deps;

  /** Keeps what the order form will show, so that the price a person sees is the price that gets pinned. */
  async function draft(
    actor: Actor,
    askedIn: string,
    chosen: { country: string; region: string; e164: string },
  ): Promise<Drafted> {
    if (isDirectMessage(askedIn) && policy().channel === undefined)
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

  /** Creates the order of a submitted form. Submitting twice creates one. */
  async function request(
    actor: Actor,
    form: { draftId: string; purpose: string; currency: string },
  ): Promise<Requested> {
    const kept = await shortLived.draft({ team: actor.teamId, id: form.draftId });
    if (!kept || kept.requester !== actor.userId) return { ok: false, why: 'no_draft' };
    const number = kept.quotes.find((quote) => quote.price.setup.currency === form.currency);
    if (!number) return { ok: false, why: 'currency_not_quoted' };
    const order = newOrder(kept, number, form.purpose);
    const by = { user: actor.userId, team: actor.userTeamId };
    const created = await orders.create(
      order,
      auditEntry('request', by, undefined, order, order.createdAt),
    );
    if (created.result === 'held')
      return { ok: false, why: 'already_requested', order: created.record };
    if (created.result === 'exists') return { ok: true, order: created.record };
    log.info({ event: 'order.requested', order_id: order.id, user_id: actor.userId });
    deps.count(order.state);
    await remindOfOrder(deps, order);
    return { ok: true, order };
  }

  function newOrder(kept: OrderDraft, number: AvailableNumber, purpose: string): Order {
    const now = chance.now();
    const pinned = policy();
    const { id, team, requester, askedIn } = kept;
    return {
      state: 'awaiting_approval',
      id,
      team,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      requester,
      askedIn,
      channel: pinned.channel ?? askedIn,
      number,
      purpose,
      policy: pinned,
      expiresAt: now + pinned.expiresAfterMs,
    };
  }

  return { draft, request };
}
function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

export type RequestOrder = ReturnType<typeof createRequestOrder>;
