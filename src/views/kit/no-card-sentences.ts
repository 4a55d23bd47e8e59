import type { NoCard } from '../../domain/order/no-card.ts';

const WHY: Readonly<Record<NoCard, string>> = {
  not_a_member:
    'The bot is not in this channel, so nobody would see the card. Type /invite here and choose the bot, then try again.',
  archived: 'This channel is archived, so no card can appear here. Try again in another channel.',
  not_found:
    'The bot cannot see this channel, so nobody would see the card. Type /invite here and choose the bot, or try again in a channel it is in.',
  direct_messages:
    'The bot cannot post in direct messages of other people, so nobody would see the card. Try again in a channel the bot is in, or in your messages with it.',
};

/** Why nothing is begun here, and where it can be. */
export function noCardText(why: NoCard): string {
  return `${WHY[why]} Nothing was sent, changed or bought.`;
}
