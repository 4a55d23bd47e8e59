import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { KnownChannel, KnownGroup, KnownPerson } from '../domain/policy/known-workspace.ts';
import { standingIn } from './people.ts';
import { readSlackFailure } from './slack-failure.ts';

/** Members looked up per group: enough to tell whether it works, few enough for Slack's rate limit. */
const MEMBERS_MAX = 20;

const nameSchema = z.object({ user: z.object({ real_name: z.string().optional() }) });
const channelSchema = z.object({
  channel: z.object({
    name: z.string(),
    is_member: z.boolean(),
    is_archived: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});

/** People, user groups and channels as Slack knows them, each asked about once. Reads only, and never throws. */
export function createKnownAtSlack(client: WebClient, homeTeam: string) {
  const listed = once(() => listGroups(client));
  const person = once(lookUp);

  async function lookUp(id: string): Promise<KnownPerson> {
    try {
      const answer = await client.users.info({ user: id });
      const { real_name: name = id } = nameSchema.parse(answer).user;
      return { id, name, standing: standingIn(answer, homeTeam) };
    } catch {
      return unknownPerson(id);
    }
  }

  async function membersOf(id: string): Promise<KnownGroup> {
    const { handle = id, isDisabled = false } = (await listed('')).get(id) ?? {};
    if (isDisabled) return { id, handle, members: [], isDisabled };
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup: id });
      const looked = await Promise.all(users.slice(0, MEMBERS_MAX).map(person));
      return { id, handle, members: [...looked, ...users.slice(MEMBERS_MAX).map(unknownPerson)] };
    } catch (error) {
      const failure = readSlackFailure(error);
      const isGone = failure.why === 'refused' && failure.error === 'no_such_subteam';
      return { id, handle, isGone };
    }
  }

  async function channelOf(id: string): Promise<KnownChannel> {
    try {
      const { channel } = channelSchema.parse(await client.conversations.info({ channel: id }));
      const { name, is_member: isMember, is_archived: isArchived = false, is_private } = channel;
      const known = { id, name, isMember, isArchived };
      if (!is_private || !isMember) return known;
      return { ...known, onlySeenBy: await membersIn(id) };
    } catch (error) {
      const failure = readSlackFailure(error);
      if (failure.why === 'not_now') return { id, unread: 'busy' };
      if (failure.why !== 'refused') return { id, unread: 'no_answer' };
      const { error: refused } = failure;
      return { id, unread: refused === 'missing_scope' ? 'no_scope' : { refused } };
    }
  }

  async function membersIn(channel: string): Promise<string[]> {
    const members: string[] = [];
    let cursor = '';
    do {
      const page = await client.conversations.members({ channel, limit: 1000, cursor });
      members.push(...(page.members ?? []));
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return members;
  }

  return { person, group: once(membersOf), channel: once(channelOf) };
}
export type KnownAtSlack = ReturnType<typeof createKnownAtSlack>;

/** Asks Slack once for each id. */
function once<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const found = asked.get(id) ?? ask(id);
    asked.set(id, found);
    return found;
  };
}

function unknownPerson(id: string): KnownPerson {
  return { id, name: id, standing: 'unknown' };
}

type ListedGroup = { handle: string; isDisabled: boolean };

/** All user groups by id; empty when Slack does not say. `date_delete` is 0 while a group is in use. */
async function listGroups(client: WebClient): Promise<Map<string, ListedGroup>> {
  try {
    const { usergroups = [] } = await client.usergroups.list({ include_disabled: true });
    return new Map(
      usergroups.map(({ id = '', handle = id, date_delete: deleted = 0 }) => [
        id,
        { handle, isDisabled: deleted > 0 },
      ]),
    );
  } catch {
    return new Map();
  }
}
