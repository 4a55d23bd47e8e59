import type { Actor, Judged } from '../../domain/actor.ts';
import {
  type ByonDeed,
  type ByonForbidden,
  type ByonPolicy,
  byonGroups,
  mayByon,
} from '../../domain/policy/byon-policy.ts';
import type { Judge } from '../judge.ts';

/** Why this person may not start a verification, or enter its code; undefined when they may. Throws AppError `slack_*`. */
export function createByonForbids(deps: { judge: Judge; policy: () => ByonPolicy }) {
  return async (actor: Actor, deed: ByonDeed): Promise<ByonForbidden | undefined> => {
    const policy = deps.policy();
    const refuses = (who: Judged) => mayByon(policy, deed, who);
    return refuses(await deps.judge(actor, byonGroups(policy, deed), refuses));
  };
}
export type ByonForbids = ReturnType<typeof createByonForbids>;
