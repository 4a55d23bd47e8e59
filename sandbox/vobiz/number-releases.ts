import { rfc3339 } from './clock.ts';
import type { OwnedNumber, OwnedNumbersOptions } from './owned-numbers.ts';
import { refusal } from './reply.ts';

/** In major units; the vendor's SDK says that it depends on the account. */
const RELEASE_FEE = 100;

/**
 * Numbers given back. From the vendor's Node SDK (2026-08), not from its documentation: the answer of a release
 * (`pending_release`, `cooldown_ends_at`, `release_fee`, `cancel_url`), 24 hours to cancel it, `immediate` is final.
 * Assumed: the refusals, the answer of a cancel, and that a number is listed as `released` or no more.
 */
export function createNumberReleases({
  accountId,
  now,
  releaseAfterMs,
  listsReleased,
}: Pick<OwnedNumbersOptions, 'accountId' | 'now' | 'releaseAfterMs' | 'listsReleased'>) {
  /** When each is released for good, epoch ms. */
  const endsAt = new Map<string, number>();

  function isPending(e164: string): boolean {
    return (endsAt.get(e164) ?? 0) > now();
  }

  return {
    /** The number as it is listed now; undefined if it is no more. */
    seen(number: OwnedNumber): OwnedNumber | undefined {
      const at = endsAt.get(number.e164);
      if (at === undefined) return number;
      if (isPending(number.e164)) return { ...number, status: 'pending_release' };
      return listsReleased
        ? { ...number, status: 'released', released_at: rfc3339(at) }
        : undefined;
    },
    release({ e164, status }: OwnedNumber, isImmediate: boolean) {
      if (status === 'pending_release')
        throw refusal(409, 'ALREADY_PENDING_RELEASE', 'Number is already pending release');
      if (status !== 'active')
        throw refusal(400, 'INVALID_STATUS', `Number cannot be released while it is ${status}`);
      const at = now() + (isImmediate ? 0 : releaseAfterMs);
      endsAt.set(e164, at);
      if (isImmediate) return { e164, status: 'released' };
      const number = encodeURIComponent(e164);
      return {
        e164,
        status: 'pending_release',
        cooldown_ends_at: rfc3339(at),
        release_fee: RELEASE_FEE,
        cancel_url: `/api/v1/account/${accountId}/numbers/${number}/cancel-release`,
      };
    },
    cancel({ e164 }: OwnedNumber) {
      if (!isPending(e164))
        throw refusal(409, 'NOT_PENDING_RELEASE', 'Number is not pending release');
      endsAt.delete(e164);
      return { e164, status: 'active', message: 'Release cancelled' };
    },
    end(e164: string): void {
      if (endsAt.has(e164)) endsAt.set(e164, now());
    },
  };
}
