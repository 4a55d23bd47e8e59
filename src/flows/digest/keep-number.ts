import type { Actor } from '../../domain/actor.ts';
import type { Digests } from '../../store/digests.ts';
import { type ChangeDeps, tryEnqueue } from '../change.ts';
import type { Held, HoldNumber } from '../numbers/hold-number.ts';

/**
 * Keeps an unused number, as somebody answered a digest. `isShown`: the digest's message will say so. `digest`: its id; absent
 * where only this person sees it.
 */
export function createKeepNumber(
  deps: ChangeDeps & { holdings: Pick<HoldNumber, 'keep'>; digests: Pick<Digests, 'get'> },
) {
  return async (
    actor: Actor,
    record: string,
    digest: string | undefined,
  ): Promise<{ held: Held; isShown: boolean }> => {
    const held = await deps.holdings.keep(actor, record);
    const stands = held.ok || held.refusal.kind === 'same';
    const ref = digest === undefined ? undefined : { team: actor.teamId, id: digest };
    if (!ref || !stands || !(await deps.digests.get(ref))) return { held, isShown: false };
    // No sweep draws it again: without the job nobody would answer.
    return { held, isShown: await tryEnqueue(deps, () => deps.enqueue.digest(ref, record)) };
  };
}
export type KeepNumber = ReturnType<typeof createKeepNumber>;
