import type { Actor, Person } from '../../domain/actor.ts';
import type { Source } from '../../domain/audit/audit.ts';
import { mayHold, onboardingOf } from '../../domain/connection/connectable.ts';
import { isWithin } from '../../domain/elapsed.ts';
import { hasToSend, sendingSince } from '../../domain/giveback/give-back.ts';
import { isOverdue, nextGiveBackTime } from '../../domain/giveback/give-back-clock.ts';
import type { GiveBackEvent, GiveBackTerms } from '../../domain/giveback/give-back-events.ts';
import {
  type GiveBackForbidden,
  type GiveBackOutcomeRefusal,
  giveBackGroups,
  mayApproveGiveBack,
  mayDenyGiveBack,
  obstacleElsewhere,
  withGiveBack,
  withLock,
} from '../../domain/giveback/give-back-rules.ts';
import { giveBackOf, isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import { groupsToResolve, type Policy } from '../../domain/policy/policy.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Records } from '../../store/records.ts';
import { type ChangeDeps, type ChangeResult, change, enqueueRecord } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import type { Identify } from '../identify.ts';
import { createNumberRecords, type NumberRecordsDeps } from '../numbers/number-records.ts';

export type GiveBackChanged = ChangeResult<Order | Verification, GiveBackOutcomeRefusal>;

/** Changes a record's give-back by compare-and-set and enqueues what the new record calls for. */
export function createChangeGiveBack(
  deps: ChangeDeps & {
    connections: {
      recordsOf: (ref: Ref) => Pick<Records<Order | Verification>, 'get' | 'save'> | undefined;
    };
  },
) {
  return async (ref: Ref, event: GiveBackEvent, by: Source): Promise<GiveBackChanged> => {
    const { clock } = deps;
    const records = deps.connections.recordsOf(ref);
    if (!records) return UNKNOWN;
    const changed = await change(
      records,
      ref,
      (record) => withGiveBack(record, event, clock.now()),
      { event: `give_back.${event.type}`, by, now: clock.now },
    );
    if (changed.ok) await giveBackChanged(deps, changed, event.type, by);
    return changed;
  };
}
export type ChangeGiveBack = ReturnType<typeof createChangeGiveBack>;

export async function giveBackChanged(
  deps: ChangeDeps,
  { record, before }: { record: Order | Verification; before: Order | Verification },
  event: GiveBackEvent['type'],
  by: Source,
): Promise<void> {
  const state = giveBackOf(record)?.state;
  deps.log.info({ event: `give_back.${state}`, record_id: record.id, by }, event);
  // What a list adds to one that is unclear, or takes back, is no new one.
  if (state && state !== giveBackOf(before)?.state) deps.count(state, 'give_back');
  await enqueueRecord(deps, record);
}

export type GiveBackResult =
  | { ok: true; record: Order | Verification }
  | {
      ok: false;
      refusal:
        | GiveBackOutcomeRefusal
        | { kind: 'unknown' }
        | { kind: 'forbidden'; why: GiveBackForbidden; record: Returnable }
        /** The lock is on or off already. */
        | { kind: 'same' };
    };

type Refused = Extract<GiveBackResult, { ok: false }>;

/** Those who may say whose a number is ask for it, protect it, have it kept and say how it ended. */
const RULES = {
  ask: mayHold,
  approve: (_approving, who, record) => mayApproveGiveBack(record, who),
  deny: (_approving, who, record) => mayDenyGiveBack(record, who),
  keep: mayHold,
  settle: mayHold,
  lock: mayHold,
} satisfies Record<
  string,
  (approving: Policy, who: Person, record: Returnable) => GiveBackForbidden | undefined
>;
export type GiveBackDeed = keyof typeof RULES;

/** What people do about giving a number back, each judged against its record as it is then. */
export function createGiveBacks(
  deps: ChangeDeps &
    NumberRecordsDeps & {
      connections: Connections;
      identify: Identify;
      changeGiveBack: ChangeGiveBack;
      /** Who approves, where no order has it pinned. */
      approving: (team: string, channel: string) => Promise<Policy>;
      terms: (record: Returnable) => Promise<GiveBackTerms>;
    },
) {
  const { connections, clock, log } = deps;
  const numberRecords = createNumberRecords(deps);

  /** Judges this person by each record they would change, as it is then. */
  async function judge(deed: GiveBackDeed, actor: Actor, found: Returnable) {
    const approving =
      found.kind === 'order' ? found.policy : await deps.approving(found.team, found.channel);
    const refuses = (record: Returnable, who: Person): Refused | undefined => {
      const why = RULES[deed](approving, who, record);
      return why && { ok: false, refusal: { kind: 'forbidden', why, record } };
    };
    const groups = [...new Set([...giveBackGroups(found), ...groupsToResolve(approving)])];
    const who = await deps.identify(actor, groups, (one) => refuses(found, one));
    return (record: Returnable) => refuses(record, who);
  }

  async function get(actor: Actor, id: string): Promise<Returnable | undefined> {
    const record = await connections.read({ team: actor.teamId, id });
    return record && isReturnable(record) ? record : undefined;
  }

  async function act(
    deed: Exclude<GiveBackDeed, 'lock'>,
    actor: Actor,
    id: string,
    event: GiveBackEvent,
  ): Promise<GiveBackResult> {
    const found = await get(actor, id);
    if (!found) return UNKNOWN;
    const forbidden = (await judge(deed, actor, found))(found);
    if (forbidden) return forbidden;
    if (deed === 'ask' || deed === 'approve') {
      const records = await numberRecords(found.team, [onboardingOf(found).e164]);
      const kind = obstacleElsewhere(found, records);
      if (kind) return { ok: false, refusal: { kind } };
    }
    return deps.changeGiveBack(found, event, { user: actor.userId, team: actor.userTeamId });
  }

  return {
    get,
    /** Why this person may not; undefined if they may. */
    forbids: async (deed: GiveBackDeed, actor: Actor, record: Returnable) =>
      (await judge(deed, actor, record))(record)?.refusal,
    ask: async (actor: Actor, id: string, why: string) => {
      const found = await get(actor, id);
      if (!found) return UNKNOWN;
      const terms = await deps.terms(found);
      return act('ask', actor, id, { type: 'ask', by: actor.userId, why, terms });
    },
    /** `at`: of the request that they saw. */
    approve: (actor: Actor, id: string, at?: number) =>
      act('approve', actor, id, { type: 'approve', by: actor.userId, at }),
    deny: (actor: Actor, id: string, reason: string) =>
      act('deny', actor, id, { type: 'deny', by: actor.userId, reason }),
    keep: (actor: Actor, id: string) => act('keep', actor, id, { type: 'keep', by: actor.userId }),
    settle: (actor: Actor, id: string, outcome: 'gone' | 'ours') =>
      act('settle', actor, id, { type: 'settle', by: actor.userId, outcome }),
    /** Puts the lock on or takes it off. */
    async lock(actor: Actor, id: string, isLocked: boolean): Promise<GiveBackResult> {
      const found = await get(actor, id);
      if (!found) return UNKNOWN;
      const records = connections.recordsOf(found);
      if (!records) return UNKNOWN;
      const refuses = await judge('lock', actor, found);
      const changed = await change(
        records,
        found,
        (current): GiveBackResult => {
          if (!isReturnable(current)) return UNKNOWN;
          const forbidden = refuses(current);
          if (forbidden) return forbidden;
          const record = withLock(current, isLocked, actor.userId, clock.now());
          return record ? { ok: true, record } : { ok: false, refusal: { kind: 'same' } };
        },
        {
          event: isLocked ? 'lock' : 'unlock',
          by: { user: actor.userId, team: actor.userTeamId },
          now: clock.now,
        },
      );
      if (!changed.ok) return changed;
      log.info({ event: isLocked ? 'number.locked' : 'number.unlocked', record_id: id });
      await enqueueRecord(deps, changed.record);
      return changed;
    },
  };
}
export type GiveBacks = ReturnType<typeof createGiveBacks>;

const UNKNOWN = { ok: false, refusal: { kind: 'unknown' } } as const;

/**
 * Ends requests that nobody decided in time, and those that were interrupted: nobody knows how these ended. Returns whether
 * something must still happen by itself.
 */
export function createSweepGiveBack(
  deps: ChangeDeps & { changeGiveBack: ChangeGiveBack; releaseStaleAfterMs: number },
) {
  return async (record: Order | Verification): Promise<boolean> => {
    const giveBack = giveBackOf(record);
    const now = deps.clock.now();
    if (isOverdue(giveBack, now)) {
      await deps.changeGiveBack(record, { type: 'expire' }, { job: 'sweep' });
      return true;
    }
    const since = sendingSince(giveBack);
    if (!giveBack || since === undefined)
      return hasToSend(giveBack) || nextGiveBackTime(giveBack, now) !== undefined;
    if (isWithin(since, deps.releaseStaleAfterMs, now)) return true;
    const event = interrupted(giveBack);
    if (event) await deps.changeGiveBack(record, event, { job: 'sweep' });
    return true;
  };
}
export type SweepGiveBack = ReturnType<typeof createSweepGiveBack>;

function interrupted(giveBack: NonNullable<Returnable['giveBack']>): GiveBackEvent | undefined {
  const doubt = 'interrupted';
  if (giveBack.state === 'releasing') return { type: 'lost', claimed: giveBack, doubt };
  if (giveBack.state !== 'keeping') return undefined;
  return { type: 'keep_lost', attemptId: giveBack.keep.attempt?.id ?? '', doubt };
}
