import type { AvailableNumber } from '../numbers/number-search.ts';
import { isBought, isStillOpen, numbersOf, type Stand } from './asked-numbers.ts';
import { shareOf } from './budget.ts';
import type { Order, OrderIn } from './order.ts';
import { outOfTurn, type Step, stay } from './order-events.ts';
import { isFlagged } from './order-flags.ts';
import { stateIs } from './order-state-facts.ts';

/** An approved request for several numbers. */
export type Lead = Order & { parts: NonNullable<Order['parts']> };
export type Part = Order & { partOf: string };

export function isLead(order: Order): order is Lead {
  return order.parts !== undefined;
}

export function hasLead(order: Order): order is Part {
  return order.partOf !== undefined;
}

/** Whether the card of its lead shows it. */
export function isPart(order: Order): order is Part {
  return hasLead(order) && !order.alone;
}

/** Whether the parts are still to be made. Until then nothing is bought. */
export function isToSpread(order: Order): boolean {
  return isLead(order) && !order.spread;
}

/** Whether it still stands for all its numbers. A version that knows no lists approves the first alone. */
export function standsForAll(order: Order): boolean {
  return order.state === 'awaiting_approval' || isToSpread(order);
}

/** `ord_7k3m9q2x02` is for the second number of `ord_7k3m9q2x`: the same in every process, so no part is made twice. */
function partId(lead: string, nth: number): string {
  return `${lead}${String(nth).padStart(2, '0')}`;
}

/** What an approval adds to a request for several numbers. */
export function openParts({ id, more }: Pick<Order, 'id' | 'more'>): Pick<Order, 'parts'> {
  return more
    ? { parts: Object.fromEntries(more.map((_, at) => [partId(id, at + 2), 'open'])) }
    : {};
}

/**
 * An order for each further number, approved as the lead was. From then on each goes its own way: one whose number is sold
 * stops, and the others are bought.
 */
export function partsOf(lead: OrderIn<'approved'>, now: number): OrderIn<'approved'>[] {
  const { more = [], parts: _parts, waiting: _waiting, counted, ...own } = lead;
  const { questions: _asked, pausedAt: _paused, replies: _said, follows: _from, ...all } = own;
  const { restOf: _rest, ...shared } = all;
  return more.map((number, at) => ({
    ...shared,
    id: partId(lead.id, at + 2),
    partOf: lead.id,
    number,
    revision: 1,
    updatedAt: now,
    ...(counted && { counted: shareOf(counted, number.price) }),
  }));
}

/** All parts are made, and the lead gives up what it counted for them. */
export const spread: Step<OrderIn<'approved'>, 'spread'> = (order, _event, now) => {
  if (!isToSpread(order)) return outOfTurn(order);
  const { counted, number } = order;
  const own = counted ? { ...order, counted: shareOf(counted, number.price) } : order;
  return stay(own, now, { spread: true });
};

/** A part tells its lead its stand. */
export const hear: Step<Order, 'part'> = (order, { id, stand }, now) => {
  const known = order.parts?.[id];
  if (known === undefined || known === stand) return outOfTurn(order);
  return stay(order, now, { parts: { ...order.parts, [id]: stand } });
};

/** What it was short of is asked for again, once. */
export const askRest: Step<Order, 'rest'> = (order, { next }, now) =>
  isLead(order) && !order.restIn && notBought(order).length > 0
    ? stay(order, now, { restIn: next })
    : outOfTurn(order);

/** Nothing was bought by that request, so what this one was short of can be asked for again. */
export const offerRest: Step<Order, 'rest_not_bought'> = (order, { next }, now) =>
  order.restIn === next ? stay(order, now, { restIn: undefined }) : outOfTurn(order);

/**
 * Whether it asked for what another was short of, and ended without a purchase. An approved one for several offers by itself
 * what it was short of.
 */
export function isRestNotBought(order: Order): order is Order & { restOf: string } {
  return order.restOf !== undefined && !isLead(order) && isInVain(order);
}

/** Whether it ended, and nothing was bought for it. */
export function isInVain(order: Order): boolean {
  return stateIs(order, 'released') && !order.sentAs;
}

export const leaveAlone: Step<Order, 'alone'> = (order, _event, now) =>
  isPart(order) ? stay(order, now, { alone: true }) : outOfTurn(order);

export function standOf(order: Order): Stand {
  switch (order.state) {
    case 'awaiting_approval':
    case 'approved':
    case 'placing':
    case 'pending':
      return 'open';
    case 'completed':
      return isFlagged(order) ? 'not_as_approved' : 'bought';
    case 'stopped':
      return order.stop.kind === 'test' ? 'not_checkable' : order.stop.kind;
    case 'unconfirmed':
    case 'failed':
    case 'cancelled':
      return order.state;
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return 'cancelled';
  }
}

/** Every number of an approved request with the order that buys it, the lead's own first. */
export function standings(lead: Lead): { id: string; number: AvailableNumber; stand: Stand }[] {
  return numbersOf(lead).map((number, at) => {
    const id = at === 0 ? lead.id : partId(lead.id, at + 1);
    return { id, number, stand: lead.parts[id] ?? standOf(lead) };
  });
}

/** Whether every number of an approved request is bought, or will not be. */
export function isAllOver(lead: Lead): boolean {
  return standings(lead).every(({ stand }) => !isStillOpen(stand));
}

/** What was asked for and is not bought, once that is known of all. */
export function notBought(lead: Lead): AvailableNumber[] {
  if (!isAllOver(lead)) return [];
  return standings(lead).flatMap(({ number, stand }) => (isBought(stand) ? [] : [number]));
}
