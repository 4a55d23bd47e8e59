import type { KnownBlock, ModalView } from '@slack/types';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import type { Order } from '../../domain/order/order.ts';
import { isLead, isPart, type Lead, standings } from '../../domain/order/order-parts.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { giveBackActions } from '../giveback/give-back-actions.ts';
import { giveBackButtons } from '../giveback/give-back-details.ts';
import { button, buttonRow, message, section } from '../kit/blocks.ts';
import { noticeView } from '../kit/modal-parts.ts';
import { editButton } from '../numbers/holding-words.ts';
import { reuseBlocks } from '../numbers/reuse-words.ts';
import { transferButtons } from '../numbers/transfer-words.ts';
import { type CardSetUp, ownActions } from './order-card.ts';
import { orderDetails } from './order-details.ts';
import { STAND_WORDS } from './order-words.ts';

export const DETAILS_TITLE = 'Details';

/**
 * Everything there is to know about an order, for anybody who may see its card: the `reader`. `permalink` leads to the card.
 */
export function orderDetailsView(
  order: Order,
  permalink?: string,
  setUp: CardSetUp = { canConnect: false },
  reader = '',
  stand?: MetaStand,
): ModalView {
  const { id, number } = order;
  const edit =
    order.state === 'completed'
      ? buttonRow(editButton(order), ...giveBackButtons(order), ...transferButtons(order))
      : [];
  const isOneOfSeveral = isLead(order) || isPart(order);
  return noticeView(
    DETAILS_TITLE,
    message([
      ...(setUp.unused
        ? reuseBlocks(setUp.unused, { reader, country: number.country, order: id })
        : []),
      ...orderDetails(order, permalink, stand),
      // The card of several numbers has no buttons for one of them.
      ...(isOneOfSeveral ? (giveBackActions(order) ?? ownActions(order, setUp)) : []),
      ...edit,
      ...linkTo(order.restOf, 'Open the request before'),
      ...linkTo(order.restIn, 'Open the request for the rest'),
      ...(isLead(order) ? partRows(order) : []),
    ]),
  );
}

function linkTo(id: string | undefined, label: string): KnownBlock[] {
  return id ? buttonRow(button(buttons.openOrder, { order: id }, label)) : [];
}

/** The further numbers of a request, each with the way to its own Details. */
function partRows(lead: Lead): KnownBlock[] {
  return standings(lead)
    .filter(({ id }) => id !== lead.id)
    .map(({ id, number, stand }) => {
      const phone = formatPhone(number.e164);
      const details = button(buttons.openOrder, { order: id }, 'Details', { describes: phone });
      return section(`*${phone}*: ${STAND_WORDS[stand]}`, details);
    });
}
