import type { Source } from '../../domain/audit/audit.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { isBought } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import {
  hasLead,
  isAllOver,
  isInVain,
  isLead,
  isRestNotBought,
  type Lead,
  standings,
} from '../../domain/order/order-parts.ts';
import type { Ref } from '../../domain/record.ts';
import type { Orders } from '../../store/records.ts';
import type { ChangeOrder } from '../change.ts';

/** `order` asks for it already, or bought it; undefined when that one is lost. */
export type RestRequested = { order: Order | undefined };

/**
 * What a request for several was short of is asked for again in two ways: all of it by one request, or a number each, from
 * the Details of a stopped one. What is asked for in one way is not offered in the other, so nobody buys more than was
 * asked for at first.
 */
export function createRest(deps: { orders: Pick<Orders, 'get'>; changeOrder: ChangeOrder }) {
  const { orders, changeOrder } = deps;

  /** The latest of the requests made in place of this one. */
  async function insteadOf(order: Order): Promise<Order | undefined> {
    if (order.state !== 'stopped' || !order.followedBy) return undefined;
    const next = await orders.get({ team: order.team, id: order.followedBy });
    return next ? ((await insteadOf(next)) ?? next) : undefined;
  }

  /** The request for several that this one belongs to: it is one of its numbers, asks for its rest, or came in place of such. */
  async function leadOf(order: Order): Promise<Order | undefined> {
    if (isLead(order)) return order;
    const { team, restOf, follows } = order;
    const lead = hasLead(order) ? order.partOf : restOf;
    if (lead) return orders.get({ team, id: lead });
    const before = follows && (await orders.get({ team, id: follows.order }));
    return before && leadOf(before);
  }

  /** What nobody asks for yet, once all its numbers are bought or won't be; and who asks for some of the rest. */
  async function leftOf(lead: Lead): Promise<{ left: AvailableNumber[]; asked?: Order }> {
    if (!isAllOver(lead)) return { left: [] };
    const all = standings(lead).filter(({ stand }) => !isBought(stand));
    const found = await Promise.all(
      all.map(async ({ id, number }) => {
        const order = id === lead.id ? lead : await orders.get({ team: lead.team, id });
        const instead = order && (await insteadOf(order));
        return { number, asked: instead && !isInVain(instead) ? instead : undefined };
      }),
    );
    const asked = found.find((one) => one.asked)?.asked;
    const left = found.filter((one) => !one.asked).map(({ number }) => number);
    return { left, ...(asked && { asked }) };
  }

  /** Who asks for all of the rest, if not the request `id`. */
  async function askedBy({ team, restIn }: Order, id?: string): Promise<RestRequested | undefined> {
    if (!restIn || restIn === id) return undefined;
    return { order: await orders.get({ team, id: restIn }) };
  }

  async function offerAgain(
    { team, id, restOf }: Order & { restOf: string },
    by: Source,
  ): Promise<void> {
    await changeOrder({ team, id: restOf }, { type: 'rest_not_bought', next: id }, by);
  }

  return {
    leftOf,
    askedBy,

    /** Who asks already for what a request for so many of the rest would buy. */
    async takenBy(lead: Ref, id: string, count: number): Promise<RestRequested | undefined> {
      const before = await orders.get(lead);
      if (!before || !isLead(before)) return undefined;
      const { left, asked } = await leftOf(before);
      const some = asked && count > left.length ? { order: asked } : undefined;
      return (await askedBy(before, id)) ?? some;
    },

    /** Who asks for the rest that a request in place of this one would buy. */
    async takenFrom(order: Order): Promise<RestRequested | undefined> {
      const lead = await leadOf(order);
      return lead && askedBy(lead, order.id);
    },

    /** Has the lead remember who asks for its rest, unless nothing was bought by that meanwhile. */
    async remember({ team, id }: Ref, lead: string, by: Source): Promise<void> {
      await changeOrder({ team, id: lead }, { type: 'rest', next: id }, by);
      const asked = await orders.get({ team, id });
      if (asked && isRestNotBought(asked)) await offerAgain(asked, by);
    },

    offerAgain,
  };
}
export type Rest = ReturnType<typeof createRest>;
