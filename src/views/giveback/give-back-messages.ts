import type { Order } from '../../domain/order/order.ts';
import { isLead, isPart } from '../../domain/order/order-parts.ts';
import { buttons } from '../../slack/ids.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
  sentence,
} from '../kit/blocks.ts';
import { mention, present, slackDate } from '../kit/text.ts';
import { ownHeadline } from '../order/order-glance.ts';
import { detailsButton } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { giveBackGist, phoneOf } from './give-back-words.ts';

/** What is said once in the thread of the card; `mentions` the person who asked, who is told nowhere else then. */
export function giveBackReply(order: Order, mentions: boolean): Message {
  const { giveBack } = order.state === 'completed' ? order : {};
  if (order.state !== 'completed' || !giveBack)
    return message([section(`*${ownHeadline(order)}*`)]);
  const whom = mentions ? `${mention(giveBack.asked.by)} ` : '';
  const waits = giveBack.state === 'asked' && `Waiting for ${giveBackDeciders(order, giveBack)}.`;
  return message([
    section(
      present([`${whom}*${ownHeadline(order)}*`, giveBackGist(order, giveBack), waits]).join('\n'),
    ),
    ...(wordsOf(order) ? [quoted('Reason', wordsOf(order))] : []),
    // The card of several numbers has no buttons for one of them.
    ...(isLead(order) || isPart(order) ? [actions(detailsButton(order))] : []),
  ]);
}

/** The same to that person alone. */
export function giveBackDirect(order: Order, cardLink: string | undefined): Message {
  const { giveBack } = order.state === 'completed' ? order : {};
  if (order.state !== 'completed' || !giveBack)
    return message([section(`*${ownHeadline(order)}*`)]);
  const describes = phoneOf(order);
  const value = { order: order.id };
  const next =
    giveBack.state === 'pending' && !giveBack.keep
      ? button(buttons.keepReturned, value, 'Keep it', { describes })
      : detailsButton(order);
  return message([
    section(`*${ownHeadline(order)}*\n${giveBackGist(order, giveBack)}`),
    actions(next),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

/** In the thread. Like those of a request, the first mentions nobody, and later ones the people who can decide. */
export function giveBackReminder(order: Order, count: number): Message {
  const { giveBack } = order.state === 'completed' ? order : {};
  const { expiresAt } = giveBack?.asked ?? {};
  const waited =
    order.state === 'completed' && giveBack && count > 1 && giveBackDeciders(order, giveBack);
  return sentence(
    present([
      `*${ownHeadline(order)}*\nStill waiting for ${waited || 'a decision'}.`,
      expiresAt !== undefined && `Expires ${slackDate(expiresAt)}.`,
    ]).join(' '),
  );
}

function wordsOf(order: Order): string {
  const { giveBack } = order.state === 'completed' ? order : {};
  if (giveBack?.state === 'asked') return giveBack.asked.why;
  return giveBack?.state === 'denied' ? giveBack.denied.reason : '';
}
