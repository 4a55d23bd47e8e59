import { z } from 'zod';
import { type Connectable, isLeaving, onboardingOf } from '../connection/connectable.ts';
import {
  type ChannelSeen,
  type Connection,
  channelSeenSchema,
  hasChannel,
} from '../connection/connection.ts';
import { keysOf } from '../fields.ts';
import { giveBackOf, isGivenBack } from '../giveback/returnable.ts';
import { type Money, type Price, priceSchema, sumsOf } from '../money.ts';
import { unreadPrice } from '../order/order-flags.ts';
import { chargedPrice } from '../order/order-purchase.ts';
import { countryOf, e164Schema } from '../phone.ts';
import { countryIn } from './own-number.ts';
import { standingOf } from './standing-record.ts';

export const NUMBER_STATES = [
  'owned',
  'verified',
  'connecting',
  'waiting',
  'live',
  'rejected',
  'disconnected',
  'leaving',
  'unusable',
] as const;
export type NumberState = (typeof NUMBER_STATES)[number];

/** By Vobiz's status of an owned number. */
const UNUSABLE = {
  active: false,
  pending_purchase: true,
  pending_release: true,
  released: true,
  blocked: true,
  unknown: false,
};

/** One of the account's numbers in Vobiz's list. Only `active` ones can be used. */
const ownedSeenSchema = z.object({
  e164: e164Schema,
  status: z.enum(keysOf(UNUSABLE)),
  /** Vobiz's own word where the status is `unknown`. */
  said: z.string().optional(),
  /** Epoch ms. */
  purchasedAt: z.number().optional(),
  /** Epoch ms. */
  nextBillingAt: z.number().optional(),
  /** False if listed under another account: a main account also sees its sub-accounts' numbers. */
  ownAccount: z.boolean(),
  price: priceSchema.optional(),
});
export type OwnedSeen = z.infer<typeof ownedSeenSchema>;

/** Vobiz's lists at `at` (epoch ms). An unreadable list is absent; `unread`: how many owned numbers could not be read. */
export const seenAtVobizSchema = z.object({
  at: z.number(),
  owned: z.array(ownedSeenSchema).readonly().optional(),
  unread: z.number().optional(),
  channels: z.array(channelSeenSchema).readonly().optional(),
});
export type SeenAtVobiz = z.infer<typeof seenAtVobizSchema>;

export type NumberEntry = {
  e164: string;
  /** ISO 3166 alpha-2. */
  country: string | undefined;
  state: NumberState;
  /** Our purchase or verification. Absent if the account got the number another way. */
  record?: Connectable | undefined;
  owned?: OwnedSeen | undefined;
  channel?: ChannelSeen | undefined;
};

type Parts = Pick<NumberEntry, 'record' | 'owned' | 'channel'>;

/** One entry per number, however it is written and however often it is listed. Newest first. */
export function mergeNumbers(records: readonly Connectable[], seen: SeenAtVobiz): NumberEntry[] {
  const found = new Map<string, Parts>();
  const add = (e164: string, join: (parts: Parts) => Parts) => {
    const key = canonical(e164);
    found.set(key, join(found.get(key) ?? {}));
  };
  for (const record of records) {
    add(onboardingOf(record).e164, (parts) => ({
      ...parts,
      record: standingOf(parts.record, record),
    }));
  }
  for (const owned of seen.owned ?? []) {
    add(owned.e164, (parts) => ({ ...parts, owned: inUse(parts.owned, owned) }));
  }
  const numberOf = channelNumbers(records);
  for (const channel of seen.channels ?? []) {
    const e164 = numberOf(channel);
    if (!e164) continue;
    add(e164, (parts) => ({ ...parts, channel: ownChannel(parts, channel) }));
  }
  return [...found]
    .filter(([, parts]) => parts.record || parts.channel || parts.owned?.status !== 'released')
    .map(([e164, parts]) => entryOf(e164, parts, seen.at))
    .sort((a, b) => gotAt(b) - gotAt(a) || a.e164.localeCompare(b.e164));
}

/** Epoch ms; 0 if unknown. */
export function gotAt({ record, owned }: NumberEntry): number {
  return record?.endedAt ?? owned?.purchasedAt ?? 0;
}

/** As charged, else as approved (unless Vobiz named a price we cannot read), else as Vobiz lists it. */
export function priceOf({
  record,
  owned,
}: Pick<NumberEntry, 'record' | 'owned'>): Price | undefined {
  return (record && agreedPrice(record)) ?? owned?.price;
}

/** What was bought for how much; or adopted at; undefined of a team's own number. */
export function agreedPrice(record: Connectable): Price | undefined {
  if (record.state === 'adopted') return record.price;
  if (record.kind !== 'order') return undefined;
  return chargedPrice(record) ?? (unreadPrice(record) ? undefined : record.number.price);
}

/** The name shown in WhatsApp. Vobiz's wins, as it may have been changed there. */
export function displayNameOf({ record, channel }: NumberEntry): string | undefined {
  return channel?.displayName ?? record?.connection?.displayName;
}

/** `00 91 98765-43210` and `+919876543210` are the same number. */
export function canonical(e164: string): string {
  return `+${e164.replace(/\D/g, '').replace(/^00/, '')}`;
}

/** Of two rows of a number, as where it was given back and bought again, or is in two accounts: the one in use, or the later. */
export function inUse(known: OwnedSeen | undefined, other: OwnedSeen): OwnedSeen {
  if (!known) return other;
  const ahead = rank(known) - rank(other) || (known.purchasedAt ?? 0) - (other.purchasedAt ?? 0);
  return ahead >= 0 ? known : other;
}

function rank({ status, ownAccount }: OwnedSeen): number {
  return (status === 'active' ? 4 : status === 'released' ? 0 : 2) + (ownAccount ? 1 : 0);
}

/** Finds a channel's number: from the record it was made for, else from Vobiz. */
function channelNumbers(records: readonly Connectable[]) {
  const known = new Map<string, string>();
  for (const record of records) {
    const onboarding = onboardingOf(record);
    if (onboarding.mode === 'buy_from_vobiz' && onboarding.orderId) {
      known.set(`order ${onboarding.orderId}`, onboarding.e164);
    }
    if (hasChannel(record.connection)) {
      known.set(`channel ${record.connection.channelId}`, onboarding.e164);
    }
  }
  return ({ id, orderId, e164 }: ChannelSeen) =>
    known.get(`channel ${id}`) ?? known.get(`order ${orderId}`) ?? e164;
}

function ownChannel({ record, channel }: Parts, other: ChannelSeen): ChannelSeen {
  const { connection } = record ?? {};
  const isOwn = hasChannel(connection) && connection.channelId === other.id;
  return channel && !isOwn ? channel : other;
}

/** Vobiz's word counts, unless the connection changed here after Vobiz's list was read. */
function entryOf(e164: string, { record, owned, ...parts }: Parts, seenAt: number): NumberEntry {
  const isOutdated = record?.connection !== undefined && record.updatedAt > seenAt;
  const channel = isOutdated ? undefined : parts.channel;
  const country = record ? countryIn(record) : countryOf(e164);
  const known = { record, owned: isKeptSince(record, seenAt) ? asKept(owned) : owned, channel };
  return { e164, country, state: stateOf(known), ...known };
}

/** Whether it was on its way back to Vobiz when the list was read, and stays. */
function isKeptSince(record: Connectable | undefined, seenAt: number): boolean {
  const giveBack = record && giveBackOf(record);
  return giveBack?.state === 'kept' && giveBack.at > seenAt;
}

function asKept(owned: OwnedSeen | undefined): OwnedSeen | undefined {
  return owned?.status === 'pending_release' ? { ...owned, status: 'active' } : owned;
}

function stateOf({ record, owned, channel }: Parts): NumberState {
  if (owned?.status === 'pending_release' || (record && isLeaving(record))) return 'leaving';
  if (owned ? UNUSABLE[owned.status] : record?.watched?.number) return 'unusable';
  if (channel) return channelState(channel);
  return (
    connectionState(record?.connection) ?? (record?.state === 'verified' ? 'verified' : 'owned')
  );
}

function channelState({ status, verification }: ChannelSeen): NumberState {
  if (status === 'suspended') return 'unusable';
  if (verification === 'rejected') return 'rejected';
  return verification === 'verified' && status === 'active' ? 'live' : 'waiting';
}

/** Undefined if it was never connected. */
function connectionState(connection: Connection | undefined): NumberState | undefined {
  switch (connection?.state) {
    case undefined:
    case 'failed':
      return undefined;
    case 'connecting':
    case 'unclear':
      return 'connecting';
    case 'connected':
      return 'waiting';
    case 'live':
    case 'rejected':
    case 'disconnected':
      return connection.state;
  }
}

/** Whether it is Vobiz's again, so that nothing is charged any more. */
export function isGone({ record, owned }: NumberEntry): boolean {
  if (record && isGivenBack(record)) return true;
  const status = owned?.status ?? record?.watched?.number?.is;
  return status === 'released' || status === 'gone';
}

/** What the numbers cost a month, by currency. */
export function monthlyFees(entries: readonly NumberEntry[]): Money[] {
  return sumsOf(entries.flatMap((entry) => (isGone(entry) ? [] : (priceOf(entry)?.monthly ?? []))));
}
