import { directMessageId } from '../slack/slack.ts';
import type { SlackStandIn } from '../slack/stand-in.ts';
import type { EphemeralMessage, StoredMessage } from '../slack/store.ts';
import type { Person } from '../slack/workspace.ts';
import type { VobizStandIn } from '../vobiz/server.ts';
import { exchangeItems } from './exchanges.ts';
import type { RestartableBot } from './restartable-bot.ts';
import type { ShownApp, ShownBot, ShownMessage, ShownPerson, ShownWorkspace } from './shown.ts';
import { vobizItems } from './vobiz-items.ts';

/** Everything a window is shown from. */
export interface Scene {
  slack: SlackStandIn;
  vobiz: VobizStandIn;
  bot: RestartableBot;
  app: () => ShownApp;
  /** ms since the epoch. */
  now: () => number;
  /** Puts the clock of everything ahead, to a moment in ms since the epoch. */
  moveTo: (at: number) => Promise<void>;
  roles: Readonly<Record<string, string>>;
}

const QUARTER_MS = 900_000;

export type Items = Map<string, unknown>;

/** Whether somebody can be played: no bots, and nobody whose account is gone. */
export function canAct(person: Person): boolean {
  return person.kind !== 'bot' && person.kind !== 'deactivated';
}

function shownPerson(scene: Scene, person: Person): ShownPerson {
  const { id, name, realName, tz, kind } = person;
  const isHome = !person.teamId || person.teamId === scene.slack.workspace.team.id;
  const team = isHome ? scene.slack.workspace.team.name : 'another company';
  return { id, name, realName, tz, kind, team, role: scene.roles[id] ?? kind };
}

function workspaceItem(scene: Scene, userId: string): ShownWorkspace {
  const { team, bot, people, channels, userGroups } = scene.slack.workspace;
  const you = people.find((person) => person.id === userId && canAct(person));
  if (!you) throw new Error(`nobody called ${userId} can be played`);
  return {
    team,
    bot: { id: bot.userId, name: bot.name },
    you: shownPerson(scene, you),
    people: people.map((person) => shownPerson(scene, person)),
    channels: channels.filter((channel) => channel.members.includes(userId)),
    otherChannels: channels.filter(
      ({ isPrivate, members }) => !isPrivate && !members.includes(userId),
    ),
    channelNames: Object.fromEntries(channels.map((channel) => [channel.id, channel.name])),
    userGroups,
    directMessages: directMessageId(userId),
    app: scene.app(),
    now: Math.floor(scene.now() / QUARTER_MS) * QUARTER_MS,
  };
}

function shownFiles({ slack }: Scene, message: StoredMessage): Pick<ShownMessage, 'files'> {
  if (!message.files) return {};
  const files = slack
    .files(message.channel)
    .filter(({ id }) => message.files?.includes(id))
    .map(({ id, filename, title, altText }) => ({ id, filename, title, altText }));
  return { files };
}

function shownMessage(
  scene: Scene,
  message: StoredMessage | EphemeralMessage,
  userId: string,
): ShownMessage {
  const { kind, channel, ts, text, blocks } = message;
  const shared = { kind, channel, ts, text, blocks };
  const thread = message.threadTs ? { threadTs: message.threadTs } : {};
  if (message.kind === 'ephemeral') {
    const isBot = message.source !== 'slack';
    const author = isBot ? 'bot' : 'slackbot';
    const { inputs } = message;
    return { ...shared, ...thread, author, isBot, isEdited: false, reactions: [], inputs };
  }
  return {
    ...shared,
    ...thread,
    ...shownFiles(scene, message),
    author: message.user,
    isBot: message.botId !== undefined,
    isEdited: message.edited,
    reactions: message.reactions,
    inputs: message.inputs[userId] ?? {},
  };
}

/** Everything the window of one person shows at this moment. */
export function itemsFor(scene: Scene, userId: string): Items {
  const { slack, bot } = scene;
  const items: Items = new Map();
  const workspace = workspaceItem(scene, userId);
  items.set('workspace', workspace);
  const places = [...workspace.channels.map((channel) => channel.id), workspace.directMessages];
  const seen = [...places.flatMap((place) => slack.messages(place)), ...slack.ephemerals(userId)];
  for (const message of seen) {
    items.set(`message/${message.channel}/${message.ts}`, shownMessage(scene, message, userId));
  }
  items.set('modals', slack.viewStack(userId));
  items.set('home', slack.home(userId) ?? null);
  const shownBot: ShownBot = {
    state: bot.state(),
    isConnected: slack.socketConnected() > 0,
    log: bot.log().slice(-40),
  };
  items.set('bot', shownBot);
  for (const [key, value] of exchangeItems(slack)) items.set(key, value);
  for (const [key, value] of vobizItems(scene.vobiz, scene.now())) items.set(key, value);
  return items;
}
