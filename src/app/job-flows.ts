import type { Ref } from '../domain/record.ts';
import {
  beginToWatch,
  createJoinReading,
  createLookJob,
  leaveNextLook,
} from '../flows/account/look-jobs.ts';
import { createWatchAccount } from '../flows/account/watch-account.ts';
import { enqueueConnection } from '../flows/connection/connections.ts';
import { createOfferConnect } from '../flows/connection/offer-connect.ts';
import {
  createSweepConnection,
  createTellConnection,
} from '../flows/connection/track-connection.ts';
import { createSendDigest, createSweepDigest } from '../flows/digest/send-digest.ts';
import { createCheckBeforeRelease } from '../flows/giveback/check-before-release.ts';
import { createSweepGiveBack } from '../flows/giveback/give-backs.ts';
import { createSendGiveBack } from '../flows/giveback/send-give-back.ts';
import { createSweepTransfer, createTellTransfer } from '../flows/numbers/end-transfer.ts';
import { createNumberRecords } from '../flows/numbers/number-records.ts';
import { createSweepOwner, createTellOwner } from '../flows/numbers/tell-owner.ts';
import {
  createCheckBeforePurchase,
  createCheckOwned,
} from '../flows/order/check-before-purchase.ts';
import { createClaimPurchase, createPlaceOrder } from '../flows/order/place-order.ts';
import type { SentBefore } from '../flows/order/put-back.ts';
import { createSpreadOrder } from '../flows/order/spread-order.ts';
import type { Relist } from '../flows/relist.ts';
import { createSweep, runSteps, type SweepFailed, type SweepStep } from '../flows/sweep.ts';
import { createTellNotices } from '../flows/tell-notices.ts';
import { createTell } from '../flows/tell-person.ts';
import { createWakeVerification } from '../flows/verification/wake-verification.ts';
import type { Again, Enqueue } from '../jobs/queue.ts';
import type { SendPicture } from '../slack/files.ts';
import type { Claims } from '../store/claims.ts';
import { connectionDirect, connectionReply } from '../views/connection/connection-messages.ts';
import { digestMessage } from '../views/digest/digest-message.ts';
import { spendChart } from '../views/digest/spend-chart.ts';
import { ownerDirect, ownerReply } from '../views/numbers/owner-messages.ts';
import { transferDirect, transferOver, transferReply } from '../views/numbers/transfer-words.ts';
import { noticeDirect, noticeReply } from '../views/order/order-messages.ts';
import { readPurchaseFailure, readReleaseFailure } from '../vobiz/failed-calls.ts';
import type { Deadlines } from './deadlines.ts';
import type { Metrics } from './metrics.ts';
import { createRedraw } from './redraw-cards.ts';
import type { Services } from './services.ts';
import { drawPng } from './svg-picture.ts';

/** What only jobs and the sweep do: buy, draw cards, refresh open modals, tell people, find lost work. */
export function createJobFlows(
  services: Services,
  outside: {
    claims: Claims;
    sent: SentBefore;
    deadlines: Deadlines;
    /** For the sweep: its jobs run, whatever is already queued. */
    enqueueSurely: Enqueue;
    sweepEveryMs: number;
    watchEveryMs: number;
    relist: Relist;
    sendPicture: SendPicture;
    metrics: Pick<Metrics, 'indexRepaired' | 'passedThrough' | 'digest' | 'sweepFailed'>;
  },
) {
  const { claims, sent, deadlines, enqueueSurely } = outside;
  const { home, canConnect } = services;
  const delivering = { ...services, postUnknownAfterMs: deadlines.postUnknownAfterMs };
  const tell = createTell(delivering);
  const offerConnect = createOfferConnect(services);

  const redraw = createRedraw(services, delivering);
  const sweepConnection = createSweepConnection({
    ...services,
    enqueue: enqueueSurely,
    connectStaleAfterMs: deadlines.connectStaleAfterMs,
  });
  const sweepOwner = createSweepOwner({ ...services, enqueue: enqueueSurely });
  const sweepTransfer = createSweepTransfer({ ...services, enqueue: enqueueSurely });
  const telling = { ...delivering, tell };
  const cardLink = ({ team, id }: Ref) => services.permalink(team, id);
  const tellOwner = createTellOwner({
    ...telling,
    reply: ownerReply,
    direct: async (record, news) => ownerDirect(record, news, await cardLink(record)),
  });
  const tellTransfer = createTellTransfer({
    ...telling,
    reply: transferReply,
    direct: async (record) => transferDirect(record, await cardLink(record)),
    over: transferOver,
  });

  const digests = {
    ...delivering,
    plan: services.digestPlan,
    onOutcome: outside.metrics.digest,
  };
  const sendDigest = createSendDigest({
    ...digests,
    read: services.readDigest,
    recordsOf: createNumberRecords(services),
    render: digestMessage,
    async draw(digest) {
      const chart = spendChart(digest);
      return chart && { ...chart, png: await drawPng(chart.svg) };
    },
    sendPicture: outside.sendPicture,
  });
  const sweepDigest = createSweepDigest({ ...services, ...digests, team: services.homeTeam });
  const sweepGiveBack = createSweepGiveBack({
    ...services,
    enqueue: enqueueSurely,
    releaseStaleAfterMs: deadlines.releaseStaleAfterMs,
  });

  const watchAccount = createWatchAccount({
    ...services,
    enqueue: enqueueSurely,
    waiting: home.waiting,
    homesChanged: () => home.changed({ team: services.homeTeam }),
  });

  const sweepRecords = createSweep({
    ...services,
    enqueue: enqueueSurely,
    sweepConnection,
    sweepOwner,
    sweepTransfer,
    sweepGiveBack,
    patience: {
      purchaseMs: deadlines.purchaseStaleAfterMs,
      connectMs: deadlines.connectStaleAfterMs,
      releaseMs: deadlines.releaseStaleAfterMs,
      code: services.pace,
    },
    sweepEveryMs: outside.sweepEveryMs,
    onRepaired: (index, count) => {
      services.log.warn({ event: 'index.repaired', index, count });
      outside.metrics.indexRepaired(index, count);
    },
    onPassed: outside.metrics.passedThrough,
  });

  return {
    place: createPlaceOrder({
      ...services,
      spread: createSpreadOrder(services),
      claim: createClaimPurchase({ ...services, claims }),
      claims,
      checkBefore: createCheckBeforePurchase({
        ...services,
        checkOwned: createCheckOwned(services),
      }),
      readFailure: readPurchaseFailure,
      sent,
    }),
    giveBack: createSendGiveBack({
      ...services,
      claims,
      checkBefore: createCheckBeforeRelease(services),
      readFailure: readReleaseFailure,
    }),
    notify: createTellNotices({
      ...delivering,
      tell,
      reply: noticeReply,
      direct: async (record, notice, cardLink) =>
        noticeDirect(record, notice, { cardLink, canConnect: await canConnect(record.team) }),
      cardLink: services.permalink,
    }),
    look: createLookJob(services),
    track: createJoinReading(services),
    tellConnection: createTellConnection({
      ...delivering,
      tell,
      hasLook: (record) => enqueueConnection(services, record),
      threadReply: connectionReply,
      directMessage: async (record) =>
        connectionDirect(record, await services.permalink(record.team, record.id)),
    }),
    async tellOwner(ref: Ref): Promise<Again> {
      const again = await tellOwner(ref);
      return (await tellTransfer(ref)) ?? again;
    },
    wake: createWakeVerification(services),
    redraw,
    sendDigest,
    drawHome: home.draw,
    async sweep(goOn: () => boolean): Promise<void> {
      const steps = new Set<string>();
      const failed: SweepFailed = (step, err, record_id) => {
        steps.add(step);
        outside.metrics.sweepFailed(step);
        services.log.error({ event: 'sweep.failed', step, ...(record_id && { record_id }), err });
      };
      const all: readonly SweepStep[] = [
        ['records', (more) => sweepRecords(more, failed)],
        ['lists', outside.relist.sweep],
        ['connect_offers', offerConnect],
        ['watch', () => beginToWatch(services, outside.watchEveryMs)],
        ['looks', () => leaveNextLook({ ...services, enqueue: enqueueSurely })],
        ['requests', services.finishRequest.sweep],
        ['homes', home.sweep],
        ['account', watchAccount],
        ['news', services.tellAccountNews],
        ['digest', sweepDigest],
      ];
      await runSteps(all, goOn, failed);
      if (goOn()) await services.sweepFailures.keep([...steps]);
    },
  };
}
export type JobFlows = ReturnType<typeof createJobFlows>;
