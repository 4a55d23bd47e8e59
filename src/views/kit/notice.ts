import type { KnownBlock, ModalView } from '@slack/types';
import { modals } from '../../slack/ids.ts';
import { type Message, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { inlineText, plain } from './text.ts';

/** A modal that only says something. `text` is our own mrkdwn; a message's `blocks` win over it. */
export function noticeView(state: { title: string } & (Message | { text: string })): ModalView {
  return {
    type: 'modal',
    callback_id: modals.notice.id,
    private_metadata: modals.notice.encode({}),
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
