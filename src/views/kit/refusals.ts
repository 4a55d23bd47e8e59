import type { NoCard } from '../../domain/actor.ts';
import type { Barred, Forbidden } from '../../domain/policy/policy.ts';
import type { Undecodable } from '../../slack/codec.ts';
import { COMMAND } from '../../slack/ids.ts';
import { type Message, sentence } from './blocks.ts';

export const BARRED: Readonly<Record<Barred, string>> = {
  outsider: 'Only people of the workspace this bot belongs to can do this.',
  guest: 'Guests cannot do this. Ask a full member of this workspace.',
  not_a_person: 'Only an active member of this workspace can do this.',
};

/** To whoever may not do what they tried. `whoMay` says who may instead. */
export function forbiddenAnswer(why: Forbidden, whoMay?: string): Message {
  const instead = whoMay ? ` ${whoMay}` : '';
  return sentence(`${FORBIDDEN[why]}${instead} Nothing was changed or bought.`);
}

const FORBIDDEN: Readonly<Record<Forbidden, string>> = {
  ...BARRED,
  own_request: 'You cannot decide your own request.',
  not_an_approver: 'You are not one of the people who decide this request.',
  not_the_requester: 'Only the person who made this request can do this.',
  requester_left:
    'The person who requested this is no longer in this workspace, so it cannot be approved. You can deny it.',
};

/** The button or form belongs to a record that is not there. */
export function unknownRecord(): Message {
  return sentence(
    `The bot has no record of this any more. Nothing was changed or bought. To see what there is: \`${COMMAND} orders\``,
  );
}

/** The button or form carries something that cannot be used. */
export function undecodable(why: Undecodable): Message {
  return sentence(
    why === 'old'
      ? `This was made by an earlier version of the bot and cannot be used any more. Nothing was changed or bought. To start again: \`${COMMAND} help\``
      : `This does not carry anything the bot can read. Nothing was changed or bought. To start again: \`${COMMAND} help\``,
  );
}

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
