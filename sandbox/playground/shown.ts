import type { JsonRecord } from '../slack/json.ts';
import type { Inputs, OpenView } from '../slack/store.ts';
import type { Channel, Person, Team, UserGroup } from '../slack/workspace.ts';

/**
 * What a window shows, as items under keys: the server sends the items that changed and the page keeps the rest as they
 * are. Types only, shared by both sides.
 */

export interface ShownPerson extends Pick<Person, 'id' | 'name' | 'realName' | 'tz' | 'kind'> {
  /** What the person is for in the playground, in a few words. */
  role: string;
  team: string;
}

/** `workspace`: as the person of this window sees it. */
export interface ShownWorkspace {
  team: Team;
  bot: { id: string; name: string };
  you: ShownPerson;
  people: ShownPerson[];
  /** The person's channels, without the direct message with the bot. */
  channels: Channel[];
  /** Public channels the person is not in, which menus offer all the same. */
  otherChannels: Channel[];
  /** Names for mentions of channels the person is not in. */
  channelNames: Record<string, string>;
  userGroups: UserGroup[];
  directMessages: string;
  app: ShownApp;
  /** The quarter of an hour in which the window is looked at, in ms since the epoch: days begin with one in every zone. */
  now: number;
}

/** What the app offers, read from manifest.yml. */
export interface ShownApp {
  name: string;
  description: string;
  commands: { command: string; description: string; hint: string }[];
  messageShortcuts: { name: string; callbackId: string }[];
  globalShortcuts: { name: string; callbackId: string }[];
  hasHomeTab: boolean;
}

/** What was shared with a message; `/file/<id>` has the bytes. */
export interface ShownFile {
  id: string;
  filename: string;
  title: string;
  /** What a picture shows, in words. */
  altText: string | undefined;
}

/** `message/<channel>/<ts>`: a message, or a note only this person sees. */
export interface ShownMessage {
  kind: 'message' | 'ephemeral';
  channel: string;
  ts: string;
  threadTs?: string;
  /** User id of the author; `slackbot` for Slack's own words. */
  author: string;
  isBot: boolean;
  text: string;
  blocks: JsonRecord[];
  files?: ShownFile[];
  isEdited: boolean;
  reactions: string[];
  /** What this person chose in it. */
  inputs: Inputs;
}

/** `modals`: root first. */
export type ShownView = Omit<OpenView, 'kind'>;

/** `exchange/<id>`: one request between Slack and the bot. The payload is asked for when somebody looks. */
export interface ShownExchange {
  id: string;
  /** ms since the epoch. */
  at: number;
  /** `slack` sent it to the bot, or the bot called Slack. */
  from: 'slack' | 'bot';
  /** The payload type, or the Web API method. */
  name: string;
  /** A few words that tell it from its neighbours: an action_id, a channel. */
  about: string;
  userId?: string;
  state: 'waiting' | 'ok' | 'refused';
  /** ms until the bot acknowledged. */
  ackMs?: number;
  /** Slack's name for what went wrong. */
  error?: string;
  /** The limits that were broken, with JSON pointers. */
  problems: string[];
}

export interface ExchangeDetails {
  payload: unknown;
  answer: unknown;
}

/** `bot`: the process. */
export interface ShownBot {
  state: 'starting' | 'running' | 'stopped' | 'crashed';
  isConnected: boolean;
  /** The newest lines it wrote, oldest first. */
  log: string[];
}

/** One change of what a window shows. */
export interface Patch {
  set: Record<string, unknown>;
  remove: string[];
}
