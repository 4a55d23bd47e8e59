import { isWithin } from '../../domain/elapsed.ts';
import { isSubmitted, type SubmittedDraft } from '../../domain/order/order-draft.ts';
import type { Chance, Log, Ref, ShortLived } from '../ports.ts';
import type { Requested, RequestOrder } from './request-order.ts';

/**
 * A submitted form, to its end: the order is made, the person is shown what came of it, and only then is the form let go.
 * `finish` is what the handler calls; `sweep` does the same for forms whose process ended before that.
 */
export function createFinishRequest(deps: {
  requestOrder: RequestOrder;
  shortLived: Pick<ShortLived, 'draft' | 'submittedDrafts' | 'forgetDraft'>;
  show: (draft: SubmittedDraft, requested: Requested) => Promise<void>;
  /** Ms after which nobody can be working on a submitted form any more. */
  staleAfterMs: number;
  chance: Pick<Chance, 'now'>;
  log: Log;
}) {
  const { requestOrder, shortLived, show, staleAfterMs, chance, log } = deps;

  async function finish(draft: SubmittedDraft): Promise<void> {
    const requested = await requestOrder.carryOut(draft);
    await show(draft, requested);
    await requestOrder.conclude(draft, requested);
  }

  async function sweepOne(ref: Ref): Promise<void> {
    const draft = await shortLived.draft(ref);
    if (!isSubmitted(draft)) await shortLived.forgetDraft(ref);
    else if (!isWithin(draft.submitted.at, staleAfterMs, chance.now())) await finish(draft);
  }

  return {
    finish,
    async sweep(goOn: () => boolean): Promise<void> {
      for (const ref of await shortLived.submittedDrafts()) {
        if (!goOn()) return;
        try {
          await sweepOne(ref);
        } catch (error) {
          log.error({ event: 'request.not_finished', order_id: ref.id, err: error });
        }
      }
    },
  };
}
export type FinishRequest = ReturnType<typeof createFinishRequest>;
