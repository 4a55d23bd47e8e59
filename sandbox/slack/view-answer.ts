import type { Delivery } from './courier.ts';
import { isRecord, type JsonRecord, recordOf, recordsIn } from './json.ts';
import { LIMITS } from './limits.ts';
import { problemsOf } from './rules.ts';
import { suggestion } from './rules-objects.ts';
import type { Slack } from './slack.ts';
import type { OpenView } from './store.ts';
import { isTooLarge, validateView } from './validate-view.ts';
import { closeViews, createView, pushView, replaceView, stackOf } from './view-store.ts';

/** Slack's sentence in a modal, both for a late answer and for one it cannot use. */
const TROUBLE = 'We had some trouble connecting. Try again?';

/** What is wrong with the view of an answer; nothing for an answer without one. */
function problemsOfAnswer(body: unknown): string[] {
  const { view } = recordOf(body);
  if (!isRecord(view)) return [];
  return isTooLarge(view) ? ['the view is too large'] : validateView(view, 'modal');
}

function checkedView(answer: JsonRecord): JsonRecord | undefined {
  const { view } = answer;
  return isRecord(view) && problemsOfAnswer(answer).length === 0 ? view : undefined;
}

function showErrors(slack: Slack, open: OpenView, answer: JsonRecord): boolean {
  const errors = Object.entries(recordOf(answer.errors));
  const inputIds = recordsIn(open.view.blocks)
    .filter((block) => block.type === 'input')
    .map((block) => block.block_id);
  const usable = errors.every(
    ([blockId, text]) => inputIds.includes(blockId) && typeof text === 'string' && text !== '',
  );
  if (!usable || errors.length === 0) return false;
  open.errors = Object.fromEntries(errors.map(([blockId, text]) => [blockId, String(text)]));
  slack.changed({ type: 'view', userId: open.userId });
  return true;
}

/** Does what the ack of a submission asks for; false when Slack could not use it. */
function applyAnswer(slack: Slack, open: OpenView, body: unknown): boolean {
  if (body === undefined) {
    closeViews(slack, open.userId, [open]);
    return true;
  }
  const answer = recordOf(body);
  const stack = stackOf(slack, open.userId);
  switch (answer.response_action) {
    case 'errors':
      return showErrors(slack, open, answer);
    case 'clear':
      closeViews(slack, open.userId, stack);
      return true;
    case 'update': {
      const view = checkedView(answer);
      if (view) replaceView(slack, open, view);
      return view !== undefined;
    }
    case 'push': {
      const view = stack.length < LIMITS.view.stack ? checkedView(answer) : undefined;
      if (!view) return false;
      pushView(
        slack,
        createView(slack, { userId: open.userId, type: 'modal', parent: open }, view),
      );
      return true;
    }
    default:
      return false;
  }
}

/** Settles a submission: closes, changes or stacks modals, or leaves the form open with Slack's trouble sentence. */
export function settleSubmission(slack: Slack, open: OpenView, delivery: Delivery): void {
  open.errors = {};
  delete open.trouble;
  if (!delivery.error) {
    if (!slack.store.views.has(open.id) || applyAnswer(slack, open, delivery.ackBody)) return;
    delivery.error = 'invalid_response';
    const problems = problemsOfAnswer(delivery.ackBody);
    if (problems.length > 0) delivery.problems = problems;
  }
  delivery.toldPerson = TROUBLE;
  open.trouble = TROUBLE;
  slack.changed({ type: 'view', userId: open.userId });
}

/** What a bot offered for an external select: `options` or `option_groups`; neither, with an error, when Slack could not use it. */
export function offeredBy(delivery: Delivery): JsonRecord {
  if (delivery.error) return {};
  const answer = recordOf(delivery.ackBody);
  const problems = problemsOf(suggestion, answer, '');
  if (problems.length > 0) {
    Object.assign(delivery, { error: 'invalid_response', problems });
    return {};
  }
  return answer;
}
