import { auditEntry } from '../../domain/audit/audit.ts';
import {
  covers,
  type LostEntries,
  type NoticedGap,
  noticed,
  noticedAgain,
} from '../../domain/audit/gap.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { KnownHeads } from '../../store/known-heads.ts';
import type { Gaps } from '../../store/records.ts';
import type { Reconcile } from '../order/put-back.ts';
import { shareReads } from '../shared-reads.ts';

const by = { job: 'watch' };

/**
 * Watches that Redis still shows what it acknowledged. When it does not, everything that is known to have been sent is
 * compared and put back, and the loss is written down once, for people to be told. One look at a time, and none is
 * lost: whoever asks during a look gets one that begins after it.
 */
export function createWatchRecords(deps: {
  heads: KnownHeads;
  gaps: Gaps;
  /** Where purchases are sent. */
  reconcile?: Reconcile;
  /** Tells people of an open gap, once. */
  tell?: (gap: NoticedGap) => Promise<void>;
  /** Cards may show what the records have forgotten. */
  redraw: (team: string) => Promise<void>;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { heads, gaps, reconcile, clock, newId, log } = deps;
  /** Noticed, and not written down yet: Redis may go away in between. */
  const unwritten: LostEntries[] = [];
  let afresh = true;

  async function run(): Promise<void> {
    for (const team of heads.teams()) {
      const lost = await heads.findLost(team);
      if (!lost) continue;
      log.error({ event: 'records.went_back', ...lost }, 'Redis shows an older state than it had');
      unwritten.push(lost);
      afresh = true;
    }
    const isAfresh = afresh;
    await reconcile?.check({ afresh: isAfresh });
    if (isAfresh) afresh = false;
    while (unwritten[0]) {
      await deps.redraw(unwritten[0].team);
      if (await isWrittenDown(unwritten[0])) unwritten.shift();
    }
    // Another process may have noticed what this one, which saved nothing, is there to tell.
    const withGaps = (await gaps.open()).map(({ team }) => team);
    for (const team of new Set([...heads.teams(), ...withGaps])) await tellOfGap(team);
  }

  /** False when somebody else wrote meanwhile: then it is judged again. */
  async function isWrittenDown(lost: LostEntries): Promise<boolean> {
    const now = clock.now();
    const [latest] = await gaps.newest(lost.team, 1);
    if (latest && covers(latest, lost)) return true;
    const gap =
      latest?.state === 'noticed'
        ? noticedAgain(latest, lost, now)
        : noticed(newId('gap'), lost, now);
    if (gap.revision > 1) return gaps.save(gap, auditEntry('went_back', by, latest, gap, now));
    const made = await gaps.create(gap, auditEntry('went_back', by, undefined, gap, now));
    return made.result === 'created';
  }

  async function tellOfGap(team: string): Promise<void> {
    const [latest] = await gaps.newest(team, 1);
    if (latest?.state === 'noticed') await deps.tell?.(latest);
    if (latest?.state === 'accepted') heads.forgetLost(team, latest.endedAt);
  }

  const check = shareReads(run);

  return {
    check,
    /** Waits for nothing. `afresh` when Redis was away: then everything is compared again. */
    checkSoon(how: { afresh?: boolean } = {}): void {
      if (how.afresh) afresh = true;
      check().catch((error: unknown) => log.warn({ event: 'records.not_looked', err: error }));
    },
  };
}
export type WatchRecords = ReturnType<typeof createWatchRecords>;
