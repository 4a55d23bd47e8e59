/** `optional`: without it the bot works, but loses what `reason` names. */
export type BotScope = { name: string; optional: boolean; reason: string };

/** Every scope the bot asks for. Tests hold manifest.yml, the README and the doctor to this table. */
export const BOT_SCOPES: readonly BotScope[] = [
  {
    name: 'commands',
    optional: false,
    reason: 'the slash command /vobiz-number and the message shortcut “Verify this number”',
  },
  {
    name: 'chat:write',
    optional: false,
    reason: 'posts and edits the cards, answers in their threads and writes to requesters directly',
  },
  {
    name: 'users:read',
    optional: false,
    reason: 'tells members from guests, outsiders and people who have left, at every decision',
  },
  {
    name: 'usergroups:read',
    optional: false,
    reason: 'finds out who is in the user groups that may approve',
  },
  {
    name: 'channels:read',
    optional: true,
    reason:
      'lets the doctor see whether the bot is in the approvals channel, when it is public; refuses what is started where no card could appear',
  },
  {
    name: 'groups:read',
    optional: true,
    reason: 'the same for a private approvals channel',
  },
  {
    name: 'channels:history',
    optional: true,
    reason:
      'finds a card whose posting Slack never answered, in a public channel, instead of posting it twice; keeps what requesters and approvers write in the thread of a card with the request',
  },
  {
    name: 'groups:history',
    optional: true,
    reason: 'the same in a private channel',
  },
  {
    name: 'files:write',
    optional: true,
    reason:
      'sends the audit as a CSV file to those who may read it; without it they see the newest entries',
  },
  {
    name: 'im:write',
    optional: true,
    reason:
      'names the conversation of direct messages with somebody, so that the next scope can look into it',
  },
  {
    name: 'im:history',
    optional: true,
    reason:
      'finds a direct message of the bot whose posting Slack never answered, instead of sending it twice',
  },
];

/** Socket Mode needs it on the app-level token; it is not in the manifest. */
export const APP_TOKEN_SCOPE = 'connections:write';
