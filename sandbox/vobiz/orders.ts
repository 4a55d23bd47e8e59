import { createIds, digest, type Now, rfc3339 } from './clock.ts';
import type { Inventory, InventoryNumber } from './inventory.ts';
import { notFound, refusal } from './reply.ts';
import type { OrderRequest } from './requests.ts';
import type { Wallet } from './wallet.ts';

/** An order as the vendor answers it, field for field. Costs in major units of `currency`. */
export interface Order {
  id: string;
  account_id: string;
  country_code: string;
  region: string;
  number_type: string;
  selected_phone_number: string;
  provider_order_id: string;
  provider_name: string;
  status: 'pending' | 'completed' | 'failed' | 'cancelled';
  monthly_cost: number;
  setup_cost: number;
  currency: string;
  failure_reason: string | null;
  created_at: string;
  updated_at: string;
}

export interface OrdersOptions {
  accountId: string;
  now: Now;
  /** How long an order stays `pending`. The real time is unpublished. Infinity: until a test settles it. */
  completeAfterMs: number;
  /** What happens when `preferred_number` is gone: unpublished, so both readings can be had. */
  whenPreferredIsGone: 'refuse' | 'substitute';
}

interface Placed {
  order: Order;
  number: InventoryNumber;
  dueAt: number;
}

export type Orders = ReturnType<typeof createOrders>;

/** Every order really placed. Each POST is a purchase: there is no idempotency key, as with the vendor. */
export function createOrders(options: OrdersOptions, inventory: Inventory, wallet: Wallet) {
  const { now } = options;
  const nextId = createIds('order');
  const placed: Placed[] = [];
  let allocateNext: string | undefined;

  /** Completion is worked out when somebody looks: no timer to wait for, no timer to leak. */
  function settleDue(): void {
    for (const { order, dueAt } of placed) {
      if (order.status === 'pending' && dueAt <= now()) {
        order.status = 'completed';
        order.updated_at = rfc3339(dueAt);
      }
    }
  }

  function settle(id: string, status: Exclude<Order['status'], 'pending'>, reason?: string): Order {
    settleDue();
    const found = placed.find(({ order }) => order.id === id);
    if (!found) throw new Error(`no order ${id}`);
    const { order, number } = found;
    if (order.status !== 'pending') throw new Error(`order ${id} is already ${order.status}`);
    Object.assign(order, { status, failure_reason: reason ?? null, updated_at: rfc3339(now()) });
    if (status !== 'completed') {
      inventory.add(number);
      wallet.credit(number.currency, number.setup + number.monthly, `Refund ${number.e164}`);
    }
    return { ...order };
  }

  function choose(request: OrderRequest): InventoryNumber {
    const forced = allocateNext === undefined ? undefined : inventory.get(allocateNext);
    allocateNext = undefined;
    if (forced) return forced;
    const candidates = inventory.in(request.country_code, request.region);
    const preferred = request.preferred_number;
    const wanted = candidates.find((number) => number.e164 === preferred);
    if (wanted) return wanted;
    if (preferred !== undefined && options.whenPreferredIsGone === 'refuse')
      throw refusal(409, 'NUMBER_UNAVAILABLE', 'The preferred number is no longer available');
    const any = candidates[0];
    if (!any) throw refusal(409, 'NO_NUMBERS_AVAILABLE', 'No number is available in this region');
    return any;
  }

  return {
    place(request: OrderRequest): Order {
      const number = choose(request);
      // A currency other than the number's own: behaviour unpublished, so the stand-in takes the strict reading.
      if (request.currency !== number.currency)
        throw refusal(422, 'CURRENCY_MISMATCH', `This number is billed in ${number.currency}`);
      wallet.debit(
        number.currency,
        number.setup + number.monthly,
        `WhatsApp number ${number.e164}`,
      );
      inventory.take(number.e164);
      const id = nextId();
      const order: Order = {
        id,
        account_id: options.accountId,
        country_code: request.country_code,
        region: request.region,
        number_type: request.number_type,
        selected_phone_number: number.e164,
        provider_order_id: `ord_meta_${digest('provider', id).slice(0, 6)}`,
        provider_name: 'meta_direct',
        status: 'pending',
        monthly_cost: number.monthly,
        setup_cost: number.setup,
        currency: number.currency,
        failure_reason: null,
        created_at: rfc3339(now()),
        updated_at: rfc3339(now()),
      };
      placed.push({ order, number, dueAt: now() + options.completeAfterMs });
      settleDue();
      return { ...order };
    },
    /** A snapshot, oldest first, settled up to this moment. */
    list(): Order[] {
      settleDue();
      return placed.map(({ order }) => ({ ...order }));
    },
    read(id: string): Order {
      settleDue();
      const found = placed.find(({ order }) => order.id === id);
      if (!found) throw notFound('order not found');
      return { ...found.order };
    },
    complete: (id: string): Order => settle(id, 'completed'),
    fail: (id: string, reason: string): Order => settle(id, 'failed', reason),
    cancel: (id: string): Order => settle(id, 'cancelled'),
    /** The next order gets this number whatever it asks for; throws when it is not for sale. */
    allocateInstead(e164: string): void {
      if (!inventory.get(e164)) throw new Error(`${e164} is not in the inventory`);
      allocateNext = e164;
    },
  };
}
