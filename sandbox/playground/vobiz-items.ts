import type { OwnedNumber } from '../vobiz/owned-numbers.ts';
import type { VobizStandIn } from '../vobiz/server.ts';
import type { ShownCode, ShownOwned, ShownVobizCall } from './shown-vobiz.ts';

const LISTED_CALLS = 30;

function shownOwned(
  { channels }: VobizStandIn,
  { e164, status, is_blocked, monthly_fee, currency }: OwnedNumber,
): ShownOwned {
  const channel = channels.find(({ phone_number }) => phone_number === e164);
  return {
    e164,
    status,
    isBlocked: is_blocked,
    monthly: monthly_fee,
    currency,
    ...(channel && {
      channel: { id: channel.id, status: channel.status, review: channel.verification_status },
    }),
  };
}

/** What the vendor really holds, whatever a fault makes it answer. `now` is ms since the epoch. */
export function vobizItems(vobiz: VobizStandIn, now: number): [key: string, item: unknown][] {
  const codes: ShownCode[] = vobiz.verifications.map((verification) => ({
    ...verification,
    isExpired: verification.expiresAt <= now,
  }));
  const calls: ShownVobizCall[] = vobiz.calls
    .slice(-LISTED_CALLS)
    .map(({ at, method, path, status, fault }) => ({
      at,
      method,
      path,
      ...(status === undefined ? {} : { status }),
      ...(fault === undefined ? {} : { fault }),
    }));
  return [
    ['vobiz.inventory', vobiz.inventory],
    ['vobiz.orders', vobiz.orders],
    ['vobiz.owned', vobiz.ownedNumbers.map((number) => shownOwned(vobiz, number))],
    ['vobiz.codes', codes],
    ['vobiz.faults', vobiz.faults.describe()],
    ['vobiz.calls', calls],
  ];
}
