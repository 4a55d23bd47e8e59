import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { type Message, sentence } from '../../views/kit/blocks.ts';
import { asMessage, notDone } from '../../views/kit/modal-parts.ts';
import { messageWithTyped, withTyped } from '../../views/kit/typed-again.ts';
import type { Outcome } from './interaction.ts';
import type { Submission } from './payloads.ts';
import type { Responder } from './responder.ts';

type Deps = {
  ack: SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];
  person: ReturnType<Responder>;
  form: Submission;
};

/**
 * The ways to answer one form: in its acknowledgement, later in its window, or privately if that is closed. What was typed and
 * came to nothing goes with each of them, except where the form itself is shown again with it.
 */
export function createFormAnswer({ ack, person, form }: Deps) {
  const { viewId, typed, firstInput: first } = form;
  const update = (view: ModalView) => ack({ response_action: 'update', view });
  const show = (view: ModalView, told?: Message) => person.show(viewId, view, told);
  const unfinished = (view: ModalView) => withTyped(view, typed);
  const showUnfinished = (view: ModalView, told: Message) =>
    show(unfinished(view), messageWithTyped(told, typed));

  return {
    update,
    show,
    errors: (errors: Record<string, string>) => ack({ response_action: 'errors', errors }),
    close: () => ack({ response_action: 'clear' }),
    /** In the acknowledgement: nothing came of it. */
    refuse: (view: ModalView) => update(unfinished(view)),
    /** Slack shows errors only under inputs: ours goes under the first one, and the form stays as it is. */
    keep: (text: string) =>
      first === undefined
        ? update(notDone(text))
        : ack({ response_action: 'errors', errors: { [first]: text } }),
    /** The result, in the acknowledgement. */
    finish: ({ says, isOnCard, isRefused }: Outcome) =>
      isOnCard && !form.isOnTop
        ? ack({ response_action: 'clear' })
        : update(isRefused ? unfinished(says) : says),
    /** The result, after the acknowledgement. */
    finishLate: ({ says, isRefused }: Outcome) =>
      isRefused ? showUnfinished(says, asMessage(says)) : show(says),
    /** A failure after the acknowledgement. */
    failLate: (view: ModalView, text: string) => showUnfinished(view, sentence(text)),
  };
}
