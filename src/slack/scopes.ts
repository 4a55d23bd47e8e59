type Reasons = Readonly<Record<string, string>>;

const REQUIRED: Reasons = {
  commands: 'the slash command /vobiz-number and the message shortcut “Verify this number”',
  'chat:write':
    'posts and edits the cards, answers in their threads and writes to requesters directly',
  'users:read': 'tells members from guests, outsiders and people who have left, at every decision',
  'usergroups:read': 'finds out who is in the user groups that may approve',
};

/** Without these the bot works, but loses what they name. */
const OPTIONAL: Reasons = {
  'channels:read':
    'lets the doctor see whether the bot is in the approvals channel, when it is public; refuses what is started where no card could appear; spares people a direct message where the thread of the card reaches them',
  'groups:read': 'the same for a private approvals channel',
  'channels:history':
    'finds a card whose posting Slack never answered, in a public channel, instead of posting it twice; keeps what requesters and approvers write in the thread of a card with the request',
  'groups:history': 'the same in a private channel',
  'files:write':
    'sends the audit as a CSV file to those who may read it, and the picture of the weekly digest to its channel; without it they see the newest entries, and the digest is words alone',
  'im:write':
    'names the conversation of direct messages with somebody, so that the next scope can look into it',
  'im:history':
    'finds a direct message of the bot whose posting Slack never answered, instead of sending it twice',
};

/** Every scope the bot asks for. Tests hold manifest.yml, the README and the doctor to this table. */
export const BOT_SCOPES = [...scopes(REQUIRED, false), ...scopes(OPTIONAL, true)];

function scopes(reasons: Reasons, optional: boolean) {
  return Object.entries(reasons).map(([name, reason]) => ({ name, optional, reason }));
}

/** Socket Mode needs it on the app-level token; it is not in the manifest. */
export const APP_TOKEN_SCOPE = 'connections:write';
