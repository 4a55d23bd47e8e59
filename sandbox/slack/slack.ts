import type { StoredMessage } from './store.ts';
import { createIds, createStore, type Ids, type Store } from './store.ts';
import type { Channel, Person, Workspace } from './workspace.ts';

/** What changed, for a transcript or a browser that follows along. */
export type Change =
  | { type: 'message'; channel: string; ts: string }
  | { type: 'ephemeral'; userId: string; ts: string }
  | { type: 'view'; userId: string }
  | { type: 'home'; userId: string }
  | { type: 'delivery'; id: number }
  | { type: 'call'; method: string }
  | { type: 'socket'; connected: number }
  | { type: 'workspace' };

/** Something that became of a message, which apps in its channel hear of. */
export type MessageHappening =
  | { kind: 'posted' | 'deleted'; message: StoredMessage }
  | { kind: 'changed'; message: StoredMessage; before: StoredMessage };

/** What the parts of the stand-in share. */
export interface Slack {
  workspace: Workspace;
  store: Store;
  ids: Ids;
  /** ms since the epoch. */
  now(): number;
  changed(change: Change): void;
  /** Tells the app, if it listens. */
  announce(what: MessageHappening): void;
  /** Where the stand-in listens, without a trailing slash. */
  baseUrl(): string;
  /** How long the bot may take to acknowledge, in ms; Slack's limit is 3000. */
  ackLimitMs: number;
}

export function createSlack(options: {
  announce: (what: MessageHappening) => void;
  workspace: Workspace;
  now: () => number;
  changed: (change: Change) => void;
  baseUrl: () => string;
  ackLimitMs: number;
}): Slack {
  return { ...options, store: createStore(), ids: createIds(options.now) };
}

/** The id of the direct message between the bot and a person. */
export function directMessageId(userId: string): string {
  return `D${userId.slice(1)}`;
}

export function findPerson(slack: Slack, userId: string): Person | undefined {
  return slack.workspace.people.find((person) => person.id === userId);
}

export function teamOf(slack: Slack, person: Person): string {
  return person.teamId ?? slack.workspace.team.id;
}

/** A channel by id; a direct message appears as a private channel with one member. */
export function findChannel(slack: Slack, channelId: string): Channel | undefined {
  const channel = slack.workspace.channels.find((candidate) => candidate.id === channelId);
  if (channel) return channel;
  const person = slack.workspace.people.find(
    (candidate) => directMessageId(candidate.id) === channelId,
  );
  if (!person) return undefined;
  return {
    id: channelId,
    name: 'directmessage',
    isPrivate: true,
    members: [person.id],
    botIsMember: true,
  };
}

export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}

/** The channel name Slack puts into payloads, which hides the name of a private channel. */
export function payloadChannelName(channel: Channel): string {
  if (isDirectMessage(channel.id)) return 'directmessage';
  return channel.isPrivate ? 'privategroup' : channel.name;
}
