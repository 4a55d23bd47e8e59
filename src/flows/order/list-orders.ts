import type { Actor } from '../../domain/actor.ts';
import { groupsOfWaiting, unreadThatMatter } from '../../domain/home/home.ts';
import { cutPage, type Page, placeOf } from '../../domain/numbers/number-search.ts';
import type { Order } from '../../domain/order/order.ts';
import {
  fits,
  monthsBetween,
  type OrderFilter,
  spanOf,
  waitsFor,
} from '../../domain/order/order-filter.ts';
import { ASKED, ASKED_LOOKED_AT, listsFor, ownLists } from '../../domain/order/order-lists.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import type { Clock } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { Glance } from '../identify.ts';

/** Past a record that this version cannot read, the next one is the newest. */
const NEWEST_OWN = 5;

export type OrderList = {
  page: Page<Order>;
  /** How many there are without the filter. */
  total: number;
  /** Those that have requests, newest first, like `2026-11`. */
  months: readonly string[];
  /** False if more requests wait than are looked through. */
  complete: boolean;
  /** User groups Slack did not tell that may let this person decide more than is shown. */
  unread?: readonly string[];
};

/** The workspace's requests, newest first: anybody in it may see them. Reads the page it shows. */
export function createListOrders(deps: { orders: Orders; glance: Glance; clock: Clock }) {
  const { orders } = deps;

  async function pageOf(actor: Actor, filter: OrderFilter, page: number): Promise<Page<Order>> {
    const { teamId: team, userId } = actor;
    const lists = listsFor(filter, userId);
    const span = filter.month === '' ? {} : spanOf(filter.month);
    const { offset, ...place } = placeOf(await orders.size(team, lists, span), page, SHOWN.orders);
    const range = { offset, count: SHOWN.orders, ...span };
    return { items: await orders.page(team, lists, range), ...place };
  }

  async function waitingFor(actor: Actor, filter: OrderFilter, page: number) {
    const { teamId: team } = actor;
    const [asked, waiting] = await Promise.all([
      orders.page(team, [ASKED], { offset: 0, count: ASKED_LOOKED_AT.list, lowestFirst: true }),
      orders.size(team, [ASKED]),
    ]);
    const glanced = await deps.glance(actor, groupsOfWaiting(asked));
    const now = deps.clock.now();
    const fitting = asked.filter((order) => fits(order, filter));
    const found = fitting.filter((order) => waitsFor(order, glanced.who, now));
    return {
      page: cutPage(found.reverse(), page, SHOWN.orders),
      complete: waiting <= ASKED_LOOKED_AT.list,
      unread: unreadThatMatter(fitting, glanced, now),
    };
  }

  async function monthsIn(team: string): Promise<string[]> {
    const ends = await orders.ends(team);
    if (!ends) return [];
    const months = monthsBetween(ends.oldest, ends.newest);
    const sizes = await Promise.all(
      months.map((month) => orders.size(team, undefined, spanOf(month))),
    );
    return months.filter((_, at) => (sizes[at] ?? 0) > 0);
  }

  return {
    async page(actor: Actor, filter: OrderFilter, page: number): Promise<OrderList> {
      const [found, total, months] = await Promise.all([
        filter.whose === 'waiting'
          ? waitingFor(actor, filter, page)
          : pageOf(actor, filter, page).then((shown) => ({ page: shown, complete: true })),
        orders.size(actor.teamId),
        monthsIn(actor.teamId),
      ]);
      return { ...found, total, months };
    },
    /** The newest request somebody made. */
    async own({ teamId, userId }: Actor): Promise<Order | undefined> {
      const range = { offset: 0, count: NEWEST_OWN };
      return (await orders.page(teamId, ownLists(userId), range))[0];
    },
  };
}
export type ListOrders = ReturnType<typeof createListOrders>;
