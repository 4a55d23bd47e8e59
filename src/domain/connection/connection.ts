/**
 * - Channel: what Vobiz makes of a number and a WhatsApp Business Account (WABA), to send messages through.
 * - Connection: how far a bought or verified number is on its way to a live channel; part of its record.
 * - Live: Meta has verified the number and Vobiz lists the channel as active.
 */
import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { isWithin } from '../elapsed.ts';
import { keysOf, pick } from '../fields.ts';
import { vendorReasonSchema } from '../order/vendor-reason.ts';
import { e164Schema } from '../phone.ts';
import type { StatesWith } from '../state-facts.ts';
import { timeSchema, typed } from '../typed.ts';

export const DISPLAY_NAME_MAX = 100;
/** Meta's ids of WABAs and phone numbers. Vobiz shows 15 to 17 digits; we allow some slack. */
export const metaIdSchema = z
  .string()
  .regex(/^\d{10,20}$/, 'must be the number Meta shows, digits only');

/** Meta's system-user token. */
export const metaTokenSchema = z
  .string()
  .regex(/^EAA[\w-]{5,1000}$/, 'must be a Meta system-user token, which starts with EAA');
/** Such tokens within other text, even truncated. */
export const META_TOKENS = /EAA[\w-]{4,}/g;

/** Meta's state of the number. `missing`: not in Vobiz's list of channels. */
const reviewSchema = z.enum(['pending', 'verified', 'rejected', 'unknown', 'missing']);
export type Review = z.infer<typeof reviewSchema>;

/** Why no channel was made. All of these can be retried. */
export const connectFailureSchema = z.enum([
  'invalid_token',
  'number_not_found',
  'waba_not_accessible',
  'number_elsewhere',
  'order_not_completed',
  'number_not_verified',
  'credentials',
  'rate_limited',
  'refused',
  'not_sent',
  'not_checkable',
  /** Unclear answer, and no channel in Vobiz's lists for some minutes. */
  'not_created',
]);
export type ConnectFailure = z.infer<typeof connectFailureSchema>;

/** Why we cannot tell whether a channel was made. */
const connectDoubtSchema = z.enum([
  'no_answer',
  'server_error',
  'unreadable_answer',
  'interrupted',
]);
export type ConnectDoubt = z.infer<typeof connectDoubtSchema>;

/** Never a token. Times are epoch ms. */
const common = {
  attempt: z.object({ id: z.string(), by: userIdSchema, at: timeSchema }),
  displayName: typed(DISPLAY_NAME_MAX),
  wabaId: metaIdSchema,
  /** The channel that was disconnected last. A list that is behind may still show it. */
  former: z.object({ channelId: z.string(), at: timeSchema }).optional(),
};
/** Since when whole lists have lacked the channel: one of them proves nothing (epoch ms). */
const lackingField = { lackingSince: timeSchema.optional() };
const channel = {
  ...common,
  channelId: z.string().min(1).max(200),
  connectedAt: timeSchema,
  review: reviewSchema,
  active: z.boolean(),
  /** Who last replaced the Meta token. */
  rotated: z.object({ by: userIdSchema, at: timeSchema }).optional(),
};

export const connectionSchema = z.discriminatedUnion('state', [
  /** Claimed before the request, so only one is sent. */
  z.object({ ...common, state: z.literal('connecting') }),
  z.object({
    ...common,
    ...lackingField,
    state: z.literal('unclear'),
    why: connectDoubtSchema,
    since: timeSchema,
  }),
  z.object({
    ...common,
    state: z.literal('failed'),
    failure: connectFailureSchema,
    because: vendorReasonSchema.optional(),
    /** Vobiz's own words, if they add something. */
    reason: z.string().max(300).optional(),
    at: timeSchema,
  }),
  z.object({ ...channel, ...lackingField, state: z.literal('connected') }),
  z.object({ ...channel, state: z.literal('live'), at: timeSchema }),
  z.object({ ...channel, ...lackingField, state: z.literal('rejected'), at: timeSchema }),
  z.object({ ...common, state: z.literal('disconnected'), by: userIdSchema, at: timeSchema }),
]);
export type Connection = z.infer<typeof connectionSchema>;
export type ConnectionState = Connection['state'];
export type ConnectionIn<S extends ConnectionState> = Extract<Connection, { state: S }>;
export type Connected = Extract<Connection, { channelId: string }>;

/** The parts we use of a channel in Vobiz's list. */
export const channelSeenSchema = z.object({
  id: z.string(),
  e164: e164Schema.optional(),
  /** The Vobiz order behind the number (`number_order_id`). */
  orderId: z.string().optional(),
  status: z.enum(['active', 'inactive', 'suspended', 'unknown']),
  verification: z.enum(['verified', 'pending', 'rejected', 'unknown']),
  /** Vobiz's own words where one of these is `unknown`. */
  said: z.string().optional(),
  displayName: z.string().optional(),
});
export type ChannelSeen = z.infer<typeof channelSeenSchema>;

export function hasChannel(connection: Connection | undefined): connection is Connected {
  return connection !== undefined && 'channelId' in connection;
}

/** Vobiz's list of channels. `isWhole`: what it lacks is not there. */
export type ChannelList = { all: readonly ChannelSeen[]; isWhole: boolean };

/** The same, to look many up in. Where several fit, the first counts. */
export type ChannelIndex = Readonly<
  Record<'byId' | 'byOrder' | 'byNumber', ReadonlyMap<string, ChannelSeen>>
> &
  Pick<ChannelList, 'isWhole'>;

export function indexChannels({ all, isWhole }: ChannelList): ChannelIndex {
  const by = (keyOf: (channel: ChannelSeen) => string | undefined) => {
    const found = new Map<string, ChannelSeen>();
    for (const channel of all) {
      const key = keyOf(channel);
      if (key !== undefined && !found.has(key)) found.set(key, channel);
    }
    return found;
  };
  return {
    byId: by(({ id }) => id),
    byOrder: by(({ orderId }) => orderId),
    byNumber: by(({ e164 }) => e164),
    isWhole,
  };
}

export function commonOf(connection: Connection) {
  return pick(connection, keysOf(common));
}

/** Whether a list, asked for at `at` (epoch ms), shows only what was disconnected so shortly before that it proves nothing. */
export function isBehind(
  connection: Connection | undefined,
  { id }: ChannelSeen,
  at: number,
  goneAfterMs: number,
): boolean {
  const former = connection?.former;
  return former?.channelId === id && isWithin(former.at, goneAfterMs, at);
}

export function channelPartOf(connection: Connected) {
  return pick(connection, keysOf(channel));
}

type StateFact =
  /** A new request may be sent: none is under way or of unknown outcome. */
  | 'free'
  /** Looked up in Vobiz's list until that gives an answer; never times out. */
  | 'tracked';

/** What each state means. A new state does not compile without a row. */
const STATES = {
  connecting: [],
  unclear: ['tracked'],
  failed: ['free'],
  connected: ['tracked'],
  live: [],
  rejected: [],
  disconnected: ['free'],
} as const satisfies Record<ConnectionState, readonly StateFact[]>;

function stateIs(connection: Connection, fact: StateFact): boolean {
  const facts: readonly StateFact[] = STATES[connection.state];
  return facts.includes(fact);
}

export function mayConnectNow(connection: Connection | undefined): boolean {
  return connection === undefined || stateIs(connection, 'free');
}

export function isTracked(
  connection: Connection | undefined,
): connection is ConnectionIn<StatesWith<typeof STATES, 'tracked'>> {
  return connection !== undefined && stateIs(connection, 'tracked');
}

/** What people hear about besides the card, once each. */
export type ConnectionNews = 'live' | 'rejected' | 'not_created';

export function newsOf(connection: Connection | undefined): ConnectionNews | undefined {
  switch (connection?.state) {
    case 'live':
    case 'rejected':
      return connection.state;
    case 'failed':
      return connection.failure === 'not_created' ? 'not_created' : undefined;
    case undefined:
    case 'connecting':
    case 'unclear':
    case 'connected':
    case 'disconnected':
      return undefined;
  }
}
