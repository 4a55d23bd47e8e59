import { onboardingOf } from '../../domain/connection/connectable.ts';
import type { GiveBackDoubt, GiveBackIn, NotGivenBack } from '../../domain/giveback/give-back.ts';
import type { Claimed, GiveBackEvent } from '../../domain/giveback/give-back-events.ts';
import { withGiveBack } from '../../domain/giveback/give-back-rules.ts';
import { isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import { type Refusal, refusalOf } from '../../domain/order/vendor-reason.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Claims } from '../../store/claims.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeDeps } from '../change.ts';
import { createClaim } from '../claim.ts';
import type { Connections } from '../connection/connections.ts';
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
    connections: Pick<Connections, 'read'>;
    changeGiveBack: ChangeGiveBack;
    claims: Pick<Claims, 'save' | 'rehearse'>;
    checkBefore: CheckBeforeRelease;
    vobiz: Pick<VobizClient, 'releaseNumber' | 'cancelRelease'>;
    vobizPause: Pick<VobizPause, 'until'>;
    readFailure: ReadReleaseFailure;
  },
) {
  const { connections, changeGiveBack, vobiz, clock, newId, log } = deps;
  const claimFor = createClaim({ ...deps, read: connections.read, claimed: 'give_back' });
  /** This process's unconfirmed claims by record: nothing was sent for them. */
  const unsent = new Map<string, string>();

  return async function giveBackNow(ref: Ref, signal: AbortSignal): Promise<Again> {
    const record = await connections.read(ref);
    if (!record || !isReturnable(record) || !record.giveBack) return undefined;
    const { giveBack } = record;
    if (giveBack.state === 'approved') return release(record, giveBack, signal);
    if (giveBack.state === 'pending' && giveBack.keep) return keep(record, signal);
    const mine = unsent.get(ref.id);
    if (mine && attemptUnderWay(record) === mine) return takeBack(record, mine);
    unsent.delete(ref.id);
    return undefined;
  };

  async function release(
    record: Returnable,
    approved: GiveBackIn<'approved'>,
    signal: AbortSignal,
  ): Promise<Again> {
    if (isTooOld(approved)) {
      await changeGiveBack(record, { type: 'stop', why: 'not_checkable' }, BY);
      return undefined;
    }
    const wait = await whyWait(approved.waiting === 'not_replicated');
    const found = wait ?? (await deps.checkBefore(record));
    if (typeof found === 'string') {
      await changeGiveBack(record, { type: 'wait', why: found }, BY);
      return later(record);
    }
    if (found) {
      await changeGiveBack(record, found, BY);
      return undefined;
    }
    if (signal.aborted) return { againInMs: 0 };
    return claimAndSend(record, 'claim', signal);
  }

  /** What Vobiz shows is no reason to wait: it refuses what is not to be undone any more. */
  async function keep(record: Returnable, signal: AbortSignal): Promise<Again> {
    if ((await whyWait(unsent.has(record.id))) || signal.aborted) return later(record);
    return claimAndSend(record, 'claim_keep', signal);
  }

  async function claimAndSend(
    record: Returnable,
    type: ClaimEvent['type'],
    signal: AbortSignal,
  ): Promise<Again> {
    const attemptId = newId('att');
    const claimed = await claim(record, { type, attemptId });
    if (claimed.ok) return send(claimed.record, attemptId, signal);
    return claimed.why === 'taken' ? undefined : takeBack(record, attemptId);
  }

  async function whyWait(
    wasNotReplicated: boolean,
  ): Promise<'vobiz_paused' | 'not_replicated' | undefined> {
    if ((await deps.vobizPause.until(clock.now())) !== undefined) return 'vobiz_paused';
    return wasNotReplicated && !(await deps.claims.rehearse()) ? 'not_replicated' : undefined;
  }

  async function claim(record: Returnable, event: ClaimEvent) {
    const decide = (current: Order | Verification, now: number) => {
      const next = withGiveBack(current, event, now);
      return next.ok ? next.record : undefined;
    };
    const audit = { event: `give_back.${event.type}`, ...BY };
    const claimed = await claimFor(record, event.attemptId, decide, audit);
    if (claimed.ok) {
      unsent.delete(record.id);
      await giveBackChanged(deps, claimed, event.type, BY);
    }
    return claimed;
  }

  /** Only for a claim that this process just took and saw confirmed. */
  async function send(record: Returnable, attemptId: string, signal: AbortSignal): Promise<Again> {
    log.info({ event: 'give_back.sending', record_id: record.id, attempt_id: attemptId });
    const { giveBack } = record;
    const outcome =
      giveBack?.state === 'releasing'
        ? await sendRelease(record, giveBack, signal)
        : await sendKeep(record, attemptId, signal);
    await changeGiveBack(record, outcome, BY);
    return undefined;
  }

  async function sendRelease(
    record: Returnable,
    claimed: Claimed,
    signal: AbortSignal,
  ): Promise<GiveBackEvent> {
    try {
      const answer = await vobiz.releaseNumber(onboardingOf(record).e164, { signal });
      return { type: 'answered', claimed, answer };
    } catch (error) {
      const failed = readFailure(record, error);
      return failed.sent === 'maybe'
        ? { type: 'lost', claimed, doubt: failed.doubt }
        : { type: 'refused', claimed, why: failed.why, ...refusalOf(failed) };
    }
  }

  async function sendKeep(
    record: Returnable,
    attemptId: string,
    signal: AbortSignal,
  ): Promise<GiveBackEvent> {
    try {
      await vobiz.cancelRelease(onboardingOf(record).e164, { signal });
      return { type: 'kept', attemptId };
    } catch (error) {
      const failed = readFailure(record, error);
      return failed.sent === 'maybe'
        ? { type: 'keep_lost', attemptId, doubt: failed.doubt }
        : { type: 'keep_refused', attemptId, why: failed.why, ...refusalOf(failed) };
    }
  }

  function readFailure(record: Returnable, error: unknown) {
    const failed = deps.readFailure(error);
    log.warn({ event: 'give_back.no_answer', record_id: record.id, sent: failed.sent, err: error });
    return failed;
  }

  function isTooOld({ asked, decision }: GiveBackIn<'approved'>): boolean {
    return clock.now() - (decision?.at ?? asked.at) >= GIVE_UP_AFTER_MS;
  }

  async function takeBack(record: Returnable, attemptId: string): Promise<Again> {
    unsent.set(record.id, attemptId);
    const isKeep = record.giveBack?.state === 'pending' || record.giveBack?.state === 'keeping';
    await changeGiveBack(record, { type: isKeep ? 'unclaim_keep' : 'unclaim', attemptId }, BY);
    return later(record);
  }

  function later({ updatedAt }: Returnable): Again {
    return { againInMs: nextDelay(clock.now() - updatedAt, clock.jitter()) };
  }
}

function attemptUnderWay({ giveBack }: Returnable): string | undefined {
  if (giveBack?.state === 'releasing') return giveBack.attempt?.id;
  return giveBack?.state === 'keeping' ? giveBack.keep.attempt?.id : undefined;
}
