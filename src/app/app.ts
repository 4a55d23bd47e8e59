import type { Logger } from 'pino';
import { createReadPeople } from '../flows/identify.ts';
import { createPoliciesInForce } from '../flows/policy/policies-in-force.ts';
import { createRelist } from '../flows/relist.ts';
import {
  createEnqueue,
  createEnqueueHome,
  createPunctualAdd,
  openQueue,
  removeSweepSchedule,
  waitingIn,
} from '../jobs/queue.ts';
import { createGraphClient } from '../meta/graph-client.ts';
import { createSlackClients, createSlackLogger, shareOneClient } from '../slack/clients.ts';
import { createSendPicture } from '../slack/files.ts';
import { createMessenger } from '../slack/messenger.ts';
import { createPeopleAtSlack } from '../slack/people.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createFigures } from '../store/figures.ts';
import { createSweepTurns } from '../store/sweep-turns.ts';
import { createBotSide } from './bot.ts';
import { newId, newRef, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { deadlinesOf } from './deadlines.ts';
import { watchClock } from './doctor/check-machine.ts';
import { createHealth, type Parts } from './health.ts';
import { createJobFlows } from './job-flows.ts';
import { loadMetaAccounts } from './meta-tokens.ts';
import { createMetrics } from './metrics.ts';
import { createOpsServer } from './ops-server.ts';
import { createPolicyHolder } from './policy-file.ts';
import { createRecordsWatch, openRecordsMemory } from './records-watch.ts';
import { createServices } from './services.ts';
import type { Outside } from './shared-services.ts';
import { identifyBot, listenToSlack } from './slack-session.ts';
import {
  createRecordClaims,
  createStores,
  openStorage,
  replicasFor,
  type Stores,
} from './storage.ts';
import { openVobiz } from './vobiz-account.ts';
import { createWorkerSide } from './worker.ts';

/**
 * The whole bot, wired. `start` resolves once it serves; `/livez` and `/readyz` answer from the first moment, while it
 * still waits for Redis or Slack. Throws ConfigError for a wrong setting. `stop` loses nothing.
 */
export function createApp(config: Config, log: Logger) {
  const clock = systemClock;
  const metrics = createMetrics(clock);
  const deadlines = deadlinesOf(config);
  const skews = new Map<string, number>();
  const clients = createSlackClients({
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    logger: createSlackLogger(log.child({ part: 'slack' })),
    fetch: watchClock((skewMs) => skews.set('Slack', skewMs)),
  });
  const parts: Parts = {};
  const undo: (() => Promise<void>)[] = [];
  const policies = createPolicyHolder(config.policyFile, log);
  const ops = createOpsServer({ ...config.ops, metrics, ...createHealth(config.role, parts, log) });

  async function start(): Promise<{ opsPort: number; slackPort: number | undefined }> {
    await policies.load();
    const metaAccounts = await loadMetaAccounts(config.metaTokensFile);
    const opsPort = await ops.start();
    undo.push(ops.stop);
    log.info({ event: 'ops.listening', port: opsPort });
    const storage = await openStorage(config.redis, log);
    parts.storage = storage;
    undo.push(storage.close);
    const facts = await storage.ready();
    const skipVersionCheck = facts.version === undefined;
    const identity = await identifyBot(clients.background, log);
    const { bullPrefix } = storage.keys;

    const queue = openQueue({ connection: storage.queue, bullPrefix, skipVersionCheck, log });
    undo.push(() => queue.close());
    const { interactive: redis, keys } = storage;
    metrics.figuresFrom(createFigures({ redis, keys, waiting: waitingIn(queue) }).read);
    const memory = await openRecordsMemory({
      redis: config.redis,
      audit: createAuditLog({ redis: storage.patient, keys: storage.keys }),
      now: clock.now,
      log,
      onDoubt: () => parts.records?.watch.checkSoon(),
    });
    undo.push(memory.close);
    const { heard } = memory.heads;
    const patiently = createStores(storage.patient, storage.keys, log, heard);
    const relist = createRelist({ ...patiently, clock, log });
    await relist.catchUp();
    const surely = createPunctualAdd(queue, storage.patient, clock.now);
    const change = {
      enqueue: createEnqueue(queue, patiently.looks),
      clock,
      newId,
      log,
      count: metrics.changed,
    };
    const messenger = createMessenger(clients.background);
    const policiesIn = (stores: Stores) =>
      createPoliciesInForce({
        file: policies.file,
        stored: stores.policies,
        editions: memory.editions,
        lastEntryOf: stores.audit.lastOf,
        clock,
        log,
      });
    const records = createRecordsWatch({
      sends: config.role !== 'bot',
      memory,
      stores: patiently,
      homeTeam: identity.teamId,
      change,
      delivering: { messenger, postUnknownAfterMs: deadlines.postUnknownAfterMs },
      policiesOf: policiesIn(patiently).policiesOf,
    });
    parts.records = records;
    storage.patient.on('ready', () => records.watch.checkSoon({ afresh: true }));
    const looking = setInterval(() => records.watch.checkSoon(), config.sweepEveryMs);
    undo.push(async () => clearInterval(looking));

    const account = openVobiz({
      ...patiently,
      vobiz: config.vobiz,
      clock,
      metrics,
      skews,
      log,
    });
    undo.push(async () => account.close());
    if (config.role !== 'worker') await patiently.connectSetUp.put(metaAccounts.length > 0);
    const homeTeam = identity.teamId;
    const asKnown = createPeopleAtSlack({ client: clients.homes, homeTeam });
    const outside: Omit<Outside, 'stores' | 'clients'> = {
      config,
      deadlines,
      homeTeam,
      messenger,
      vobiz: account.vobiz,
      skews,
      policiesIn,
      metaAccounts,
      graph: createGraphClient({ ...config.graph, observe: metrics.metaCall }),
      lately: createReadPeople(asKnown).lately,
      enqueueHome: createEnqueueHome(queue),
      enqueueHomeSurely: createEnqueueHome(queue, surely),
      change,
    };

    if (config.role !== 'bot') {
      const services = createServices({
        ...outside,
        stores: patiently,
        clients: shareOneClient(clients),
      });
      const worker = createWorkerSide({
        connection: storage.queue,
        bullPrefix,
        skipVersionCheck,
        flows: createJobFlows(services, {
          claims: createRecordClaims({
            redis: storage.claims,
            keys: storage.keys,
            replicas: replicasFor(storage, config.redis.claimReplicas, clock.now),
            confirmWithinMs: deadlines.confirmClaimWithinMs,
            log,
            heard,
          }),
          sent: records.sent,
          deadlines,
          enqueueSurely: createEnqueue(queue, patiently.looks, surely),
          sweepEveryMs: config.sweepEveryMs,
          watchEveryMs: config.watchEveryMs,
          relist,
          sendPicture: createSendPicture(clients.background),
          metrics,
        }),
        // Fails while Redis is away; the patient connection would queue a sweep for every look.
        sweepTurns: createSweepTurns({ redis: storage.interactive, keys: storage.keys }),
        sweepEveryMs: config.sweepEveryMs,
        jobLockMs: deadlines.jobLockMs,
        metrics,
        log,
      });
      parts.worker = worker;
      undo.push(() => worker.close(deadlines.patienceMs));
      await removeSweepSchedule(queue);
      // First compare what was sent before.
      await records.watch.check();
      worker.start();
    }
    let slackPort: number | undefined;
    if (config.role !== 'worker') {
      const stores = createStores(storage.interactive, storage.keys, log, heard);
      const bot = createBotSide({
        slack: config.slack,
        identity,
        clients,
        services: createServices({ ...outside, stores, clients }),
        newRef,
        ackGraceMs: deadlines.ackGraceMs,
        metrics,
        log,
      });
      parts.bot = bot;
      undo.push(bot.stop);
      slackPort = await listenToSlack(bot);
    }
    log.info({
      event: 'app.started',
      role: config.role,
      mode: config.slack.mode,
      port: slackPort,
      policy: await policiesIn(patiently).versionOf(homeTeam),
    });
    return { opsPort, slackPort };
  }

  /** A side fault, most likely of a library, as the bot awaits its own work: logged and counted, and work goes on. */
  function unhandled(error: unknown): void {
    metrics.unhandled();
    log.error({ event: 'app.unhandled', ref: newRef(), err: error });
  }

  /** Stops taking work, finishes what is running and releases everything, last taken first. */
  async function stop(): Promise<void> {
    for (const release of undo.splice(0).reverse()) {
      await release().catch((error: unknown) =>
        log.error({ event: 'app.stop_failed', err: error }),
      );
    }
    log.info({ event: 'app.stopped' });
  }

  return { start, stop, reloadPolicy: policies.reload, unhandled };
}
