import { onboardingOf } from '../../domain/connection/connectable.ts';
import type { GiveBackDoubt, GiveBackIn, NotGivenBack } from '../../domain/giveback/give-back.ts';
import type { Claimed, GiveBackEvent } from '../../domain/giveback/give-back-events.ts';
import { type Returnable, withGiveBack } from '../../domain/giveback/give-back-rules.ts';
import type { Order } from '../../domain/order/order.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import { type Refusal, refusalOf } from '../../domain/order/vendor-reason.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Claims } from '../../store/claims.ts';
import type { Orders } from '../../store/records.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeDeps } from '../change.ts';
import { createClaim } from '../claim.ts';
import type { CheckBeforeRelease } from './check-before-release.ts';
import { type ChangeGiveBack, giveBackChanged } from './give-backs.ts';

/** Nothing is sent on an older approval: it may be one that a restored backup brought back. */
const GIVE_UP_AFTER_MS = 15 * 60_000;

/** Reads a failed release, or a failed try to undo it; `src/vobiz` implements it. */
export type ReadReleaseFailure = (
  error: unknown,
) => ({ sent: 'no'; why: NotGivenBack } & Refusal) | { sent: 'maybe'; doubt: GiveBackDoubt };

const BY = { job: 'give_back' };

type ClaimEvent = Extract<GiveBackEvent, { type: 'claim' | 'claim_keep' }>;

/**
 * Gives an approved number back, or has it kept, each at most once: look, claim, send, save the outcome. A job that runs again
 * finds the claim and stops. A claim that the replicas did not confirm is taken back by its claimer, who knows that nothing
 * was sent; if it dies first, the sweep ends the attempt.
 */
export function createSendGiveBack(
  deps: ChangeDeps & {
    orders: Orders;
    changeGiveBack: ChangeGiveBack;
    claims: Pick<Claims, 'save' | 'rehearse'>;
    checkBefore: CheckBeforeRelease;
    vobiz: Pick<VobizClient, 'releaseNumber' | 'cancelRelease'>;
    vobizPause: Pick<VobizPause, 'until'>;
    readFailure: ReadReleaseFailure;
  },
) {
  const { orders, changeGiveBack, vobiz, clock, newId, log } = deps;
  const claimFor = createClaim({ ...deps, claimed: 'give_back' });
  /** This process's unconfirmed claims by order: nothing was sent for them. */
  const unsent = new Map<string, string>();

  return async function giveBackNow(ref: Ref, signal: AbortSignal): Promise<Again> {
    const order = await orders.get(ref);
    if (order?.state !== 'completed' || !order.giveBack) return undefined;
    const { giveBack } = order;
    if (giveBack.state === 'approved') return release(order, giveBack, signal);
    if (giveBack.state === 'pending' && giveBack.keep) return keep(order, signal);
    const mine = unsent.get(ref.id);
    if (mine && attemptUnderWay(order) === mine) return takeBack(order, mine);
    unsent.delete(ref.id);
    return undefined;
  };

  async function release(
    order: Returnable,
    approved: GiveBackIn<'approved'>,
    signal: AbortSignal,
  ): Promise<Again> {
    if (isTooOld(approved)) {
      await changeGiveBack(order, { type: 'stop', why: 'not_checkable' }, BY);
      return undefined;
    }
    const wait = await whyWait(approved.waiting === 'not_replicated');
    const found = wait ?? (await deps.checkBefore(order));
    if (typeof found === 'string') {
      await changeGiveBack(order, { type: 'wait', why: found }, BY);
      return later(order);
    }
    if (found) {
      await changeGiveBack(order, found, BY);
      return undefined;
    }
    if (signal.aborted) return { againInMs: 0 };
    return claimAndSend(order, 'claim', signal);
  }

  /** What Vobiz shows is no reason to wait: it refuses what is not to be undone any more. */
  async function keep(order: Returnable, signal: AbortSignal): Promise<Again> {
    if ((await whyWait(unsent.has(order.id))) || signal.aborted) return later(order);
    return claimAndSend(order, 'claim_keep', signal);
  }

  async function claimAndSend(
    order: Returnable,
    type: ClaimEvent['type'],
    signal: AbortSignal,
  ): Promise<Again> {
    const attemptId = newId('att');
    const claimed = await claim(order, { type, attemptId });
    if (claimed.ok) return send(claimed.record, attemptId, signal);
    return claimed.why === 'taken' ? undefined : takeBack(order, attemptId);
  }

  async function whyWait(
    wasNotReplicated: boolean,
  ): Promise<'vobiz_paused' | 'not_replicated' | undefined> {
    if ((await deps.vobizPause.until(clock.now())) !== undefined) return 'vobiz_paused';
    return wasNotReplicated && !(await deps.claims.rehearse()) ? 'not_replicated' : undefined;
  }

  async function claim(order: Order, event: ClaimEvent) {
    const decide = (current: Order, now: number) => {
      const next = withGiveBack(current, event, now);
      return next.ok ? next.record : undefined;
    };
    const audit = { event: `give_back.${event.type}`, ...BY };
    const claimed = await claimFor(order, event.attemptId, decide, audit);
    if (claimed.ok) {
      unsent.delete(order.id);
      await giveBackChanged(deps, claimed, event.type, BY);
    }
    return claimed;
  }

  /** Only for a claim that this process just took and saw confirmed. */
  async function send(order: Returnable, attemptId: string, signal: AbortSignal): Promise<Again> {
    log.info({ event: 'give_back.sending', order_id: order.id, attempt_id: attemptId });
    const { giveBack } = order;
    const outcome =
      giveBack?.state === 'releasing'
        ? await sendRelease(order, giveBack, signal)
        : await sendKeep(order, attemptId, signal);
    await changeGiveBack(order, outcome, BY);
    return undefined;
  }

  async function sendRelease(
    order: Returnable,
    claimed: Claimed,
    signal: AbortSignal,
  ): Promise<GiveBackEvent> {
    try {
      const answer = await vobiz.releaseNumber(onboardingOf(order).e164, { signal });
      return { type: 'answered', claimed, answer };
    } catch (error) {
      const failed = readFailure(order, error);
      return failed.sent === 'maybe'
        ? { type: 'lost', claimed, doubt: failed.doubt }
        : { type: 'refused', claimed, why: failed.why, ...refusalOf(failed) };
    }
  }

  async function sendKeep(
    order: Returnable,
    attemptId: string,
    signal: AbortSignal,
  ): Promise<GiveBackEvent> {
    try {
      await vobiz.cancelRelease(onboardingOf(order).e164, { signal });
      return { type: 'kept', attemptId };
    } catch (error) {
      const failed = readFailure(order, error);
      return failed.sent === 'maybe'
        ? { type: 'keep_lost', attemptId, doubt: failed.doubt }
        : { type: 'keep_refused', attemptId, why: failed.why, ...refusalOf(failed) };
    }
  }

  function readFailure(order: Returnable, error: unknown) {
    const failed = deps.readFailure(error);
    log.warn({ event: 'give_back.no_answer', order_id: order.id, sent: failed.sent, err: error });
    return failed;
  }

  function isTooOld({ asked, decision }: GiveBackIn<'approved'>): boolean {
    return clock.now() - (decision?.at ?? asked.at) >= GIVE_UP_AFTER_MS;
  }

  async function takeBack(order: Returnable, attemptId: string): Promise<Again> {
    unsent.set(order.id, attemptId);
    const isKeep = order.giveBack?.state === 'pending' || order.giveBack?.state === 'keeping';
    await changeGiveBack(order, { type: isKeep ? 'unclaim_keep' : 'unclaim', attemptId }, BY);
    return later(order);
  }

  function later({ updatedAt }: Order): Again {
    return { againInMs: nextDelay(clock.now() - updatedAt, clock.jitter()) };
  }
}

function attemptUnderWay({ giveBack }: Returnable): string | undefined {
  if (giveBack?.state === 'releasing') return giveBack.attempt?.id;
  return giveBack?.state === 'keeping' ? giveBack.keep.attempt?.id : undefined;
}
