import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { RecordedCall } from './calls.ts';
import { ERROR_SHAPES, errorShape } from './error-shapes.ts';
import { type Faults, faultSchema, opSchema } from './faults.ts';
import type { Reply } from './reply.ts';
import type { State } from './state.ts';

const e164 = z.string();
const orderId = z.string();
const money = z.number().nonnegative();

/** Everything `POST /sandbox/do` can do; the field `action` says which. Fees in major units. */
const actionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('setPrice'), e164, setup: money, monthly: money }),
  z.object({ action: z.literal('sell'), e164 }),
  z.object({
    action: z.literal('addNumber'),
    e164,
    country: z.string(),
    region: z.string(),
    setup: money,
    monthly: money,
    currency: z.string(),
  }),
  z.object({ action: z.literal('allocateInstead'), e164 }),
  z.object({ action: z.literal('completeOrder'), id: orderId }),
  z.object({ action: z.literal('failOrder'), id: orderId, reason: z.string() }),
  z.object({ action: z.literal('cancelOrder'), id: orderId }),
  z.object({ action: z.literal('setBalance'), currency: z.string(), amount: money }),
  z.object({
    action: z.literal('reviewChannel'),
    id: z.string(),
    verdict: z.enum(['verified', 'pending', 'rejected']),
  }),
  z.object({
    action: z.literal('setChannelStatus'),
    id: z.string(),
    status: z.enum(['active', 'inactive', 'suspended']),
  }),
  z.object({
    action: z.literal('alterOwnedNumber'),
    e164,
    /** By their names at the vendor; null takes the number away. */
    fields: z
      .object({
        status: z.string().exactOptional(),
        is_blocked: z.boolean().exactOptional(),
        monthly_fee: money.exactOptional(),
      })
      .nullable(),
  }),
  /** Ends the time in which a release can be undone. */
  z.object({ action: z.literal('endCooldown'), e164 }),
  /** Somebody buys a number for this account in the console. */
  z.object({ action: z.literal('buyElsewhere'), e164 }),
  z.object({ action: z.literal('codeFor'), e164 }),
  z.object({ action: z.literal('setCode'), e164, code: z.string() }),
  z.object({ action: z.literal('expireCode'), e164 }),
  z.object({
    action: z.literal('faultNext'),
    op: opSchema,
    fault: faultSchema,
    times: z.number().int().positive().optional(),
  }),
  z.object({ action: z.literal('faultAlways'), op: opSchema, fault: faultSchema }),
  z.object({
    action: z.literal('errorNext'),
    op: opSchema,
    shape: z.enum(ERROR_SHAPES.map((shape) => shape.name)),
    when: z.enum(['before', 'after']).optional(),
  }),
  z.object({ action: z.literal('faultClear'), op: opSchema.optional() }),
]);
type Action = z.infer<typeof actionSchema>;

export interface ControlDeps {
  state: State;
  faults: Faults;
  calls: readonly RecordedCall[];
}

/** The paths under `/sandbox/`: not the vendor's, but the hand on the stand-in's switches. Loopback callers only. */
export function createControl({ state, faults, calls }: ControlDeps) {
  return (request: IncomingMessage, url: URL, body: unknown): Reply => {
    if (!isLoopback(request)) return { status: 403, body: { error: 'loopback only' } };
    const asked = `${request.method} ${url.pathname}`;
    if (asked === 'GET /sandbox/state') return { status: 200, body: stateBody() };
    if (asked !== 'POST /sandbox/do') return { status: 404, body: { error: `no ${asked}` } };
    const parsed = actionSchema.safeParse(body);
    if (!parsed.success) return { status: 400, body: { error: z.prettifyError(parsed.error) } };
    return run(parsed.data);
  };

  function run(action: Action): Reply {
    try {
      return { status: 200, body: { done: action.action, ...perform(action) } };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { status: 409, body: { error: problem } };
    }
  }

  function perform(action: Action): Record<string, unknown> | undefined {
    const { inventory, orders, verifications, wallet } = state;
    switch (action.action) {
      case 'setPrice':
        inventory.setPrice(action.e164, { setup: action.setup, monthly: action.monthly });
        return;
      case 'sell':
        return { number: inventory.take(action.e164) };
      case 'addNumber': {
        const { action: _, ...number } = action;
        inventory.add(number);
        return { number };
      }
      case 'allocateInstead':
        orders.allocateInstead(action.e164);
        return;
      case 'completeOrder':
        return { order: orders.complete(action.id) };
      case 'failOrder':
        return { order: orders.fail(action.id, action.reason) };
      case 'cancelOrder':
        return { order: orders.cancel(action.id) };
      case 'setBalance':
        wallet.set(action.currency, action.amount);
        return;
      case 'reviewChannel':
        return { channel: state.channels.review(action.id, action.verdict) };
      case 'setChannelStatus':
        state.channels.setStatus(action.id, action.status);
        return;
      case 'alterOwnedNumber':
        state.ownedNumbers.alter(action.e164, action.fields);
        return;
      case 'endCooldown':
        state.ownedNumbers.endCooldown(action.e164);
        return;
      case 'buyElsewhere': {
        const { country, setup, monthly, currency } = inventory.take(action.e164);
        const fees = { setup_fee: setup, monthly_fee: monthly, currency };
        state.ownedNumbers.add({ e164: action.e164, country, ...fees });
        return;
      }
      case 'codeFor':
        return { code: verifications.codeFor(action.e164) ?? null };
      case 'setCode':
        verifications.setCode(action.e164, action.code);
        return;
      case 'expireCode':
        verifications.expireCode(action.e164);
        return;
      case 'faultNext':
        faults.next(action.op, action.fault, { times: action.times ?? 1 });
        return;
      case 'faultAlways':
        faults.always(action.op, action.fault);
        return;
      case 'errorNext':
        faults.next(action.op, errorShape(action.shape, action.when));
        return;
      case 'faultClear':
        faults.clear(action.op);
        return;
    }
  }

  function stateBody() {
    return {
      orders: state.orders.list(),
      ownedNumbers: state.ownedNumbers.list(),
      verifications: state.verifications.list(),
      channels: state.channels.list(),
      inventory: state.inventory.list(),
      faults: faults.describe(),
      calls,
    };
  }
}

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** The address keeps other machines out, the Host header a web page whose name was pointed at this one. */
function isLoopback(request: IncomingMessage): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const near = address === '::1' || address.startsWith('127.');
  const json =
    request.method === 'GET' || request.headers['content-type']?.startsWith('application/json');
  return near && json === true && LOOPBACK_HOST.test(request.headers.host ?? '');
}
