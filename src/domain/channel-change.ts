import type { Connectable } from './connectable.ts';
import type { ConnectFailure, Connection } from './connection.ts';
import type { ConnectionRefusal } from './connection-transitions.ts';
import type { ConnectForbidden } from './may-connect.ts';

/** What came of renaming a channel, giving it another token, or disconnecting it. */
export type ChannelChange =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ChannelRefusal };

export type ChannelRefusal =
  | ConnectionRefusal
  | { kind: 'unknown' }
  | { kind: 'forbidden'; why: ConnectForbidden }
  | { kind: 'no_channel' }
  | { kind: 'refused'; failure: ConnectFailure; reason: string | undefined }
  /** No usable answer. Doing the same again does no harm. */
  | { kind: 'unclear' };
