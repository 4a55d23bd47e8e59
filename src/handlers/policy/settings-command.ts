import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import { workspaceOf } from '../../domain/policy/policies.ts';
import { policyText, readWorkspacePolicy } from '../../domain/policy/policy-text.ts';
import type { ReadPolicyHistory } from '../../flows/policy/policy-history.ts';
import type { Settings } from '../../flows/policy/settings.ts';
import { readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { notDone, noticeView } from '../../views/kit/modal-parts.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import {
  IMPORT_PROBLEMS,
  type ImportState,
  importErrors,
  importForm,
  importSaved,
  POLICY_PARTS,
} from '../../views/policy/import-form.ts';
import {
  exportModal,
  historyModal,
  managedByFile,
  notAnAdmin,
  SETTINGS_TITLE,
  settingsLoading,
  settingsModal,
} from '../../views/policy/settings-view.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command, SubmitReply, Submitted } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  settings: Settings;
  history: ReadPolicyHistory;
  /** Names of the WhatsApp accounts that are set up. */
  accounts: readonly string[];
};

/** The policy made in Slack: its current rules, its history, and as YAML, out and in. For admins only. */
export function handleSettings(deps: Deps) {
  const { edge, modals, settings, history } = deps;

  /** The view, or what keeps this person from it. */
  async function allowed(actor: Actor, view: () => Promise<ModalView>): Promise<ModalView> {
    return (await settings.mayAdmin(actor)) ? view() : refused(notAnAdmin(settings.admins));
  }

  async function command({ actor, open }: Pick<Command, 'actor' | 'open'>): Promise<void> {
    const modal = await open(settingsLoading());
    await modals.update(modal, await allowed(actor, () => settingsView(deps, actor)));
  }

  /** A modal on top of the settings. */
  async function shown(click: Click, view: () => Promise<ModalView>): Promise<void> {
    const modal = await click.show(settingsLoading());
    await modals.update(modal, await allowed(click.actor, view));
  }

  edge.button(buttons.settingsHistory, 'read', (_, click) =>
    shown(click, async () => historyModal(await history(click.actor.teamId, 0))),
  );

  async function turn(page: number, { actor, view, answer }: Click): Promise<void> {
    if (!view) return answer(undecodable('broken'));
    const next = () => history(actor.teamId, page).then(historyModal);
    await modals.update(view, await allowed(actor, next));
  }
  edge.button(buttons.newerHistory, 'read', ({ page }, click) => turn(page, click));
  edge.button(buttons.olderHistory, 'read', ({ page }, click) => turn(page, click));

  edge.button(buttons.settingsExport, 'read', (_, click) =>
    shown(click, async () => {
      const { written } = await settings.current(click.actor.teamId);
      return written ? exportModal(policyText(written)) : settingsView(deps, click.actor);
    }),
  );

  edge.button(buttons.settingsImport, 'settings', (_, click) =>
    shown(click, async () => {
      const { source, version: basedOn } = await settings.current(click.actor.teamId);
      if (source === 'file') return refused(managedByFile());
      return importForm({ basedOn, behind: click.view?.viewId });
    }),
  );

  edge.submission(modalIds.policyImport, 'settings', (asked, form) => imported(deps, asked, form));

  return { command };
}

async function settingsView({ settings, accounts }: Deps, { teamId }: Actor): Promise<ModalView> {
  const { policies, ...current } = await settings.current(teamId);
  return settingsModal({
    ...current,
    policy: policies && workspaceOf(policies, teamId),
    accounts,
    everywhere: policies,
  });
}

function refused(said: Message): ModalView {
  return noticeView(SETTINGS_TITLE, said);
}

type Asked = { basedOn: string; checked?: string | undefined; behind?: string | undefined };

/** First shows what would change, then saves what was shown. Whatever happens, the text stays in the form. */
async function imported(
  deps: Deps,
  { basedOn, checked, behind }: Asked,
  { values, actor, problem }: Submitted,
): Promise<SubmitReply> {
  const { settings, modals } = deps;
  if (!(await settings.mayAdmin(actor))) return { view: notDone(notAnAdmin(settings.admins)) };
  const parts = POLICY_PARTS.map((name) => readInput(values, inputs[name]));
  const text = parts.filter((part) => part !== '').join('\n');
  if (text.trim() === '') return firstPart(IMPORT_PROBLEMS.empty);
  const read = readWorkspacePolicy(text);
  if (!read.ok) return { errors: importErrors(parts, read.issues) };
  const { written } = read;
  const review = await settings.review(actor.teamId, written);
  const state = { behind, parts, basedOn: review.basedOn, checked: review };
  if (checked !== review.version) {
    return review.changes.length > 0 ? again(state) : firstPart(IMPORT_PROBLEMS.same);
  }
  const changed = await settings.change(actor, { basedOn, edit: () => written });
  if (changed.ok) {
    return {
      view: importSaved(changed.version),
      after: async () => {
        // It is saved, whatever becomes of the window behind.
        const drawn = async (viewId: string) =>
          modals.update({ viewId }, await settingsView(deps, actor));
        if (behind) await drawn(behind).catch(problem);
      },
    };
  }
  switch (changed.why) {
    case 'changed_meanwhile':
      return again({ ...state, problem: IMPORT_PROBLEMS.changedMeanwhile });
    case 'managed_by_file':
      return { view: refused(managedByFile()) };
    case 'not_an_admin':
      return { view: notDone(notAnAdmin(settings.admins)) };
    case 'problems':
      return firstPart(changed.problems.join(' '));
  }
}

function again(state: ImportState): SubmitReply {
  return { view: importForm(state) };
}

function firstPart(problem: string): SubmitReply {
  return { errors: { [inputs.policyText1.blockId]: problem } };
}
