import type { VobizStandIn } from '../vobiz/server.ts';
import type { ShownCode, ShownVobizCall } from './shown-vobiz.ts';

const LISTED_CALLS = 30;

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
    ['vobiz.codes', codes],
    ['vobiz.faults', vobiz.faults.describe()],
    ['vobiz.calls', calls],
  ];
}
