import { type Connectable, isLeaving } from '../connection/connectable.ts';
import type { ChannelSeen } from '../connection/connection.ts';
import { sameMoney } from '../money.ts';
import { agreedPrice } from '../numbers/owned-number-list.ts';
import {
  type ChannelTrouble,
  type Compared,
  type NumberTrouble,
  type Watched,
  watchedAs,
} from '../numbers/watched.ts';
import type { Seen } from './last-seen.ts';

/** Whether we know why a number is like that at Vobiz: somebody asked for it here. */
function isExpected(record: Connectable, status: NumberTrouble['is']): boolean {
  const isGoing = status === 'pending_release' || status === 'released' || status === 'gone';
  return isGoing && isLeaving(record);
}

/** What a look makes of a record; undefined where it says nothing new. `now` is epoch ms. */
export function compareRecord(record: Connectable, seen: Seen, now: number): Watched | undefined {
  const compared: Compared = {
    number: numberPart(record, seen.number),
    price: pricePart(record, seen.number),
    channel: channelPart(record, seen.channel),
  };
  return watchedAs(record.watched, compared, now);
}

function numberPart(record: Connectable, seen: Seen['number']): Compared['number'] {
  if (!seen) return undefined;
  const { status, said } = seen === 'gone' ? { status: seen, said: undefined } : seen;
  if (status === 'active') return 'normal';
  // It says neither that the number works nor that something is wrong with it.
  if (status === 'pending_purchase') return undefined;
  if (isExpected(record, status)) return 'none';
  return { is: status, ...(status === 'unknown' && said && { said }) };
}

function pricePart(record: Connectable, seen: Seen['number']): Compared['price'] {
  const agreed = agreedPrice(record);
  if (!seen || seen === 'gone' || !seen.price || !agreed) return undefined;
  const { monthly } = seen.price;
  return sameMoney(monthly, agreed.monthly) ? 'normal' : { monthly };
}

/** Only of a live one: until then the connection itself follows the channel. */
function channelPart({ connection }: Connectable, seen: Seen['channel']): Compared['channel'] {
  if (connection?.state !== 'live') return 'none';
  if (!seen) return undefined;
  return seen === 'gone' ? { is: 'gone' } : channelTrouble(seen);
}

function channelTrouble({
  status,
  verification,
  said,
}: ChannelSeen): Omit<ChannelTrouble, 'since'> | 'normal' {
  if (status === 'suspended' || status === 'inactive') return { is: status };
  if (verification === 'rejected' || verification === 'pending') return { is: verification };
  if (status === 'active' && verification === 'verified') return 'normal';
  return { is: 'unknown', ...(said && { said }) };
}
