import {
  hasLead,
  isLead,
  isPart,
  isRestNotBought,
  type Part,
  standOf,
} from '../../domain/order/order-parts.ts';
import { isOpenTo } from '../../domain/order/order-transitions.ts';
import type { Ref } from '../../domain/record.ts';
import { createInTurn } from '../../in-turn.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { Orders } from '../../store/records.ts';
import type { ChangeOrder } from '../change.ts';
import { isCardRefused, keepRefusal } from '../deliver.ts';
import type { Rest } from './rest.ts';

/**
 * Draws the card that shows an order. A part has none of its own: its lead hears its stand, and the lead's card shows that.
 * Once the card is drawn, it is the part's too: links lead to it, and what is told about the part is told in its thread.
 * Where Redis lost the lead or its approval, nobody would hear of what was bought: the part gets a card of its own. Drawings
 * of one order take turns, or an earlier one would make the lead's card the part's again.
 */
export function createDrawOrder(deps: {
  orders: Pick<Orders, 'get'>;
  changeOrder: ChangeOrder;
  rest: Pick<Rest, 'offerAgain'>;
  deliveries: Deliveries;
  drawCard: (ref: Ref) => Promise<Again>;
}) {
  const { orders, changeOrder, rest, deliveries, drawCard } = deps;
  const by = { job: 'redraw' };
  const inTurn = createInTurn();

  /** Tells the lead. False if it does not know of this part. */
  async function isHeard(part: Part): Promise<boolean> {
    const { id, team, partOf } = part;
    const told = { type: 'part', id, stand: standOf(part) } as const;
    const heard = await changeOrder({ team, id: partOf }, told, by);
    if (heard.ok) return true;
    if (heard.refusal.kind !== 'out_of_turn') return false;
    const { order } = heard.refusal;
    return isLead(order) && id in order.parts && isOpenTo(order, told.type);
  }

  async function drawPart(part: Part): Promise<Again> {
    const card = await deliveries.get(part, 'card');
    if (card?.state === 'sent' && card.revision === part.revision) return undefined;
    if (!(await isHeard(part))) {
      // The lead's card, which is not the part's any more.
      await deliveries.clear(part, 'card');
      await changeOrder(part, { type: 'alone' }, by);
      return undefined;
    }
    const lead = { team: part.team, id: part.partOf };
    const again = await drawCard(lead);
    if (again) return again;
    const now = await orders.get(part);
    // Another process may have given it a card of its own meanwhile.
    if (!now || !isPart(now)) return undefined;
    await share(lead, part);
    // The lead may have heard of an earlier revision last.
    return now.revision !== part.revision ? drawPart(now) : undefined;
  }

  async function share(ref: Ref, part: Part): Promise<void> {
    const card = await deliveries.get(ref, 'card');
    if (card?.state === 'sent') {
      await deliveries.put(part, 'card', { ...card, revision: part.revision });
      return;
    }
    const lead = await orders.get(ref);
    if (lead && (await isCardRefused(deps, lead))) await keepRefusal(deliveries, part, 'lead');
  }

  async function drawNow(ref: Ref): Promise<Again> {
    const order = await orders.get(ref);
    if (order && isPart(order)) return drawPart(order);
    if (order && isRestNotBought(order)) await rest.offerAgain(order, by);
    // The lead may be back, and approved again.
    if (order && hasLead(order)) await isHeard(order);
    return drawCard(ref);
  }

  return (ref: Ref): Promise<Again> => inTurn(`${ref.team}/${ref.id}`, () => drawNow(ref));
}
