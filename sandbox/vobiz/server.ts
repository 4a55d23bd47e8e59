import { createServer } from 'node:http';
import type { Credentials } from './auth.ts';
import type { RecordedCall } from './calls.ts';
import { createFaults, type Op } from './faults.ts';
import { createReceiver, replyTo } from './receiver.ts';
import { createRoutes } from './routes.ts';
import { createState, type StateOptions } from './state.ts';
import { finish } from './wire.ts';

export interface VobizStandInOptions extends StateOptions, Partial<Credentials> {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. The control paths answer loopback callers only, whatever this is. */
  host?: string;
  /** Whether `GET …/orders/{id}` exists. Default `absent`, as published. */
  orderRead?: 'present' | 'absent';
  /** Whether account endpoints take the bearer token. Default false, as published. */
  bearerOnAccount?: boolean;
  /** Whether the `Date` header is of `now`, as where the whole world is at another time. Default false: of the machine. */
  datesAnswers?: boolean;
}

export type VobizStandIn = Awaited<ReturnType<typeof startVobizStandIn>>;

/**
 * Plays the published Vobiz API over HTTP for one account. Reads (`orders`, `ownedNumbers`, …) are snapshots of what
 * the vendor really holds, whatever a fault made it answer. `url` is the root: paths begin with `/api/v1`.
 */
export async function startVobizStandIn(options: VobizStandInOptions = {}) {
  const credentials: Credentials = {
    authId: options.authId ?? 'MA_SANDBOX',
    authToken: options.authToken ?? 'sandbox-auth-token',
    bearer: options.bearer ?? 'sandbox-bearer-token',
  };
  const state = createState(credentials.authId, options);
  const faults = createFaults();
  const calls: RecordedCall[] = [];
  const stopping = new AbortController();
  const routes = createRoutes(state, {
    ...credentials,
    orderRead: options.orderRead ?? 'absent',
    bearerOnAccount: options.bearerOnAccount ?? false,
  });

  const receive = createReceiver({
    state,
    faults,
    calls,
    routes,
    credentials,
    datesAnswers: options.datesAnswers ?? false,
    stopping: stopping.signal,
  });

  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      if (stopping.signal.aborted) return;
      finish(request, response, { kind: 'answer', reply: replyTo(error) });
    });
  });
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');

  return {
    url: `http://127.0.0.1:${port}`,
    credentials,
    faults,
    /** Every request to the API in order of arrival, refused ones included; control calls are left out. */
    calls,
    callsTo: (op: Op | 'unknown'): RecordedCall[] => calls.filter((call) => call.op === op),
    get orders() {
      return state.orders.list();
    },
    get ownedNumbers() {
      return state.ownedNumbers.list();
    },
    get verifications() {
      return state.verifications.list();
    },
    get channels() {
      return state.channels.list();
    },
    get inventory() {
      return state.inventory.list();
    },
    completeOrder: state.orders.complete,
    failOrder: state.orders.fail,
    cancelOrder: state.orders.cancel,
    allocateInstead: state.orders.allocateInstead,
    setPrice: state.inventory.setPrice,
    addNumber: state.inventory.add,
    /** Somebody else buys it. */
    sell: (e164: string): void => void state.inventory.take(e164),
    /** A number the account owns by another way than an order. */
    addOwnedNumber: state.ownedNumbers.add,
    alterOwnedNumber: state.ownedNumbers.alter,
    /** Without a request: as somebody does it in the console. */
    releaseNumber: (e164: string): void => void state.ownedNumbers.release(e164, false),
    cancelRelease: (e164: string): void => void state.ownedNumbers.cancelRelease(e164),
    endCooldown: state.ownedNumbers.endCooldown,
    setBalance: state.wallet.set,
    setAccount: (change: Partial<typeof state.account>): void =>
      void Object.assign(state.account, change),
    addLedgerRow: state.ledger.add,
    reviewChannel: state.channels.review,
    setChannelStatus: state.channels.setStatus,
    removeChannel: state.channels.remove,
    createChannel: state.channels.create,
    /** Without a request: what the account has from before. */
    placeOrder: state.orders.place,
    requestCode: state.verifications.request,
    codeFor: state.verifications.codeFor,
    codesSent: state.verifications.codesSent,
    setCode: state.verifications.setCode,
    expireCode: state.verifications.expireCode,
    /** Ends at once: held, late and hanging calls are cut off without their effect. */
    async stop(): Promise<void> {
      stopping.abort();
      faults.releaseAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}
