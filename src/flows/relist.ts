import type { Clock, Log } from '../runtime.ts';
import type { Orders } from '../store/records.ts';
import type { Progress, RelistedStore } from '../store/relisted.ts';

/** Raise it when records stand in other lists than before: all are put on them again. */
const EDITION = 4;
/**
 * How many batches each round takes in one sweep: people wait for the first. During an upgrade, processes of the version
 * before go on saving without lists; the second finds that, and nobody waits for it.
 */
const BATCHES_OF_ROUND = [1_000, 20];
const BETWEEN_ROUNDS_MS = 3_600_000;
/** How many records are read together. */
const BATCH = 100;

type Listed = Pick<Orders, 'oldest' | 'relist'>;

/** Puts the records that an earlier version made on their lists: a batch at a time, from where the last worker stopped. */
export function createRelist(deps: {
  orders: Listed;
  verifications: Listed;
  relisted: RelistedStore;
  clock: Clock;
  log: Log;
}) {
  const { relisted, clock, log } = deps;

  async function sweep(goOn: () => boolean): Promise<void> {
    for (const team of await relisted.teams()) {
      await walk(team, 'order', deps.orders, goOn);
      await walk(team, 'verification', deps.verifications, goOn);
    }
  }

  async function isBehind(): Promise<boolean> {
    for (const team of await relisted.teams()) {
      for (const kind of ['order', 'verification']) {
        if ((await progressOf(team, kind)).round === 1) return true;
      }
    }
    return false;
  }

  return {
    /** Some batches. Calls `goOn` before each. */
    sweep,
    /** The first round: resolves when all records stand on their lists, as whatever reads a list expects. */
    async catchUp(): Promise<void> {
      while (await isBehind()) await sweep(() => true);
    },
  };

  async function walk(
    team: string,
    kind: string,
    records: Listed,
    goOn: () => boolean,
  ): Promise<void> {
    let at = await progressOf(team, kind);
    if (at.edition > EDITION || clock.now() < at.from) return;
    const { round } = at;
    const batches = BATCHES_OF_ROUND[round - 1] ?? 0;
    for (let batch = 0; batch < batches && at.round === round && goOn(); batch += 1) {
      const refs = await records.oldest(team, { offset: at.offset, count: BATCH });
      const missing = await records.relist(refs);
      if (missing > 0) log.info({ event: 'lists.filled', kind, round, missing });
      at =
        refs.length < BATCH
          ? { ...at, round: round + 1, offset: 0, from: clock.now() + BETWEEN_ROUNDS_MS }
          : { ...at, offset: at.offset + BATCH };
      await relisted.passed(team, kind, at);
    }
  }

  /** A later version knows other lists, and puts the records on them itself. */
  async function progressOf(team: string, kind: string): Promise<Progress> {
    const kept = await relisted.progress(team, kind);
    const begun = { edition: EDITION, round: 1, offset: 0, from: 0 };
    return kept && kept.edition >= EDITION ? kept : begun;
  }
}
export type Relist = ReturnType<typeof createRelist>;
