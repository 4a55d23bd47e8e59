import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { PrivateAnswer } from '../slack/answer.ts';
import type { Message } from '../slack/door.ts';
import type { Window, Windows } from '../slack/windows.ts';
import { sentence } from '../views/blocks.ts';
import { noticeView } from '../views/notice.ts';
import type { Interaction } from './payloads.ts';

export function failedView(text: string): ModalView {
  return noticeView({ title: 'Not done', text });
}

/** The ways to reach whoever did something: a modal opened for them, else a private message. */
export function createWays(deps: { windows: Windows; privateAnswer: PrivateAnswer }) {
  const { windows, privateAnswer } = deps;

  return (who: Interaction, triggerId: string, channel?: string, respond?: RespondFn) => {
    let opened: Window | undefined;
    const answer = (message: Message) =>
      privateAnswer({ userId: who.userId, channel, respond }, message);

    /** Says what went wrong where the person is looking; privately when the modal is closed or cannot be changed. */
    async function tell(viewId: string, view: ModalView, text: string): Promise<void> {
      const shown = await windows.update({ viewId }, view).catch(() => undefined);
      if (!shown) await answer(sentence(text));
    }

    return {
      answer,
      tell,
      open: async (view: ModalView) => {
        opened = await windows.open(triggerId, view);
        return opened;
      },
      push: async (view: ModalView) => {
        opened = await windows.push(triggerId, view);
        return opened;
      },
      fail: async (text: string) => {
        if (opened) await tell(opened.viewId, failedView(text), text);
        else await answer(sentence(text));
      },
    };
  };
}
