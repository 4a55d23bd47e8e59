import type { Person } from '../actor.ts';
import type { Connectable } from '../connection/connectable.ts';
import { hasChannel } from '../connection/connection.ts';
import type { Order } from '../order/order.ts';
import {
  type Approvers,
  approversOf,
  type Forbidden,
  groupsIn,
  isAmong,
  mayAct,
} from '../policy/policy.ts';
import { nextRevision } from '../record.ts';
import type { Verification } from '../verification/verification.ts';
import type { GiveBackEvent, GiveBackRefusal } from './give-back-events.ts';
import { transitionGiveBack } from './give-back-transitions.ts';
import { isReturnable, type Returnable } from './returnable.ts';

/** Whom its give-back names, else the approvers of its request: an adopted number has none, so its give-back always names them. */
export function decidersOf(record: Returnable): Approvers {
  const named = record.giveBack?.asked.approvers;
  if (named) return named;
  return record.kind === 'order' ? approversOf(record.policy) : { users: [], groups: [] };
}

/** User groups to look up before the rules can judge who decides. */
export function giveBackGroups(record: Returnable): readonly string[] {
  return groupsIn(decidersOf(record));
}

export type GiveBackForbidden = Forbidden | 'not_an_owner' | 'not_named';

/** Whom the policy names decides, else who may approve purchases: never the person who asks, whatever it says of purchases. */
export function mayApproveGiveBack(record: Returnable, who: Person): GiveBackForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  const { asked } = record.giveBack ?? {};
  if (asked?.by === who.userId) return 'own_request';
  if (isAmong(decidersOf(record), who)) return undefined;
  return asked?.approvers ? 'not_named' : 'not_an_approver';
}

/** The person who asked takes it back; else who may approve says no. */
export function mayDenyGiveBack(record: Returnable, who: Person): GiveBackForbidden | undefined {
  if (record.giveBack?.asked.by === who.userId) return mayAct(who);
  return mayApproveGiveBack(record, who);
}

export type GiveBackOutcomeRefusal =
  | GiveBackRefusal
  | { kind: 'locked' }
  /** It has a channel, or somebody is connecting it. */
  | { kind: 'channel' }
  /** Somebody else became its owner after it was asked for. */
  | { kind: 'new_owner' }
  /** The number is the team's by a later record. */
  | { kind: 'newer_record' };

/** What keeps a number from being given back now. */
export function giveBackObstacle({
  lock,
  connection,
}: Pick<Returnable, 'lock' | 'connection'>): 'locked' | 'channel' | undefined {
  if (lock) return 'locked';
  const isConnecting = connection?.state === 'connecting' || connection?.state === 'unclear';
  return hasChannel(connection) || isConnecting ? 'channel' : undefined;
}

/**
 * What the number's other records say: it may have been bought, given up outside Slack and bought again. Vobiz is told the
 * number alone, so a lock on any of them protects it, and only the latest may give it back.
 */
export function obstacleElsewhere(
  record: Returnable,
  records: readonly Connectable[],
): 'locked' | 'newer_record' | undefined {
  const others = records.filter(({ id }) => id !== record.id);
  if (others.some((other) => isReturnable(other) && other.lock)) return 'locked';
  return others.some(({ endedAt }) => endedAt > record.endedAt) ? 'newer_record' : undefined;
}

/** Who asked spoke for an owner who has it no more. */
export function isForFormerOwner({ giveBack, holding }: Returnable): boolean {
  const givenAt = holding?.given?.at;
  return giveBack !== undefined && givenAt !== undefined && givenAt > giveBack.asked.at;
}

const TAKES_IT_AWAY: ReadonlySet<GiveBackEvent['type']> = new Set(['approve', 'claim']);
const MEETS_OBSTACLES: ReadonlySet<GiveBackEvent['type']> = new Set([...TAKES_IT_AWAY, 'ask']);

/** A revision of the record with what an event makes of its give-back. `now` is epoch ms. */
export function withGiveBack(
  record: Order | Verification,
  event: GiveBackEvent,
  now: number,
): { ok: true; record: Returnable } | { ok: false; refusal: GiveBackOutcomeRefusal } {
  if (!isReturnable(record)) return { ok: false, refusal: { kind: 'out_of_turn' } };
  const next = transitionGiveBack(record.giveBack, event, now);
  if (!next.ok) return next;
  const obstacle = MEETS_OBSTACLES.has(event.type) ? giveBackObstacle(record) : undefined;
  if (obstacle) return { ok: false, refusal: { kind: obstacle } };
  if (TAKES_IT_AWAY.has(event.type) && isForFormerOwner(record))
    return { ok: false, refusal: { kind: 'new_owner' } };
  const { giveBack } = next;
  return {
    ok: true,
    record: { ...record, giveBack, ...nextRevision(record, now) },
  };
}

/** A revision with the lock on or off; undefined where it is so already. */
export function withLock(
  record: Returnable,
  isLocked: boolean,
  by: string,
  now: number,
): Returnable | undefined {
  const { lock, ...rest } = record;
  if ((lock !== undefined) === isLocked) return undefined;
  const changes = nextRevision(record, now);
  return isLocked ? { ...rest, ...changes, lock: { by, at: now } } : { ...rest, ...changes };
}
