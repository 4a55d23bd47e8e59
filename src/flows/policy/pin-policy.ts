import type { Price } from '../../domain/money.ts';
import { couldFill } from '../../domain/order/votes.ts';
import {
  type Approvers,
  isAmong,
  type People as Named,
  type Policy,
  setsFor,
  setsOf,
} from '../../domain/policy/policy.ts';
import { policyFor, type Rulebook } from '../../domain/policy/rulebook.ts';
import type { Log } from '../../runtime.ts';
import type { People } from '../identify.ts';

/** How many people to look up at once. */
const AT_ONCE = 10;

type Members = ReadonlyMap<string, readonly string[]>;

/** Undefined if nobody could ever approve: approvers left, groups gone or empty, or only the requester remains. */
export function createPinPolicy(deps: { people: People; log: Log }) {
  const { people, log } = deps;

  return async function pin(
    book: Rulebook,
    { requester, price, more }: { requester: string; price: Price; more?: readonly Price[] },
  ): Promise<Policy | undefined> {
    const policy = policyFor(book, price, more);
    if (policy.autoApprove) return policy;
    const members = await membersOf(policy);
    // Slack does not say. Nothing is bought without approval, so the request may wait.
    if (!members) return policy;
    if (!(await approvable(policy, requester, members))) return undefined;
    return withoutPingsTo(book.quiet, policy, members);
  };

  /** Members of every named group; undefined if Slack cannot be asked. A deleted group has none. */
  async function membersOf(policy: Policy): Promise<Members | undefined> {
    const groups = namedIn(policy).flatMap((named) => named.groups);
    try {
      const found = await Promise.all(
        [...new Set(groups)].map(async (group) => [group, await people.members(group)] as const),
      );
      return new Map(found);
    } catch (error) {
      log.warn({ event: 'policy.not_checked', err: error });
      return undefined;
    }
  }

  /** Stops looking people up once enough are active. */
  async function approvable(policy: Policy, requester: string, members: Members) {
    if (setsOf(policy).some(({ from }) => from === 'any_full_member')) return true;
    const candidates = [...new Set(namedIn(policy).flatMap((named) => everyone(named, members)))]
      .filter((userId) => policy.selfApproval || userId !== requester)
      .map((userId) => {
        const groups = [...members].filter(([, users]) => users.includes(userId));
        return {
          userId,
          sets: setsFor(policy, { userId, groups: groups.map(([id]) => id) }, true),
        };
      });
    const active: number[][] = [];
    for (let at = 0; at < candidates.length; at += AT_ONCE) {
      const batch = candidates.slice(at, at + AT_ONCE);
      const standing = await Promise.all(batch.map(({ userId }) => isMember(userId)));
      active.push(...batch.filter((_, index) => standing[index]).map(({ sets }) => sets));
      if (couldFill(policy, active)) return true;
    }
    return false;
  }

  async function isMember(userId: string): Promise<boolean> {
    try {
      return (await people.standing(userId)) === 'member';
    } catch (error) {
      log.warn({ event: 'policy.person_not_checked', user_id: userId, err: error });
      return true;
    }
  }
}
export type PinPolicy = ReturnType<typeof createPinPolicy>;

function namedIn(policy: Policy): Named[] {
  const all: Approvers[] = setsOf(policy).map(({ from }) => from);
  const named = all.filter((from) => from !== 'any_full_member');
  return policy.escalation ? [...named, policy.escalation.to] : named;
}

function everyone({ users, groups }: Named, members: Members): string[] {
  return [...users, ...groups.flatMap((group) => members.get(group) ?? [])];
}

/** A group with a quiet member cannot be mentioned, so its other members are, one by one. */
function withoutPingsTo(quiet: readonly string[], policy: Policy, members: Members): Policy {
  const among = (named: Named, userId: string) =>
    isAmong(named, {
      userId,
      groups: [...members].flatMap(([id, users]) => (users.includes(userId) ? [id] : [])),
    });
  const loud = (named: Named) => {
    if (!quiet.some((userId) => among(named, userId))) return {};
    const isQuiet = (group: string) => members.get(group)?.some((user) => quiet.includes(user));
    const singly = named.groups.filter(isQuiet).flatMap((group) => members.get(group) ?? []);
    const users = [...new Set([...named.users, ...singly])].filter((id) => !quiet.includes(id));
    return { ping: { users, groups: named.groups.filter((group) => !isQuiet(group)) } };
  };
  const { escalation } = policy;
  const sets = setsOf(policy).map((set) =>
    set.from === 'any_full_member' ? set : { ...set, ...loud(set.from) },
  );
  return {
    ...policy,
    ...(quiet.length > 0 && { sets }),
    ...(escalation && { escalation: { ...escalation, ...loud(escalation.to) } }),
  };
}
