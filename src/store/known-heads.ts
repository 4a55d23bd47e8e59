import { z } from 'zod';
import type { LostEntries } from '../domain/audit/gap.ts';
import type { Ref } from '../domain/record.ts';
import { startBehind } from './audit-anchors.ts';
import { type Head, headText, readHead } from './audit-chain.ts';
import type { AuditLog } from './audit-log.ts';

/** An audit head that Redis gave, `seq:hash`, and when (epoch ms). */
const knownHeadSchema = z.object({ head: z.string(), at: z.number().int() });
export type KnownHead = z.infer<typeof knownHeadSchema>;
/** By team, oldest first. */
export const headsSchema = z.record(z.string(), z.array(knownHeadSchema));
type HeadsByTeam = z.infer<typeof headsSchema>;

type Known = Head & { at: number };
/** `changed`: the records that this process has changed, the latest last. */
type Memory = { known: Known[]; lost: KnownHead[]; changed: Set<string> };

/** This many unproven heads trigger a look before there are more. */
const MANY = 1_000;
/** So many changed records are remembered. */
const CHANGED_MAX = 200;

/**
 * Remembers the audit heads Redis gave this process, and tells when the chain no longer passes through them: Redis has
 * gone back in time. One look proves them all and leaves only the newest to remember.
 */
export function createKnownHeads(options: {
  audit: Pick<AuditLog, 'head' | 'readBack' | 'anchors'>;
  now: () => number;
  remembered?: readonly HeadsByTeam[];
  /** Called to look soon: a head does not follow, or many are unproven. */
  onDoubt?: () => void;
  /** Gets remembered heads of archived entries: only the files can prove them. */
  onArchived?: (heads: { team: string; heads: string[] }) => void;
  onChanged?: () => void;
}) {
  const { audit, now } = options;
  const teams = new Map<string, Memory>();
  for (const heads of options.remembered ?? []) {
    for (const [team, known] of Object.entries(heads)) {
      for (const { head, at } of known) remember(team, head, at);
    }
  }

  function memoryOf(team: string): Memory {
    const memory = teams.get(team) ?? { known: [], lost: [], changed: new Set() };
    teams.set(team, memory);
    return memory;
  }

  function remember(team: string, text: string, at: number): boolean {
    const head = readHead(text);
    if (!head) return true;
    const { known } = memoryOf(team);
    const newest = known.reduce((most, { seq }) => Math.max(most, seq), 0);
    known.push({ ...head, at });
    return head.seq > newest;
  }

  /** The hashes at these places of the chain, read from its end. */
  async function hashesAt(team: string, seqs: ReadonlySet<number>): Promise<Map<number, string>> {
    const lowest = Math.min(...seqs);
    const hashes = new Map<number, string>();
    for await (const { seq, hash } of audit.readBack(team)) {
      if (seqs.has(seq)) hashes.set(seq, hash);
      if (seq <= lowest) break;
    }
    return hashes;
  }

  async function findLost(team: string): Promise<LostEntries | undefined> {
    const memory = memoryOf(team);
    // Heads that arrive during this look are proven by the next.
    const asked = [...memory.known];
    const current = await audit.head(team);
    const at = now();
    const [only] = asked;
    if (asked.length === 1 && only?.seq === current?.seq && only?.hash === current?.hash)
      return undefined;
    const hashes = await hashesAt(team, new Set(asked.map(({ seq }) => seq)));
    const anchors = await audit.anchors(team);
    for (const { last } of anchors) if (!hashes.has(last.seq)) hashes.set(last.seq, last.hash);
    const start = startBehind(anchors);
    const isArchived = ({ seq }: Known) => seq < start.seq && !hashes.has(seq);
    const isLost = (head: Known) =>
      head.seq > (current?.seq ?? 0) || (hashes.get(head.seq) !== head.hash && !isArchived(head));
    const lost = asked.filter(isLost);
    const archived = asked.filter((head) => !isLost(head) && isArchived(head)).map(headText);
    if (archived.length > 0) options.onArchived?.({ team, heads: archived });
    const since = memory.known.slice(asked.length);
    memory.known = [...(current ? [{ ...current, at }] : []), ...since];
    options.onChanged?.();
    const newest = lost.toSorted((a, b) => a.at - b.at || a.seq - b.seq).at(-1);
    if (!newest) return undefined;
    const left = asked.filter((each) => !isLost(each)).map(({ seq }) => seq);
    memory.lost.push(...lost.map(asKept));
    return { team, lost: headText(newest), lostAt: newest.at, common: Math.max(0, ...left) };
  }

  return {
    heard({ team, head, record }: { team: string; head: string; record: string }): void {
      const { changed } = memoryOf(team);
      changed.delete(record);
      changed.add(record);
      const [oldest] = changed;
      if (oldest !== undefined && changed.size > CHANGED_MAX) changed.delete(oldest);
      const follows = remember(team, head, now());
      options.onChanged?.();
      // Answers may also have overtaken each other; only a look can tell.
      if (!follows || memoryOf(team).known.length > MANY) options.onDoubt?.();
    },
    teams: (): string[] => [...teams.keys()],
    /** The records this process changed lately: people may see changes of theirs that Redis has lost. */
    changed: (team: string): Ref[] => [...memoryOf(team).changed].map((id) => ({ team, id })),
    /** What Redis no longer shows; undefined when all is there. Reports each loss once. */
    findLost,
    /** A person has compared everything known up to `until` (epoch ms). */
    forgetLost(team: string, until: number): void {
      const memory = memoryOf(team);
      memory.lost = memory.lost.filter(({ at }) => at > until);
      options.onChanged?.();
    },
    /** What must survive a restart: each team's newest head, and the lost ones. */
    worthKeeping(): HeadsByTeam {
      const kept = [...teams].map(([team, { known, lost }]) => {
        const newest = known.toSorted((a, b) => a.at - b.at || a.seq - b.seq).at(-1);
        return { [team]: [...lost.slice(-MANY), ...(newest ? [asKept(newest)] : [])] };
      });
      return Object.assign({}, ...kept);
    },
  };
}
export type KnownHeads = ReturnType<typeof createKnownHeads>;

function asKept({ seq, hash, at }: Known): KnownHead {
  return { head: headText({ seq, hash }), at };
}
