import type { Actor } from '../../domain/actor.ts';
import type { Digest } from '../../domain/digest/digest.ts';
import { type DigestPlan, sevenDaysUpTo } from '../../domain/digest/digest-week.ts';
import { groupsToResolve, mayDecide, type Policy } from '../../domain/policy/policy.ts';
import type { Clock } from '../../runtime.ts';
import type { Identify } from '../identify.ts';
import type { ReadDigest } from './read-digest.ts';

/** What a digest would say now, to an admin or approver alone. Undefined for everybody else. */
export function createLookAtDigest(deps: {
  mayAdmin: (actor: Actor) => Promise<boolean>;
  identify: Identify;
  approving: (team: string, channel: string) => Promise<Policy>;
  plan: (team: string) => Promise<DigestPlan | undefined>;
  read: ReadDigest;
  clock: Clock;
}) {
  async function approves(actor: Actor, channel: string): Promise<boolean> {
    const policy = await deps.approving(actor.teamId, channel);
    const refuses = (who: Parameters<typeof mayDecide>[1]) => mayDecide(policy, who, '');
    return refuses(await deps.identify(actor, groupsToResolve(policy), refuses)) === undefined;
  }

  /** `channel`: where they ask, which may have approvers of its own. */
  return async (actor: Actor, channel: string): Promise<Digest | undefined> => {
    if (!(await approves(actor, channel)) && !(await deps.mayAdmin(actor))) return undefined;
    const zone = (await deps.plan(actor.teamId))?.zone ?? 'UTC';
    return deps.read(actor.teamId, sevenDaysUpTo(deps.clock.now()), zone);
  };
}
export type LookAtDigest = ReturnType<typeof createLookAtDigest>;
