import type { Actor, Person } from '../../domain/actor.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { quoteOf } from '../../domain/order/current-offer.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { isEscalated } from '../../domain/order/order-deciding.ts';
import { isRestNotBought } from '../../domain/order/order-parts.ts';
import { type Forbidden, groupsToResolve, mayAct, mayDecide } from '../../domain/policy/policy.ts';
import type { NewId } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { ChangeOrder } from '../change.ts';
import type { Identify } from '../identify.ts';
import type { CheckOffer } from './check-before-purchase.ts';
import type { MakeOrder, MakeOrderResult, Wish } from './make-order.ts';
import type { Rest } from './rest.ts';

export type RerequestResult =
  | MakeOrderResult
  | { ok: false; why: 'unknown' }
  /** The order does not offer this, or it was taken up already. */
  | { ok: false; why: 'not_open'; order: Order }
  /** Vobiz no longer offers the number. */
  | { ok: false; why: 'sold'; number: AvailableNumber };

/** What people may request instead of a stopped order. */
export type Instead = { kind: 'difference' } | { kind: 'alternative'; e164: string };

/** Always a new order by the same requester, linked to the old one, under today's policy, with its own approval. */
export function createRerequestOrder(deps: {
  orders: Orders;
  identify: Identify;
  changeOrder: ChangeOrder;
  checkOffer: CheckOffer;
  makeOrder: MakeOrder;
  rest: Pick<Rest, 'takenFrom' | 'offerAgain' | 'remember'>;
  newId: NewId;
}) {
  const { orders, identify, changeOrder, checkOffer, makeOrder, rest, newId } = deps;

  return async function follow(
    actor: Actor,
    orderId: string,
    what: Instead,
  ): Promise<RerequestResult> {
    const order = await orders.get({ team: actor.teamId, id: orderId });
    if (!order) return { ok: false, why: 'unknown' };
    const forbidden = await mayRerequest(actor, order);
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const pinned = order.state === 'stopped' ? wanted(order, what) : undefined;
    if (!pinned) return { ok: false, why: 'not_open', order };
    const taken = await rest.takenFrom(order);
    if (taken) return { ok: false, why: 'rest_requested', ...taken };
    const number = quoteOf(pinned, (await checkOffer(pinned)).offered);
    if (!number) return { ok: false, why: 'sold', number: pinned };
    const follows = { order: order.id, why: what.kind };
    const made = await makeOrder(actor, { ...wishOf(order), id: newId('ord'), number, follows });
    if (made.ok) await link(actor, order, made.order);
    return made;
  };

  async function link(actor: Actor, before: Order, next: Order): Promise<void> {
    const by = { user: actor.userId, team: actor.userTeamId };
    await changeOrder(before, { type: 'follow', next: next.id }, by);
    if (!isRestNotBought(before)) return;
    await rest.offerAgain(before, by);
    await rest.remember(next, before.restOf, by);
  }

  async function mayRerequest(actor: Actor, order: Order): Promise<Forbidden | undefined> {
    const refuses = (who: Person) =>
      actor.userId === order.requester
        ? mayAct(who)
        : mayDecide(order.policy, who, order.requester, isEscalated(order));
    return refuses(await identify(actor, groupsToResolve(order.policy), refuses));
  }
}
export type RerequestOrder = ReturnType<typeof createRerequestOrder>;

/** What the new request takes over: it asks for the rest of the same request, too. */
function wishOf(order: Order): Omit<Wish, 'id' | 'number'> {
  const { requester, askedIn, purpose, holding } = order;
  return {
    requester,
    askedIn,
    purpose,
    ...(holding && { holding }),
    ...(isRestNotBought(order) && { restOf: order.restOf }),
  };
}

function wanted({ stop, number, followedBy, sentAs, test }: OrderIn<'stopped'>, what: Instead) {
  if (followedBy || sentAs || test) return undefined;
  if (what.kind === 'alternative')
    return stop.kind === 'gone' ? stop.instead?.find(({ e164 }) => e164 === what.e164) : undefined;
  return stop.kind === 'price_changed' || stop.kind === 'region_changed' ? number : undefined;
}
