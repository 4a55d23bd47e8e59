import type { Actor, Person, Standing } from '../domain/actor.ts';
import type { PeopleAtSlack } from '../slack/people.ts';
import { keepEach, shareEach } from './shared-reads.ts';

export type People = PeopleAtSlack & {
  /** Those of `groupIds` (user groups) that the person is in, and the failures of those that could not be read. */
  groupsOf(
    userId: string,
    groupIds: readonly string[],
  ): Promise<{ in: readonly string[]; unread: readonly unknown[] }>;
};

/**
 * Looks up who somebody is, as far as it is not known since their click, and which of these user groups they are in. A
 * group that Slack does not tell of costs only itself: it is thrown as AppError `membership_unread` when `refuses` says no
 * without it. Without `refuses` every group must be known.
 */
export function createIdentify(people: People) {
  return async (
    actor: Actor,
    groupIds: readonly string[],
    refuses: (who: Person) => unknown = () => 'unknown',
  ): Promise<Person> => {
    const [standing, groups] = await Promise.all([
      actor.standing ?? people.standing(actor.userId),
      people.groupsOf(actor.userId, groupIds),
    ]);
    const who: Person = { ...actor, standing, groups: groups.in };
    const [unread] = groups.unread;
    if (unread !== undefined && standing === 'member' && refuses(who) !== undefined) throw unread;
    return who;
  };
}
export type Identify = ReturnType<typeof createIdentify>;

/** What a Home is drawn from may be this old: a hundred of them are drawn at once, and groups are a slow method's. */
const LATELY_MS = 10_000;

/**
 * Who people are. `fresh` is for everything somebody does: never what was read before they asked, and one reading for all
 * who ask at the same moment. `lately` is for drawing what nobody has just asked for. `elapsed` is in ms and only grows: by
 * a clock that is set back, people would stay who they were.
 */
export function createReadPeople(slack: PeopleAtSlack, elapsed = () => performance.now()) {
  const standings = shareEach<Standing>();
  const members = shareEach<readonly string[]>();
  const shared: PeopleAtSlack = {
    standing: (userId) => standings(userId, () => slack.standing(userId)),
    members: (groupId) => members(groupId, () => slack.members(groupId)),
  };
  const kept: PeopleAtSlack = {
    standing: keepEach(slack.standing, LATELY_MS, elapsed),
    members: keepEach(slack.members, LATELY_MS, elapsed),
  };
  return { fresh: peopleFrom(shared), lately: peopleFrom(kept) };
}

function peopleFrom({ standing, members }: PeopleAtSlack): People {
  return {
    standing,
    members,
    async groupsOf(userId, groupIds) {
      const read = await Promise.allSettled(groupIds.map(members));
      return {
        in: groupIds.filter((_, index) => {
          const group = read[index];
          return group?.status === 'fulfilled' && group.value.includes(userId);
        }),
        unread: read.flatMap((group) => (group.status === 'rejected' ? [group.reason] : [])),
      };
    },
  };
}
