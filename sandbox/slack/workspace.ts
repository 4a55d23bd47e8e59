/**
 * Who someone is to the installing workspace. `guest` is a multi-channel guest; `external` people come through Slack Connect
 * from another team, and a `stranger` shares no channel with the app.
 */
export type PersonKind =
  | 'member'
  | 'guest'
  | 'single_channel_guest'
  | 'external'
  | 'stranger'
  | 'deactivated'
  | 'bot';

export interface Person {
  id: string;
  /** The handle, as in `@asha`. */
  name: string;
  realName: string;
  /** IANA zone, for `<!date^…>` and users.info. */
  tz: string;
  kind: PersonKind;
  /** Of the workspace; a primary owner is an owner and an admin too, as at Slack. */
  role?: 'admin' | 'owner' | 'primary_owner';
  /** The team the person belongs to, on a Grid their primary one; the installing team unless said otherwise. */
  teamId?: string;
  /** On a Grid: every workspace the person is a member of. */
  teams?: string[];
  /** On a Grid: the team id that payloads carry, a sister workspace or the organisation; `teamId` unless said otherwise. */
  actsFrom?: string;
}

export interface Channel {
  id: string;
  name: string;
  isPrivate?: boolean;
  isExtShared?: boolean;
  isArchived?: boolean;
  /** Direct messages of several people; private, and the app is in it only when it was added. */
  isMpim?: boolean;
  /** User ids; the bot is not among them, see botIsMember. */
  members: string[];
  botIsMember: boolean;
}

export interface UserGroup {
  id: string;
  handle: string;
  users: string[];
  /** Turned off by somebody: Slack keeps it, and says nothing of it unless asked for disabled ones. */
  isDisabled?: boolean;
}

export interface Team {
  id: string;
  name: string;
  domain: string;
}

interface Bot {
  botId: string;
  userId: string;
  name: string;
  appId: string;
}

/** The organisation of an Enterprise Grid. */
interface Enterprise {
  id: string;
  name: string;
}

export interface Workspace {
  team: Team;
  /** The organisation the installing workspace belongs to; absent outside a Grid. */
  enterprise?: Enterprise;
  bot: Bot;
  people: Person[];
  channels: Channel[];
  userGroups: UserGroup[];
  signingSecret: string;
  botToken: string;
  appToken: string;
  /** Scopes of the app-level token. */
  appTokenScopes: string[];
  /** Events the app asks for, as in manifest.yml. */
  events: string[];
  /** Scopes granted to the bot token. */
  scopes: string[];
}

/** A workspace with one person for each role the bot has to tell apart. The secrets protect nothing. */
export const DEFAULT_WORKSPACE: Workspace = {
  team: { id: 'T0NUMBERS', name: 'Numbers Inc', domain: 'numbers-inc' },
  bot: { botId: 'B0VOBIZ', userId: 'U0VOBIZBOT', name: 'vobiz', appId: 'A0VOBIZ' },
  people: [
    { id: 'U0ASHA', name: 'asha', realName: 'Asha Rao', tz: 'Asia/Kolkata', kind: 'member' },
    { id: 'U0RAVI', name: 'ravi', realName: 'Ravi Menon', tz: 'Asia/Kolkata', kind: 'member' },
    {
      id: 'U0MEERA',
      name: 'meera',
      realName: 'Meera Iyer',
      tz: 'Europe/London',
      kind: 'member',
      role: 'admin',
    },
    { id: 'U0DEV', name: 'dev', realName: 'Dev Shah', tz: 'America/New_York', kind: 'member' },
    { id: 'U0GUEST', name: 'gita', realName: 'Gita Guest', tz: 'Asia/Kolkata', kind: 'guest' },
    {
      id: 'U0EXTERNAL',
      name: 'eli',
      realName: 'Eli External',
      tz: 'America/Los_Angeles',
      kind: 'external',
      teamId: 'T0PARTNER',
    },
    {
      id: 'U0GONE',
      name: 'gopal',
      realName: 'Gopal Gone',
      tz: 'Asia/Kolkata',
      kind: 'deactivated',
    },
    { id: 'U0HELPERBOT', name: 'helper', realName: 'Helper Bot', tz: 'Etc/UTC', kind: 'bot' },
  ],
  channels: [
    {
      id: 'C0APPROVALS',
      name: 'numbers-approvals',
      members: ['U0ASHA', 'U0RAVI', 'U0MEERA', 'U0DEV', 'U0GUEST'],
      botIsMember: true,
    },
    {
      id: 'C0OPS',
      name: 'ops',
      members: ['U0ASHA', 'U0RAVI', 'U0MEERA', 'U0DEV', 'U0GUEST'],
      botIsMember: true,
    },
    {
      id: 'C0SHARED',
      name: 'partner-shared',
      isExtShared: true,
      members: ['U0ASHA', 'U0RAVI', 'U0EXTERNAL'],
      botIsMember: true,
    },
    {
      id: 'C0PRIVATE',
      name: 'board',
      isPrivate: true,
      members: ['U0ASHA', 'U0RAVI'],
      botIsMember: false,
    },
    {
      id: 'D0TWO',
      name: 'directmessage',
      isPrivate: true,
      members: ['U0ASHA', 'U0RAVI'],
      botIsMember: false,
    },
    {
      id: 'G0TWO',
      name: 'mpdm-asha--ravi-1',
      isPrivate: true,
      isMpim: true,
      members: ['U0ASHA', 'U0RAVI'],
      botIsMember: false,
    },
    { id: 'C0RANDOM', name: 'random', members: ['U0ASHA', 'U0DEV'], botIsMember: false },
  ],
  userGroups: [{ id: 'S0FINANCE', handle: 'finance', users: ['U0MEERA'] }],
  signingSecret: 'stand-in-signing-secret',
  botToken: 'xoxb-stand-in',
  appToken: 'xapp-1-A0VOBIZ-1000-stand-in',
  appTokenScopes: ['connections:write'],
  events: ['app_home_opened', 'message.channels', 'message.groups'],
  scopes: [
    'commands',
    'chat:write',
    'users:read',
    'usergroups:read',
    'channels:read',
    'groups:read',
    'im:write',
    'channels:history',
    'groups:history',
    'im:history',
    'files:write',
  ],
};
