import { isWithin } from '../../domain/elapsed.ts';
import { isSubmitted, type SubmittedDraft } from '../../domain/order/order-draft.ts';
import type { Ref } from '../../domain/record.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { RequestOrder, RequestResult } from './request-order.ts';

/** Lets a form go only once its outcome was shown. `sweep` finishes forms whose process died. */
export function createFinishRequest(deps: {
  requestOrder: RequestOrder;
  drafts: Pick<OrderDrafts, 'get' | 'submitted' | 'forget'>;
  show: (draft: SubmittedDraft, requested: RequestResult) => Promise<void>;
  /** Ms after which nobody can still be working on a submitted form. */
  staleAfterMs: number;
  clock: Clock;
  log: Log;
}) {
  const { requestOrder, drafts, show, staleAfterMs, clock, log } = deps;

  async function finish(draft: SubmittedDraft): Promise<void> {
    const requested = await requestOrder.carryOut(draft);
    await show(draft, requested);
    await requestOrder.conclude(draft, requested);
  }

  async function sweepOne(ref: Ref): Promise<void> {
    const draft = await drafts.get(ref);
    if (!isSubmitted(draft)) await drafts.forget(ref);
    else if (!isWithin(draft.submitted.at, staleAfterMs, clock.now())) await finish(draft);
  }

  return {
    finish,
    async sweep(goOn: () => boolean): Promise<void> {
      for (const ref of await drafts.submitted()) {
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
