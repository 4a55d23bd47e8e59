import type { Actor } from '../../domain/actor.ts';
import { isConnectable } from '../../domain/connection/connectable.ts';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { ReadMetaStand } from '../../flows/connection/meta-stand.ts';
import { buttons } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import { decisionLoading } from '../../views/order/decision-form.ts';
import { DETAILS_TITLE, orderDetailsView } from '../../views/order/details-modal.ts';
import type { CardSetUp } from '../../views/order/order-card.ts';
import { verificationDetails } from '../../views/verification/verification-details.ts';
import { drawWithMeta } from '../connection/draw-with-meta.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';

/** Draws Details of a record into an open modal, as one person sees them. */
export function createDrawDetails(deps: {
  modals: Modals;
  permalink: (team: string, orderId: string) => Promise<string | undefined>;
  cardSetUp: (order: Order) => Promise<CardSetUp>;
  metaStand: ReadMetaStand;
}) {
  async function viewOf(record: Order | Verification, { userId }: Actor) {
    if (record.kind === 'verification')
      return (said?: MetaStand) => verificationDetails(record, said);
    const link = await deps.permalink(record.team, record.id);
    const setUp = await deps.cardSetUp(record);
    return (said?: MetaStand) => orderDetailsView(record, link, setUp, userId, said);
  }

  return async (
    modal: { viewId: string },
    record: Order | Verification,
    actor: Actor,
  ): Promise<void> => {
    const view = await viewOf(record, actor);
    const stand = isConnectable(record) ? deps.metaStand(record) : undefined;
    await drawWithMeta(deps.modals, modal, stand, view);
  };
}
export type DrawDetails = ReturnType<typeof createDrawDetails>;

type Deps = {
  edge: Edge;
  modals: Modals;
  records: OrderRecords;
  drawDetails: DrawDetails;
  /** Redraws a message that turned out to be a stale copy of a card. */
  repairCopy: (orderId: string, click: Click) => Promise<void>;
};

/** Details, on the card of an order and wherever orders are listed: the record as it is now, for any full member. */
export function handleOrderDetails({ edge, modals, records, drawDetails, repairCopy }: Deps): void {
  edge.button(buttons.openOrder, 'read', async ({ order: id }, click) => {
    const modal = await click.show(decisionLoading(DETAILS_TITLE));
    // Before the window, which may be drawn again only when Meta has answered.
    await repairCopy(id, click);
    const order = await records.one(click.actor, id);
    if (order) await drawDetails(modal, order, click.actor);
    else await modals.update(modal, noticeView(DETAILS_TITLE, unknownRecord()));
  });
}
