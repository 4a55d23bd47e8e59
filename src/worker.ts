import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Order } from './domain/order.ts';
import type { Verification } from './domain/verification.ts';
import { type ChangeDeps, createOrderChange, createVerificationChange } from './flows/change.ts';
import { createCheckOffer } from './flows/check-offer.ts';
import { createRefreshWindows } from './flows/code-windows.ts';
import { createConnections } from './flows/connections.ts';
import { createCardWriter, postOnce } from './flows/deliver.ts';
import { createFollowConnection } from './flows/follow-connection.ts';
import { createNotifyOrder } from './flows/notify.ts';
import { createPlaceOrder } from './flows/place-order.ts';
import { createSweep } from './flows/sweep.ts';
import { createSweepConnection } from './flows/sweep-connection.ts';
import { createTrackOrder } from './flows/track-order.ts';
import { createWakeVerification } from './flows/wake-verification.ts';
import { createJobWorker, type JobWorker } from './jobs/worker.ts';
import type { Metrics } from './metrics.ts';
import type { SlackDoor } from './slack/door.ts';
import type { Windows } from './slack/windows.ts';
import type { Stores } from './storage.ts';
import { byonCard } from './views/byon-card.ts';
import { cardNotPosted } from './views/code-answers.ts';
import { codeWindow } from './views/code-window.ts';
import { connectionDirect, connectionReply } from './views/connection-notes.ts';
import { orderCard } from './views/order-card.ts';
import { cardProblem, undelivered } from './views/order-notes.ts';
import { orderNotice } from './views/order-notices.ts';
import type { VobizClient } from './vobiz/client.ts';
import { readPurchaseFailure } from './vobiz/failures.ts';
import { createOrderEvidence } from './vobiz/order-evidence.ts';

/** The worker half of the bot: buys, follows, draws cards, tells people, sweeps. */
export function createWorkerSide(options: {
  config: Config;
  connection: Redis;
  bullPrefix: string;
  stores: Stores;
  vobiz: VobizClient;
  door: SlackDoor;
  windows: Windows;
  change: ChangeDeps;
  metrics: Metrics;
  log: Logger;
}): JobWorker {
  const { config, stores, vobiz, door, change, log, metrics } = options;
  const { orders, verifications, deliveries, shortLived } = stores;
  const { chance } = change;
  const changeOrder = createOrderChange({ ...change, orders });
  const verifying = { ...change, verifications, pace: config.codePace };
  const changeVerification = createVerificationChange(verifying);
  const delivering = {
    deliveries,
    door,
    chance,
    log,
    postUnknownAfterMs: config.postUnknownAfterMs,
  };

  const place = createPlaceOrder({
    orders,
    changeOrder,
    checkOffer: createCheckOffer({ vobiz }),
    vobiz,
    shortLived,
    readFailure: readPurchaseFailure,
    chance,
    log,
  });
  const look = createOrderEvidence({
    client: vobiz,
    now: chance.now,
    orderRead: config.vobiz.orderRead,
  });
  const track = createTrackOrder({
    orders,
    changeOrder,
    look: (order) => look({ ...order, lastStatus: undefined }),
    shortLived,
    chance,
    log,
  });
  const drawOrder = createCardWriter({
    ...delivering,
    load: orders.get,
    render: orderCard,
    onRefused: tellUndelivered,
  });
  const drawVerification = createCardWriter({
    ...delivering,
    load: verifications.get,
    render: byonCard,
    onRefused: tellNotPosted,
  });
  const refreshWindows = createRefreshWindows({
    verifications,
    codeWindows: stores.codeWindows,
    update: options.windows.update,
    render: codeWindow,
    log,
  });
  const notify = createNotifyOrder({ ...delivering, orders, render: orderNotice });
  const connections = createConnections({ ...change, orders, verifications });
  const follow = createFollowConnection({
    ...delivering,
    connections,
    vobiz,
    shortLived,
    random: chance.random,
    settleAfterMs: config.vobiz.staleGraceMs,
    threadReply: connectionReply,
    directMessage: connectionDirect,
  });
  const { channelTimeoutMs, readTimeoutMs, staleGraceMs } = config.vobiz;
  const sweepConnection = createSweepConnection({
    ...change,
    connections,
    deliveries,
    connectStaleAfterMs: channelTimeoutMs + 2 * readTimeoutMs + staleGraceMs,
  });
  const sweep = createSweep({
    sweepConnection,
    ...verifying,
    orders,
    deliveries,
    changeOrder,
    changeVerification,
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

  /** Once per reason: the starter learns that nobody can see the card. */
  async function tellNotPosted(record: Verification, problem: string): Promise<void> {
    await postOnce(delivering, {
      ref: record,
      slot: `undelivered-${problem}`,
      place: { channel: record.startedBy },
      message: cardNotPosted(record, cardProblem(record.channel, problem)),
      revision: record.revision,
    });
  }

  return createJobWorker({
    connection: options.connection,
    prefix: options.bullPrefix,
    lockMs: config.jobLockMs,
    log,
    observe: metrics.job,
    handlers: {
      place,
      track,
      notify,
      follow,
      wake: createWakeVerification({ ...verifying, changeVerification }),
      redraw: async (ref) => {
        if (!ref.id.startsWith('ver_')) return drawOrder(ref);
        const missed = await refreshWindows(ref);
        return (await drawVerification(ref)) ?? missed;
      },
      sweep: async () => {
        await sweep();
        return undefined;
      },
    },
  });
}
