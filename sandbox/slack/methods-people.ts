import { flagOf, type JsonRecord, textOf } from './json.ts';
import { findPerson, type Slack, teamOf } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { Method } from './web-api.ts';
import type { Person, UserGroup } from './workspace.ts';

/** Kept: making one costs more than all else about a person. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  return clock;
}

/** Seconds east of UTC in a zone at a moment. */
function zoneOffset(tz: string, at: number): number {
  const [inZone, inUtc] = [tz, 'UTC'].map((zone) => Date.parse(clockIn(zone).format(at)));
  return Math.round(((inZone ?? 0) - (inUtc ?? 0)) / 1000);
}

/** Only people of a Grid have it. Source: docs.slack.dev/reference/objects/user-object */
function enterpriseUser(slack: Slack, { id, teams }: Person) {
  const { enterprise } = slack.workspace;
  if (!enterprise || !teams) return {};
  return {
    enterprise_user: {
      id,
      enterprise_id: enterprise.id,
      enterprise_name: enterprise.name,
      is_admin: false,
      is_owner: false,
      is_primary_owner: false,
      teams: [...teams],
    },
  };
}

function userPayload(slack: Slack, person: Person) {
  const { kind } = person;
  return {
    id: person.id,
    team_id: teamOf(slack, person),
    name: person.name,
    real_name: person.realName,
    deleted: kind === 'deactivated',
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: zoneOffset(person.tz, slack.now()),
    profile: {
      real_name: person.realName,
      display_name: person.name,
      team: teamOf(slack, person),
    },
    is_admin: person.role !== undefined,
    is_owner: person.role === 'owner' || person.role === 'primary_owner',
    is_primary_owner: person.role === 'primary_owner',
    is_restricted: kind === 'guest' || kind === 'single_channel_guest',
    is_ultra_restricted: kind === 'single_channel_guest',
    is_bot: kind === 'bot',
    is_app_user: false,
    is_stranger: kind === 'stranger',
    ...enterpriseUser(slack, person),
  };
}

const authTest: Method = (slack) => {
  const { team, bot, enterprise } = slack.workspace;
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    ...(enterprise && { enterprise_id: enterprise.id }),
    is_enterprise_install: false,
  };
};

/** Slack's own voice. Slack says of it that it is no bot. */
const SLACKBOT: Person = {
  id: 'USLACKBOT',
  name: 'slackbot',
  realName: 'Slackbot',
  tz: 'America/Los_Angeles',
  kind: 'member',
};

const usersInfo: Method = (slack, args) => {
  const id = textOf(args.user) ?? '';
  const { bot } = slack.workspace;
  const self: Person = {
    id: bot.userId,
    name: bot.name,
    realName: bot.name,
    tz: 'Etc/UTC',
    kind: 'bot',
  };
  const always = [self, SLACKBOT].find((one) => one.id === id);
  const person = always ?? findPerson(slack, id);
  if (!person) throw new SlackApiError('user_not_found');
  return { user: userPayload(slack, person) };
};

/** Those that are disabled are left out unless they are asked for. */
function groupsFor(slack: Slack, args: JsonRecord): UserGroup[] {
  const { userGroups } = slack.workspace;
  return flagOf(args.include_disabled)
    ? userGroups
    : userGroups.filter(({ isDisabled }) => !isDisabled);
}

const userGroupUsers: Method = (slack, args) => {
  const group = groupsFor(slack, args).find((candidate) => candidate.id === args.usergroup);
  if (!group) throw new SlackApiError('no_such_subteam');
  return { users: [...group.users] };
};

const userGroupList: Method = (slack, args) => ({
  usergroups: groupsFor(slack, args).map((group) => ({
    id: group.id,
    team_id: slack.workspace.team.id,
    is_usergroup: true,
    name: group.handle,
    handle: group.handle,
    // 0 while it is in use: docs.slack.dev/reference/methods/usergroups.list
    date_delete: group.isDisabled ? Math.floor(slack.now() / 1000) : 0,
    user_count: group.users.length,
    ...(flagOf(args.include_users) ? { users: [...group.users] } : {}),
  })),
});

const botsInfo: Method = (slack, args) => {
  const { bot } = slack.workspace;
  if (args.bot !== bot.botId) throw new SlackApiError('bot_not_found');
  const { botId: id, appId: app_id, userId: user_id, name } = bot;
  return { bot: { id, app_id, user_id, name, deleted: false } };
};

export const peopleMethods: Record<string, Method> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'usergroups.users.list': userGroupUsers,
  'usergroups.list': userGroupList,
  'bots.info': botsInfo,
};
