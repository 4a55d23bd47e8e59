import { join } from 'node:path';
import { type Policies, workspaceOf } from '../domain/policy/policies.ts';
import { createWatchRecords } from '../flows/audit/watch-records.ts';
import { type ChangeDeps, type ChangeOrder, createOrderChange } from '../flows/change.ts';
import { type DeliverDeps, postOnce } from '../flows/deliver.ts';
import { createPutBack, createReconcile, createSentBefore } from '../flows/order/put-back.ts';
import type { Log } from '../runtime.ts';
import type { AuditLog } from '../store/audit-log.ts';
import { createHeadsFile, createKnownHeads, readHeadFiles } from '../store/known-heads.ts';
import { openPurchaseJournal } from '../store/purchase-journal.ts';
import { gapNote } from '../views/audit/audit-answers.ts';
import { type Config, ConfigError } from './config.ts';
import type { Stores } from './storage.ts';

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

function cannotBeWritten(dataDir: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `DATA_DIR (${dataDir}) cannot be written${code}. The bot notes each purchase there before it sends it: name a directory that it may write to, on a disk that lasts.`;
}

/**
 * Watching that Redis shows what it acknowledged, wired. Only where purchases are sent (`sends`) are they put back and
 * people told; a bot without a worker notices, has open
 * cards drawn again and writes it down: that a vote was lost may be known to nobody else.
 */
export function createRecordsWatch(options: {
  sends: boolean;
  memory: Pick<RecordsMemory, 'heads' | 'journal'>;
  stores: Pick<Stores, 'orders' | 'verifications' | 'deliveries' | 'audit' | 'gaps'>;
  change: ChangeDeps;
  delivering: Omit<DeliverDeps, 'deliveries' | 'log' | 'clock'>;
  policies: () => Policies;
}) {
  const { sends, memory, stores, change, delivering, policies } = options;
  const { orders, verifications, deliveries, audit, gaps } = stores;
  const { clock, newId, log } = change;
  const { heads, journal } = memory;
  const changeOrder: ChangeOrder = createOrderChange({ ...change, orders });
  const lastEntryOf = audit.lastOf;
  const putBack = createPutBack({ ...change, orders, changeOrder, lastEntryOf, deliveries });
  const reconcile = createReconcile({ journal, putBack, log });

  /** The approvals channel of the policy, else where the newest request has its card. */
  async function channelOf(team: string): Promise<string | undefined> {
    const named = workspaceOf(policies(), team)?.rulebook.channel;
    if (named) return named;
    const [newest] = await orders.newest(team, 1);
    return newest?.channel;
  }

  /** Makes every card of an open record count as behind: the sweep draws it again. */
  async function redraw(team: string): Promise<void> {
    const refs = [...(await orders.open()), ...(await verifications.open())];
    for (const ref of refs.filter((each) => each.team === team)) {
      const card = await deliveries.get(ref, 'card');
      if (card?.state === 'sent') await deliveries.put(ref, 'card', { ...card, revision: 0 });
    }
  }

  const watch = createWatchRecords({
    heads,
    gaps,
    clock,
    newId,
    log,
    redraw,
    ...(sends && {
      reconcile,
      tell: async (gap) => {
        const channel = await channelOf(gap.team);
        if (!channel) return;
        const slot = `told-${gap.revision}`;
        const told = await deliveries.get(gap, slot);
        if (told?.state === 'sent' || told?.state === 'undeliverable') return;
        const target = { ref: gap, slot, place: { channel }, revision: gap.revision };
        const posting = await postOnce(
          { ...delivering, deliveries, clock, log },
          { ...target, message: gapNote(gap) },
        );
        if (!posting.done && 'refused' in posting)
          log.warn({ event: 'records.not_told', team: gap.team, error: posting.refused });
      },
    }),
  });
  return {
    watch,
    /** Whether everything that is known to have been sent is in the records. */
    isComplete: async (): Promise<boolean> => (await reconcile.missing()).length === 0,
    sent: createSentBefore({ orders, journal, watch, reconcile, putBack }),
  };
}
export type RecordsWatch = ReturnType<typeof createRecordsWatch>;
