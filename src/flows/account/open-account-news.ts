import { type OpenAccountNews, vanishedNow } from '../../domain/account/appeared.ts';
import type { Actor } from '../../domain/actor.ts';
import { groupsToResolve, mayDecide, type Policy } from '../../domain/policy/policy.ts';
import type { AppearedNumbers } from '../../store/appeared-numbers.ts';
import type { LastSeenNumbers } from '../../store/last-seen-numbers.ts';
import type { Glance } from '../identify.ts';

/** What the Home of somebody who approves says of the account; undefined for everybody else, and if there is nothing. */
export function createOpenAccountNews(deps: {
  appeared: Pick<AppearedNumbers, 'openCount'>;
  lastSeen: Pick<LastSeenNumbers, 'figures'>;
  approving: (team: string, channel: string) => Promise<Policy>;
  glance: Glance;
}) {
  return async (actor: Actor): Promise<OpenAccountNews | undefined> => {
    const [open, figures] = await Promise.all([
      deps.appeared.openCount(actor.teamId),
      deps.lastSeen.figures(),
    ]);
    const vanished = vanishedNow(figures?.vanished);
    const vanishedChannels = vanishedNow(figures?.vanishedChannels);
    if (open === 0 && !vanished && !vanishedChannels) return undefined;
    const policy = await deps.approving(actor.teamId, '');
    // A user group that can't be read hides this from those whom only it lets see it, and leaves the rest of Home alone.
    const { who } = await deps.glance(actor, groupsToResolve(policy));
    return mayDecide(policy, who, '') === undefined
      ? { open, vanished, vanishedChannels }
      : undefined;
  };
}
