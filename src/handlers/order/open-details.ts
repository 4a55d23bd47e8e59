import { isConnectable } from '../../domain/connection/connectable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { ReadMetaStand } from '../../flows/connection/meta-stand.ts';
import { buttons } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import { decisionLoading } from '../../views/order/decision-form.ts';
import { DETAILS_TITLE, orderDetailsView } from '../../views/order/details-modal.ts';
import type { CardSetUp } from '../../views/order/order-card.ts';
import { drawWithMeta } from '../connection/draw-with-meta.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  records: OrderRecords;
  permalink: (team: string, orderId: string) => Promise<string | undefined>;
  cardSetUp: (order: Order) => Promise<CardSetUp>;
  metaStand: ReadMetaStand;
  /** Redraws a message that turned out to be a stale copy of a card. */
  repairCopy: (orderId: string, click: Click) => Promise<void>;
};

/** Details, on the card of an order and wherever orders are listed: the record as it is now, for any full member. */
export function handleOrderDetails(deps: Deps): void {
  const { edge, modals, records, permalink, cardSetUp, metaStand, repairCopy } = deps;

  edge.button(buttons.openOrder, 'read', async ({ order: id }, click) => {
    const modal = await click.show(decisionLoading(DETAILS_TITLE));
    const order = await records.one(click.actor, id);
    if (order) {
      const link = await permalink(order.team, id);
      const setUp = await cardSetUp(order);
      const stand = isConnectable(order) ? metaStand(order) : undefined;
      await drawWithMeta(modals, modal, stand, (said) =>
        orderDetailsView(order, link, setUp, click.actor.userId, said),
      );
    } else {
      await modals.update(modal, noticeView(DETAILS_TITLE, unknownRecord()));
    }
    await repairCopy(id, click);
  });
}
