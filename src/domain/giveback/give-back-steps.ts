import { lackingAgain } from '../account/absence.ts';
import { isYetToCome } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import {
  commonOf,
  type GiveBack,
  type GiveBackIn,
  type GiveBackThat,
  giveBackTrackedSince,
  pendingOf,
  sentOf,
} from './give-back.ts';
import { isOverdue } from './give-back-clock.ts';
import type {
  Claimed,
  EventOf,
  GiveBackTransition,
  NotDone,
  OwnedStatus,
  ReleaseAnswer,
} from './give-back-events.ts';

export const OUT_OF_TURN: GiveBackTransition = { ok: false, refusal: { kind: 'out_of_turn' } };
export const NOT_SEEN: GiveBackTransition = { ok: false, refusal: { kind: 'not_seen' } };

export function ok(giveBack: GiveBack): GiveBackTransition {
  return { ok: true, giveBack };
}

export function already(giveBack: GiveBack | undefined): GiveBackTransition {
  return { ok: false, refusal: { kind: 'already', giveBack } };
}

export function ask(
  _current: GiveBack | undefined,
  { by, why, terms }: EventOf<'ask'>,
  now: number,
) {
  const { approvers, expiresAfterMs, reminders } = terms;
  const waits = { expiresAt: now + expiresAfterMs, reminders };
  const asked = { by, at: now, why, ...(approvers && { approvers }), ...waits };
  return ok({ state: 'asked', asked });
}

/** Runs what people decide, if it is in time. */
export function inTime<E extends 'approve' | 'deny'>(
  decide: (asked: GiveBackIn<'asked'>, event: EventOf<E>, now: number) => GiveBackTransition,
) {
  return (asked: GiveBackIn<'asked'>, event: EventOf<E>, now: number): GiveBackTransition =>
    isOverdue(asked, now) ? already(expiredAt(asked, now)) : decide(asked, event, now);
}

export function expire(asked: GiveBackIn<'asked'>, _event: EventOf<'expire'>, now: number) {
  return isOverdue(asked, now) ? ok(expiredAt(asked, now)) : OUT_OF_TURN;
}

function expiredAt(asked: GiveBackIn<'asked'>, now: number): GiveBackIn<'expired'> {
  return { ...commonOf(asked), state: 'expired', at: now };
}

export function approve(
  asked: GiveBackIn<'asked'>,
  { by, at = asked.asked.at }: EventOf<'approve'>,
  now: number,
): GiveBackTransition {
  if (at !== asked.asked.at) return OUT_OF_TURN;
  if (by === asked.asked.by) return { ok: false, refusal: { kind: 'own_request' } };
  return ok({ ...commonOf(asked), state: 'approved', decision: { by, at: now } });
}

export function deny(current: GiveBack, { by, reason }: EventOf<'deny'>, now: number) {
  return ok({ ...commonOf(current), state: 'denied', denied: { by, at: now, reason } });
}

/** Whether it is this attempt's, or has none: an outcome counts for its own attempt only, even after we stopped waiting. */
export function isOf(current: GiveBack | undefined, { attempt }: Claimed): boolean {
  const known = current && 'attempt' in current ? current.attempt?.id : undefined;
  const isSent = current?.state === 'releasing' || current?.state === 'unclear';
  return isSent ? known === attempt?.id : true;
}

export function answered(current: GiveBack | undefined, event: EventOf<'answered'>, now: number) {
  const { claimed, answer } = event;
  return isOf(current, claimed) ? byAnswer(claimed, answer, now) : OUT_OF_TURN;
}

export function byAnswer(of: Claimed | GiveBackIn<'pending'>, answer: ReleaseAnswer, now: number) {
  const { status, until, fee } = answer;
  const terms = { ...(until !== undefined && { until }), ...(fee && { fee }) };
  if (status === 'released') return ok({ ...sentOf(of), ...terms, state: 'released', at: now });
  const since = of.state === 'pending' ? of.since : now;
  const more = of.state === 'pending' && of.keep ? { keep: of.keep } : {};
  return ok({ ...sentOf(of), ...terms, state: 'pending', since, ...more });
}

export function refused(current: GiveBack | undefined, event: EventOf<'refused'>, now: number) {
  const { claimed, why, because, said } = event;
  if (!isOf(current, claimed)) return OUT_OF_TURN;
  const refusal = refusedFor({ why, because, said }, now);
  return ok({ ...sentOf(claimed), state: 'refused', refused: refusal });
}

export function lost(
  current: GiveBack | undefined,
  { claimed, doubt }: EventOf<'lost'>,
  now: number,
) {
  if (!isOf(current, claimed)) return OUT_OF_TURN;
  return ok({ ...sentOf(claimed), state: 'unclear', doubt, since: now });
}

export function refusedFor({ why, because, said }: NotDone, now: number) {
  return { why, ...refusalOf({ because, said }), at: now };
}

/**
 * Whether the list shows what was last asked of Vobiz. Judged by the record that is replaced: it may have moved on while the list
 * was read. A time ahead of now is of a clock that was set back.
 */
export function isShown(current: GiveBackThat<'tracked'>, showsUntil: number, now: number) {
  const since = giveBackTrackedSince(current);
  return since <= showsUntil || isYetToCome(since, now);
}

/** Whether the list still has it as ours: one that is blocked is paid for, too. */
export function isOurs(status: OwnedStatus): boolean {
  return status === 'active' || status === 'blocked';
}

/** What Vobiz's list says of a number on its way out; undefined where it says nothing new. */
export function left(
  current: GiveBack,
  status: OwnedStatus,
  now: number,
): GiveBackTransition | undefined {
  switch (status) {
    case 'pending_release':
      return ok({ ...sentOf(current), state: 'pending', since: now });
    case 'released':
      return gone(current, now);
    case 'active':
    case 'pending_purchase':
    case 'blocked':
    case 'unknown':
    case 'elsewhere':
      return undefined;
  }
}

function gone(current: GiveBack, now: number): GiveBackTransition {
  const { fee } = 'fee' in current ? current : {};
  return ok({ ...sentOf(current), ...(fee && { fee }), state: 'released', at: now });
}

/** A list lacks it, perhaps an empty one: no reason to stop offering to keep it, and no proof without another. */
export function missed(
  current: GiveBackThat<'tracked'>,
  absence: EventOf<'missed'>,
  now: number,
): GiveBackTransition {
  const isUndoable = 'until' in current && current.until !== undefined && now < current.until;
  if (isUndoable) return OUT_OF_TURN;
  switch (lackingAgain(current.lackingSince, absence)) {
    case 'first':
      return ok({ ...current, lackingSince: absence.at });
    case 'doubtful':
      return OUT_OF_TURN;
    case 'gone':
      return gone(current, now);
  }
}

/** A list has it, and says nothing else that is new: those that lacked it were wrong. */
export function stillListed(current: GiveBackThat<'tracked'>): GiveBackTransition {
  const { lackingSince, ...listed } = current;
  return lackingSince === undefined ? OUT_OF_TURN : ok(listed);
}

export function kept(current: GiveBack, by: string | undefined, now: number) {
  return ok({ ...sentOf(current), state: 'kept', at: now, ...(by && { by }) });
}

export function ofKeep(
  current: GiveBackIn<'keeping' | 'keep_unclear'>,
  attemptId: string,
  then: () => GiveBackTransition,
): GiveBackTransition {
  return current.keep.attempt?.id === attemptId ? then() : OUT_OF_TURN;
}

export function keepRefused(
  current: GiveBackIn<'keeping' | 'keep_unclear'>,
  { attemptId, why, because, said }: EventOf<'keep_refused'>,
  now: number,
) {
  return ofKeep(current, attemptId, () => notKept(current, { why, because, said }, now));
}

/** It still goes; a person may ask once more. */
export function notKept(
  current: GiveBackIn<'keeping' | 'keep_unclear'>,
  why: NotDone,
  now: number,
) {
  return ok({ ...pendingOf(current), state: 'pending', notKept: refusedFor(why, now) });
}
