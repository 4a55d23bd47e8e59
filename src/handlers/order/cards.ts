import type { WebClient } from '@slack/web-api';
import type { Deliveries } from '../../flows/deliver.ts';
import type { Look } from '../../flows/look.ts';
import type { SlackDoor } from '../../slack/door.ts';
import { orderCard } from '../../views/order/order-card.ts';
import type { Click } from '../edge/interaction.ts';

/**
 * A post whose answer was lost may leave a second copy of a card in the channel, which nobody edits. Whoever clicks
 * such a copy is answered by the record as always, and the copy is drawn as the record stands.
 */
export function createCopyRepair(deps: { look: Look; deliveries: Deliveries; door: SlackDoor }) {
  return async (orderId: string, { actor, message }: Click): Promise<void> => {
    if (!message) return;
    const card = await deps.deliveries.get({ team: actor.teamId, id: orderId }, 'card');
    if (card?.state !== 'sent' || card.ts === message.ts) return;
    const order = await deps.look.one(actor, orderId);
    if (order) await deps.door.edit(message, orderCard(order));
  };
}

/** A link to the card of an order, when there is one and Slack gives it. */
export function createPermalinks(deps: { client: WebClient; deliveries: Deliveries }) {
  return async (team: string, id: string): Promise<string | undefined> => {
    const card = await deps.deliveries.get({ team, id }, 'card');
    if (card?.state !== 'sent') return undefined;
    const { channel, ts } = card;
    const answer = await deps.client.chat
      .getPermalink({ channel, message_ts: ts })
      .catch(() => undefined);
    return answer?.permalink;
  };
}
