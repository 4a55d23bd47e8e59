import type { Evidence } from '../src/domain/order/evidence.ts';
import type { OrderIn } from '../src/domain/order/order.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../src/domain/policy/rulebook.ts';

const HOUR_MS = 3_600_000;
const price = {
  setup: { minor: 50_000, currency: 'INR' },
  monthly: { minor: 25_000, currency: 'INR' },
};

/**
 * An order that was sent to Vobiz `ageMs` ago: after ten hours its next look is minutes away. `place` makes it unlike
 * the others.
 */
export function pendingOrder(
  place: number,
  evidence: Evidence[],
  ageMs = 10 * HOUR_MS,
): OrderIn<'pending'> {
  const at = Date.now() - ageMs;
  const e164 = `+91983${String(place).padStart(7, '0')}`;
  return {
    state: 'pending',
    kind: 'order',
    id: `ord_bench${String(place).padStart(5, '0')}`,
    team: 'T0NUMBERS',
    revision: 1,
    createdAt: at,
    updatedAt: at,
    requester: 'U0ASHA',
    askedIn: 'C0OPS',
    channel: 'C0OPS',
    number: { e164, country: 'IN', region: 'MH', price },
    purpose: 'Support line for the Pune office',
    policy: policyFor(DEFAULT_RULEBOOK, price),
    expiresAt: at + 24 * HOUR_MS,
    decision: { by: 'U0RAVI', at },
    attempt: { id: 'att_00000000', startedAt: at },
    purchase: { orderId: `order-${place}`, rawStatus: 'pending', e164, price, at },
    evidence,
    ...(ageMs > HOUR_MS && { lingersSince: at + HOUR_MS }),
  };
}
