import type { Absence } from '../../domain/account/absence.ts';
import { compareRecord } from '../../domain/account/compare-record.ts';
import {
  compareWith,
  type LastSeen,
  LISTED,
  type ListIndex,
  type Seen,
  UNSEEN,
} from '../../domain/account/last-seen.ts';
import { isTooNew } from '../../domain/account/look.ts';
import {
  type Connectable,
  isConnectable,
  onboardingOf,
} from '../../domain/connection/connectable.ts';
import { type ChannelSeen, hasChannel } from '../../domain/connection/connection.ts';
import { hasTrouble } from '../../domain/numbers/watched.ts';
import { nextRevision } from '../../domain/record.ts';
import { type ChangeDeps, change, tryEnqueue } from '../change.ts';
import type { Connections } from '../connection/connections.ts';

const BY = { job: 'watch' };

/** The records that gave the number, what was last seen of it, and what is seen now: by lists asked for at `at` (epoch ms). */
export type Watching = Absence & {
  ids: string[];
  known: LastSeen | undefined;
  lists: ListIndex;
};

/**
 * Compares one record with the lists, saves what is new and has its owner told. Returns what was seen, or undefined if the
 * record has changed meanwhile: the next look compares it.
 */
export function createWatchRecord(
  deps: ChangeDeps & { connections: Pick<Connections, 'recordsOf' | 'changeConnection'> },
) {
  const { connections, clock, log } = deps;

  return async (record: Connectable, watching: Watching): Promise<LastSeen | undefined> => {
    const { ids, at, lists, goneAfterMs } = watching;
    if (isTooNew(record, at, clock.now())) return undefined;
    const known = { ...(watching.known ?? unseen(record)), ids, ...waysTo(record) };
    const { seen, next } = compareWith(onboardingOf(record).e164, known, lists, {
      at,
      goneAfterMs,
    });
    const watched = await compare(record, seen, at);
    return watched && withTrouble(next, watched);
  };

  /** The record as it is then. */
  async function compare(
    found: Connectable,
    seen: Seen,
    at: number,
  ): Promise<Connectable | undefined> {
    const channel = acceptedIn(found, seen);
    if (channel) {
      const event = { type: 'observed', channel } as const;
      const changed = await connections.changeConnection(found, event, BY);
      return changed.ok ? changed.record : undefined;
    }
    return compareRecord(found, seen, clock.now()) ? save(found, seen, at) : found;
  }

  async function save(
    found: Connectable,
    seen: Seen,
    at: number,
  ): Promise<Connectable | undefined> {
    const records = connections.recordsOf(found);
    if (!records) return undefined;
    type Decided = { ok: true; record: Connectable } | { ok: false; refusal: { kind: 'not_now' } };
    const changed = await change(
      records,
      found,
      (record): Decided => {
        const now = clock.now();
        const watched =
          isConnectable(record) && !isTooNew(record, at, now) && compareRecord(record, seen, now);
        if (!watched) return { ok: false, refusal: { kind: 'not_now' } };
        return { ok: true, record: { ...record, watched, ...nextRevision(record, now) } };
      },
      { event: 'watched', by: BY, now: clock.now },
    );
    if (!changed.ok || !isConnectable(changed.record)) return undefined;
    const { record } = changed;
    log.info({ event: 'number.watched', record_id: record.id, watched: record.watched });
    await tryEnqueue(deps, () => deps.enqueue.redraw(record, record.revision));
    await tryEnqueue(deps, () => deps.enqueue.tellOwner(record));
    return record;
  }
}

/** The channel of a number that Meta rejected and no longer does. */
function acceptedIn({ connection }: Connectable, { channel }: Seen): ChannelSeen | undefined {
  if (connection?.state !== 'rejected' || !channel || channel === 'gone') return undefined;
  const isFine = channel.verification === 'verified' && channel.status === 'active';
  return isFine ? channel : undefined;
}

/** What the record says of times before anybody watched. */
function unseen(record: Connectable): Omit<LastSeen, 'ids'> {
  const wasOwned =
    record.kind === 'order' &&
    record.evidence.some(
      ({ source, finding }) => source === 'owned_numbers' && finding === 'active',
    );
  return {
    number: wasOwned ? { mark: LISTED } : UNSEEN.number,
    channel: record.connection?.state === 'live' ? { mark: LISTED } : UNSEEN.channel,
  };
}

function waysTo(record: Connectable): Pick<LastSeen, 'channelId' | 'orderId'> {
  const onboarding = onboardingOf(record);
  const orderId = onboarding.mode === 'buy_from_vobiz' ? onboarding.orderId : undefined;
  const channelId = hasChannel(record.connection) ? record.connection.channelId : undefined;
  return {
    ...(channelId !== undefined && { channelId }),
    ...(orderId !== undefined && { orderId }),
  };
}

function withTrouble(
  { isTroubled: _before, ...seen }: LastSeen,
  { watched }: Connectable,
): LastSeen {
  return { ...seen, ...(hasTrouble(watched) && { isTroubled: true }) };
}
