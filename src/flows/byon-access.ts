import type { Actor } from '../domain/actor.ts';
import {
  type ByonDeed,
  type ByonForbidden,
  type ByonPolicy,
  byonGroups,
  mayByon,
} from '../domain/byon-policy.ts';
import type { Judge } from './judge.ts';

/** Why this person may not start a verification, or enter its code; undefined when they may. Throws AppError `slack_*`. */
export function createByonForbids(deps: { judge: Judge; policy: () => ByonPolicy }) {
  return async (actor: Actor, deed: ByonDeed): Promise<ByonForbidden | undefined> => {
    const policy = deps.policy();
    return mayByon(policy, deed, await deps.judge(actor, byonGroups(policy, deed)));
  };
}
export type ByonForbids = ReturnType<typeof createByonForbids>;
