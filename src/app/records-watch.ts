import { join } from 'node:path';
import { lastDue } from '../domain/digest/digest-week.ts';
import { digestPlanOf, workspaceOf } from '../domain/policy/policies.ts';
import type { Ref } from '../domain/record.ts';
import { errorCode } from '../errors.ts';
import { NEWS_SLOT } from '../flows/account/tell-account-news.ts';
import { createWatchRecords } from '../flows/audit/watch-records.ts';
import { type ChangeDeps, type ChangeOrder, createOrderChange } from '../flows/change.ts';
import { type DeliverDeps, markStale, postOnce } from '../flows/deliver.ts';
import { DIGEST_SLOT } from '../flows/digest/send-digest.ts';
import { createPutBack, createReconcile, createSentBefore } from '../flows/order/put-back.ts';
import type { PoliciesInForce } from '../flows/policy/policies-in-force.ts';
import type { Log } from '../runtime.ts';
import type { AuditLog } from '../store/audit-log.ts';
import { createKeptFile, readKept } from '../store/kept-files.ts';
import { createKnownEditions, editionsSchema } from '../store/known-editions.ts';
import { createKnownHeads, headsSchema } from '../store/known-heads.ts';
import { openPurchaseJournal } from '../store/purchase-journal.ts';
import { gapNote } from '../views/audit/audit-answers.ts';
import { type Config, ConfigError } from './config.ts';
import type { Stores } from './storage.ts';

/** Where this installation keeps, on its own disk, what it sent and what Redis acknowledged. */
export function memoryDir({ dataDir, prefix }: Pick<Config['redis'], 'dataDir' | 'prefix'>) {
  return join(dataDir, 'purchases', prefix);
}

/**
 * What a process knows out of Redis' reach: its purchase journal, the audit heads it was given, and the editions of
 * policies it saw. Throws ConfigError
 * when DATA_DIR cannot be written: only Redis would then know of a purchase.
 */
export async function openRecordsMemory(options: {
  redis: Config['redis'];
  audit: AuditLog;
  now: () => number;
  log: Log;
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
    remembered: await readKept(dir, 'heads', headsSchema),
    onDoubt,
    onArchived: (archived) => log.warn({ event: 'heads.archived', ...archived }),
    onChanged: () => void file.changed(),
  });
  const file = createKeptFile({ dir, kind: 'heads', content: heads.worthKeeping, log });
  const editions = createKnownEditions({
    remembered: await readKept(dir, 'policies', editionsSchema),
    onChanged: () => editionsFile.changed(),
  });
  const kept = { dir, kind: 'policies', content: editions.worthKeeping, log } as const;
  const editionsFile = createKeptFile(kept);
  await Promise.all([file.takeOver(), editionsFile.takeOver()]);
  return {
    journal,
    heads,
    editions,
    async close(): Promise<void> {
      await Promise.all([file.close(), editionsFile.close()]);
      await journal.close();
    },
  };
}
export type RecordsMemory = Awaited<ReturnType<typeof openRecordsMemory>>;

function cannotBeWritten(dataDir: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `The bot can't write to DATA_DIR (${dataDir})${code}. It records each purchase there before sending it. Name a directory it can write to, on a disk that lasts.`;
}

/**
 * Watches that Redis still shows what it acknowledged. Only a process that sends purchases (`sends`) puts them back and
 * tells people. A bot without a worker notices, redraws open cards and records the gap: it may be the only one to know
 * that a vote was lost.
 */
export function createRecordsWatch(options: {
  sends: boolean;
  memory: Pick<RecordsMemory, 'heads' | 'journal'>;
  stores: Pick<
    Stores,
    'orders' | 'verifications' | 'deliveries' | 'due' | 'audit' | 'gaps' | 'appeared'
  >;
  homeTeam: string;
  change: ChangeDeps;
  delivering: Omit<DeliverDeps, 'deliveries' | 'log' | 'clock'>;
  policiesOf: PoliciesInForce['policiesOf'];
}) {
  const { sends, memory, stores, homeTeam, change, delivering, policiesOf } = options;
  const { orders, verifications, deliveries, due, audit, gaps, appeared } = stores;
  const { clock, newId, log } = change;
  const { heads, journal } = memory;
  const changeOrder: ChangeOrder = createOrderChange({ ...change, orders });
  const lastEntryOf = audit.lastOf;
  const putBack = createPutBack({ ...change, orders, changeOrder, lastEntryOf, deliveries });
  const reconcile = createReconcile({ journal, putBack, log });

  async function channelOf(team: string): Promise<string | undefined> {
    const policies = await policiesOf(team).catch(unlessUnread);
    const named = policies && workspaceOf(policies, team)?.rulebook.channel;
    if (named) return named;
    const [newest] = await orders.newest(team, 1);
    return newest?.channel;
  }

  /** Marks as stale the card of every open record and of those changed lately, and the last digest; the sweep redraws them. */
  async function redraw(team: string, changed: readonly Ref[]): Promise<void> {
    // Writes down that the policy was lost, for processes that never saw it.
    const policies = await policiesOf(team).catch(unlessUnread);
    const plan = policies && digestPlanOf(policies, team);
    const digest = plan && { team, id: lastDue(plan, clock.now()).id };
    if (digest) await markStale(deliveries, digest, DIGEST_SLOT);
    const open = [...(await orders.open()), ...(await verifications.open())];
    const refs = [...open.filter((each) => each.team === team), ...changed];
    for (const ref of refs) await markStale(deliveries, ref, 'card');
    await due.bringForward(refs.map((ref) => ({ ref, next: clock.now() })));
  }

  /** What was told of numbers that nobody bought here: no audit has an answer to it. */
  async function redrawNews(): Promise<void> {
    for (const id of (await appeared.notices(homeTeam)).keys())
      await markStale(deliveries, { team: homeTeam, id }, NEWS_SLOT);
  }

  const watch = createWatchRecords({
    heads,
    gaps,
    clock,
    newId,
    log,
    redraw,
    redrawUnaudited: redrawNews,
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
    /** Whether every purchase known to be sent is in the records. */
    isComplete: async (): Promise<boolean> => (await reconcile.missing()).length === 0,
    sent: createSentBefore({ orders, journal, watch, reconcile, putBack }),
  };
}
export type RecordsWatch = ReturnType<typeof createRecordsWatch>;

/** The policy may be among what was lost. */
function unlessUnread(error: unknown): undefined {
  if (errorCode(error) !== 'policy_unread') throw error;
}
