import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import { zonesCalled } from '../../domain/digest/zones.ts';
import { NUMBERS_MAX } from '../../domain/order/asked-numbers.ts';
import type { PolicyFinding } from '../../domain/policy/assess-policy.ts';
import { type Policies, workspaceOf } from '../../domain/policy/policies.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import { readAmount } from '../../domain/policy/set-up-rules.ts';
import { priceNow } from '../../domain/policy/trial.ts';
import type { DraftChange, SetUpPolicy } from '../../flows/policy/set-up-policy.ts';
import type { TryOut } from '../../flows/policy/try-out.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import type { UserGroup } from '../../slack/user-groups.ts';
import { groupOptions, zoneOptions } from '../../views/kit/pickers.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import { amountsStep } from '../../views/policy/set-up-amounts.ts';
import {
  type Checked,
  checkStep,
  notSetUp,
  problemsText,
  setUpSaved,
  setUpSaving,
} from '../../views/policy/set-up-check.ts';
import {
  approvalsStep,
  NO_DIGEST,
  NOBODY_APPROVES,
  setUpLoading,
} from '../../views/policy/set-up-form.ts';
import { meanwhileText } from '../../views/policy/set-up-words.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';
import { KEPT, problemsIn, readStep } from './set-up-input.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  setUp: SetUpPolicy;
  tryOut: TryOut;
  examine: (policies: Policies, team: string) => Promise<readonly PolicyFinding[]>;
  userGroups: () => Promise<readonly UserGroup[]>;
  /** Ids of those who may, if the operator named them. */
  admins: readonly string[];
  homeChanged: (at: { team: string }) => Promise<void>;
};

/** Set-up in three steps, each kept as it is filled in, and the test request. */
export function handleSetUp(deps: Deps): void {
  const { edge, modals, setUp, admins } = deps;

  edge.button(buttons.setUp, 'settings', async (_none, { actor, show }) => {
    const modal = await show(setUpLoading());
    const begun = await setUp.begin(actor);
    if (!begun.ok) {
      await modals.update(modal, notSetUp(begun, admins));
      return;
    }
    const problem = begun.meanwhile && meanwhileText(begun.meanwhile);
    await modals.update(modal, await stepView(deps, begun.draft, problem));
  });
  for (const input of KEPT) edge.choice(input, 'settings', (click) => changed(deps, click));
  for (const input of [inputs.approvingGroups, inputs.escalateGroups, inputs.giveBackGroups]) {
    edge.menu(input, async ({ typed }) => groupOptions(await deps.userGroups(), typed));
  }
  edge.menu(inputs.digestZone, async ({ typed }) => zoneOptions(zonesCalled(typed), NO_DIGEST));
  edge.button(buttons.setUpBack, 'settings', (_begun, click) =>
    changed(deps, click, ({ step }) => ({ step: step === 'check' ? 'amounts' : 'approvals' })),
  );
  edge.button(buttons.setUpMore, 'settings', (_begun, click) =>
    changed(deps, click, () => ({ more: true })),
  );

  edge.submission(modalIds.setUpApprovals, 'settings', async ({ begun }, { actor, values }) => {
    const draft = await setUp.find(actor, begun);
    if (!draft) return { view: notSetUp({ why: 'replaced' }) };
    const next = await setUp.keep(draft, readStep(draft, values));
    const { users, groups } = next.values;
    if (users.length + groups.length === 0) {
      return { errors: { [inputs.approvingPeople.blockId]: NOBODY_APPROVES } };
    }
    return { view: await stepView(deps, await setUp.keep(next, { step: 'amounts' })) };
  });
  edge.submission(modalIds.setUpAmounts, 'settings', async ({ begun }, { actor, values }) => {
    const draft = await setUp.find(actor, begun);
    if (!draft) return { view: notSetUp({ why: 'replaced' }) };
    const next = await setUp.keep(draft, readStep(draft, values));
    const wrong = problemsIn(next, values);
    if (wrong) return wrong;
    const checking = await setUp.keep(next, { step: 'check' });
    return {
      view: checkStep(checking, { checked: 'looking' }),
      after: async (viewId) => showLatest(deps, actor, checking, viewId),
    };
  });
  edge.submission(modalIds.setUpCheck, 'settings', async ({ begun }, { actor, values, show }) => {
    const found = await setUp.find(actor, begun);
    if (!found) return { view: notSetUp({ why: 'replaced' }) };
    const draft = await setUp.keep(found, readStep(found, values));
    return {
      view: setUpSaving(),
      onFailure: (problem) => checkStep(draft, { problem }),
      after: async () => {
        await show(await savedView(deps, actor, draft));
      },
    };
  });
}

/**
 * Keeps what the step holds now, and draws it again where that changes anything else on it. Each choice comes with all that
 * the step holds, so of two quick ones the earlier is dropped: kept after the later one, it would undo it.
 */
async function changed(
  deps: Deps,
  { actor, view, answer }: Click,
  more?: (draft: SetUpDraft) => DraftChange,
): Promise<void> {
  const { setUp, modals } = deps;
  if (!view) return answer(undecodable('broken'));
  const { viewId, values } = view;
  const isNewest = modals.begin(viewId);
  const metadata = modalIds.setUpApprovals.decode(view.metadata);
  const draft = metadata.ok ? await setUp.find(actor, metadata.value.begun) : undefined;
  if (!draft) {
    await modals.update({ viewId }, notSetUp({ why: 'replaced' }));
    return;
  }
  if (!more && !isNewest()) return;
  const read = readStep(draft, values);
  const next = await setUp.keep(draft, { ...read, ...more?.(draft) });
  const isTyping = draft.step === 'amounts' && next.step === 'amounts';
  if (isTyping && next.more === draft.more && next.currencies[0] === draft.currencies[0]) return;
  await showLatest(deps, actor, next, viewId);
}

/** Draws a step, unless the draft has changed since: then somebody else draws it. */
async function showLatest(
  deps: Deps,
  actor: Actor,
  draft: SetUpDraft,
  viewId: string,
): Promise<void> {
  const view = await stepView(deps, draft);
  const latest = await deps.setUp.find(actor, draft.begun);
  if (latest?.revision === draft.revision) await deps.modals.update({ viewId }, view);
}

async function stepView(deps: Deps, draft: SetUpDraft, problem?: string): Promise<ModalView> {
  switch (draft.step) {
    case 'approvals': {
      const [findings, groups] = await Promise.all([findingsOf(deps, draft), groupsIn(deps)]);
      return approvalsStep(draft, { findings, groups, problem });
    }
    case 'amounts': {
      const [hasOwnRules, groups] = await Promise.all([
        deps.setUp.hasOwnRules(draft.team),
        draft.more ? groupsIn(deps) : [],
      ]);
      return amountsStep(draft, { hasOwnRules, groups, problem });
    }
    case 'check':
      return checkStep(draft, { checked: await checkedOf(deps, draft), problem });
  }
}

/** Undefined when Slack does not say: the step needs their names alone, and the menu asks again. */
function groupsIn({ userGroups }: Deps): Promise<readonly UserGroup[] | undefined> {
  return userGroups().catch(() => undefined);
}

async function findingsOf(deps: Deps, draft: SetUpDraft): Promise<readonly PolicyFinding[]> {
  const drafted = await deps.setUp.drafted(draft);
  return drafted ? deps.examine(drafted, draft.team) : [];
}

async function checkedOf(deps: Deps, draft: SetUpDraft): Promise<Checked | undefined> {
  const { team, trial: supposed } = draft;
  const drafted = await deps.setUp.drafted(draft);
  const policy = drafted && workspaceOf(drafted, team);
  if (!drafted || !policy) return undefined;
  const trial = trialOf(draft);
  const [findings, tried] = await Promise.all([
    deps.examine(drafted, team),
    trial &&
      deps.tryOut(drafted, team, {
        price: priceNow(trial.amount, trial.monthly),
        count: trial.count,
        user: supposed.user,
        channel: trial.channel,
      }),
  ]);
  return { policy, everywhere: drafted, findings, trial: tried };
}

/** Undefined while there is no amount, count or channel that could be. */
function trialOf({ trial, values, currencies: [currency = ''] }: SetUpDraft) {
  const { count: typed = '', monthly: fee = '' } = trial;
  const amount = readAmount(trial.amount, currency);
  const monthly = fee === '' ? 0 : readAmount(fee, currency)?.minor;
  const count = typed === '' ? 1 : /^\d{1,2}$/.test(typed) ? Number(typed) : 0;
  const channel = trial.channel ?? values.channel;
  if (!amount || !channel || count < 1 || count > NUMBERS_MAX) return undefined;
  if (monthly === undefined || monthly > amount.minor) return undefined;
  return { amount, channel, monthly, count };
}

async function savedView(deps: Deps, actor: Actor, draft: SetUpDraft): Promise<ModalView> {
  const saved = await deps.setUp.save(actor, draft.begun);
  if (saved.ok) {
    await deps.homeChanged({ team: draft.team });
    const trial = trialOf(draft);
    return setUpSaved(trial && { amount: trial.amount, channel: trial.channel });
  }
  switch (saved.why) {
    case 'problems':
      return stepView(deps, saved.draft, problemsText(saved.problems));
    case 'changed_meanwhile':
      return stepView(deps, saved.draft, meanwhileText(saved.meanwhile));
    case 'not_an_admin':
    case 'managed_by_file':
    case 'replaced':
      return notSetUp(saved, deps.admins);
  }
}
