import type { Redis } from 'ioredis';
import { readMonth } from '../domain/audit/audit.ts';
import { kindOf, RECORD_KINDS } from '../domain/record.ts';
import { ArchiveDamaged, readArchive, signedHeads } from './archive-file.ts';
import { type Anchor, startBehind } from './audit-anchors.ts';
import {
  type Break,
  type ChainCheck,
  createChainCheck,
  GENESIS,
  type Head,
  headText,
  type Story,
  sha256,
} from './audit-chain.ts';
import type { AuditLog } from './audit-log.ts';
import type { Keys } from './keys.ts';

/** The check of one workspace from entry `start` on. When all is well, `head` is worth noting elsewhere. */
export type AuditCheckResult = {
  team: string;
  start: number;
  head: Head;
  broken: Break | undefined;
  /** Known heads of archived entries, which only the files can prove. */
  unproven?: Head[];
};

/** The clocks of Redis and of a bot never differ by more. */
const CLOCKS_MS = 24 * 3_600_000;

/**
 * Checks a workspace's audit: the chain, the heads it must pass through (stored, and noted elsewhere), and every record
 * against its last entry. Archived months are read from the files in `archive`; without it the check begins behind them.
 * Changes may go on meanwhile.
 */
export function createAuditCheck(options: {
  redis: Redis;
  keys: Keys;
  audit: AuditLog;
  archive?: string | undefined;
}) {
  const { redis, keys, audit, archive } = options;

  return async function checkTeam(
    team: string,
    noted: readonly Head[] = [],
  ): Promise<AuditCheckResult> {
    const signed = archive === undefined ? [] : await signedHeads(archive, team);
    const heads = [...noted, ...signed];
    const anchors = await audit.anchors(team);
    const start = archive === undefined ? startBehind(anchors) : GENESIS;
    const isProvable = ({ seq }: Head) =>
      seq > start.seq || anchors.some(({ last }) => last.seq === seq);
    const known = heads.filter(isProvable);
    const check = createChainCheck(start);
    const madeSince = start.seq > 0 ? surelyAfter(anchors) : '-inf';
    const stored = await audit.head(team);
    let after: string | undefined;

    async function walkOn(): Promise<void> {
      for await (const link of audit.read(team, after === undefined ? {} : { after })) {
        check.next(link);
        after = link.id;
      }
    }

    /** The head was read before the walk, so the chain must pass through it. */
    function headBreak(): Break | undefined {
      const { seq } = check.head();
      const missing = (says: string): Break => ({ kind: 'truncated', seq: seq + 1, says });
      if (!stored && seq > 0) return missing('the note of where the chain ends is gone');
      if (stored && !check.passes(stored.hash)) {
        return missing(
          `the chain ends at entry ${seq}, but it was noted to reach entry ${stored.seq} with another hash`,
        );
      }
      return lostBreak(seq);
    }

    /** Names what is missing between the last known head in the chain and the newest one that is not. */
    function lostBreak(end: number): Break | undefined {
      const isPassed = ({ hash }: Head) =>
        check.passes(hash) || anchors.some(({ last }) => last.hash === hash);
      const passed = known.filter(isPassed);
      const lost = known.filter((head) => !isPassed(head)).toSorted((a, b) => a.seq - b.seq);
      const newest = lost.at(-1);
      if (!newest) return undefined;
      const common = Math.max(0, ...passed.map(({ seq }) => seq).filter((seq) => seq < newest.seq));
      const left =
        common > 0
          ? `entry ${common} is the last one known to be left`
          : 'none is known to be left';
      const says = `the head ${headText(newest)} is not in the chain, which ends at entry ${end}: of the entries up to ${newest.seq}, ${left}. The others were cut off, lost when Redis went back, or recomputed`;
      return { kind: 'truncated', seq: common + 1, says };
    }

    async function recordBreak(): Promise<Break | undefined> {
      for (const [record, story] of check.stories()) {
        if (await agrees(record, story)) continue;
        // It may have changed since the walk; a new entry would say so.
        await walkOn();
        const now = check.stories().get(record);
        if (now && (await agrees(record, now))) continue;
        const says = `${record} is not what entry ${story.seq} left it as: it was changed without an entry, or its newer entries are gone`;
        return { kind: 'bypassed', seq: story.seq, says };
      }
      return undefined;
    }

    async function agrees(record: string, { saved }: Story): Promise<boolean> {
      const kind = kindOf(record);
      if (kind === undefined || saved === undefined) return true;
      const json = await redis.get(keys.record(kind, { team, id: record }));
      return json !== null && sha256(json) === saved;
    }

    async function unheardOf(): Promise<Break | undefined> {
      for (const kind of RECORD_KINDS) {
        const ids = await redis.zrangebyscore(keys.list(kind, team), madeSince, '+inf');
        const unknown = () => ids.find((id) => !check.stories().has(id));
        if (unknown() === undefined) continue;
        await walkOn();
        const record = unknown();
        if (record === undefined) continue;
        const says = `${record} has no entry at all: its entries are gone, or it was made without one`;
        return { kind: 'bypassed', seq: 1, says };
      }
      return undefined;
    }

    const damaged = archive !== undefined && (await archiveBreak(archive, anchors, check));
    if (!damaged) await walkOn();
    const broken =
      (damaged || check.firstBreak()) ??
      headBreak() ??
      (await recordBreak()) ??
      (await unheardOf()) ??
      check.firstBreak();
    // A month that was archived during the walk looks like one that was removed.
    if (broken && (await audit.anchors(team)).length !== anchors.length)
      return checkTeam(team, noted);
    const unproven = heads.filter((head) => !isProvable(head));
    return { team, start: start.seq + 1, head: check.head(), broken, unproven };
  };
}

/** Epoch ms: what was made since then has an entry that is not archived. */
function surelyAfter(anchors: readonly Anchor[]): number {
  const month = readMonth(anchors.at(-1)?.month ?? '');
  return (month?.until ?? 0) + CLOCKS_MS;
}

async function archiveBreak(
  dir: string,
  anchors: readonly Anchor[],
  check: ChainCheck,
): Promise<Break | undefined> {
  for (const anchor of anchors) {
    try {
      for await (const link of readArchive(dir, anchor)) check.next(link);
    } catch (error) {
      if (!(error instanceof ArchiveDamaged)) throw error;
      return check.firstBreak() ?? { kind: 'archive', seq: anchor.first.seq, says: error.message };
    }
  }
  return check.firstBreak();
}
