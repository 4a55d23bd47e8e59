import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import type { OwnedStatus } from './give-back-events.ts';

/** Where several rows have the number, the first of these counts: what is still ours before what is gone. */
const TELLING: readonly OwnedSeen['status'][] = [
  'pending_release',
  'active',
  'blocked',
  'pending_purchase',
  'unknown',
  'released',
];

/** What the account's own rows, read as a whole, say of a number. Those of a sub-account are not ours to release. */
export function releaseStatus(rows: readonly OwnedSeen[], e164: string): OwnedStatus | 'absent' {
  const found = rows.filter((row) => row.e164 === e164);
  const own = found.filter((row) => row.ownAccount);
  const telling = TELLING.find((status) => own.some((row) => row.status === status));
  // What is released may be listed wherever it was; whatever else a sub-account has is not gone.
  const isElsewhere = found.some((row) => !row.ownAccount && row.status !== 'released');
  return isElsewhere && (!telling || telling === 'released') ? 'elsewhere' : (telling ?? 'absent');
}
