import type { Policies } from '../domain/policy/policies.ts';
import { workspaceOf } from '../domain/policy/policies.ts';
import { createWatchRecords } from '../flows/audit/watch-records.ts';
import { type ChangeDeps, type ChangeOrder, createOrderChange } from '../flows/change.ts';
import { type DeliverDeps, postOnce } from '../flows/deliver.ts';
import { createPutBack } from '../flows/order/put-back.ts';
import { createReconcile } from '../flows/order/reconcile.ts';
import { createSentBefore } from '../flows/order/sent-before.ts';
import type { Message } from '../slack/door.ts';
import { gapNote } from '../views/audit/gap-note.ts';
import type { RecordsMemory } from './records-memory.ts';
import type { Stores } from './storage.ts';

/**
 * Watching that Redis shows what it acknowledged, wired. Only where purchases are sent (`sends`) are they put back and
 * people told; a bot without a worker notices and writes it down.
 */
export function createRecordsWatch(options: {
  sends: boolean;
  memory: Pick<RecordsMemory, 'heads' | 'journal'>;
  stores: Pick<Stores, 'orders' | 'verifications' | 'deliveries' | 'audit' | 'gaps'>;
  change: ChangeDeps;
  delivering: Omit<DeliverDeps<Message>, 'deliveries' | 'log' | 'chance'>;
  policies: () => Policies;
}) {
  const { sends, memory, stores, change, delivering, policies } = options;
  const { orders, verifications, deliveries, audit, gaps } = stores;
  const { chance, log } = change;
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
    chance,
    log,
    ...(sends && {
      reconcile,
      redraw,
      tell: async (gap) => {
        const channel = await channelOf(gap.team);
        if (!channel) return;
        const slot = `told-${gap.revision}`;
        const told = await deliveries.get(gap, slot);
        if (told?.state === 'sent' || told?.state === 'undeliverable') return;
        const target = { ref: gap, slot, place: { channel }, revision: gap.revision };
        const posting = await postOnce(
          { ...delivering, deliveries, chance, log },
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
