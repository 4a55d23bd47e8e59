import type { Log } from '../runtime.ts';
import { PURPOSE_NAMES } from '../store/connect-redis.ts';
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
  const redis = PURPOSE_NAMES.map((name): Part => {
    return { name: `redis_${name}`, serves: 'work', isReady: () => parts.storage?.isUp(name) };
  });
  const ofBot: readonly Part[] = [
    { name: 'slack', serves: 'traffic', isReady: () => parts.bot?.isConnected() },
  ];
  const ofWorker: readonly Part[] = [
    { name: 'worker', serves: 'work', isReady: () => parts.worker?.isFetching() },
    { name: 'sweep', serves: 'work', isReady: () => parts.worker?.sweepsInTime() },
    { name: 'records', serves: 'work', isReady: () => parts.records?.isComplete() },
  ];
  const ready = createReadiness([
    ...redis,
    ...(role === 'worker' ? [] : ofBot),
    ...(role === 'bot' ? [] : ofWorker),
  ]);

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
