import {
  type Connectable,
  isConnectable,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import {
  askedKey,
  dueTransferEvent,
  newsOfTransfer,
  withTransfer,
} from '../../domain/numbers/transfer-rules.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import type { ReadDeliveries } from '../../store/deliveries.ts';
import { type ChangeDeps, change, tryEnqueue } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import { type DeliverDeps, isHopeless } from '../deliver.ts';
import { editAgainInMs } from '../tell-once.ts';
import { isTold, isToldDirectly, slotsOf, type Tell } from '../tell-person.ts';

type Numbers = Pick<Connections, 'get' | 'recordsOf'>;

/** Ends a transfer that is due or overtaken; otherwise changes nothing. Returns the record as it is then. */
export function createEndTransfer(deps: ChangeDeps & { connections: Numbers }) {
  const { connections, clock, log } = deps;

  return async (ref: Ref): Promise<Connectable | undefined> => {
    const found = await connections.get(ref);
    const event = found && dueTransferEvent(found, clock.now());
    const records = connections.recordsOf(ref);
    if (!event || !records) return found;
    const changed = await change(
      records,
      ref,
      (record) => {
        const now = clock.now();
        // Another one may have been asked for meanwhile.
        const due = isConnectable(record) ? dueTransferEvent(record, now) : undefined;
        const next = isConnectable(record) && due && withTransfer(record, due, now);
        return next ? { ok: true, record: next } : { ok: false, refusal: { kind: 'over' } };
      },
      { event: `transfer.${event.type}`, by: { job: 'sweep' }, now: clock.now },
    );
    if (changed.ok) {
      log.info({ event: `transfer.${event.type}`, record_id: ref.id });
      await tryEnqueue(deps, () => deps.enqueue.redraw(ref, changed.record.revision));
      await tryEnqueue(deps, () => deps.enqueue.tellOwner(ref));
    }
    return connections.get(ref);
  };
}
export type EndTransfer = ReturnType<typeof createEndTransfer>;

/**
 * Asks the owner directly, or in the thread of the card if they cannot be reached; later tells who asked how it ended, and
 * takes the buttons off what the owner was sent.
 */
export function createTellTransfer(
  deps: DeliverDeps & {
    connections: Numbers;
    tell: Tell;
    reply: (record: Connectable, mentions: boolean) => Message;
    direct: (record: Connectable) => Promise<Message>;
    /** What the owner was sent, alone or in the thread, once the transfer has ended. */
    over: (record: Connectable, isDirect: boolean) => Message;
  },
) {
  const { deliveries, messenger, clock } = deps;

  return async (ref: Ref): Promise<Again> => {
    const record = await deps.connections.get(ref);
    const news = record && newsOfTransfer(record);
    const again =
      news &&
      (await deps.tell(
        { ...record, owner: requesterOf(record) },
        {
          ...news,
          isPrivate: record.transfer?.state === 'asked',
          reply: (mentions) => deps.reply(record, mentions),
          direct: () => deps.direct(record),
        },
      ));
    return again ?? (record && (await shut(record)));
  };

  async function shut(record: Connectable): Promise<Again> {
    for (const slot of slotsToShut(record)) {
      const sent = await deliveries.get(record, slot);
      if (sent?.state !== 'sent' || sent.revision === SHUT) continue;
      const { channel, ts } = sent;
      const isDirect = slot.startsWith('direct-');
      const edited = await messenger.edit({ channel, ts }, deps.over(record, isDirect));
      const againInMs = editAgainInMs(edited, record.updatedAt, clock.now());
      if (againInMs !== undefined) return { againInMs };
      await deliveries.put(record, slot, { ...sent, revision: SHUT });
    }
    return undefined;
  }
}

/** The revision of a message that shows the end, and of one whose text we don't know. */
const SHUT = 0;

function slotsToShut({ transfer }: Connectable): string[] {
  if (!transfer || transfer.state === 'asked') return [];
  const { direct, thread } = slotsOf(askedKey(transfer));
  return [direct, thread];
}

/** `waits`: for the owner, or until it expires. `untold`: somebody must still hear of it. */
export type TransferSeenTo = 'none' | 'waits' | 'untold';

/** Ends what is due, and recovers a lost job that tells of it. */
export function createSweepTransfer(
  deps: ChangeDeps & Pick<DeliverDeps, 'deliveries'> & { endTransfer: EndTransfer },
) {
  return async (record: Order | Verification): Promise<TransferSeenTo> => {
    if (!isConnectable(record) || !record.transfer) return 'none';
    if (dueTransferEvent(record, deps.clock.now())) {
      await deps.endTransfer(record);
      return 'untold';
    }
    const isAsked = record.transfer.state === 'asked';
    if (await isSaid(record)) return isAsked ? 'waits' : 'none';
    await tryEnqueue(deps, () => deps.enqueue.tellOwner(record));
    return 'untold';
  };

  async function isSaid(record: Connectable): Promise<boolean> {
    const news = newsOfTransfer(record);
    const hasThread = !(await isHopeless(deps, record));
    const isHeard = record.transfer?.state === 'asked' ? isToldDirectly : isTold;
    if (news && !(await isHeard(deps, record, news, hasThread))) return false;
    return areShut(deps.deliveries, record);
  }
}
export type SweepTransfer = ReturnType<typeof createSweepTransfer>;

async function areShut(deliveries: Pick<ReadDeliveries, 'get'>, record: Connectable) {
  for (const slot of slotsToShut(record)) {
    const sent = await deliveries.get(record, slot);
    if (sent?.state === 'sent' && sent.revision !== SHUT) return false;
  }
  return true;
}
