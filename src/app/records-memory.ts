import { join } from 'node:path';
import type { Log } from '../flows/ports.ts';
import type { AuditLog } from '../store/audit-log.ts';
import { createHeadsFile, readHeadFiles } from '../store/heads-file.ts';
import { createKnownHeads } from '../store/known-heads.ts';
import { openPurchaseJournal } from '../store/purchase-journal.ts';
import { type Config, ConfigError } from './config.ts';

/** Where this installation keeps, on its own disk, what it sent and what Redis acknowledged. */
export function memoryDir({ dataDir, prefix }: Pick<Config['redis'], 'dataDir' | 'prefix'>) {
  return join(dataDir, 'purchases', prefix);
}

/**
 * What a process knows out of Redis' reach: the journal of its purchases and the audit heads it was given. Throws
 * ConfigError when DATA_DIR cannot be written: a purchase would then be known to Redis alone.
 */
export async function openRecordsMemory(options: {
  redis: Config['redis'];
  audit: AuditLog;
  now: () => number;
  log: Log;
  /** Something does not follow: look soon. */
  onDoubt: () => void;
}) {
  const { audit, now, log, onDoubt } = options;
  const dir = memoryDir(options.redis);
  const journal = await openPurchaseJournal({ dir, now, log }).catch((cause: unknown) => {
    throw new ConfigError(cannotBeWritten(options.redis.dataDir, cause));
  });
  const heads = createKnownHeads({
    audit,
    now,
    remembered: await readHeadFiles(dir),
    onDoubt,
    onChanged: () => void file.changed(),
  });
  const file = createHeadsFile({ dir, heads: heads.worthKeeping, log });
  await file.takeOver();
  return {
    journal,
    heads,
    async close(): Promise<void> {
      await file.close();
      await journal.close();
    },
  };
}
export type RecordsMemory = Awaited<ReturnType<typeof openRecordsMemory>>;

export function cannotBeWritten(dataDir: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `DATA_DIR (${dataDir}) cannot be written${code}. The bot notes each purchase there before it sends it: name a directory that it may write to, on a disk that lasts.`;
}
