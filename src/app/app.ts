import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { DEFAULT_POLICIES } from '../domain/policy/policies.ts';
import {
  createEnqueue,
  createEnqueueHome,
  createPunctualAdd,
  QUEUE,
  removeSweepSchedule,
} from '../jobs/queue.ts';
import { createSlackClients, createSlackLogger, whoAmI } from '../slack/clients.ts';
import type { Identity } from '../slack/listener.ts';
import { createMessenger } from '../slack/messenger.ts';
import { readSlackFailure } from '../slack/slack-failure.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { type CountReplicas, createReplicaCount } from '../store/replicas.ts';
import { createSweepTurns } from '../store/short-lived.ts';
import { createVobizClient } from '../vobiz/client.ts';
import { paceVobiz } from '../vobiz/paced.ts';
import { createSkewLog } from '../vobiz/skew-log.ts';
import { type BotSide, createBotSide } from './bot.ts';
import { newId, newRef, systemClock } from './clock.ts';
import { type Config, ConfigError } from './config.ts';
import { createHomeSide } from './home-side.ts';
import { loadMetaAccounts } from './meta-tokens.ts';
import { createMetrics } from './metrics.ts';
import { createOpsServer, createReadiness, type Part } from './ops-server.ts';
import { loadPolicy } from './policy-file.ts';
import { createRecordsWatch, openRecordsMemory, type RecordsWatch } from './records-watch.ts';
import {
  CONNECTIONS,
  type ConnectionName,
  createOrderClaims,
  createStores,
  openStorage,
  type Storage,
  type Stores,
} from './storage.ts';
import { createWorkerSide, type WorkerSide } from './worker.ts';

const SLACK_RETRY_MS = 2_000;
/** Of the ten seconds a shutdown may take, what slow calls get before they are cut off. */
const PATIENCE_MS = 6_000;
/** What the replicas of Redis get to confirm a claim. */
const CONFIRM_WITHIN_MS = 1_000;

/**
 * The whole bot, wired. `start` resolves when it serves; `/livez` and `/readyz` answer from the first moment, while it
 * still waits for Redis or Slack. Throws ConfigError when a setting is wrong. `stop` loses nothing.
 */
export function createApp(config: Config, log: Logger) {
  const metrics = createMetrics();
  const clock = systemClock;
  const clients = createSlackClients({
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    logger: createSlackLogger(log.child({ part: 'slack' })),
  });
  const parts: { storage?: Storage; worker?: WorkerSide; bot?: BotSide; records?: RecordsWatch } =
    {};
  const undo: (() => Promise<void>)[] = [];
  let policies = DEFAULT_POLICIES;
  const ready = createReadiness([
    ...CONNECTIONS.map((name) => redisPart(name)),
    ...(config.role === 'worker' ? [] : [slackPart()]),
    ...(config.role === 'bot' ? [] : workerParts()),
  ]);
  const ops = createOpsServer({ ...config.ops, metrics, ready, stuck });

  function redisPart(name: ConnectionName): Part {
    const isReady = async () => (await parts.storage?.isUp(name)) ?? false;
    return { name: `redis_${name}`, serves: 'work', isReady };
  }

  function slackPart(): Part {
    return { name: 'slack', serves: 'traffic', isReady: () => parts.bot?.isConnected() ?? false };
  }

  function workerParts(): Part[] {
    return [
      { name: 'worker', serves: 'work', isReady: () => parts.worker?.isFetching() ?? false },
      { name: 'sweep', serves: 'work', isReady: () => parts.worker?.sweepsInTime() ?? false },
      { name: 'records', serves: 'work', isReady: () => parts.records?.isComplete() ?? false },
    ];
  }

  /** What only a restart brings back; told in the log as well, for whoever wonders why. */
  async function stuck(): Promise<string[]> {
    const connections = (await parts.storage?.stuck()) ?? [];
    const names = [
      ...connections.map((name) => `redis_${name}`),
      ...(parts.worker?.hasEnded() ? ['worker'] : []),
    ];
    if (names.length > 0) log.error({ event: 'app.stuck', parts: names }, 'only a restart helps');
    return names;
  }

  async function start(): Promise<{ opsPort: number; slackPort: number | undefined }> {
    policies = await loadPolicy(config.policyFile);
    const metaAccounts = await loadMetaAccounts(config.metaTokensFile);
    const opsPort = await ops.start();
    undo.push(ops.stop);
    log.info({ event: 'ops.listening', port: opsPort });
    const storage = await openStorage(config.redis, log);
    parts.storage = storage;
    undo.push(storage.close);
    const facts = await storage.ready();
    const identity = await identify();

    const queue = new Queue(QUEUE, {
      connection: storage.queue,
      prefix: storage.keys.bullPrefix,
      skipVersionCheck: facts.version === undefined,
    });
    queue.on('error', (error) => log.warn({ event: 'queue.error', reason: error.message }));
    undo.push(() => queue.close());
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
    const { vobizPausedUntil, pauseVobiz } = patiently.shortLived;
    const sayIfClocksDiffer = createSkewLog(log);
    const client = createVobizClient({
      ...config.vobiz,
      observe: (call) => {
        metrics.vobizCall(call);
        sayIfClocksDiffer(call);
      },
    });
    undo.push(async () => client.close());
    const pacing = {
      until: () => vobizPausedUntil(clock.now()),
      start: (forMs: number) => pauseVobiz(clock.now(), forMs),
    };
    const vobiz = paceVobiz(client, pacing, clock.now, log);
    const surely = createPunctualAdd(queue, storage.patient, clock.now);
    const change = { enqueue: createEnqueue(queue), clock, newId, log, count: metrics.order };
    const messenger = createMessenger(clients.background);
    const records = createRecordsWatch({
      sends: config.role !== 'bot',
      memory,
      stores: patiently,
      change,
      delivering: { messenger, postUnknownAfterMs: config.postUnknownAfterMs },
      policies: () => policies,
    });
    parts.records = records;
    storage.patient.on('ready', () => records.watch.checkSoon({ afresh: true }));
    const looking = setInterval(() => records.watch.checkSoon(), config.sweepEveryMs);
    undo.push(async () => clearInterval(looking));
    const homeOf = (stores: Stores) =>
      createHomeSide({
        client: clients.homes,
        homeTeam: identity.teamId,
        stores,
        enqueueHome: createEnqueueHome(queue),
        enqueueHomeSurely: createEnqueueHome(queue, surely),
        clock,
      });

    if (config.role !== 'bot') {
      const worker = createWorkerSide({
        config,
        connection: storage.queue,
        bullPrefix: storage.keys.bullPrefix,
        skipVersionCheck: facts.version === undefined,
        stores: patiently,
        claims: createOrderClaims({
          redis: storage.claims,
          keys: storage.keys,
          replicas: replicasFor(storage),
          confirmWithinMs: CONFIRM_WITHIN_MS,
          log,
          heard,
        }),
        vobiz,
        homeTeam: identity.teamId,
        client: clients.background,
        policies: () => policies,
        messenger,
        home: homeOf(patiently),
        records,
        change,
        // Fails while Redis is away, where the patient one would leave a sweep waiting for each look.
        sweepTurns: createSweepTurns({ redis: storage.interactive, keys: storage.keys }),
        enqueueSurely: createEnqueue(queue, surely),
        metrics,
        log,
      });
      parts.worker = worker;
      undo.push(() => worker.close(PATIENCE_MS));
      await removeSweepSchedule(queue);
      // What was sent before is compared first.
      await records.watch.check();
      worker.start();
    }
    let slackPort: number | undefined;
    if (config.role !== 'worker') {
      const stores = createStores(storage.interactive, storage.keys, log, heard);
      const bot = createBotSide({
        config,
        identity,
        clients,
        messenger,
        home: homeOf(stores),
        stores,
        vobiz,
        policies: () => policies,
        metaAccounts,
        change,
        newRef: newRef,
        metrics,
        log,
      });
      parts.bot = bot;
      undo.push(bot.stop);
      slackPort = await listen(bot);
    }
    log.info({
      event: 'app.started',
      role: config.role,
      mode: config.slack.mode,
      port: slackPort,
      policy: policies.version,
    });
    return { opsPort, slackPort };
  }

  /** How many replicas must confirm a claim: as configured, or learnt before each. */
  function replicasFor({ claims: redis, keys }: Storage): CountReplicas {
    const { claimReplicas } = config.redis;
    return claimReplicas === 'auto'
      ? createReplicaCount({ redis, key: keys.rehearsal(), now: clock.now })
      : async () => claimReplicas;
  }

  /** Who the bot token is; waits for Slack as long as it cannot be reached. */
  async function identify(): Promise<Identity> {
    for (;;) {
      const who = await whoAmI(clients.background);
      if (who.ok) return who.identity;
      if (who.why === 'refused') {
        throw new ConfigError(
          `Slack does not accept SLACK_BOT_TOKEN: ${who.error}. Copy it from the app's page again.`,
        );
      }
      log.warn({ event: 'slack.unreachable' }, 'trying again');
      await pause(SLACK_RETRY_MS);
    }
  }

  /**
   * Reads the policy file again. Requests in flight keep the rules they were made under. A file with problems changes
   * nothing; they are in the log.
   */
  async function reloadPolicy(): Promise<void> {
    try {
      policies = await loadPolicy(config.policyFile);
      log.info({ event: 'policy.reloaded', policy: policies.version });
    } catch (error) {
      const problems = error instanceof ConfigError ? error.message : 'it could not be read';
      log.error({ event: 'policy.not_reloaded', policy: policies.version, problems, err: error });
    }
  }

  /** Listens to Slack. In Socket Mode this is where the app-level token is tried. */
  async function listen(bot: BotSide): Promise<number | undefined> {
    try {
      return await bot.start();
    } catch (error) {
      const failure = readSlackFailure(error);
      if (failure.why !== 'refused') throw error;
      throw new ConfigError(
        `Slack does not accept SLACK_APP_TOKEN: ${failure.error}. It needs the scope connections:write; copy it from the app's page again.`,
      );
    }
  }

  /**
   * A promise that was rejected where nobody listens. What the bot itself waits for is awaited, so this is a fault beside the
   * work, most likely of a library: it is logged and counted, and the work goes on.
   */
  function unhandled(error: unknown): void {
    metrics.unhandled();
    log.error({ event: 'app.unhandled', ref: newRef(), err: error });
  }

  /** Stops taking work, finishes what is running, and lets go of everything, last taken first. */
  async function stop(): Promise<void> {
    for (const release of undo.splice(0).reverse()) {
      await release().catch((error: unknown) =>
        log.error({ event: 'app.stop_failed', err: error }),
      );
    }
    log.info({ event: 'app.stopped' });
  }

  return { start, stop, reloadPolicy, unhandled };
}
