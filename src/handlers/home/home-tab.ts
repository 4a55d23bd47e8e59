import type { OrderRecords } from '../../flows/change.ts';
import type { HomeFlow } from '../../flows/home/draw-home.ts';
import { buttons } from '../../slack/ids.ts';
import type { HomePublisher, Modals } from '../../slack/modals.ts';
import { closedHome, failedHome } from '../../views/home/home-view.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import { decisionLoading } from '../../views/order/decision-form.ts';
import { orderStatus, REQUEST_TITLE } from '../../views/order/order-list.ts';
import { byonForm } from '../../views/verification/byon-form.ts';
import type { Edge } from '../edge/edge.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  home: Pick<HomeFlow, 'open'>;
  publish: HomePublisher;
  records: OrderRecords;
  permalink: (team: string, orderId: string) => Promise<string | undefined>;
};

/** Home, and those of its buttons that no card has. */
export function handleHome(deps: Deps): void {
  const { edge, modals, records } = deps;

  edge.homeOpened(
    ({ actor, channel }) => deps.home.open(actor, channel),
    (userId, text) => deps.publish(userId, failedHome(text)),
    (userId, why) => deps.publish(userId, closedHome(why)),
  );
  edge.button(buttons.homeBring, 'byon_start', async ({ channel }, { show }) => {
    await show(byonForm({ channel }));
  });
  edge.button(buttons.openOrder, 'read', async ({ order: id }, { actor, show }) => {
    const modal = await show(decisionLoading(REQUEST_TITLE));
    const order = await records.one(actor, id);
    const message = order
      ? orderStatus(order, await deps.permalink(order.team, order.id))
      : unknownRecord();
    await modals.update(modal, noticeView(REQUEST_TITLE, message));
  });
}
