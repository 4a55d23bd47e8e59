import type { Actor, Glanced, Person, Standing } from '../domain/actor.ts';
import type { PeopleAtSlack } from '../slack/people.ts';
import { keepEach, shareEach } from './shared-reads.ts';

export type People = PeopleAtSlack & {
  /** Which of `groupIds` (user groups) the person is in, and which we could not read and why. */
  groupsOf(
    userId: string,
    groupIds: readonly string[],
  ): Promise<{ in: readonly string[]; unread: readonly Unread[] }>;
};

type Unread = { group: string; why: unknown };

/**
 * Looks up a person's standing (unless known from the click) and groups. An unreadable group throws AppError
 * `membership_unread` only if `refuses` says no without it; without `refuses`, every group must be readable.
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
    if (unread && standing === 'member' && refuses(who) !== undefined) throw unread.why;
    return who;
  };
}
export type Identify = ReturnType<typeof createIdentify>;

/** For what people see, never for what they do: somebody by what Slack tells, and the groups of which it didn't. */
export function createGlance(people: People) {
  return async (actor: Actor, groupIds: readonly string[]): Promise<Glanced> => {
    const [standing, groups] = await Promise.all([
      actor.standing ?? people.standing(actor.userId),
      people.groupsOf(actor.userId, groupIds),
    ]);
    return {
      who: { ...actor, standing, groups: groups.in },
      unread: groups.unread.map(({ group }) => group),
    };
  };
}
export type Glance = ReturnType<typeof createGlance>;

/** The most a Home's data may be out of date: a hundred may be drawn at once, and Slack limits reads of groups. */
const LATELY_MS = 10_000;

/**
 * Reads people. `fresh`: for everything people do; never older than the request, shared among concurrent ones.
 * `lately`: for drawings nobody asked for. `elapsed`: monotonic ms, so setting the clock back keeps nothing alive.
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
        unread: groupIds.flatMap((group, index) => {
          const answer = read[index];
          return answer?.status === 'rejected' ? [{ group, why: answer.reason }] : [];
        }),
      };
    },
  };
}
