import type { Standing } from '../actor.ts';
import type { People } from './policy.ts';

/** Somebody as Slack knows them; `unknown` when Slack does not know or say. */
export type KnownPerson = { id: string; name: string; standing: Standing | 'unknown' };

/** A user group; `members` is missing when Slack does not know or say. */
export type KnownGroup = {
  id: string;
  handle: string;
  members?: readonly KnownPerson[];
  isGone?: boolean;
  /** Turned off in Slack, where it can be turned on again. */
  isDisabled?: boolean;
};
export type Named = { users: readonly KnownPerson[]; groups: readonly KnownGroup[] };

export type KnownChannel =
  | {
      id: string;
      name: string;
      isMember: boolean;
      isArchived: boolean;
      /** Who is in a private channel that the bot is in too: nobody else sees its cards. */
      onlySeenBy?: readonly string[];
    }
  /** `refused`: Slack's word for why it does not say. */
  | { id: string; unread: 'no_scope' | 'busy' | 'no_answer' | { refused: string } };

/** The people and channels of a policy, as Slack knows them. */
export type KnownWorkspace = {
  named: (people: People) => Named;
  channel: (id: string) => KnownChannel | undefined;
};

export function everyone({ users, groups }: Named): KnownPerson[] {
  return [...users, ...groups.flatMap(({ members = [] }) => members)];
}

/** Whether Slack said who all of them are. */
export function isCertain(named: Named): boolean {
  return (
    everyone(named).every(({ standing }) => standing !== 'unknown') &&
    named.groups.every(({ members }) => members !== undefined)
  );
}
