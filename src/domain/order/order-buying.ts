import { mayDecide } from '../policy/policy.ts';
import { decidedOf, type Order, type OrderIn, sentOf } from './order.ts';
import { isEscalated } from './order-deciding.ts';
import {
  forbid,
  move,
  type Observation,
  type OrderTransition,
  outOfTurn,
  type Step,
  saidByAnswer,
  stay,
} from './order-events.ts';
import { purchaseOf } from './order-flags.ts';
import { isToSpread } from './order-parts.ts';
import type { Purchase } from './order-purchase.ts';

/** Nothing is sent yet. Repeating the same reason changes nothing. */
export const wait: Step<OrderIn<'approved'>, 'wait'> = (order, { why, until }, now) => {
  const { waiting } = order;
  if (waiting?.why === why && waiting.until === until) return outOfTurn(order);
  return stay(order, now, { waiting: { why, since: waiting?.since ?? now, until } });
};

export const stop: Step<OrderIn<'approved'>, 'stop'> = (order, { reason }, now) => {
  if (isToSpread(order)) return outOfTurn(order);
  const { decision } = order;
  return move(order, now, { state: 'stopped', decision, stop: reason, endedAt: now });
};

/**
 * An order's only attempt. The process that saves it and sees it confirmed may send the purchase. A test is never claimed, nor
 * a lead that still stands for all its numbers.
 */
export const claim: Step<OrderIn<'approved'>, 'claim'> = (order, { attemptId }, now) => {
  if (order.test || isToSpread(order)) return outOfTurn(order);
  const attempt = { id: attemptId, startedAt: now };
  return move(order, now, { state: 'placing', ...decidedOf(order), attempt });
};

/** Takes back an unconfirmed claim. Nothing was sent for it. */
export const unclaim: Step<OrderIn<'placing'>, 'unclaim'> = (
  order,
  { attemptId, why, until },
  now,
) => {
  const { attempt } = order;
  if (attemptId !== attempt.id) return outOfTurn(order);
  const waiting = { why, since: attempt.startedAt, until };
  return move(order, now, { state: 'approved', ...decidedOf(order), waiting });
};

/** The account has the number already: never buy it again. Nothing proves whom it was for, so a person must say. */
export const found: Step<OrderIn<'approved'>, 'found'> = (
  order,
  { attemptId, observation },
  now,
) => {
  if (order.test || isToSpread(order)) return outOfTurn(order);
  const { evidence } = observation;
  const attempt = { id: attemptId, startedAt: now, unsent: true } as const;
  const why = 'found_owned';
  return move(order, now, { state: 'unconfirmed', ...decidedOf(order), attempt, why, evidence });
};

/** Where to look for a purchase: sent after `placedAt` (epoch ms), or possibly made since then if `unsent`. */
export function placedAtOf({
  attempt,
  decision,
}: Pick<OrderIn<'pending'>, 'attempt' | 'decision'>): { placedAt: number; unsent: boolean } {
  return attempt.unsent
    ? { placedAt: decision.at, unsent: true }
    : { placedAt: attempt.startedAt, unsent: false };
}

/** Counts for its own attempt only, even after we stopped waiting. */
export const answered: Step<OrderIn<'placing' | 'unconfirmed'>, 'answered'> = (
  order,
  event,
  now,
) => {
  if (event.attemptId !== order.attempt.id) return outOfTurn(order);
  const { answer } = event;
  const evidence = [saidByAnswer(answer.status, now)];
  const seen = { ...answer, verdict: answer.status, evidence };
  return conclude(order, purchaseOf(answer, order, now), seen, now);
};

/** Evidence or a person had completed the order: keeps what Vobiz named, to compare with the approval. */
export const answeredLate: Step<OrderIn<'completed'>, 'answered'> = (
  order,
  { attemptId, answer },
  now,
) => {
  if (attemptId !== order.attempt.id || order.purchase) return outOfTurn(order);
  const purchase = purchaseOf(answer, order, now);
  const isOther = purchase.e164 !== order.number.e164;
  const allocated = isOther && purchase.e164 && { allocated: purchase.e164 };
  return stay(order, now, { purchase, ...allocated });
};

/** Counts for its own attempt only, even after we stopped waiting. */
export const refused: Step<OrderIn<'placing' | 'unconfirmed'>, 'refused'> = (order, event, now) => {
  const { attemptId, reason, turnDown, because } = event;
  if (attemptId !== order.attempt.id) return outOfTurn(order);
  return move(order, now, {
    state: 'failed',
    ...sentOf(order),
    reason,
    ...(turnDown && { turnDown }),
    ...(because && { because }),
    evidence: [],
    endedAt: now,
  });
};

export const lost: Step<OrderIn<'placing'>, 'lost'> = (order, { attemptId, why }, now) => {
  if (attemptId !== order.attempt.id) return outOfTurn(order);
  return move(order, now, { state: 'unconfirmed', ...sentOf(order), why, evidence: [] });
};

/** Applies a verdict. Only a clear ending ends the order. */
export function conclude(
  order: OrderIn<'placing' | 'pending' | 'unconfirmed'>,
  purchase: Purchase | undefined,
  seen: Observation,
  now: number,
): OrderTransition {
  const sent = { ...sentOf(order), ...(purchase && { purchase }) };
  const end = { ...sent, evidence: seen.evidence, endedAt: now };
  const allocated = seen.e164 ?? purchase?.e164;
  switch (seen.verdict) {
    case 'completed':
      return move(order, now, {
        ...end,
        state: 'completed',
        ...(allocated && { allocated }),
        ...(seen.named && { named: seen.named }),
      });
    case 'failed':
      return move(order, now, { ...end, state: 'failed', reason: seen.failureReason ?? '' });
    case 'cancelled':
      return move(order, now, { ...end, state: 'cancelled' });
    case 'pending':
    case 'unknown':
      return stillOpen(order, purchase, seen, now);
  }
}

function stillOpen(
  order: OrderIn<'placing' | 'pending' | 'unconfirmed'>,
  purchase: Purchase | undefined,
  { evidence }: Observation,
  now: number,
): OrderTransition {
  if (purchase) return move(order, now, { state: 'pending', ...sentOf(order), purchase, evidence });
  return order.state === 'unconfirmed' ? stay(order, now, { evidence }) : outOfTurn(order);
}

const LONG_MS = 3_600_000;

/** When tracking it will have taken long, unless the record says so already. Epoch ms. */
export function lingersAt(order: Order): number | undefined {
  if (order.state !== 'pending' || order.lingersSince !== undefined) return undefined;
  return order.attempt.startedAt + LONG_MS;
}

/** Whether tracking takes long and the record does not say so yet. */
export function lingers(order: Order, now: number): order is OrderIn<'pending'> {
  const at = lingersAt(order);
  return at !== undefined && now >= at;
}

export const linger: Step<OrderIn<'pending'>, 'linger'> = (order, _event, now) =>
  lingers(order, now) ? stay(order, now, { lingersSince: now }) : outOfTurn(order);

/** A person who may decide says how it ended, where Vobiz does not. Sends nothing. */
export const settle: Step<OrderIn<'pending' | 'unconfirmed'>, 'settle'> = (order, event, now) => {
  const { who, settlement } = event;
  const barred = mayDecide(order.policy, who, order.requester, isEscalated(order));
  if (barred) return forbid(barred);
  const { outcome, reason, checked } = settlement;
  const orderId = outcome.kind === 'placed' ? outcome.orderId : undefined;
  const settled = { by: who.userId, at: now, reason, checked, ...(orderId && { orderId }) };
  const purchase = order.state === 'pending' ? { purchase: order.purchase } : {};
  const { evidence } = order;
  const end = { ...sentOf(order), evidence, ...purchase, settled, endedAt: now };
  return outcome.kind === 'placed'
    ? move(order, now, { ...end, state: 'completed', allocated: outcome.e164 })
    : move(order, now, { ...end, state: 'failed', reason });
};
