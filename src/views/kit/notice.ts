import type { KnownBlock, ModalView } from '@slack/types';
import type { NoCard } from '../../domain/actor.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import { modalIds } from '../../slack/ids.ts';
import { LIMITS, type Message, section } from './blocks.ts';
import { inlineText, plain } from './text.ts';

/** A modal that only says something. `text` is our own mrkdwn; a message's `blocks` win over it. */
export function noticeView(state: { title: string } & (Message | { text: string })): ModalView {
  return {
    type: 'modal',
    callback_id: modalIds.notice.id,
    private_metadata: modalIds.notice.encode({}),
    title: plain(state.title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    blocks: 'blocks' in state ? state.blocks : [section(state.text)],
  };
}

/** Why a form is shown again, above its fields: words that may hold what others wrote. */
export function problemBlocks(problem: string | undefined): KnownBlock[] {
  return problem ? [section(inlineText(problem, 1000))] : [];
}

/** A modal with something to fill in. `metadata` is already encoded. */
export function formView(state: {
  callbackId: string;
  metadata: string;
  title: string;
  submit: string;
  blocks: KnownBlock[];
}): ModalView {
  return {
    type: 'modal',
    callback_id: state.callbackId,
    private_metadata: state.metadata,
    title: plain(state.title, LIMITS.modalTitle),
    submit: plain(state.submit, LIMITS.modalTitle),
    close: plain('Cancel', LIMITS.modalTitle),
    blocks: state.blocks,
  };
}

export const BARRED: Readonly<Record<Barred, string>> = {
  outsider: 'Only people of the workspace this bot belongs to can do this.',
  guest: 'Guests cannot do this. Ask a full member of this workspace.',
  not_a_person: 'Only an active member of this workspace can do this.',
};

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
