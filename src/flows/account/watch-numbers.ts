import { type Absence, goneAfter } from '../../domain/account/absence.ts';
import { type VanishedSince, vanishedSince } from '../../domain/account/appeared.ts';
import {
  type AccountLists,
  compareAll,
  indexLists,
  isInDoubt,
  type LastSeen,
  type ListIndex,
  type Vanished,
} from '../../domain/account/last-seen.ts';
import { standingRecords } from '../../domain/numbers/standing-record.ts';
import type { LastSeenNumbers } from '../../store/last-seen-numbers.ts';
import type { Looks } from '../../store/looks.ts';
import type { ChangeDeps } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import { createNumberRecords, type NumberRecordsDeps } from '../numbers/number-records.ts';
import type { NoteAppeared } from './note-appeared.ts';
import { createFindVanished } from './vanished.ts';
import { createWatchRecord } from './watch-record.ts';

/** Numbers whose records are read together. */
const SLICE = 200;
/** Readings for orders watch too, but not each of them. */
const AT_LEAST_MS = 60_000;
/** After a reading that showed nothing. */
const AGAIN_MS = 30 * 60_000;

type Deps = ChangeDeps &
  NumberRecordsDeps & {
    looks: Pick<Looks, 'watchAt' | 'askWatch'>;
    lastSeen: LastSeenNumbers;
    teams: () => Promise<string[]>;
    connections: Pick<Connections, 'recordsOf' | 'changeConnection'>;
    noteAppeared: NoteAppeared;
    /** From one look at everything to the next. */
    everyMs: number;
  };

/**
 * Compares all that we own with what a reading of the account shows, whatever the reading was made for. Numbers that look as they
 * did cost no record; what is new is saved on the record, and its owner is told.
 */
export function createWatchNumbers(deps: Deps) {
  const { looks, lastSeen, log, everyMs } = deps;
  const goneAfterMs = goneAfter(everyMs);
  const numberRecords = createNumberRecords(deps);
  const findVanished = createFindVanished(deps);
  const watchRecord = createWatchRecord(deps);

  /** `lists`: undefined if the reading did not ask for all, or failed. `at`: when it began (epoch ms). */
  return async function watchNumbers(lists: AccountLists | undefined, at: number): Promise<void> {
    const dueAt = (await looks.watchAt()) ?? at;
    const isDue = dueAt <= at;
    if (lists ? !isDue && dueAt > at + everyMs - AT_LEAST_MS : !isDue) return;
    await looks.askWatch(at + Math.min(AGAIN_MS, everyMs));
    if (lists) await looks.askWatch(at + (await watchAll(lists, at)));
  };

  /** Returns after how many ms to look again. */
  async function watchAll(lists: AccountLists, at: number): Promise<number> {
    const index = indexLists(lists);
    const seen = new Map<string, LastSeen>();
    let lacked: Vanished | undefined;
    let unlisted: Vanished | undefined;
    for (const team of await deps.teams()) {
      const watched = await watchTeam(team, index, at);
      for (const [e164, one] of watched.seen) seen.set(e164, one);
      lacked = together(lacked, watched.lacked);
      unlisted = together(unlisted, watched.unlisted);
    }
    const all = [...seen.values()];
    const elsewhere = [...index.owned.of.values()].filter(
      ({ e164, status }) => status !== 'released' && !seen.has(e164),
    );
    const before = await lastSeen.figures();
    const when = { at, goneAfterMs };
    const vanished = vanishedBy(index.owned, before?.vanished, lacked, when);
    const vanishedChannels = vanishedBy(index.channels, before?.vanishedChannels, unlisted, when);
    await lastSeen.keepFigures({
      at,
      troubled: all.filter(({ isTroubled }) => isTroubled).length,
      elsewhere: elsewhere.length,
      ...(vanished && { vanished }),
      ...(vanishedChannels && { vanishedChannels }),
    });
    // A list that may be another account's names numbers that may be nobody's here.
    if (index.owned.isWhole && !lacked) await deps.noteAppeared(elsewhere, at);
    const isDoubted =
      all.some(isInDoubt) || [vanished, vanishedChannels].some((one) => one?.isProven === false);
    return isDoubted ? goneAfterMs : everyMs;
  }

  /** What was seen last of each of the team's numbers. */
  async function watchTeam(team: string, index: ListIndex, at: number) {
    const [numbers, kept] = await Promise.all([lastSeen.numbers(team), lastSeen.kept(team)]);
    const lacked = await findVanished(team, kept, index, 'number');
    const unlisted = await findVanished(team, kept, index, 'channel');
    const lists = doubted(index, { owned: lacked, channels: unlisted });
    const when = { at, goneAfterMs };
    const { same, others } = compareAll(numbers, kept, lists, when);
    const next = new Map(same);
    for (let start = 0; start < others.length; start += SLICE) {
      const records = standingRecords(
        await numberRecords(team, others.slice(start, start + SLICE)),
      );
      for (const [e164, record] of records) {
        const [ids = [], known] = [numbers.get(e164), kept.get(e164)];
        const seen = await watchRecord(record, { ids, known, lists, ...when });
        if (seen) next.set(e164, seen);
      }
    }
    await lastSeen.keep(team, next);
    const left = [...kept.keys()].filter((e164) => !numbers.has(e164));
    await lastSeen.drop(team, left);
    for (const e164 of left) kept.delete(e164);
    return { seen: new Map([...kept, ...next]), lacked, unlisted };
  }

  /** A list that lacks too much of what there was shows what it shows, and no more. */
  function doubted(
    { owned, channels }: ListIndex,
    lacked: Record<keyof ListIndex, Vanished | undefined>,
  ): ListIndex {
    if (lacked.owned) log.warn({ event: 'watch.odd_list', listed: owned.of.size, ...lacked.owned });
    if (lacked.channels) {
      const listed = channels.byId.size;
      log.warn({ event: 'watch.odd_channel_list', listed, ...lacked.channels });
    }
    return {
      owned: { ...owned, isWhole: owned.isWhole && !lacked.owned },
      channels: { ...channels, isWhole: channels.isWhole && !lacked.channels },
    };
  }
}
export type WatchNumbers = ReturnType<typeof createWatchNumbers>;

/** A list that was not read whole says nothing of what it lacks. */
function vanishedBy(
  { isWhole }: { isWhole: boolean },
  before: VanishedSince | undefined,
  lacked: Vanished | undefined,
  when: Absence,
): VanishedSince | undefined {
  return isWhole ? vanishedSince(before, lacked, when) : before;
}

function together(one: Vanished | undefined, other: Vanished | undefined): Vanished | undefined {
  if (!one || !other) return one ?? other;
  return { lacking: one.lacking + other.lacking, of: one.of + other.of };
}
