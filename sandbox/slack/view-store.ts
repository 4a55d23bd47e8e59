import { inputsFor, withIds } from './elements.ts';
import { type JsonRecord, recordOf, recordsIn, textOf } from './json.ts';
import type { Slack } from './slack.ts';
import type { OpenView } from './store.ts';

function newHash(slack: Slack): string {
  return `${Math.floor(slack.now() / 1000)}.${slack.ids.next('h')}`;
}

/** Makes a stored view out of one the app sent; the caller puts it where it belongs. */
export function createView(
  slack: Slack,
  owner: { userId: string; type: 'modal' | 'home'; parent?: OpenView },
  sent: JsonRecord,
): OpenView {
  const id = slack.ids.next('V');
  const blocks = withIds(recordsIn(sent.blocks), slack.ids);
  return {
    kind: 'view',
    id,
    type: owner.type,
    userId: owner.userId,
    hash: newHash(slack),
    rootViewId: owner.parent?.rootViewId ?? id,
    previousViewId: owner.parent?.id ?? null,
    view: { ...structuredClone(sent), blocks },
    inputs: inputsFor(blocks),
    errors: {},
  };
}

/** Replaces the content of an open view; typing survives where block_id and action_id are the same. */
export function replaceView(slack: Slack, open: OpenView, sent: JsonRecord): void {
  const blocks = withIds(recordsIn(sent.blocks), slack.ids);
  open.view = { ...structuredClone(sent), blocks };
  open.inputs = inputsFor(blocks, open.inputs);
  open.hash = newHash(slack);
  open.errors = {};
  delete open.trouble;
  slack.changed({ type: open.type === 'home' ? 'home' : 'view', userId: open.userId });
}

export function stackOf(slack: Slack, userId: string): OpenView[] {
  const ids = slack.store.stacks.get(userId) ?? [];
  return ids.flatMap((id) => {
    const view = slack.store.views.get(id);
    return view ? [view] : [];
  });
}

/** Puts a modal on top of the person's stack. */
export function pushView(slack: Slack, view: OpenView): void {
  slack.store.views.set(view.id, view);
  slack.store.stacks.set(view.userId, [...(slack.store.stacks.get(view.userId) ?? []), view.id]);
  slack.changed({ type: 'view', userId: view.userId });
}

/** Closes the given modals of one person; what lies under them shows again. */
export function closeViews(slack: Slack, userId: string, views: OpenView[]): void {
  const closing = new Set(views.map((view) => view.id));
  for (const id of closing) slack.store.views.delete(id);
  const rest = (slack.store.stacks.get(userId) ?? []).filter((id) => !closing.has(id));
  slack.store.stacks.set(userId, rest);
  slack.changed({ type: 'view', userId });
}

/** A view in the shape Slack sends it to the app, with what the person has entered so far. */
export function viewPayload(slack: Slack, open: OpenView): JsonRecord {
  const { view } = open;
  const { team, bot } = slack.workspace;
  const isModal = open.type === 'modal';
  return structuredClone({
    id: open.id,
    team_id: team.id,
    type: open.type,
    blocks: view.blocks,
    private_metadata: textOf(view.private_metadata) ?? '',
    callback_id: textOf(view.callback_id) ?? '',
    state: { values: open.inputs },
    hash: open.hash,
    title: isModal ? recordOf(view.title) : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clear_on_close === true,
    notify_on_close: view.notify_on_close === true,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: open.previousViewId,
    root_view_id: open.rootViewId,
    app_id: bot.appId,
    external_id: textOf(view.external_id) ?? '',
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  });
}
