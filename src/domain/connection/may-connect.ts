import type { Judged } from '../actor.ts';
import type { ConnectPolicy } from '../policy/connect-policy.ts';
import {
  type Forbidden,
  groupsToResolve,
  mayAct,
  mayDecide,
  type Policy,
} from '../policy/policy.ts';
import { type Connectable, ownersOf } from './connectable.ts';

/** Why somebody may not connect; undefined from `mayConnect` means that they may. */
export type ConnectForbidden = Forbidden | 'not_a_connector';

/** User groups whose members must be looked up before `mayConnect` can judge. `approving` as in `mayConnect`. */
export function connectGroups(policy: ConnectPolicy, approving: Policy): readonly string[] {
  return [...new Set([...policy.groups, ...groupsToResolve(approving)])];
}

/**
 * The requester or starter, whoever may approve (`approving`: the policy pinned in an order, today's for a
 * verification), and whoever the policy names.
 */
export function mayConnect(
  policy: ConnectPolicy,
  approving: Policy,
  who: Judged,
  record: Connectable,
): ConnectForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  const named =
    policy.users.includes(who.userId) || policy.groups.some((group) => who.groups.includes(group));
  if (named || ownersOf(record).includes(who.userId)) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : 'not_a_connector';
}
