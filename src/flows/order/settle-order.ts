import type { Actor } from '../../domain/actor.ts';
import { giveBackOf } from '../../domain/giveback/returnable.ts';
import { findingIs } from '../../domain/order/evidence.ts';
import type { Order } from '../../domain/order/order.ts';
import { placedAtOf } from '../../domain/order/order-buying.ts';
import { isEscalated } from '../../domain/order/order-deciding.ts';
import type { Settlement } from '../../domain/order/order-events.ts';
import type { Settled } from '../../domain/order/order-purchase.ts';
import { type OrderThat, stateIs } from '../../domain/order/order-state-facts.ts';
import { groupsToResolve, mayDecide } from '../../domain/policy/policy.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { FindOrder } from '../../vobiz/order-evidence.ts';
import type { LookedNow, LookNow } from '../account/look-now.ts';
import type { ChangeOrder } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import { isGivingBack } from '../giveback/track-give-back.ts';
import type { Identify } from '../identify.ts';
import type { DecisionResult } from './decide-order.ts';

/** For what Vobiz leaves open: check now, or let a person end an order. Sends nothing. */
export function createSettleOrder(deps: {
  orders: Orders;
  connections: Pick<Connections, 'read'>;
  identify: Identify;
  changeOrder: ChangeOrder;
  findOrder: FindOrder;
  lookNow: LookNow;
  log: Log;
}) {
  const { orders, connections, identify, changeOrder, findOrder, lookNow, log } = deps;

  return {
    /** Checks at Vobiz now. Anyone may, as it only adds knowledge. `hasMoved`: the record is in another state now. */
    async checkNow(
      actor: Actor,
      id: string,
    ): Promise<{
      record: Order | Verification | undefined;
      hasMoved: boolean;
      looked: LookedNow;
    }> {
      const ref = { team: actor.teamId, id };
      const before = await connections.read(ref);
      const isTracked =
        before !== undefined &&
        (isGivingBack(before) || (before.kind === 'order' && stateIs(before, 'tracked')));
      const looked = isTracked ? await lookNow(ref) : ({ isChecked: true } as const);
      const record = await connections.read(ref);
      return { record, hasMoved: placeOf(record) !== placeOf(before), looked };
    },

    /** Ends the order by a person's word. Vobiz's current state is kept with it but does not overrule it. */
    async settle(
      actor: Actor,
      orderId: string,
      said: Pick<Settlement, 'outcome' | 'reason'>,
    ): Promise<DecisionResult> {
      const order = await orders.get({ team: actor.teamId, id: orderId });
      if (!order) return { ok: false, refusal: { kind: 'unknown' } };
      if (!stateIs(order, 'tracked')) {
        return { ok: false, refusal: { kind: 'already_settled', order } };
      }
      const [who, checked] = await Promise.all([
        identify(actor, groupsToResolve(order.policy), (who) =>
          mayDecide(order.policy, who, order.requester, isEscalated(order)),
        ),
        check(order, said.outcome),
      ]);
      const by = { user: actor.userId, team: actor.userTeamId };
      return changeOrder(order, { type: 'settle', who, settlement: { ...said, checked } }, by);
    },
  };

  async function check(
    order: OrderThat<'tracked'>,
    outcome: Settlement['outcome'],
  ): Promise<Settled['checked']> {
    const placed = outcome.kind === 'placed' ? outcome : undefined;
    const e164 = placed?.e164 ?? order.number.e164;
    try {
      const charge = order.number.price;
      const sought = { orderId: placed?.orderId, e164, charge, ...placedAtOf(order) };
      const { verdict, evidence } = await findOrder(sought);
      if (verdict === 'completed') return 'found';
      // A debit supports a person's word but proves nothing, so the ledger alone is no check of the purchase.
      const telling = evidence.filter(({ source }) => source !== 'ledger');
      const unread = telling.every(({ finding }) => findingIs(finding, 'unread'));
      return unread && verdict === 'unknown' ? 'not_checkable' : 'not_found';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ event: 'settle.not_checked', order_id: order.id, err: error });
      return 'not_checkable';
    }
  }
}
/** Where a record or its number's way back stands. */
function placeOf(record: Order | Verification | undefined): string | undefined {
  const giveBack = record && giveBackOf(record);
  return giveBack ? `giving back: ${giveBack.state}` : record?.state;
}

export type SettleOrder = ReturnType<typeof createSettleOrder>;
