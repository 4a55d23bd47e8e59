import type { Judged } from '../actor.ts';
import type { ByonForbidden } from '../policy/byon-policy.ts';
import { mayAct, mayDecide, type Policy } from '../policy/policy.ts';
import type { Verification } from './verification.ts';

/** The starter, and whoever may approve requests in its channel (`approving`); undefined means yes. */
export function mayCancel(
  approving: Policy,
  who: Judged,
  record: Verification,
): ByonForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return { why: barred };
  if (record.startedBy === who.userId) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : { why: 'not_yours' };
}
