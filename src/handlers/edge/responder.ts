import type { ModalView } from '@slack/types';
import type { Log } from '../../runtime.ts';
import type { Message } from '../../slack/messenger.ts';
import type { Modals, OpenModal } from '../../slack/modals.ts';
import type { PrivateAnswer } from '../../slack/private-answer.ts';
import { asMessage, notDone } from '../../views/kit/modal-parts.ts';
import { failed } from '../../views/kit/refusals.ts';
import type { Reach } from './payloads.ts';

/** Reaches a person through the modal opened for them, else privately. `ref` is in the log. */
export function createResponder(deps: {
  modals: Modals;
  privateAnswer: PrivateAnswer;
  log: Pick<Log, 'error'>;
}) {
  const { modals, privateAnswer, log } = deps;

  return (who: Reach, ref: string) => {
    let opened: OpenModal | undefined;
    const answer = async (message: Message) => {
      if (await privateAnswer(who, message)) return;
      log.error({ event: 'answer.lost', ref, user_id: who.userId });
    };

    /** Shows it in the modal; if that is closed or Slack doesn't change it, tells the same privately. */
    async function show(
      viewId: string,
      view: ModalView,
      told: Message = asMessage(view),
    ): Promise<OpenModal | undefined> {
      const shown = await modals.update({ viewId }, view).catch((error: unknown) => {
        log.error({ event: 'answer.not_shown', ref, user_id: who.userId, err: error });
        return undefined;
      });
      if (!shown) await answer(told);
      return shown;
    }

    const opens = (how: 'open' | 'push') => async (view: ModalView) => {
      opened = await modals[how](who.triggerId, view);
      return opened;
    };

    return {
      answer,
      show,
      open: opens('open'),
      push: opens('push'),
      over: ({ viewId, isLast }: { viewId: string; isLast: boolean }) =>
        isLast
          ? async (view: ModalView) => {
              // Closed, it refuses what is drawn next, too.
              opened = (await modals.update({ viewId }, view)) ?? { viewId, hash: '' };
              return opened;
            }
          : opens('push'),
      fail: async (text: string, toRepeat: boolean) => {
        const says = failed(text, toRepeat ? who.pressed : undefined);
        if (opened) await show(opened.viewId, notDone(says), says);
        else await answer(says);
      },
    };
  };
}
export type Responder = ReturnType<typeof createResponder>;
