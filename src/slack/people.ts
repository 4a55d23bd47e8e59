import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Standing } from '../domain/actor.ts';
import { slackError } from './failure.ts';

/** A burst of clicks by one person is one look-up; a change at Slack counts after at most this long. */
const FRESH_MS = 10_000;

const userSchema = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
  }),
});

/** What an answer of users.info says of a person, for the workspace `homeTeam`. Throws ZodError when it is no such answer. */
export function standingIn(answer: unknown, homeTeam: string): Standing {
  const { user } = userSchema.parse(answer);
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  if (user.is_stranger || (user.team_id !== undefined && user.team_id !== homeTeam))
    return 'external';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** Who people are, from users.info and usergroups.users.list. Throws AppError `slack_*` when Slack does not say. */
export function createPeople(options: { client: WebClient; homeTeam: string; now: () => number }) {
  const { client, homeTeam, now } = options;
  const remembered = new Map<string, { until: number; answer: Promise<unknown> }>();

  function once<T>(key: string, look: () => Promise<T>): Promise<T> {
    for (const [old, { until }] of remembered) if (until <= now()) remembered.delete(old);
    const known = remembered.get(key);
    if (known) return known.answer as Promise<T>;
    const answer = look();
    remembered.set(key, { until: now() + FRESH_MS, answer });
    answer.catch(() => remembered.delete(key));
    return answer;
  }

  async function lookUp(userId: string): Promise<Standing> {
    try {
      return standingIn(await client.users.info({ user: userId }), homeTeam);
    } catch (error) {
      throw slackError('users.info', error);
    }
  }

  async function membersOf(group: string): Promise<readonly string[]> {
    try {
      return (await client.usergroups.users.list({ usergroup: group })).users ?? [];
    } catch (error) {
      throw slackError('usergroups.users.list', error);
    }
  }

  const members = (id: string) => once(`g:${id}`, () => membersOf(id));

  return {
    members,
    standing: (userId: string): Promise<Standing> => once(`u:${userId}`, () => lookUp(userId)),
    async groupsOf(userId: string, groupIds: readonly string[]): Promise<string[]> {
      const found = await Promise.all(groupIds.map(members));
      return groupIds.filter((_, index) => found[index]?.includes(userId));
    },
  };
}
