import {
  type GiveBack,
  type GiveBackIn,
  type GiveBackState,
  pendingOf,
  sentOf,
} from './give-back.ts';
import type {
  EventOf,
  GiveBackEvent,
  GiveBackEventType,
  GiveBackTransition,
} from './give-back-events.ts';
import {
  already,
  answered,
  approve,
  ask,
  byAnswer,
  deny,
  expire,
  inTime,
  isOf,
  isOurs,
  isShown,
  keepRefused,
  kept,
  left,
  lost,
  missed,
  NOT_SEEN,
  notKept,
  OUT_OF_TURN,
  ofKeep,
  ok,
  refused,
  refusedFor,
  stillListed,
} from './give-back-steps.ts';

type Step<C extends GiveBack | undefined, T extends GiveBackEventType> = (
  current: C,
  event: EventOf<T>,
  now: number,
) => GiveBackTransition;
type Row<C extends GiveBack | undefined> = { [T in GiveBackEventType]?: Step<C, T> };

/** Redis lost the claim: the outcome brings it. */
const BEFORE = { answered, refused, lost } satisfies Row<GiveBack | undefined>;

/** state -> event -> step; `none` is before the first time. Anything not listed is refused. */
const TABLE = {
  none: { ask, ...BEFORE },
  asked: { approve: inTime(approve), deny: inTime(deny), expire, ...BEFORE },
  denied: { ask, ...BEFORE },
  expired: { ask, ...BEFORE },
  approved: {
    deny,
    wait: (approved, { why }) =>
      approved.waiting === why ? OUT_OF_TURN : ok({ ...approved, waiting: why }),
    claim: (approved, { attemptId }, now) => {
      const { waiting: _none, ...rest } = approved;
      return ok({ ...rest, state: 'releasing', attempt: { id: attemptId, at: now } });
    },
    stop: (approved, { type: _stop, ...said }, now) =>
      ok({ ...sentOf(approved), state: 'refused', refused: refusedFor(said, now) }),
    observed: (approved, { status }, now) => left(approved, status, now) ?? OUT_OF_TURN,
    ...BEFORE,
  },
  releasing: {
    unclaim: (releasing, { attemptId }) => {
      if (releasing.attempt?.id !== attemptId) return OUT_OF_TURN;
      const { attempt: _none, ...rest } = releasing;
      return ok({ ...rest, state: 'approved', waiting: 'not_replicated' });
    },
    ...BEFORE,
  },
  unclear: {
    answered,
    refused,
    observed: (unclear, { status, showsUntil }, now) => {
      const isNews = unclear.stillOurs === undefined && isShown(unclear, showsUntil, now);
      const { lackingSince: _none, ...listed } = unclear;
      const seen = isNews ? ok({ ...listed, stillOurs: now }) : stillListed(unclear);
      return left(unclear, status, now) ?? seen;
    },
    missed,
    settle: (unclear, { by, outcome }, now) =>
      outcome === 'ours' && unclear.stillOurs !== undefined
        ? ok({ ...sentOf(unclear), state: 'kept', at: now, by })
        : NOT_SEEN,
  },
  refused: {
    ask,
    answered,
    observed: (refusal, { status }, now) => left(refusal, status, now) ?? stillListed(refusal),
    // What was never listed is no more gone than before.
    missed: (refusal, absence, now) =>
      refusal.refused.why === 'not_listed' ? OUT_OF_TURN : missed(refusal, absence, now),
    settle: (refusal, { by, outcome }, now) => {
      if (outcome === 'ours') return ok({ ...sentOf(refusal), state: 'kept', at: now, by });
      if (refusal.refused.why !== 'not_listed') return NOT_SEEN;
      return ok({ ...sentOf(refusal), state: 'released', at: now, by });
    },
  },
  pending: {
    answered: (pending, { claimed, answer }, now) =>
      isOf(pending, claimed) && pending.until === undefined && pending.fee === undefined
        ? byAnswer(pending, answer, now)
        : OUT_OF_TURN,
    keep: (pending, { by }, now) =>
      pending.keep
        ? already(pending)
        : ok({ ...pendingOf(pending), state: 'pending', keep: { by, at: now } }),
    claim_keep: (pending, { attemptId }, now) => {
      const { keep } = pending;
      if (!keep) return OUT_OF_TURN;
      const claimed = { ...keep, attempt: { id: attemptId, at: now } };
      return ok({ ...pendingOf(pending), state: 'keeping', keep: claimed });
    },
    observed: (pending, { status, showsUntil }, now) => {
      if (isOurs(status) && isShown(pending, showsUntil, now)) return kept(pending, undefined, now);
      const isNoNews = status === 'pending_release';
      return (isNoNews ? undefined : left(pending, status, now)) ?? stillListed(pending);
    },
    missed,
  },
  keeping: {
    keep: already,
    unclaim_keep: (keeping, { attemptId }) =>
      ofKeep(keeping, attemptId, () => {
        const { attempt: _none, ...keep } = keeping.keep;
        return ok({ ...pendingOf(keeping), state: 'pending', keep });
      }),
    kept: (keeping, { attemptId }, now) =>
      ofKeep(keeping, attemptId, () => kept(keeping, keeping.keep.by, now)),
    keep_refused: keepRefused,
    keep_lost: (keeping, { attemptId, doubt }, now) =>
      ofKeep(keeping, attemptId, () =>
        ok({ ...keeping, state: 'keep_unclear', doubt, lostAt: now }),
      ),
  },
  keep_unclear: {
    keep: already,
    kept: (unclear, { attemptId }, now) =>
      ofKeep(unclear, attemptId, () => kept(unclear, unclear.keep.by, now)),
    keep_refused: keepRefused,
    observed: (unclear, { status, showsUntil }, now) => {
      const isNow = isShown(unclear, showsUntil, now);
      if (isNow && isOurs(status)) return kept(unclear, unclear.keep.by, now);
      if (isNow && status === 'pending_release')
        return notKept(unclear, { why: 'still_leaving' }, now);
      const isNoNews = status === 'pending_release';
      return (isNoNews ? undefined : left(unclear, status, now)) ?? stillListed(unclear);
    },
    missed,
  },
  kept: { ask, ...BEFORE },
  released: {},
} satisfies { none: Row<undefined> } & { [S in GiveBackState]: Row<GiveBackIn<S>> };
/** Lets the tests check that every event is handled somewhere. */
export type GiveBackTable = typeof TABLE;

/** What people do, who are told when they come too late. */
const BY_PEOPLE: ReadonlySet<GiveBackEventType> = new Set([
  'ask',
  'approve',
  'deny',
  'keep',
  'settle',
]);

/** Pure; the caller saves the result by compare-and-set with its record. `now` is epoch ms. */
export function transitionGiveBack(
  current: GiveBack | undefined,
  event: GiveBackEvent,
  now: number,
): GiveBackTransition {
  const step = stepFor(current, event);
  if (step) return step(current, event, now);
  return BY_PEOPLE.has(event.type) ? already(current) : OUT_OF_TURN;
}

/** The table's one cast: TypeScript cannot see that a row's step takes its own state and event. */
function stepFor(current: GiveBack | undefined, event: GiveBackEvent) {
  const row: { [T in GiveBackEventType]?: unknown } = TABLE[current?.state ?? 'none'];
  return row[event.type] as Step<GiveBack | undefined, GiveBackEventType> | undefined;
}
