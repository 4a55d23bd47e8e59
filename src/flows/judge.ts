import type { Actor, Judged } from '../domain/actor.ts';
import type { People } from './ports.ts';

/**
 * Looks up who somebody is at this moment. A person from another workspace is not looked up: their own team id already
 * says that they are an outsider. Throws AppError `slack_*` when Slack cannot tell.
 */
export function createJudge(people: People) {
  return async (actor: Actor, groupIds: readonly string[]): Promise<Judged> => {
    if (actor.userTeamId !== actor.teamId) return { ...actor, standing: 'external', groups: [] };
    const [standing, groups] = await Promise.all([
      people.standing(actor.userId),
      groupIds.length > 0 ? people.groupsOf(actor.userId, groupIds) : [],
    ]);
    return { ...actor, standing, groups };
  };
}
export type Judge = ReturnType<typeof createJudge>;
