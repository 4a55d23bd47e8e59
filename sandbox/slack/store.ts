import type { JsonRecord } from './json.ts';

/** What people typed and chose, in the shape of Slack's `state.values`: block_id -> action_id -> value. */
export type Inputs = Record<string, Record<string, JsonRecord>>;

export interface StoredMessage {
  kind: 'message';
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  /** Present on messages of a bot. */
  botId?: string;
  text: string;
  blocks: JsonRecord[];
  metadata?: JsonRecord;
  /** Ids of the files shared with it. */
  files?: string[];
  /** How a person wrote it; absent for a plain message. */
  subtype?: 'thread_broadcast' | 'file_share' | 'me_message';
  /** Attachments, as an app or a forwarded message has them. */
  attachments?: JsonRecord[];
  /** Slack marks an edit only when the message has no blocks. */
  edited: boolean;
  reactions: string[];
  /** What each person has chosen in the message and not yet sent anywhere else. */
  inputs: Record<string, Inputs>;
}

export interface EphemeralMessage {
  kind: 'ephemeral';
  channel: string;
  ts: string;
  threadTs?: string;
  /** The only person who sees it. */
  userId: string;
  text: string;
  blocks: JsonRecord[];
  /** How it came: a Web API call, a response_url, the answer to a command, or Slack itself. */
  source: 'postEphemeral' | 'response_url' | 'ack' | 'slack';
  inputs: Inputs;
}

export interface OpenView {
  kind: 'view';
  id: string;
  type: 'modal' | 'home';
  userId: string;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  /** The view as the app sent it, with every missing block_id and action_id filled in. */
  view: JsonRecord;
  inputs: Inputs;
  /** Field errors by block_id, from the app's ack or from Slack's own client. */
  errors: Record<string, string>;
  /** Slack's own sentence at the top of a modal whose submission failed. */
  trouble?: string;
}

export interface Trigger {
  id: string;
  userId: string;
  /** ms since the epoch when Slack sent it. */
  sentAt: number;
  used: boolean;
  /** The view it was pressed in, which views.push needs. */
  viewId?: string;
}

/** What a response_url stands for. */
export interface ResponseUrl {
  id: string;
  userId: string;
  channel: string;
  createdAt: number;
  uses: number;
  /** The message the click came from; absent for commands. */
  origin?: { kind: 'message' | 'ephemeral'; ts: string };
  threadTs?: string;
}

/** A file on its way: announced, then sent, then shared as a message. */
export interface StoredFile {
  id: string;
  filename: string;
  title: string;
  /** Bytes announced. */
  length: number;
  /** Absent until it was sent. */
  content?: string;
  bytes?: Buffer;
  /** What a picture shows, for those who don't see it. */
  altText?: string;
  /** Absent until it was shared. */
  channel?: string;
}

/** Everything the stand-in remembers. In memory; gone with the process. */
export interface Store {
  messages: StoredMessage[];
  ephemerals: EphemeralMessage[];
  /** Every modal that is open, by id. */
  views: Map<string, OpenView>;
  /** Person -> ids of their open modals, root first. */
  stacks: Map<string, string[]>;
  homes: Map<string, OpenView>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  files: Map<string, StoredFile>;
}

export function createStore(): Store {
  return {
    messages: [],
    ephemerals: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
  };
}

/** Ids and timestamps that never repeat within one stand-in. */
export interface Ids {
  /** A message timestamp: seconds, a dot, six digits; later is larger as text too. */
  ts(): string;
  next(prefix: string): string;
}

export function createIds(now: () => number): Ids {
  let lastMicros = 0;
  let counter = 0;
  return {
    ts() {
      lastMicros = Math.max(now() * 1000, lastMicros + 1);
      const seconds = Math.floor(lastMicros / 1_000_000);
      return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    next(prefix) {
      counter += 1;
      return `${prefix}${counter.toString(36).toUpperCase().padStart(8, '0')}`;
    },
  };
}
