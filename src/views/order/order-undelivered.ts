import type { Order } from '../../domain/order/order.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, type Message, message, section } from '../kit/blocks.ts';
import { channelMention, inlineText } from '../kit/text.ts';
import { testMark } from './order-words.ts';

/** To the requester: Slack would not take the card, so nobody can see it, or decide. `problem` is Slack's error code. */
export function undelivered(order: Order, problem: string): Message {
  const phone = formatPhone(order.number.e164);
  return message([
    section(
      `*${testMark(order)}Nobody can see your request for ${phone}*\n${cardProblem(order.channel, problem)}`,
    ),
    actions(button(buttons.openOrder, { order: order.id }, 'Details', { describes: phone })),
  ]);
}

/** Why a card cannot be posted and what to do about it. `problem` is Slack's error code. */
export function cardProblem(channelId: string, problem: string): string {
  const channel = channelMention(channelId);
  switch (problem) {
    case 'not_in_channel':
      return `This app isn't in ${channel}. Type /invite there and choose it. Then we'll post it.`;
    case 'is_archived':
      return `${channel} is archived. Ask an admin to pick another channel.`;
    case 'channel_not_found':
      return `We can't find ${channel}. If it's private, invite this app there.`;
    default:
      return `Slack didn't let us post in ${channel}. Ask an admin (${inlineText(problem, 60)}).`;
  }
}
