import type { VendorReason } from '../order/vendor-reason.ts';
import {
  type ChannelSeen,
  type ConnectDoubt,
  type Connected,
  type ConnectFailure,
  type Connection,
  hasChannel,
  mayConnectNow,
  type Review,
} from './connection.ts';

export type ConnectionEvent =
  | { type: 'claim'; attemptId: string; by: string; wabaId: string; displayName: string }
  | { type: 'created'; attemptId: string; channel: ChannelSeen }
  | ({ type: 'refused'; attemptId: string } & ConnectRefused)
  | { type: 'lost'; attemptId: string; why: ConnectDoubt }
  /** Vobiz's list of channels was read; undefined: it does not show this one. */
  | { type: 'observed'; channel: ChannelSeen | undefined }
  /** The list was read well after an unclear answer and shows no channel. */
  | { type: 'absent'; attemptId: string }
  /** Vobiz carried out a change; `channel` is what it shows since. */
  | { type: 'changed'; by: string; displayName: string; rotated: boolean; channel: ChannelSeen }
  | { type: 'disconnected'; by: string };
/** `reason`: Vobiz's own words. */
export type ConnectRefused = {
  failure: ConnectFailure;
  because?: VendorReason | undefined;
  reason?: string | undefined;
};
type EventOf<T extends ConnectionEvent['type']> = Extract<ConnectionEvent, { type: T }>;

export type ConnectionRefusal =
  /** Somebody was faster: `connection` says who. */
  | { kind: 'already'; connection: Connection }
  /** A late or repeated event. Nobody needs to be told. */
  | { kind: 'out_of_turn' };

export type ConnectionTransition =
  | { ok: true; connection: Connection }
  | { ok: false; refusal: ConnectionRefusal };

const OUT_OF_TURN: ConnectionTransition = { ok: false, refusal: { kind: 'out_of_turn' } };

/** What may happen to a connection. Pure; saved with its record by compare-and-set. `now` is epoch ms. */
export function transitionConnection(
  current: Connection | undefined,
  event: ConnectionEvent,
  now: number,
): ConnectionTransition {
  if (event.type === 'claim') return claim(current, event, now);
  if (!current) return OUT_OF_TURN;
  switch (event.type) {
    case 'created':
    case 'refused':
    case 'lost':
    case 'absent':
      return event.attemptId === current.attempt.id ? ended(current, event, now) : OUT_OF_TURN;
    case 'observed':
      return observed(current, event, now);
    case 'changed':
      return hasChannel(current) ? ok(changed(current, event, now)) : OUT_OF_TURN;
    case 'disconnected':
      return hasChannel(current)
        ? ok({ ...common(current), state: 'disconnected', by: event.by, at: now })
        : OUT_OF_TURN;
  }
}

/** What became of an attempt. An answer counts also when we had already given up waiting for it. */
function ended(
  current: Connection,
  event: EventOf<'created' | 'refused' | 'lost' | 'absent'>,
  now: number,
): ConnectionTransition {
  const { state } = current;
  if (state !== 'connecting' && state !== 'unclear') return OUT_OF_TURN;
  switch (event.type) {
    case 'created':
      return ok(newChannel(current, event.channel, now));
    case 'refused':
      return ok(refused(current, event, now));
    case 'lost':
      return state === 'connecting'
        ? ok({ ...common(current), state: 'unclear', why: event.why, since: now })
        : OUT_OF_TURN;
    case 'absent':
      return state === 'unclear'
        ? ok({ ...common(current), state: 'failed', failure: 'not_created', at: now })
        : OUT_OF_TURN;
  }
}

function ok(connection: Connection): ConnectionTransition {
  return { ok: true, connection };
}

function claim(
  current: Connection | undefined,
  { attemptId, by, wabaId, displayName }: EventOf<'claim'>,
  now: number,
): ConnectionTransition {
  if (current && !mayConnectNow(current)) {
    return { ok: false, refusal: { kind: 'already', connection: current } };
  }
  const attempt = { id: attemptId, by, at: now };
  return ok({ state: 'connecting', attempt, wabaId, displayName });
}

function changed(current: Connected, event: EventOf<'changed'>, now: number): Connected {
  const { by, channel, rotated } = event;
  const displayName = channel.displayName || event.displayName;
  const token = rotated && { rotated: { by, at: now } };
  return seen({ ...current, displayName, ...token }, { channel }, now);
}

function common({ attempt, displayName, wabaId }: Connection) {
  return { attempt, displayName, wabaId };
}

function refused(current: Connection, event: EventOf<'refused'>, now: number): Connection {
  const { failure, because, reason } = event;
  const why = { failure, ...(because && { because }), ...(reason && { reason }) };
  return { ...common(current), state: 'failed', ...why, at: now };
}

/** Vobiz's own word for the name counts where it has one. */
function newChannel(current: Connection, channel: ChannelSeen, now: number): Connected {
  const base = {
    ...common(current),
    channelId: channel.id,
    connectedAt: now,
    displayName: channel.displayName || current.displayName,
  };
  return seen(base, { channel }, now);
}

/** A look at the list. What it says again changes nothing. */
function observed(
  current: Connection,
  event: EventOf<'observed'>,
  now: number,
): ConnectionTransition {
  const { channel } = event;
  if (current.state === 'unclear' && channel) {
    return ok(newChannel(current, channel, now));
  }
  if (!hasChannel(current)) return OUT_OF_TURN;
  const before = current;
  const next = seen(before, { channel }, now);
  const same =
    next.state === before.state && next.review === before.review && next.active === before.active;
  return same ? OUT_OF_TURN : ok(next);
}

type Base = Omit<Connected, 'state' | 'review' | 'active' | 'at'>;

/** Where what Vobiz shows leads: Meta's word decides, and only an active channel is live. */
function seen(
  base: Base,
  { channel }: { channel: ChannelSeen | undefined },
  now: number,
): Connected {
  const { attempt, displayName, wabaId, channelId, connectedAt, rotated } = base;
  const review: Review = channel ? channel.verification : 'missing';
  const active = channel?.status === 'active';
  const known = { attempt, displayName, wabaId, channelId, connectedAt, review, active };
  const next = { ...known, ...(rotated && { rotated }) };
  if (review === 'rejected') return { ...next, state: 'rejected', at: now };
  return review === 'verified' && active
    ? { ...next, state: 'live', at: now }
    : { ...next, state: 'connected' };
}
