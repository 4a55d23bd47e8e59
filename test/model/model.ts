import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { startVobizStandIn } from '../../sandbox/vobiz/server.ts';
import { idFrom } from '../../src/app/clock.ts';
import { createStores } from '../../src/app/storage.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { createAuditLog } from '../../src/store/audit-log.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createKnownHeads } from '../../src/store/known-heads.ts';
import { openPurchaseJournal } from '../../src/store/purchase-journal.ts';
import { testRunDir } from '../support/redis.ts';
import { checkLists, checkLooks } from './index-invariants.ts';
import { checkAtRest, createInvariants } from './invariants.ts';
import { createMemoryMessenger } from './messenger.ts';
import { createModelPeople, RULEBOOKS, TEAM } from './people.ts';
import {
  SILENT,
  STALE_AFTER_MS,
  type System,
  startSystem,
  type World,
  type Wrong,
} from './system.ts';

const START = Date.UTC(2026, 10, 28, 9);
const NUMBERS = [0, 1, 2, 3].map((index) => ({
  e164: `+91804000000${index}`,
  country: 'IN',
  region: 'KA',
  setup: [0, 100, 200, 500][index] ?? 0,
  monthly: [250, 300, 300, 500][index] ?? 0,
  currency: 'INR',
}));
const ROUNDS_TO_REST = 40;

/** A seeded die: the same sequence of commands always meets the same chances. */
function createDice(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One bot in its world, and everything the commands can do to them. */
export async function startModel(redis: Redis, prefix: string, seed: number, wrong: Wrong = {}) {
  const clock = { now: START };
  const random = createDice(seed);
  const vobiz = await startVobizStandIn({
    now: () => clock.now,
    inventory: NUMBERS,
    completeAfterMs: 600_000,
    balances: { INR: 4_000 },
    // Whether Vobiz tells how an order stands is not published.
    orderRead: seed % 2 === 0 ? 'present' : 'absent',
    // Nor is what is left of a released number in the list.
    listsReleased: seed % 4 < 2,
  });
  let policy = seed;
  let wishes = 0;
  const keys = createKeys(prefix);
  const now = () => clock.now;
  const disk = join(testRunDir(), 'model', prefix);
  const log = { error: () => undefined };
  const memory = {
    journal: await openPurchaseJournal({ dir: disk, now, log }),
    heads: createKnownHeads({ audit: createAuditLog({ redis, keys }), now }),
  };
  const world: World = {
    redis,
    memory,
    keys,
    vobiz,
    slack: createMemoryMessenger(),
    people: createModelPeople(),
    rulebook: () => RULEBOOKS[policy % RULEBOOKS.length] ?? RULEBOOKS[0],
    clock: {
      now: () => {
        clock.now += 1;
        return clock.now;
      },
      jitter: random,
    },
    newId: (kind) => {
      const bytes = Uint8Array.from({ length: 8 }, () => random() * 256);
      return idFrom(kind, bytes);
    },
    jobs: new Map(),
    replication: { cutFor: 0, unconfirmed: new Set() },
    wrong,
  };
  const { check, wentBack, checkKnown, hasGoneBack } = createInvariants(world);
  const stores = createStores(redis, keys, SILENT);
  let backup: { key: string; dump: Buffer | null }[] = [];
  let system: System = startSystem(world);

  function restart(): void {
    system.end();
    system = startSystem(world);
  }

  /** Time passes only in the model: what expires in Redis by its own clock does so here. */
  async function expire(): Promise<void> {
    await redis.del(keys.reader());
  }

  /** Does something as the process of this moment; if it dies meanwhile, a new one takes over. */
  async function act(what: (living: System) => Promise<unknown>): Promise<void> {
    const living = system;
    await Promise.race([what(living), living.died]);
    if (living.isDead()) restart();
  }

  /** Runs what waits, shuffled. Some reminders are lost, some are run twice at once. */
  async function work({ lose, twice }: { lose: number; twice: boolean }): Promise<void> {
    const waiting = [...world.jobs.values()]
      .map((job) => ({ job, at: random() }))
      .toSorted((a, b) => a.at - b.at);
    world.jobs.clear();
    for (const { job } of waiting) {
      if (random() < lose) continue;
      const runs = twice ? 2 : 1;
      await act(({ run }) => Promise.all(Array.from({ length: runs }, () => run(job))));
    }
  }

  /** What Redis holds now, to come back to. */
  async function backUp(): Promise<void> {
    const names = await redis.keys(`{${prefix}}*`);
    backup = await Promise.all(
      names.map(async (key) => ({ key, dump: await redis.dumpBuffer(key) })),
    );
  }

  /** Redis shows what it held at the last backup, or nothing. Who notices, and when, is the bot's affair. */
  async function goBack(): Promise<void> {
    const names = await redis.keys(`{${prefix}}*`);
    if (names.length > 0) await redis.unlink(...names);
    for (const { key, dump } of backup) await redis.restore(key, 0, dump ?? '');
    await wentBack(stores);
    if (random() < 0.5) restart();
  }

  /** An index forgets everything, as if a process of the version before had written meanwhile. */
  async function loseIndex(index: 'due' | 'looks'): Promise<void> {
    await redis.unlink(keys[index]());
  }

  async function order(index: number): Promise<Order | undefined> {
    const orders = await system.stores.orders.newest(TEAM, 100);
    return orders[index % Math.max(orders.length, 1)];
  }

  /** Nothing fails any more and time goes by until nothing is left to do. Answers how the requests ended. */
  async function rest(): Promise<Order['state'][]> {
    vobiz.faults.clear();
    world.slack.heal();
    world.replication.cutFor = 0;
    restart();
    for (let round = 0; round < ROUNDS_TO_REST; round += 1) {
      clock.now += STALE_AFTER_MS;
      await expire();
      await act(({ check }) => check());
      await act(({ sweep }) => sweep(() => true));
      await work({ lose: 0, twice: false });
      if (world.jobs.size === 0 && round > 5) break;
    }
    await check(system.stores);
    await checkKnown(system.stores);
    await checkAtRest(world, system.stores, hasGoneBack());
    await checkLists(world, system.stores);
    await checkLooks(world, system.stores);
    return (await system.stores.orders.newest(TEAM, 1_000)).map(({ state }) => state);
  }

  return {
    world,
    numbers: NUMBERS,
    act,
    work,
    order,
    restart,
    rest,
    backUp,
    goBack,
    loseIndex,
    check: () => check(system.stores),
    dieAt: (death: Parameters<System['dieAt']>[0]) => system.dieAt(death),
    pass: (ms: number) => {
      clock.now += ms;
    },
    /** The next so many claims and rehearsals find no replica that confirms them. */
    cutReplication: (times: number) => {
      world.replication.cutFor = times;
    },
    changePolicy: (to: number) => {
      policy = to;
    },
    nextWish: () => {
      wishes += 1;
      return `ord_wish${String(wishes).padStart(6, '0')}`;
    },
    async stop(): Promise<void> {
      system.end();
      await vobiz.stop();
      await memory.journal.close();
      await rm(disk, { recursive: true });
      const left = await redis.keys(`{${prefix}}*`);
      if (left.length > 0) await redis.unlink(...left);
    },
  };
}
export type Model = Awaited<ReturnType<typeof startModel>>;
