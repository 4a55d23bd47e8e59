import type { GiveBack } from '../../domain/giveback/give-back.ts';
import type { Returnable } from '../../domain/giveback/give-back-rules.ts';
import type { Order } from '../../domain/order/order.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import { card, context, header, type Message, section } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { headline, pushText } from '../order/order-glance.ts';
import { actionsOf, openGiveBack } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { giveBackGist } from './give-back-words.ts';

/**
 * The card of an order while its number's way back to Vobiz is what matters; undefined while it is not. Several numbers share a
 * card, which shows none of this.
 */
export function giveBackCard(order: Order): Message | undefined {
  const giveBack = isLead(order) ? undefined : openGiveBack(order);
  if (order.state !== 'completed' || !giveBack) return undefined;
  return card(
    order,
    [
      header(headline(order)),
      section(
        present([
          giveBackGist(order, giveBack),
          giveBack.state === 'asked' && `> ${inlineText(giveBack.asked.why, TEXT_SHOWN.onCard)}`,
        ]).join('\n'),
      ),
      context(decisionLine(order, giveBack)),
      ...actionsOf(order, giveBack),
    ],
    pushText(order),
  );
}

/** Who has to approve it or did. */
function decisionLine(order: Returnable, giveBack: GiveBack): string {
  if (giveBack.state === 'asked') {
    const { by, expiresAt } = giveBack.asked;
    return present([
      `Waiting for ${giveBackDeciders(order, giveBack)}, but not ${mention(by)}`,
      expiresAt !== undefined && `Expires ${slackDate(expiresAt)}`,
    ]).join(' · ');
  }
  const { decision } = 'decision' in giveBack ? giveBack : {};
  return decision
    ? `Approved by ${mention(decision.by)} · ${slackDate(decision.at)}`
    : `Requested by ${mention(giveBack.asked.by)} · ${slackDate(giveBack.asked.at)}`;
}
