import type { Actor } from '../../domain/actor.ts';
import type { Examined } from '../../domain/examined.ts';
import { type Policies, workspaceOf } from '../../domain/policy/policies.ts';
import type { Settings } from '../../flows/policy/settings.ts';
import type { Modals } from '../../slack/modals.ts';
import { doctorLoading, doctorModal, doctorRefused } from '../../views/policy/doctor-view.ts';
import { findingLines } from '../../views/policy/finding-words.ts';
import { accountsText, notAnAdmin } from '../../views/policy/settings-view.ts';
import type { Command } from '../edge/interaction.ts';

type Deps = {
  modals: Modals;
  settings: Settings;
  accounts: readonly string[];
  /** Takes seconds, never longer. */
  examineRunning: (team: string, policies: Policies | undefined) => Promise<Examined>;
};

/** `/vobiz-number doctor`: what is wrong, in words, to an admin alone. */
export function handleDoctor(deps: Deps) {
  const { modals, settings, accounts } = deps;

  async function view(actor: Actor) {
    if (!(await settings.mayAdmin(actor)))
      return doctorRefused(notAnAdmin(settings.admins, 'run the doctor'));
    const { policies } = await settings.current(actor.teamId);
    const { findings, health } = await deps.examineRunning(actor.teamId, policies);
    return doctorModal({
      policy: findings && findingLines(findings, actor.userId),
      without: withoutPolicy(policies, actor.teamId),
      health,
      accounts: accountsText(accounts, policies?.connect.tokenInModal),
    });
  }

  return {
    async command({ actor, open }: Pick<Command, 'actor' | 'open'>): Promise<void> {
      const modal = await open(doctorLoading());
      await modals.update(modal, await view(actor));
    },
  };
}

function withoutPolicy(policies: Policies | undefined, team: string) {
  if (!policies) return 'unread';
  return workspaceOf(policies, team) ? undefined : 'not_in_file';
}
