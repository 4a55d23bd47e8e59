import { isRecord, type JsonRecord, textOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { findPerson, type Slack } from './slack.ts';
import { refusalWithPointers, SlackApiError } from './slack-api-error.ts';
import type { OpenView, Trigger } from './store.ts';
import { isTooLarge, validateView } from './validate-view.ts';
import {
  closeViews,
  createView,
  pushView,
  replaceView,
  stackOf,
  viewPayload,
} from './view-store.ts';
import type { Method } from './web-api.ts';

/** The view of a call, refused in Slack's words when Slack would refuse it. */
function sentView(
  slack: Slack,
  args: JsonRecord,
  type: 'modal' | 'home',
  own?: OpenView,
): JsonRecord {
  const view = args.view;
  if (!isRecord(view)) {
    throw refusalWithPointers('invalid_arguments', ['[ERROR] missing required field: view']);
  }
  if (isTooLarge(view)) throw new SlackApiError('view_too_large');
  const problems = validateView(view, type);
  if (problems.length > 0) throw refusalWithPointers('invalid_arguments', problems);
  const externalId = textOf(view.external_id);
  const taken = [...slack.store.views.values(), ...slack.store.homes.values()].some(
    (other) => externalId && other.view.external_id === externalId && other.id !== own?.id,
  );
  if (taken) throw new SlackApiError('duplicate_external_id');
  return view;
}

/** Looks a trigger up without using it, so a refused view does not burn it. */
function liveTrigger(slack: Slack, args: JsonRecord): Trigger {
  const trigger = slack.store.triggers.get(textOf(args.trigger_id) ?? '');
  if (!trigger) throw new SlackApiError('invalid_trigger_id');
  if (trigger.used) throw new SlackApiError('exchanged_trigger_id');
  if (slack.now() - trigger.sentAt > LIMITS.trigger.ms) {
    throw new SlackApiError('expired_trigger_id');
  }
  return trigger;
}

/** Opening from inside a modal starts a new stack, by the published pages. */
const open: Method = (slack, args) => {
  const trigger = liveTrigger(slack, args);
  const sent = sentView(slack, args, 'modal');
  trigger.used = true;
  closeViews(slack, trigger.userId, stackOf(slack, trigger.userId));
  const view = createView(slack, { userId: trigger.userId, type: 'modal' }, sent);
  pushView(slack, view);
  return { view: viewPayload(slack, view) };
};

const push: Method = (slack, args) => {
  const trigger = liveTrigger(slack, args);
  const sent = sentView(slack, args, 'modal');
  const stack = stackOf(slack, trigger.userId);
  const parent = stack.at(-1);
  if (!parent || !trigger.viewId) throw new SlackApiError('invalid_trigger_id');
  if (stack.length >= LIMITS.view.stack) throw new SlackApiError('push_limit_reached');
  trigger.used = true;
  const view = createView(slack, { userId: trigger.userId, type: 'modal', parent }, sent);
  pushView(slack, view);
  return { view: viewPayload(slack, view) };
};

function checkHash(args: JsonRecord, view: OpenView): void {
  const hash = textOf(args.hash);
  if (hash && hash !== view.hash) throw new SlackApiError('hash_conflict');
}

const update: Method = (slack, args) => {
  const viewId = textOf(args.view_id);
  const externalId = textOf(args.external_id);
  const view = [...slack.store.views.values()].find((candidate) =>
    viewId ? candidate.id === viewId : externalId && candidate.view.external_id === externalId,
  );
  if (!view) throw new SlackApiError('not_found');
  const sent = sentView(slack, args, 'modal', view);
  checkHash(args, view);
  replaceView(slack, view, sent);
  return { view: viewPayload(slack, view) };
};

const publish: Method = (slack, args) => {
  const person = findPerson(slack, textOf(args.user_id) ?? '');
  if (!person) throw new SlackApiError('user_not_found');
  const before = slack.store.homes.get(person.id);
  const sent = sentView(slack, args, 'home', before);
  if (before) {
    checkHash(args, before);
    replaceView(slack, before, sent);
    return { view: viewPayload(slack, before) };
  }
  const view = createView(slack, { userId: person.id, type: 'home' }, sent);
  slack.store.homes.set(person.id, view);
  slack.changed({ type: 'home', userId: person.id });
  return { view: viewPayload(slack, view) };
};

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
