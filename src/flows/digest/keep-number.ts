import type { Actor } from '../../domain/actor.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { Digests } from '../../store/digests.ts';
import { type ChangeDeps, tryEnqueue } from '../change.ts';
import { markStale } from '../deliver.ts';
import type { Held, HoldNumber } from '../numbers/hold-number.ts';
import { DIGEST_SLOT } from './send-digest.ts';

/**
 * Keeps an unused number, as somebody answered a digest. `isShown`: the digest's message will say so. `digest`: its id; absent
 * where only this person sees it.
 */
export function createKeepNumber(
  deps: ChangeDeps & {
    holdings: Pick<HoldNumber, 'keep'>;
    digests: Pick<Digests, 'get'>;
    deliveries: Pick<Deliveries, 'get' | 'put'>;
  },
) {
  return async (
    actor: Actor,
    record: string,
    digest: string | undefined,
  ): Promise<{ held: Held; isShown: boolean }> => {
    const ref = digest === undefined ? undefined : { team: actor.teamId, id: digest };
    // Before the save: once that stands, the sweep makes up for a lost job.
    if (ref) await markStale(deps.deliveries, ref, DIGEST_SLOT);
    const held = await deps.holdings.keep(actor, record);
    const stands = held.ok || held.refusal.kind === 'same';
    if (!ref || !stands || !(await deps.digests.get(ref))) return { held, isShown: false };
    return { held, isShown: await tryEnqueue(deps, () => deps.enqueue.digest(ref, record)) };
  };
}
export type KeepNumber = ReturnType<typeof createKeepNumber>;
