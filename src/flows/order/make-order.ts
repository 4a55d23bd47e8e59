import type { Actor, Standing } from '../../domain/actor.ts';
import { auditEntry } from '../../domain/audit/audit.ts';
import { type Holding, type LabelProblem, labelProblem } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import {
  type NotTogether,
  numbersOf,
  pricesOf,
  whyNotTogether,
} from '../../domain/order/asked-numbers.ts';
import { type BudgetUse, type Charge, chargesOf } from '../../domain/order/budget.ts';
import type { Order } from '../../domain/order/order.ts';
import { afterApproval } from '../../domain/order/order-deciding.ts';
import { openParts } from '../../domain/order/order-parts.ts';
import { type Forbidden, mayAct, type Policy } from '../../domain/policy/policy.ts';
import type { MayNotAsk, Rulebook } from '../../domain/policy/rulebook.ts';
import type { Orders } from '../../store/records.ts';
import type { Usage } from '../../store/usage.ts';
import { type ChangeDeps, enqueueRecord } from '../change.ts';
import type { Identify, People } from '../identify.ts';
import type { PinPolicy } from '../policy/pin-policy.ts';
import { judgeRequest } from './judge-request.ts';

/** A request before it is an order. */
export type Wish = {
  id: string;
  requester: string;
  askedIn: string;
  number: AvailableNumber;
  /** Further numbers. */
  more?: AvailableNumber[];
  purpose: string;
  holding?: Holding;
  follows?: NonNullable<Order['follows']>;
  /** The request for several numbers whose missing ones these are. */
  restOf?: string;
  /** Tries the approvals out: who may ask for what, and limits, don't apply. */
  test?: true;
};

export type MakeOrderResult =
  | { ok: true; order: Order }
  /** Numbers that one request cannot ask for together. */
  | { ok: false; why: 'not_together'; problem: NotTogether }
  /** `number` has an open request. */
  | { ok: false; why: 'already_requested'; number: AvailableNumber; order: Order | undefined }
  /** `order` asks for the rest of the same request already. */
  | { ok: false; why: 'rest_requested'; order: Order | undefined }
  /** The policy file is for other workspaces. */
  | { ok: false; why: 'no_policy' }
  /** The requester may not, or no longer, use the bot. */
  | { ok: false; why: 'forbidden'; forbidden: Forbidden }
  | { ok: false; why: 'may_not_ask'; reason: MayNotAsk }
  | { ok: false; why: 'nobody_can_approve' }
  /** A label that the policy wants, or no longer has. */
  | { ok: false; why: 'label'; problem: LabelProblem }
  /** The chosen owner isn't a full member. */
  | { ok: false; why: 'no_owner'; standing: Exclude<Standing, 'member'> }
  /** `charge.used`: the limit's usage now. */
  | { ok: false; why: 'over_limit'; charge: Charge };

/** Turns a wish into an order, if the policy and its limits allow it. */
export function createMakeOrder(
  deps: ChangeDeps & {
    orders: Orders;
    usage: Usage;
    people: People;
    identify: Identify;
    pinPolicy: PinPolicy;
    rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  },
) {
  const { orders, usage, people, identify, pinPolicy, clock, log } = deps;

  /** `actor` asks now; a rerequest keeps the original requester. */
  return async function make(actor: Actor, wish: Wish): Promise<MakeOrderResult> {
    const book = await deps.rulebook(actor.teamId, wish.askedIn);
    if (!book) return { ok: false, why: 'no_policy' };
    const forbidden = mayAct(await identify(actor, []));
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    if (wish.test) return makeTest(actor, wish, book);
    const now = clock.now();
    const { labels } = wish.holding ?? {};
    const asking = { ...wish, team: actor.teamId, labels, now };
    const judged = await judgeRequest(deps, book, asking);
    if ('reason' in judged) return { ok: false, why: 'may_not_ask', reason: judged.reason };
    if ('unread' in judged) throw judged.unread;
    const pinned = await pin(wish, book);
    if (!pinned.ok) return pinned;
    return create(actor, newOrder(actor.teamId, wish, pinned.policy, judged.counted, now));
  };

  /** The policy of a request, once it is known what it asks for, who is to have that and what for. */
  async function pin(
    wish: Wish,
    book: Rulebook,
  ): Promise<{ ok: true; policy: Policy } | Extract<MakeOrderResult, { ok: false }>> {
    const { requester, holding = {} } = wish;
    const apart = whyNotTogether(wish);
    if (apart) return { ok: false, why: 'not_together', problem: apart };
    const problem = labelProblem(book.labels, holding.labels ?? {});
    if (problem) return { ok: false, why: 'label', problem };
    const { owner = requester } = holding;
    const standing = owner === requester ? 'member' : await people.standing(owner);
    if (standing !== 'member') return { ok: false, why: 'no_owner', standing };
    const policy = await pinPolicy(book, { requester, ...pricesOf(wish) });
    return policy ? { ok: true, policy } : { ok: false, why: 'nobody_can_approve' };
  }

  async function makeTest(actor: Actor, wish: Wish, book: Rulebook): Promise<MakeOrderResult> {
    const policy = await pinPolicy(book, { requester: wish.requester, ...pricesOf(wish) });
    if (!policy) return { ok: false, why: 'nobody_can_approve' };
    return create(actor, newOrder(actor.teamId, wish, policy, undefined, clock.now()));
  }

  async function create(actor: Actor, order: Order): Promise<MakeOrderResult> {
    const by = { user: actor.userId, team: actor.userTeamId };
    const entry = auditEntry('request', by, undefined, order, order.createdAt);
    const created = await orders.create(order, entry);
    if (created.result === 'over') return overLimit(order, created.field);
    if (created.result === 'held') {
      const { record: held } = created;
      if (order.restOf && held?.restOf === order.restOf)
        return { ok: false, why: 'rest_requested', order: held };
      const number = sharedNumber(order, held);
      return { ok: false, why: 'already_requested', number, order: held };
    }
    if (created.result === 'exists') return { ok: true, order: created.record };
    log.info({ event: 'order.requested', order_id: order.id, user_id: actor.userId });
    deps.count(order.state);
    await enqueueRecord(deps, order);
    return { ok: true, order };
  }

  async function overLimit(order: Order, field: string): Promise<MakeOrderResult> {
    const { counted } = order;
    const charge = counted && chargesOf(counted).find((each) => each.field === field);
    if (!charge) throw new Error(`${order.id} does not count for ${field}`);
    const { month, fees } = await usage.inUse(order.team, counted.month);
    const used = charge.scope === 'fees' ? fees[charge.currency ?? ''] : month[field];
    return { ok: false, why: 'over_limit', charge: { ...charge, used: used ?? 0 } };
  }
}
export type MakeOrder = ReturnType<typeof createMakeOrder>;

/** The number that both ask for. */
function sharedNumber(order: Order, held: Order | undefined): AvailableNumber {
  const others = new Set(held && numbersOf(held).map(({ e164 }) => e164));
  return numbersOf(order).find(({ e164 }) => others.has(e164)) ?? order.number;
}

function newOrder(
  team: string,
  wish: Wish,
  policy: Policy,
  counted: BudgetUse | undefined,
  now: number,
): Order {
  const common = {
    ...wish,
    kind: 'order' as const,
    team,
    revision: 1,
    createdAt: now,
    updatedAt: now,
    channel: policy.channel ?? wish.askedIn,
    policy,
    expiresAt: now + policy.expiresAfterMs,
    ...(counted && chargesOf(counted).length > 0 && { counted }),
  };
  return policy.autoApprove
    ? { ...common, ...openParts(wish), ...afterApproval(wish, { by: 'policy', at: now }) }
    : { ...common, state: 'awaiting_approval' };
}
