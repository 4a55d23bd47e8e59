import type { Redis } from 'ioredis';
import type { VobizStandIn } from '../../sandbox/vobiz/server.ts';
import { createRecordsWatch } from '../../src/app/records-watch.ts';
import { createRecordClaims, createStores, type Stores } from '../../src/app/storage.ts';
import { giveBackOf } from '../../src/domain/giveback/returnable.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { DEFAULT_POLICIES } from '../../src/domain/policy/policies.ts';
import { policyFor, type Rulebook } from '../../src/domain/policy/rulebook.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { Verification } from '../../src/domain/verification/verification.ts';
import { createLookJob, leaveNextLook } from '../../src/flows/account/look-jobs.ts';
import { createLookNow } from '../../src/flows/account/look-now.ts';
import { createReadAccount } from '../../src/flows/account/read-account.ts';
import {
  type ChangeDeps,
  type ChangeOrder,
  createOrderChange,
  createVerificationChange,
} from '../../src/flows/change.ts';
import { createConnections } from '../../src/flows/connection/connections.ts';
import { createCardWriter } from '../../src/flows/deliver.ts';
import { createIdentify } from '../../src/flows/identify.ts';
import {
  createEndTransfer,
  createSweepTransfer,
  createTellTransfer,
} from '../../src/flows/numbers/end-transfer.ts';
import { createTransfers } from '../../src/flows/numbers/transfer-number.ts';
import {
  createCheckBeforePurchase,
  createCheckOffer,
  createCheckOwned,
} from '../../src/flows/order/check-before-purchase.ts';
import { createDecideOrder } from '../../src/flows/order/decide-order.ts';
import { createDrawOrder } from '../../src/flows/order/draw-order.ts';
import { createMakeOrder } from '../../src/flows/order/make-order.ts';
import {
  type ClaimPurchase,
  createClaimPurchase,
  createPlaceOrder,
} from '../../src/flows/order/place-order.ts';
import type { SentBefore } from '../../src/flows/order/put-back.ts';
import { createRerequestOrder } from '../../src/flows/order/rerequest-order.ts';
import { createRest } from '../../src/flows/order/rest.ts';
import { createSettleOrder } from '../../src/flows/order/settle-order.ts';
import { createSpreadOrder } from '../../src/flows/order/spread-order.ts';
import { createTrackOrder } from '../../src/flows/order/track-order.ts';
import { createPinPolicy } from '../../src/flows/policy/pin-policy.ts';
import { createSweep } from '../../src/flows/sweep.ts';
import { createTellNotices } from '../../src/flows/tell-notices.ts';
import { createTell } from '../../src/flows/tell-person.ts';
import type { Clock, NewId } from '../../src/runtime.ts';
import type { Claims } from '../../src/store/claims.ts';
import type { Keys } from '../../src/store/keys.ts';
import type { KnownHeads } from '../../src/store/known-heads.ts';
import type { PurchaseJournal } from '../../src/store/purchase-journal.ts';
import type { Orders } from '../../src/store/records.ts';
import {
  transferDirect,
  transferOver,
  transferReply,
} from '../../src/views/numbers/transfer-words.ts';
import { noticeDirect, noticeReply } from '../../src/views/order/order-messages.ts';
import { requestCard } from '../../src/views/order/several-card.ts';
import { type BeginReading, createAccountReading } from '../../src/vobiz/account-reading.ts';
import { createVobizClient } from '../../src/vobiz/client.ts';
import { readPurchaseFailure } from '../../src/vobiz/failed-calls.ts';
import { createFindOrder } from '../../src/vobiz/order-evidence.ts';
import { createGiveBackFlows } from './give-back-flows.ts';
import type { createMemoryMessenger } from './messenger.ts';
import { giveBackPolicy, type ModelPeople } from './people.ts';

const POST_UNKNOWN_AFTER_MS = 5_000;
export const STALE_AFTER_MS = 120_000;
/** People who ask for a number, or to give one back, wait for so long; its owner need not have had it for long. */
const REUSE = { unusedForMs: 0, answerWithinMs: 900_000 };
/** A job that looks at every record has none of its own. */
const NOBODY: Ref = { team: '', id: '' };
export const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type JobName = 'place' | 'look' | 'redraw' | 'notify' | 'owner' | 'giveBack';
export type Waiting = { name: JobName; ref: Ref };
/**
 * Where the process dies: what buys a number, gives it back or keeps it before or after it was sent, a save before or after
 * it was carried out.
 */
export type Death = 'before_request' | 'after_request' | 'before_save' | 'after_save';

/** What a deliberately wrong bot does differently; the right one changes nothing. */
export type Wrong = {
  claim?: (claim: ClaimPurchase, orders: Orders) => ClaimPurchase;
  decide?: (change: ChangeOrder) => ChangeOrder;
  sent?: (sent: SentBefore, change: ChangeOrder) => SentBefore;
  orders?: (orders: Orders) => Orders;
  people?: (people: ModelPeople['people']) => ModelPeople['people'];
  messenger?: (messenger: MemoryMessenger) => MemoryMessenger;
  /** The indexes of what is due, and the slow pass that mends them. */
  indexes?: (indexes: Indexes) => Indexes;
  reading?: (begin: BeginReading) => BeginReading;
  /** The claims that numbers are given back on. */
  releasing?: (claims: Claims) => Claims;
};
export type Indexes = Pick<Stores, 'due' | 'looks' | 'openWalk'>;
type MemoryMessenger = ReturnType<typeof createMemoryMessenger>['messenger'];

/** How the replicas of Redis do: nothing may be sent on an attempt that they did not confirm. */
type Replication = { cutFor: number; unconfirmed: Set<string> };

/** What outlives a process: Redis, the vendor, Slack, the clock, the jobs that wait. */
export type World = {
  redis: Redis;
  keys: Keys;
  vobiz: VobizStandIn;
  slack: ReturnType<typeof createMemoryMessenger>;
  people: ModelPeople;
  rulebook: () => Rulebook;
  clock: Clock;
  newId: NewId;
  jobs: Map<string, Waiting>;
  replication: Replication;
  /** The bot's own disk. */
  memory: { heads: KnownHeads; journal: PurchaseJournal };
  wrong: Wrong;
};

/** One process of the bot: the flows on the real stores and the real Vobiz client, wired as the app wires them. */
export function startSystem(world: World) {
  const { redis, keys, slack, clock, newId, jobs, wrong } = world;
  const stores = createStores(redis, keys, SILENT, world.memory.heads.heard);
  const { deliveries, verifications, usage } = stores;
  const { due, looks, openWalk } = wrong.indexes?.(stores) ?? stores;
  const life = mortality();
  const orders = (wrong.orders ?? ((same) => same))({
    ...stores.orders,
    save: (next, audit) => life.at('save', () => stores.orders.save(next, audit)),
    putBack: (next, audit) => life.at('save', () => stores.orders.putBack(next, audit)),
  });
  const client = createVobizClient({
    baseUrl: world.vobiz.url,
    auth: { kind: 'headers', ...world.vobiz.credentials },
    maxReadRetries: 0,
    orderTimeoutMs: 20_000,
  });
  const vobiz: typeof client = {
    ...client,
    placeOrder: (order, options) => life.at('request', () => client.placeOrder(order, options)),
    releaseNumber: (...of) => life.at('request', () => client.releaseNumber(...of)),
    cancelRelease: (...of) => life.at('request', () => client.cancelRelease(...of)),
  };
  const people = (wrong.people ?? ((same) => same))(world.people.people);
  const leave = async (name: JobName, ref: Ref, key = '') =>
    void jobs.set(`${name}-${ref.id}-${key}`, { name, ref: { team: ref.team, id: ref.id } });
  const change: ChangeDeps = {
    enqueue: {
      place: (ref) => leave('place', ref),
      look: async (ref, at) => {
        await looks.add(ref, at);
        await leave('look', NOBODY);
      },
      readAccount: () => leave('look', NOBODY),
      redraw: (ref, revision) => leave('redraw', ref, `${revision}`),
      notify: (ref, what) => leave('notify', ref, what),
      tellOwner: (ref) => leave('owner', ref),
      digest: async () => undefined,
      giveBack: (ref) => leave('giveBack', ref),
      // No number is connected here.
      tellConnection: async () => undefined,
      // Nor is one verified.
      wake: async () => undefined,
    },
    clock,
    newId,
    log: SILENT,
    count: () => undefined,
  };
  const changeOrder = createOrderChange({ ...change, orders });
  const rest = createRest({ orders, changeOrder });
  const pace = { resendAfterMs: 60_000, pauseMs: 600_000, staleAfterMs: STALE_AFTER_MS };
  const verifying = { ...change, verifications, pace };
  const changeVerification = createVerificationChange(verifying);
  const identify = createIdentify(people);
  const checkOffer = createCheckOffer({ vobiz });
  const vobizPause = { until: async () => undefined };
  const evidence = { client: vobiz, now: clock.now, orderRead: 'try' } as const;
  const findOrder = createFindOrder(evidence);
  const acting = { orders, changeOrder, clock, newId, log: SILENT };
  const claims = survivingClaims(world, life);
  const connections = createConnections({ ...change, orders, verifications });
  const givingBack = createGiveBackFlows({
    ...change,
    orders,
    connections,
    identify,
    approving: async () => policyFor(world.rulebook()),
    claims: wrong.releasing?.(claims) ?? claims,
    vobiz,
    vobizPause,
    lastSeen: stores.lastSeen,
    verifications: stores.verifications,
    numberIndex: stores.numberIndex,
    terms: async () => ({
      approvers: giveBackPolicy(world.rulebook()),
      expiresAfterMs: REUSE.answerWithinMs,
      reminders: world.rulebook().reminders,
    }),
    releaseStaleAfterMs: STALE_AFTER_MS,
  });
  const beginReading = createAccountReading(evidence);
  const readAccount = createReadAccount({
    ...acting,
    looks,
    numbersSeen: stores.numbersSeen,
    verifications,
    beginReading: wrong.reading?.(beginReading) ?? beginReading,
    trackOrder: createTrackOrder(acting),
    trackGiveBack: givingBack.trackGiveBack,
    trackConnection: async (record) => record,
    vobizPause,
    watchNumbers: async () => undefined,
  });
  const looking = { ...change, looks, readAccount };
  const look = createLookJob(looking);
  const lookNow = createLookNow({ ...looking, wait: async () => undefined });
  const checkOwned = createCheckOwned({
    vobiz,
    orders,
    verifications,
    numberIndex: stores.numberIndex,
    findOrder,
  });
  const claim = createClaimPurchase({ ...change, orders, claims });
  const records = createRecordsWatch({
    sends: true,
    memory: world.memory,
    stores: { ...stores, orders },
    homeTeam: NOBODY.team,
    change,
    delivering: { messenger: world.slack.messenger, postUnknownAfterMs: POST_UNKNOWN_AFTER_MS },
    policiesOf: async () => DEFAULT_POLICIES,
  });
  const place = createPlaceOrder({
    ...acting,
    sent: wrong.sent?.(records.sent, changeOrder) ?? records.sent,
    spread: createSpreadOrder({ ...change, orders, changeOrder }),
    claim: wrong.claim?.(claim, orders) ?? claim,
    claims,
    checkBefore: createCheckBeforePurchase({ checkOwned, checkOffer, vobiz, log: SILENT }),
    vobiz,
    vobizPause,
    readFailure: readPurchaseFailure,
  });
  const delivering = {
    deliveries,
    messenger: wrong.messenger?.(slack.messenger) ?? slack.messenger,
    clock,
    log: SILENT,
    postUnknownAfterMs: POST_UNKNOWN_AFTER_MS,
  };
  const draw = createDrawOrder({
    ...delivering,
    orders,
    changeOrder,
    rest,
    drawCard: createCardWriter({
      ...delivering,
      load: orders.get,
      render: async (order) => requestCard(order, { canConnect: false }),
      onRefused: async () => undefined,
    }),
  });
  const tell = createTell({ ...delivering, isMember: world.people.isMember });
  const notify = createTellNotices({
    ...delivering,
    connections,
    tell,
    reply: noticeReply,
    direct: async (order, notice) => noticeDirect(order, notice, { canConnect: false }),
    cardLink: async () => undefined,
  });
  const makeOrder = createMakeOrder({
    ...change,
    orders,
    usage,
    people,
    identify,
    pinPolicy: createPinPolicy({ people, log: SILENT }),
    rulebook: async () => world.rulebook(),
  });
  const endTransfer = createEndTransfer({ ...change, connections });
  const transfers = createTransfers({
    ...change,
    connections,
    endTransfer,
    identify,
    people,
    approving: async () => policyFor(world.rulebook()),
    rulebook: async () => ({ ...world.rulebook(), reuse: REUSE }),
  });
  const sweepRecords = createSweep({
    ...verifying,
    orders,
    deliveries,
    changeOrder,
    changeVerification,
    due,
    looks,
    openWalk,
    sweepConnection: async () => false,
    sweepOwner: async () => false,
    sweepTransfer: createSweepTransfer({ ...change, deliveries, endTransfer }),
    sweepGiveBack: givingBack.sweepGiveBack,
    patience: {
      purchaseMs: STALE_AFTER_MS,
      connectMs: STALE_AFTER_MS,
      releaseMs: STALE_AFTER_MS,
      code: pace,
    },
    sweepEveryMs: 60_000,
    onRepaired: () => undefined,
    onPassed: () => undefined,
  });
  const run = {
    place: (ref: Ref) => place(ref, new AbortController().signal),
    look: () => look(NOBODY, new AbortController().signal),
    redraw: draw,
    notify,
    owner: createTellTransfer({
      ...delivering,
      connections,
      tell,
      reply: transferReply,
      direct: async (record) => transferDirect(record),
      over: transferOver,
    }),
    giveBack: (ref: Ref) => givingBack.send(ref, new AbortController().signal),
  };

  return {
    stores,
    request: makeOrder,
    transfers,
    giveBacks: givingBack.giveBacks,
    follow: createRerequestOrder({ ...acting, identify, checkOffer, makeOrder, rest }),
    decide: createDecideOrder({
      orders,
      people,
      identify,
      clock,
      changeOrder: wrong.decide?.(changeOrder) ?? changeOrder,
    }),
    settle: createSettleOrder({
      orders,
      connections,
      identify,
      changeOrder,
      findOrder,
      lookNow,
      log: SILENT,
    }),
    check: records.watch.check,
    async sweep(goOn: () => boolean): Promise<void> {
      await sweepRecords(goOn, (_step, error) => {
        throw error;
      });
      await leaveNextLook(looking);
    },
    /** Runs a job. One that asks to be run again waits again. */
    async run(job: Waiting): Promise<void> {
      const again = await run[job.name](job.ref);
      if (again) jobs.set(`${job.name}-${job.ref.id}-again`, job);
    },
    dieAt: life.dieAt,
    died: life.died,
    isDead: life.isDead,
    /** The process is gone: nothing it still holds does anything any more. */
    end: () => {
      life.end();
      client.close();
    },
  };
}
export type System = ReturnType<typeof startSystem>;

/** The real claims; while replication is cut a replica is wanted, and this Redis has none. */
function survivingClaims(
  { redis, keys, replication }: World,
  life: ReturnType<typeof mortality>,
): Claims {
  const claims = createRecordClaims({
    redis,
    keys,
    replicas: async () => {
      if (replication.cutFor === 0) return 0;
      replication.cutFor -= 1;
      return 1;
    },
    confirmWithinMs: 1,
    log: SILENT,
  });
  return {
    rehearse: claims.rehearse,
    save: (next, audit) =>
      life.at('save', async () => {
        const saved = await claims.save(next, audit);
        // After a conflict nothing was saved, and the same attempt is claimed again.
        const mayStand = saved.result === 'not_confirmed' || saved.result === 'unknown';
        const attempt = claimedAttempt(next);
        if (mayStand && attempt) replication.unconfirmed.add(attempt);
        return saved;
      }),
  };
}

function claimedAttempt(next: Order | Verification): string | undefined {
  const giveBack = giveBackOf(next);
  if (giveBack?.state === 'releasing') return giveBack.attempt?.id;
  if (giveBack?.state === 'keeping') return giveBack.keep.attempt?.id;
  return 'attempt' in next ? next.attempt.id : undefined;
}

/** Calls during which the process may die. A dead process gets no answer and does nothing more. */
function mortality() {
  let death: Death | undefined;
  let dead = false;
  let tell: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const never = <T>() => new Promise<T>(() => undefined);
  const end = () => {
    dead = true;
    tell();
  };
  return {
    died,
    end,
    isDead: () => dead,
    dieAt: (next: Death) => {
      death = next;
    },
    async at<T>(call: 'request' | 'save', perform: () => Promise<T>): Promise<T> {
      if (death === `before_${call}`) end();
      if (dead) return never();
      const [done] = await Promise.allSettled([perform()]);
      if (death === `after_${call}`) end();
      if (dead) return never();
      if (done.status === 'rejected') throw done.reason;
      return done.value;
    },
  };
}
