import type { Courier, Delivery } from './courier.ts';
import { isFilled, placedElements, valueKey } from './elements.ts';
import { CannotDoThat } from './find-element.ts';
import { flagOf, type JsonRecord, recordsIn } from './json.ts';
import { mintResponseUrl, viewClosedPayload, viewSubmissionPayload } from './payloads.ts';
import type { Slack } from './slack.ts';
import type { OpenView } from './store.ts';
import { typingProblem } from './type-in.ts';
import { settleSubmission } from './view-answer.ts';
import { closeViews, stackOf } from './view-store.ts';
import type { Person } from './workspace.ts';

/** What Slack's client refuses to send, by block_id. */
function clientErrors(view: OpenView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element, blockId, actionId } of placedElements(recordsIn(view.view.blocks))) {
    if (block.type !== 'input') continue;
    const value = view.inputs[blockId]?.[actionId];
    if (!isFilled(value)) {
      if (!flagOf(block.optional)) errors[blockId] = 'Please complete this required field.';
      continue;
    }
    const content = value?.[valueKey(element.type) ?? 'value'];
    const problem = typeof content === 'string' ? typingProblem(element, content) : undefined;
    if (problem) errors[blockId] = problem;
  }
  return errors;
}

/** A response_url for every channel menu that asks for one. */
function responseUrls(slack: Slack, view: OpenView): JsonRecord[] {
  return placedElements(recordsIn(view.view.blocks)).flatMap((placed) => {
    const { element, blockId, actionId } = placed;
    if (!flagOf(element.response_url_enabled)) return [];
    const channel = view.inputs[blockId]?.[actionId]?.[valueKey(element.type) ?? ''];
    if (typeof channel !== 'string') return [];
    const url = mintResponseUrl(slack, { userId: view.userId, channel });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });
}

export function createModals(slack: Slack, courier: Courier, person: Person) {
  function topModal(): OpenView {
    const top = stackOf(slack, person.id).at(-1);
    if (!top) throw new CannotDoThat(`${person.name} has no modal open`);
    return top;
  }

  async function closed(view: OpenView, isCleared: boolean): Promise<Delivery | undefined> {
    if (view.view.notify_on_close !== true) return undefined;
    const body = viewClosedPayload(slack, person, view, isCleared);
    return courier.deliver('view_closed', person.id, body);
  }

  return {
    /**
     * Presses the submit button of the top modal and does what the app's answer says.
     * Throws when Slack's client would not send the form; the reasons are then in the view's `errors`.
     */
    async submit(): Promise<Delivery> {
      const view = topModal();
      if (!view.view.submit) throw new CannotDoThat('the modal has no submit button');
      const errors = clientErrors(view);
      if (Object.keys(errors).length > 0) {
        view.errors = errors;
        slack.changed({ type: 'view', userId: person.id });
        throw new CannotDoThat(`the form is not complete: ${JSON.stringify(errors)}`);
      }
      const body = viewSubmissionPayload(slack, person, view, responseUrls(slack, view));
      const delivery = await courier.deliver('view_submission', person.id, body);
      settleSubmission(slack, view, delivery);
      return delivery;
    },

    /** Presses the close button of the top modal: the one below shows again. Undefined when the app is not told. */
    async close(): Promise<Delivery | undefined> {
      const view = topModal();
      const clears = view.view.clear_on_close === true;
      closeViews(slack, person.id, clears ? stackOf(slack, person.id) : [view]);
      return closed(view, clears);
    },

    /** Presses the × of the modal: every modal of the stack closes, and the root is what the app hears of. */
    async dismiss(): Promise<Delivery | undefined> {
      topModal();
      const stack = stackOf(slack, person.id);
      closeViews(slack, person.id, stack);
      const [root] = stack;
      return root ? closed(root, true) : undefined;
    },
  };
}
