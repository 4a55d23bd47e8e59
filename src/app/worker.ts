import type { WebClient } from '@slack/web-api';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Order } from '../domain/order/order.ts';
import type { Policies } from '../domain/policy/policies.ts';
import { type ChangeDeps, createOrderChange } from '../flows/change.ts';
import { createConnections } from '../flows/connection/connections.ts';
import {
  createSweepConnection,
  createTrackConnection,
} from '../flows/connection/track-connection.ts';
import { createCardWriter, postOnce } from '../flows/deliver.ts';
import { createIdentify, createReadPeople } from '../flows/identify.ts';
import {
  createCheckBeforePurchase,
  createCheckOwned,
} from '../flows/order/check-before-purchase.ts';
import { createNotifyOrder } from '../flows/order/notify-order.ts';
import { createClaimPurchase, createPlaceOrder } from '../flows/order/place-order.ts';
import { createSweep } from '../flows/sweep.ts';
import { createJobWorker, type JobWorker } from '../jobs/job-worker.ts';
import type { Enqueue } from '../jobs/queue.ts';
import { createSweeper, type SweepTurns } from '../jobs/sweeper.ts';
import type { SlackMessenger } from '../slack/messenger.ts';
import { createModals } from '../slack/modals.ts';
import { createPeopleAtSlack } from '../slack/people.ts';
import type { Claims } from '../store/claims.ts';
import { LONGEST_BLOCK_MS } from '../store/connect-redis.ts';
import { connectionDirect, connectionReply } from '../views/connection/connection-words.ts';
import { orderCard } from '../views/order/order-card.ts';
import { orderNotice, undelivered } from '../views/order/order-messages.ts';
import type { VobizClient } from '../vobiz/client.ts';
import { readPurchaseFailure } from '../vobiz/failed-calls.ts';
import type { Config } from './config.ts';
import type { HomeSide } from './home-side.ts';
import type { Metrics } from './metrics.ts';
import type { RecordsWatch } from './records-watch.ts';
import { createRequesting, requestStaleAfterMs } from './requesting.ts';
import type { Stores } from './storage.ts';
import { createTracking } from './tracking.ts';
import { workForByon } from './worker-byon.ts';

export type WorkerSide = JobWorker & {
  /** Whether lost work is looked for about as often as it should be, here or by another worker. */
  sweepsInTime: () => boolean;
};

/** The worker half of the bot: buys, follows, draws cards, tells people, sweeps. */
export function createWorkerSide(options: {
  config: Config;
  connection: Redis;
  bullPrefix: string;
  /** Where Redis does not say its version. */
  skipVersionCheck: boolean;
  stores: Stores;
  claims: Claims;
  vobiz: VobizClient;
  homeTeam: string;
  client: WebClient;
  policies: () => Policies;
  messenger: SlackMessenger;
  home: HomeSide;
  records: RecordsWatch;
  change: ChangeDeps;
  /** The reminders of the sweep: they come, whatever stands in the queue already. */
  enqueueSurely: Enqueue;
  sweepTurns: SweepTurns;
  metrics: Metrics;
  log: Logger;
}): WorkerSide {
  const { config, stores, vobiz, messenger, home, change, log, metrics } = options;
  const { orders, verifications, deliveries, shortLived } = stores;
  const { clock, newId } = change;
  const changeOrder = createOrderChange({ ...change, orders });
  const delivering = {
    deliveries,
    messenger,
    clock,
    log,
    postUnknownAfterMs: config.postUnknownAfterMs,
  };

  const { client, policies } = options;
  const slack = createPeopleAtSlack({ client, homeTeam: options.homeTeam });
  const people = createReadPeople(slack).fresh;
  const modals = createModals({ opening: client, updating: client });
  const { checkOffer, finishRequest, permalink } = createRequesting({
    client,
    modals,
    people,
    identify: createIdentify(people),
    stores,
    vobiz,
    messenger,
    policies,
    change,
    staleAfterMs: requestStaleAfterMs(config),
  });
  const { track, findOrder } = createTracking({ config, vobiz, stores, changeOrder, clock, log });
  const checkOwned = createCheckOwned({ vobiz, orders, verifications, findOrder });
  const { claims } = options;
  const place = createPlaceOrder({
    orders,
    changeOrder,
    claim: createClaimPurchase({ ...change, orders, claims }),
    claims,
    checkBefore: createCheckBeforePurchase({ checkOwned, checkOffer, vobiz, log }),
    vobiz,
    shortLived,
    readFailure: readPurchaseFailure,
    sent: options.records.sent,
    clock,
    newId,
    log,
  });
  const drawOrder = createCardWriter({
    ...delivering,
    load: orders.get,
    render: orderCard,
    onRefused: tellUndelivered,
  });
  const byon = workForByon({ stores, modals, delivering, change, pace: config.codePace });
  const notify = createNotifyOrder({
    ...delivering,
    orders,
    render: orderNotice,
    cardLink: permalink,
  });
  const connections = createConnections({ ...change, orders, verifications });
  const follow = createTrackConnection({
    ...delivering,
    connections,
    vobiz,
    shortLived,
    random: clock.jitter,
    settleAfterMs: config.vobiz.staleGraceMs,
    threadReply: connectionReply,
    directMessage: connectionDirect,
  });
  const { channelTimeoutMs, readTimeoutMs, staleGraceMs } = config.vobiz;
  const sweepConnection = createSweepConnection({
    ...change,
    enqueue: options.enqueueSurely,
    connections,
    deliveries,
    connectStaleAfterMs: channelTimeoutMs + 2 * readTimeoutMs + staleGraceMs,
  });
  const sweepRecords = createSweep({
    sweepConnection,
    ...byon.verifying,
    enqueue: options.enqueueSurely,
    orders,
    deliveries,
    changeOrder,
    changeVerification: byon.changeVerification,
    staleAfterMs: config.vobiz.orderTimeoutMs + config.vobiz.staleGraceMs,
  });

  /** Once per reason: the requester learns that nobody can see the request, and what to do about it. */
  async function tellUndelivered(order: Order, problem: string): Promise<void> {
    await postOnce(delivering, {
      ref: order,
      slot: `undelivered-${problem}`,
      place: { channel: order.requester },
      message: undelivered(order, problem),
      revision: order.revision,
    });
  }

  async function sweepAll(goOn: () => boolean): Promise<void> {
    await sweepRecords(goOn);
    await finishRequest.sweep(goOn);
    await home.sweep(goOn);
  }
  const sweeper = createSweeper({
    everyMs: config.sweepEveryMs,
    turns: options.sweepTurns,
    sweep: sweepAll,
    onFinished: metrics.swept,
    log,
  });

  const jobs = createJobWorker({
    connection: options.connection,
    skipVersionCheck: options.skipVersionCheck,
    longestBlockMs: LONGEST_BLOCK_MS,
    prefix: options.bullPrefix,
    lockMs: config.jobLockMs,
    log,
    observe: metrics.job,
    handlers: {
      place,
      track,
      notify,
      follow,
      wake: byon.wake,
      home: home.draw,
      redraw: async (ref) => {
        // Every change of a record leaves a redraw, and the sweep leaves it again: Homes are behind from here on.
        await home.changed(ref);
        return ref.id.startsWith('ver_') ? byon.redraw(ref) : drawOrder(ref);
      },
      sweep: async () => {
        await sweepAll(() => true);
        return undefined;
      },
    },
  });

  return {
    start(): void {
      jobs.start();
      sweeper.start();
    },
    isFetching: jobs.isFetching,
    hasEnded: jobs.hasEnded,
    sweepsInTime: sweeper.isInTime,
    async close(patienceMs: number): Promise<void> {
      await Promise.all([jobs.close(patienceMs), sweeper.stop(patienceMs)]);
    },
  };
}
