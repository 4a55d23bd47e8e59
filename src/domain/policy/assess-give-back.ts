import type { PolicyFinding } from './assess-policy.ts';
import { everyone, isCertain, type KnownWorkspace, type Named } from './known-workspace.ts';
import type { People } from './policy.ts';
import type { Rulebook } from './rulebook.ts';

/** Approvers may buy what they ask for themselves, where the policy says so; giving back never. */
export function assessGiveBack(
  giveBack: People | undefined,
  { approvers, selfApproval }: Rulebook,
  known: KnownWorkspace,
): PolicyFinding[] {
  if (giveBack) return ableToGiveBack(known.named(giveBack));
  if (approvers === 'any_full_member' || !selfApproval) return [];
  return ableToGiveBack(known.named(approvers)).filter(({ kind }) => kind === 'one_gives_back');
}

/** Nobody approves what they ask for themselves, so it takes two. */
function ableToGiveBack(named: Named): PolicyFinding[] {
  const able = everyone(named).filter(({ standing }) => standing === 'member');
  const [person] = able;
  if (!isCertain(named)) return [];
  if (!person) return [{ kind: 'nobody_gives_back', verdict: 'problem' }];
  const isOne = able.every(({ id }) => id === person.id);
  return isOne ? [{ kind: 'one_gives_back', verdict: 'warning', person }] : [];
}
