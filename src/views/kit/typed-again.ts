import type { ModalView, SectionBlock } from '@slack/types';
import { modalIds } from '../../slack/ids.ts';
import { context, type Message, message } from './blocks.ts';
import { inlineText, plain, TEXT_SHOWN } from './text.ts';

/** What a person typed into a field, by its label. */
export type TypedText = { label: string; text: string };

/** A notice in place of a form, with what was typed into that and came to nothing. A form shows it by itself. */
export function withTyped(view: ModalView, typed: readonly TypedText[]): ModalView {
  if (view.callback_id !== modalIds.notice.id) return view;
  return { ...view, blocks: [...view.blocks, ...typedBlocks(typed)] };
}

/** The same of a message, for somebody whose form can't be shown again. */
export function messageWithTyped({ blocks }: Message, typed: readonly TypedText[]): Message {
  return message([...blocks, ...typedBlocks(typed)]);
}

/** Each text in a block of its own, so that people can copy it. */
function typedBlocks(typed: readonly TypedText[]) {
  return typed.flatMap(({ label, text }) => [
    context(`You typed this under “${inlineText(label, TEXT_SHOWN.inline)}”:`),
    { type: 'section', text: plain(text, TEXT_SHOWN.block) } satisfies SectionBlock,
  ]);
}
