import type { Log } from '../runtime.ts';
import { PURPOSE_NAMES, type Purpose } from '../store/connect-redis.ts';
import type { BotSide } from './bot.ts';
import type { Config } from './config.ts';
import { createReadiness, type Part } from './ops-server.ts';
import type { RecordsWatch } from './records-watch.ts';
import type { Storage } from './storage.ts';
import type { WorkerSide } from './worker.ts';

export type Parts = {
  storage?: Storage;
  worker?: WorkerSide;
  bot?: BotSide;
  records?: RecordsWatch;
};

/** What the operator's port reports about this process's parts, even before they exist. */
export function createHealth(role: Config['role'], parts: Parts, log: Log) {
  const ready = createReadiness([
    ...PURPOSE_NAMES.map((name) => redisPart(name)),
    ...(role === 'worker' ? [] : [slackPart()]),
    ...(role === 'bot' ? [] : workerParts()),
  ]);

  function redisPart(name: Purpose): Part {
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

  /** What only a restart brings back; also logged, to explain the restart. */
  async function stuck(): Promise<string[]> {
    const connections = (await parts.storage?.stuck()) ?? [];
    const names = [
      ...connections.map((name) => `redis_${name}`),
      ...(parts.worker?.hasEnded() ? ['worker'] : []),
    ];
    if (names.length > 0) log.error({ event: 'app.stuck', parts: names }, 'only a restart helps');
    return names;
  }

  return { ready, stuck };
}
