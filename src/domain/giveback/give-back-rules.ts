import type { Person } from '../actor.ts';
import { type Connectable, ownersOf } from '../connection/connectable.ts';
import { hasChannel } from '../connection/connection.ts';
import type { Order, OrderIn } from '../order/order.ts';
import {
  type Forbidden,
  groupsToResolve,
  isAmong,
  mayAct,
  mayDecide,
  type Policy,
} from '../policy/policy.ts';
import { nextRevision } from '../record.ts';
import type { GiveBackIn } from './give-back.ts';
import type { GiveBackEvent, GiveBackRefusal } from './give-back-events.ts';
import { transitionGiveBack } from './give-back-transitions.ts';

/** A bought number's order: only such numbers are Vobiz's to release. */
export type Returnable = OrderIn<'completed'>;

/** Somebody asks to give its number back, and nobody has decided yet. */
export function isToReturn(order: Order): order is Returnable & { giveBack: GiveBackIn<'asked'> } {
  return order.state === 'completed' && order.giveBack?.state === 'asked';
}

/** User groups to look up before the rules can judge. */
export function giveBackGroups({ policy, giveBack }: Returnable): readonly string[] {
  const named = giveBack?.asked.approvers?.groups ?? [];
  return [...new Set([...named, ...groupsToResolve(policy)])];
}

export type GiveBackForbidden = Forbidden | 'not_an_owner' | 'not_named';

function isApprover(policy: Policy, who: Person): boolean {
  return mayDecide(policy, who, '') === undefined;
}

/** Its owner and approvers ask for it, protect the number, have it kept and say how it ended. Who handed it on is its owner no more. */
export function mayCare(order: Returnable, who: Person): GiveBackForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  return ownersOf(order).includes(who.userId) || isApprover(order.policy, who)
    ? undefined
    : 'not_an_owner';
}

/** Whom the policy names decides, else who may approve purchases: never the person who asks, whatever it says of purchases. */
export function mayApproveGiveBack(order: Returnable, who: Person): GiveBackForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (order.giveBack?.asked.by === who.userId) return 'own_request';
  const named = order.giveBack?.asked.approvers;
  if (named) return isAmong(named, who) ? undefined : 'not_named';
  return isApprover(order.policy, who) ? undefined : 'not_an_approver';
}

/** The person who asked takes it back; else who may approve says no. */
export function mayDenyGiveBack(order: Returnable, who: Person): GiveBackForbidden | undefined {
  if (order.giveBack?.asked.by === who.userId) return mayAct(who);
  return mayApproveGiveBack(order, who);
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
  order: Returnable,
  records: readonly Connectable[],
): 'locked' | 'newer_record' | undefined {
  const others = records.filter(({ id }) => id !== order.id);
  if (others.some((other) => other.kind === 'order' && other.lock)) return 'locked';
  return others.some(({ endedAt }) => endedAt > order.endedAt) ? 'newer_record' : undefined;
}

/** Who asked spoke for an owner who has it no more. */
export function isForFormerOwner({ giveBack, holding }: Returnable): boolean {
  const givenAt = holding?.given?.at;
  return giveBack !== undefined && givenAt !== undefined && givenAt > giveBack.asked.at;
}

const TAKES_IT_AWAY: ReadonlySet<GiveBackEvent['type']> = new Set(['approve', 'claim']);
const MEETS_OBSTACLES: ReadonlySet<GiveBackEvent['type']> = new Set([...TAKES_IT_AWAY, 'ask']);

/** A revision of the order with what an event makes of its give-back. `now` is epoch ms. */
export function withGiveBack(
  order: Order,
  event: GiveBackEvent,
  now: number,
): { ok: true; record: Returnable } | { ok: false; refusal: GiveBackOutcomeRefusal } {
  if (order.state !== 'completed') return { ok: false, refusal: { kind: 'out_of_turn' } };
  const next = transitionGiveBack(order.giveBack, event, now);
  if (!next.ok) return next;
  const obstacle = MEETS_OBSTACLES.has(event.type) ? giveBackObstacle(order) : undefined;
  if (obstacle) return { ok: false, refusal: { kind: obstacle } };
  if (TAKES_IT_AWAY.has(event.type) && isForFormerOwner(order))
    return { ok: false, refusal: { kind: 'new_owner' } };
  const { giveBack } = next;
  return {
    ok: true,
    record: { ...order, giveBack, ...nextRevision(order, now) },
  };
}

/** A revision with the lock on or off; undefined where it is so already. */
export function withLock(
  order: Returnable,
  isLocked: boolean,
  by: string,
  now: number,
): Returnable | undefined {
  const { lock, ...rest } = order;
  if ((lock !== undefined) === isLocked) return undefined;
  const changes = nextRevision(order, now);
  return isLocked ? { ...rest, ...changes, lock: { by, at: now } } : { ...rest, ...changes };
}
