import type { NoCard } from '../../domain/actor.ts';
import type { Barred, Forbidden } from '../../domain/policy/policy.ts';
import type { Undecodable } from '../../slack/codec.ts';
import { COMMAND } from '../../slack/ids.ts';
import { actions, type Message, message, section, sentence } from './blocks.ts';
import { LIMITS, plain, present } from './text.ts';

/** Why somebody may not use the app, wherever they try. */
export const BARRED: Readonly<Record<Barred, string>> = {
  outsider: "Only members of this app's workspace can use it.",
  guest: "Guests can't use this app. Ask a full member.",
  not_a_person: 'Only active members of this workspace can use this app.',
};

/** What went wrong, with a button that does the same once more where that makes sense. */
export function failed(
  text: string,
  pressed?: { id: string; value?: string | undefined },
): Message {
  if (!pressed) return sentence(text);
  const { id, value } = pressed;
  const label = plain('Try again', LIMITS.buttonText);
  return message([
    section(text),
    actions({ type: 'button', action_id: id, text: label, ...(value && { value }) }),
  ]);
}

/** To a person who may not do what they tried. `whoMay` says who may instead. */
export function forbiddenAnswer(why: Forbidden, whoMay?: string): Message {
  return sentence(present([FORBIDDEN[why], whoMay]).join(' '));
}

const FORBIDDEN: Readonly<Record<Forbidden, string>> = {
  ...BARRED,
  own_request: "You can't decide your own request.",
  not_an_approver: "You can't decide this request.",
  not_the_requester: 'Only the person who made this request can do this.',
  requester_left: 'The requester has left this workspace. You can only deny this.',
};

/** The button or form belongs to a record that doesn't exist. */
export function unknownRecord(): Message {
  return sentence(`We have no record of this any more. See \`${COMMAND} orders\`.`);
}

/** The button or form carries something that we can't use. */
export function undecodable(why: Undecodable): Message {
  const what = why === 'old' ? 'This is from an earlier version.' : "We can't read this.";
  return sentence(`${what} Nothing was changed. Start again with \`${COMMAND} help\`.`);
}

const WHY: Readonly<Record<NoCard, string>> = {
  not_a_member: "This app isn't in this channel. Type /invite, choose it, then try again.",
  archived: 'This channel is archived. Try again in another one.',
  not_found: "We can't see this channel. Type /invite and choose this app, then try again.",
  direct_messages: "We can't post in other people's direct messages. Try again in a channel.",
};

/** Why nothing can start here, and where it can. */
export function noCardText(why: NoCard): string {
  return WHY[why];
}
