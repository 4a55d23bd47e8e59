import type { Actor, Judged } from '../domain/actor.ts';
import type { People } from './ports.ts';

/**
 * Looks up who somebody is, as far as it is not known since their click, and which of these user groups they are in. A
 * group that Slack does not tell of costs only itself: it is thrown as AppError `membership_unread` when `refuses` says no
 * without it. Without `refuses` every group must be known.
 */
export function createJudge(people: People) {
  return async (
    actor: Actor,
    groupIds: readonly string[],
    refuses: (who: Judged) => unknown = () => 'unknown',
  ): Promise<Judged> => {
    const [standing, groups] = await Promise.all([
      actor.standing ?? people.standing(actor.userId),
      people.groupsOf(actor.userId, groupIds),
    ]);
    const who: Judged = { ...actor, standing, groups: groups.in };
    const [unread] = groups.unread;
    if (unread !== undefined && standing === 'member' && refuses(who) !== undefined) throw unread;
    return who;
  };
}
export type Judge = ReturnType<typeof createJudge>;
