import type { Connectable } from './connectable.ts';
import type { Connection } from './connection.ts';
import type { ConnectionRefusal, ConnectRefused } from './connection-transitions.ts';
import type { ConnectForbidden } from './may-connect.ts';

/** What came of renaming a channel, giving it another token, or disconnecting it. */
export type ChannelChange =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ChannelRefusal };

export type ChannelRefusal =
  | ConnectionRefusal
  | { kind: 'unknown' }
  | { kind: 'forbidden'; why: ConnectForbidden }
  /** `connection` says who disconnected it, if anybody did. */
  | { kind: 'no_channel'; connection: Connection | undefined }
  | ({ kind: 'refused' } & ConnectRefused)
  /** No usable answer, but perhaps words. Doing the same again does no harm. */
  | { kind: 'unclear'; said?: string | undefined };
