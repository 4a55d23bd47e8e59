import { type Absence, lackingAgain } from '../account/absence.ts';
import type { VendorReason } from '../order/vendor-reason.ts';
import {
  type ChannelSeen,
  type ConnectDoubt,
  type Connected,
  type ConnectFailure,
  type Connection,
  type ConnectionIn,
  type ConnectionState,
  channelPartOf,
  commonOf,
  type Review,
} from './connection.ts';

export type ConnectionEvent =
  | { type: 'claim'; attemptId: string; by: string; wabaId: string; displayName: string }
  | { type: 'created'; attemptId: string; channel: ChannelSeen }
  | ({ type: 'refused'; attemptId: string } & ConnectRefused)
  | { type: 'lost'; attemptId: string; why: ConnectDoubt }
  /** From Vobiz's list of channels. */
  | { type: 'observed'; channel: ChannelSeen }
  /** The list, asked for well after an unclear answer, shows no channel. */
  | ({ type: 'absent'; attemptId: string } & Absence)
  /** Vobiz made a change; `channel` is what it shows now. */
  | { type: 'changed'; by: string; displayName: string; rotated: boolean; channel: ChannelSeen }
  | { type: 'disconnected'; by: string };
/** `reason`: in Vobiz's words. */
export type ConnectRefused = {
  failure: ConnectFailure;
  because?: VendorReason | undefined;
  reason?: string | undefined;
};
export type ConnectionEventType = ConnectionEvent['type'];
type EventOf<T extends ConnectionEventType> = Extract<ConnectionEvent, { type: T }>;

export type ConnectionRefusal =
  /** Someone was faster: `connection` says who. */
  | { kind: 'already'; connection: Connection }
  /** The number is being given back. */
  | { kind: 'leaving' }
  /** A late or repeated event; nobody needs to know. */
  | { kind: 'out_of_turn' };

export type ConnectionTransition =
  | { ok: true; connection: Connection }
  | { ok: false; refusal: ConnectionRefusal };

const OUT_OF_TURN: ConnectionTransition = { ok: false, refusal: { kind: 'out_of_turn' } };

type Step<C extends Connection | undefined, T extends ConnectionEventType> = (
  current: C,
  event: EventOf<T>,
  now: number,
) => ConnectionTransition;
type Row<C extends Connection | undefined> = { [T in ConnectionEventType]?: Step<C, T> };

const WITH_CHANNEL = { claim: already, observed, changed, disconnected } satisfies Row<Connected>;

/** state -> event -> step; `none` is before the first claim. Anything not listed is refused. */
const TABLE = {
  none: { claim },
  connecting: { claim: already, created, refused, lost },
  unclear: { claim: already, created, refused, absent, observed: found },
  failed: { claim },
  connected: { ...WITH_CHANNEL, absent: unlisted },
  live: WITH_CHANNEL,
  rejected: { ...WITH_CHANNEL, absent: unlisted },
  disconnected: { claim },
} satisfies { none: Row<undefined> } & { [S in ConnectionState]: Row<ConnectionIn<S>> };
/** Lets the tests check that every event is handled somewhere. */
export type ConnectionTable = typeof TABLE;

/** Pure; the caller saves the result by compare-and-set with its record. `now` is epoch ms. */
export function transitionConnection(
  current: Connection | undefined,
  event: ConnectionEvent,
  now: number,
): ConnectionTransition {
  // An answer counts only for its own attempt, even after we stopped waiting for it.
  const isOwn =
    !('attemptId' in event) || event.type === 'claim' || event.attemptId === current?.attempt.id;
  const step = isOwn ? stepFor(current, event) : undefined;
  return step ? step(current, event, now) : OUT_OF_TURN;
}

/** The table's one cast: TypeScript cannot see that a row's step takes its own state and event. */
function stepFor(current: Connection | undefined, event: ConnectionEvent) {
  const row: { [T in ConnectionEventType]?: unknown } = TABLE[current?.state ?? 'none'];
  return row[event.type] as Step<Connection | undefined, ConnectionEventType> | undefined;
}

function created(current: Connection, { channel }: EventOf<'created'>, now: number) {
  return ok(newChannel(current, channel, now));
}

function lost(current: Connection, { why }: EventOf<'lost'>, now: number) {
  return ok({ ...commonOf(current), state: 'unclear', why, since: now });
}

/** A list may be behind: what it lacks was not created only when later lists lack it too. */
function absent(
  current: ConnectionIn<'unclear'>,
  absence: EventOf<'absent'>,
  now: number,
): ConnectionTransition {
  const failed = {
    ...commonOf(current),
    state: 'failed',
    failure: 'not_created',
    at: now,
  } as const;
  return lacking(current, absence, failed);
}

/** The same of a channel that stood in a list before. */
function unlisted(
  current: ConnectionIn<'connected' | 'rejected'>,
  absence: EventOf<'absent'>,
  now: number,
): ConnectionTransition {
  if (current.review === 'missing') return OUT_OF_TURN;
  return lacking(current, absence, seen(channelPartOf(current), undefined, now));
}

function lacking(
  current: ConnectionIn<'unclear' | 'connected' | 'rejected'>,
  absence: Absence,
  gone: Connection,
): ConnectionTransition {
  switch (lackingAgain(current.lackingSince, absence)) {
    case 'first':
      return ok({ ...current, lackingSince: absence.at });
    case 'doubtful':
      return OUT_OF_TURN;
    case 'gone':
      return ok(gone);
  }
}

function disconnected(current: Connected, { by }: EventOf<'disconnected'>, now: number) {
  const former = { channelId: current.channelId, at: now };
  return ok({ ...commonOf(current), former, state: 'disconnected', by, at: now });
}

function ok(connection: Connection): ConnectionTransition {
  return { ok: true, connection };
}

function already(connection: Connection): ConnectionTransition {
  return { ok: false, refusal: { kind: 'already', connection } };
}

function claim(
  current: Connection | undefined,
  { attemptId, by, wabaId, displayName }: EventOf<'claim'>,
  now: number,
): ConnectionTransition {
  const attempt = { id: attemptId, by, at: now };
  const former = current?.former && { former: current.former };
  return ok({ state: 'connecting', attempt, wabaId, displayName, ...former });
}

function changed(current: Connected, event: EventOf<'changed'>, now: number) {
  const { by, channel, rotated } = event;
  const displayName = channel.displayName || event.displayName;
  const token = rotated && { rotated: { by, at: now } };
  return ok(seen({ ...channelPartOf(current), displayName, ...token }, channel, now));
}

function refused(current: Connection, event: EventOf<'refused'>, now: number) {
  const { failure, because, reason } = event;
  const why = { failure, ...(because && { because }), ...(reason && { reason }) };
  return ok({ ...commonOf(current), state: 'failed', ...why, at: now });
}

/** Vobiz's name for the channel wins, where it has one. */
function newChannel(current: Connection, channel: ChannelSeen, now: number): Connected {
  const base = {
    ...commonOf(current),
    channelId: channel.id,
    connectedAt: now,
    displayName: channel.displayName || current.displayName,
  };
  return seen(base, channel, now);
}

/** The list shows that the unclear request did make a channel. */
function found(current: Connection, { channel }: EventOf<'observed'>, now: number) {
  return ok(newChannel(current, channel, now));
}

function observed(before: Connected, { channel }: EventOf<'observed'>, now: number) {
  const next = seen(channelPartOf(before), channel, now);
  const same =
    next.state === before.state &&
    next.review === before.review &&
    next.active === before.active &&
    !('lackingSince' in before);
  return same ? OUT_OF_TURN : ok(next);
}

type Base = Omit<ReturnType<typeof channelPartOf>, 'review' | 'active'>;

/** Meta's verdict decides, and only an active channel is live. Undefined: not in the list any more. */
function seen(base: Base, channel: ChannelSeen | undefined, now: number): Connected {
  const review: Review = channel ? channel.verification : 'missing';
  const active = channel?.status === 'active';
  const next = { ...base, review, active };
  if (review === 'rejected') return { ...next, state: 'rejected', at: now };
  return review === 'verified' && active
    ? { ...next, state: 'live', at: now }
    : { ...next, state: 'connected' };
}
