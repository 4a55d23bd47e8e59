import { auditEntry } from '../../domain/audit/audit.ts';
import {
  covers,
  type LostEntries,
  type NoticedGap,
  noticed,
  noticedAgain,
} from '../../domain/audit/gap.ts';
import type { Ref } from '../../domain/record.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { KnownHeads } from '../../store/known-heads.ts';
import type { Gaps } from '../../store/records.ts';
import type { Reconcile } from '../order/put-back.ts';
import { shareReads } from '../shared-reads.ts';

const by = { job: 'watch' };

/**
 * Checks that Redis still has what it acknowledged. If not, compares and restores every known purchase, and records the
 * loss once for people to hear of. One check at a time; a call during a check gets one that starts after it.
 */
export function createWatchRecords(deps: {
  heads: KnownHeads;
  gaps: Gaps;
  reconcile?: Reconcile;
  /** Tells people once about an open gap. */
  tell?: (gap: NoticedGap) => Promise<void>;
  /** What Slack shows of a team may be lost; `changed`: records that this process changed lately, open or not. */
  redraw: (team: string, changed: readonly Ref[]) => Promise<void>;
  /** The same of what would be lost without a gap in the audit; called whenever Redis was away. */
  redrawUnaudited: () => Promise<void>;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { heads, gaps, reconcile, clock, newId, log } = deps;
  /** Noticed but not saved yet: Redis may go away in between. */
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
    await compare();
    while (unwritten[0]) {
      const { team } = unwritten[0];
      await deps.redraw(team, heads.changed(team));
      if (await isWrittenDown(unwritten[0])) unwritten.shift();
    }
    // Another process, which saved nothing, may have noticed a gap that this one must announce.
    const withGaps = (await gaps.open()).map(({ team }) => team);
    for (const team of new Set([...heads.teams(), ...withGaps])) await tellOfGap(team);
  }

  async function compare(): Promise<void> {
    const isAfresh = afresh;
    await reconcile?.check({ afresh: isAfresh });
    if (!isAfresh) return;
    await deps.redrawUnaudited();
    afresh = false;
  }

  /** False if another process wrote meanwhile; the caller judges again. */
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
    /** Does not wait. `afresh`: Redis was away, so compare everything again. */
    checkSoon(how: { afresh?: boolean } = {}): void {
      if (how.afresh) afresh = true;
      check().catch((error: unknown) => log.warn({ event: 'records.not_looked', err: error }));
    },
  };
}
export type WatchRecords = ReturnType<typeof createWatchRecords>;
