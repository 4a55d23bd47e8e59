import { onTestFinished } from 'vitest';
import { pendingOrder } from '../../bench/pending-order.ts';
import { startVobizStandIn, type VobizStandInOptions } from '../../sandbox/vobiz/server.ts';
import { newId } from '../../src/app/clock.ts';
import { goneAfter } from '../../src/domain/account/absence.ts';
import { auditEntry } from '../../src/domain/audit/audit.ts';
import type { Order, OrderIn } from '../../src/domain/order/order.ts';
import { createNoteAppeared } from '../../src/flows/account/note-appeared.ts';
import { createReadAccount } from '../../src/flows/account/read-account.ts';
import { createFindVanished } from '../../src/flows/account/vanished.ts';
import { createWatchNumbers } from '../../src/flows/account/watch-numbers.ts';
import { createOrderChange } from '../../src/flows/change.ts';
import { createConnections } from '../../src/flows/connection/connections.ts';
import { createTrackConnection } from '../../src/flows/connection/track-connection.ts';
import { createTrackOrder } from '../../src/flows/order/track-order.ts';
import { createAccountReading } from '../../src/vobiz/account-reading.ts';
import { createVobizClient } from '../../src/vobiz/client.ts';
import { paceVobiz } from '../../src/vobiz/paced.ts';
import { noJobs } from './no-jobs.ts';
import { startStored } from './stored.ts';

export const WATCH_EVERY_MS = 6 * 3_600_000;

const silent = () => {};

/** Readers of one account on the stores of a test, at a Vobiz stand-in, with a clock that only the test moves. */
export async function startReadings(options: VobizStandInOptions = {}) {
  const { stores, keys, redis } = startStored();
  const vobiz = await startVobizStandIn({ completeAfterMs: Number.POSITIVE_INFINITY, ...options });
  const client = createVobizClient({
    baseUrl: vobiz.url,
    auth: { kind: 'headers', ...vobiz.credentials },
    maxReadRetries: 0,
    readTimeoutMs: 5_000,
  });
  onTestFinished(async () => {
    client.close();
    await vobiz.stop();
  });
  const clock = { at: Date.now(), now: () => clock.at, jitter: () => 0 };
  const log = { info: silent, warn: silent, error: silent };
  const told: string[] = [];
  const change = {
    clock,
    newId,
    log,
    count: silent,
    enqueue: {
      ...noJobs,
      look: stores.looks.add,
      tellConnection: async ({ id }: { id: string }) => void told.push(id),
    },
  };
  const { vobizPause } = stores;
  const pause = {
    until: () => vobizPause.until(clock.now()),
    start: (forMs: number) => vobizPause.start(clock.now(), forMs),
  };
  const connections = createConnections({ ...change, ...stores });
  const readAccount = createReadAccount({
    ...stores,
    beginReading: createAccountReading({
      client: paceVobiz(client, pause, clock.now, log),
      now: clock.now,
      orderRead: 'try',
    }),
    trackOrder: createTrackOrder({ changeOrder: createOrderChange({ ...change, ...stores }) }),
    trackGiveBack: async (order) => order,
    trackConnection: createTrackConnection({
      ...stores,
      connections,
      findVanished: createFindVanished(stores),
      waits: { settleAfterMs: 1_000, goneAfterMs: goneAfter(WATCH_EVERY_MS) },
    }),
    watchNumbers: createWatchNumbers({
      ...change,
      ...stores,
      connections,
      noteAppeared: createNoteAppeared({ ...stores, team: pendingOrder(0, []).team, log }),
      teams: stores.relisted.teams,
      everyMs: WATCH_EVERY_MS,
    }),
    clock,
    log,
  });

  async function save(order: Order): Promise<Order> {
    const entry = auditEntry('request', { job: 'test' }, undefined, order, order.createdAt);
    await stores.orders.create(order, entry);
    await stores.looks.add(order, clock.now());
    return order;
  }

  return {
    stores,
    keys,
    redis,
    vobiz,
    clock,
    told,
    readAccount,
    save,
    /** Orders that Vobiz took ten hours ago, all due now. */
    async pending(count: number): Promise<OrderIn<'pending'>[]> {
      const orders = Array.from({ length: count }, (_, place) => pendingOrder(place, []));
      for (const order of orders) await save(order);
      return orders;
    },
    /** Numbers that the account has besides. */
    own(count: number): void {
      for (let at = 0; at < count; at += 1)
        vobiz.addOwnedNumber({ e164: `+91977${String(at).padStart(7, '0')}` });
    },
    stateOf: async (order: Order) => (await stores.orders.get(order))?.state,
    findingsOf: async (order: Order) => {
      const found = await stores.orders.get(order);
      const evidence = found && 'evidence' in found ? found.evidence : [];
      return evidence.map(({ source, finding }) => `${source}: ${finding}`);
    },
    /** Calls so far, by what they asked for; a search for one number is a `search`. */
    calls: () =>
      vobiz.calls.map(({ op, query }) =>
        op === 'ownedNumbers' ? (query.search ? 'search' : `page ${query.page}`) : op,
      ),
  };
}
