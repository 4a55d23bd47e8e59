import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Standing } from '../domain/actor.ts';
import { isForgotten } from '../domain/people/forgotten.ts';
import { AppError } from '../errors.ts';
import { isAnswer, slackError } from './slack-failure.ts';

const userSchema = z.object({
  user: z.object({
    id: z.string().optional(),
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    is_admin: z.boolean().optional(),
    is_owner: z.boolean().optional(),
    is_primary_owner: z.boolean().optional(),
    enterprise_user: z
      .object({ enterprise_id: z.string().optional(), teams: z.array(z.string()).optional() })
      .nullish(),
  }),
});
type SlackUser = z.infer<typeof userSchema>['user'];
const membersSchema = z.object({ users: z.array(z.string()) });

/** users.info does not call Slackbot a bot. */
const SLACKBOT = 'USLACKBOT';
/** Slack's errors for a person who does not exist here or whom the bot may not see. */
const NOBODY = ['user_not_found', 'user_not_visible', 'users_not_found'];
/** Slack's errors for a user group that does not exist. */
const NO_GROUP = ['no_such_subteam', 'subteam_not_found', 'no_such_usergroup'];

/** `homeTeam` is `E…` when installed organisation-wide. Throws ZodError on a malformed answer or one without a team. */
export function standingIn(answer: unknown, homeTeam: string): Standing {
  const { user } = userSchema.parse(answer);
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.id === SLACKBOT) return 'bot';
  if (user.is_stranger || !teamsOf(user).includes(homeTeam)) return 'external';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** On Grid, `team_id` is only the primary workspace. Source: docs.slack.dev/reference/objects/user-object */
function teamsOf({ team_id, enterprise_user }: SlackUser): string[] {
  const { enterprise_id, teams } = enterprise_user ?? {};
  const own = teams ?? [z.string().parse(team_id)];
  return enterprise_id ? [...own, enterprise_id] : own;
}

/** Whether a full member is an admin or owner of the workspace. Throws AppError `membership_unread`. */
export function createIsWorkspaceAdmin({
  client,
  homeTeam,
}: {
  client: WebClient;
  homeTeam: string;
}) {
  return async (userId: string): Promise<boolean> => {
    try {
      const answer = await client.users.info({ user: userId });
      const { is_admin, is_owner, is_primary_owner } = userSchema.parse(answer).user;
      const isAdmin = is_admin || is_owner || is_primary_owner || false;
      return isAdmin && standingIn(answer, homeTeam) === 'member';
    } catch (error) {
      if (isAnswer(error, ...NOBODY)) return false;
      throw new MembershipUnread(`users.info ${userId}`, error);
    }
  };
}

/** Caches nothing. Throws AppError `membership_unread` when Slack gives no clear answer: never a yes, never a no. */
export function createPeopleAtSlack({ client, homeTeam }: { client: WebClient; homeTeam: string }) {
  return {
    async standing(userId: string): Promise<Standing> {
      if (isForgotten(userId)) return 'deactivated';
      try {
        return standingIn(await client.users.info({ user: userId }), homeTeam);
      } catch (error) {
        if (isAnswer(error, ...NOBODY)) return 'external';
        throw new MembershipUnread(`users.info ${userId}`, error);
      }
    },
    /** User ids in a user group; empty for a group that is gone. */
    async members(group: string): Promise<readonly string[]> {
      try {
        return membersSchema.parse(await client.usergroups.users.list({ usergroup: group })).users;
      } catch (error) {
        if (isAnswer(error, ...NO_GROUP)) return [];
        throw new MembershipUnread(`usergroups.users.list ${group}`, error);
      }
    },
  };
}
export type PeopleAtSlack = ReturnType<typeof createPeopleAtSlack>;

class MembershipUnread extends AppError {
  override readonly name = 'MembershipUnread';
  /** How long Slack asked to wait, in ms, if it did. */
  readonly retryAfterMs: number | undefined;

  constructor(what: string, cause: unknown) {
    super('membership_unread', `Slack ${what}: not told`, { cause });
    this.retryAfterMs =
      cause instanceof WebAPIRateLimitedError ? cause.retryAfter * 1000 : undefined;
  }
}

const answerSchema = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
  }),
});

/** A person's handle, display name and full name. Empty for someone Slack does not know. Throws `slack_*`. */
export function createNames(client: WebClient) {
  return async (userId: string): Promise<string[]> => {
    try {
      const { user } = answerSchema.parse(await client.users.info({ user: userId }));
      const names = [user.name, user.profile?.display_name, user.real_name];
      return names.flatMap((name) => name || []);
    } catch (error) {
      if (isAnswer(error, 'user_not_found')) return [];
      throw slackError('users.info', error);
    }
  };
}

/** The name shown beside a person's messages; undefined when Slack does not say, for whatever reason. */
export function createNameOf(namesOf: ReturnType<typeof createNames>) {
  return async (userId: string): Promise<string | undefined> => {
    const [handle, shown] = await namesOf(userId).catch(() => []);
    return shown ?? handle;
  };
}
