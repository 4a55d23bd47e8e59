import { createHash } from 'node:crypto';
import { auditEntrySchema } from '../domain/audit/audit.ts';
import { parseJson } from '../domain/json.ts';

/** A stored entry. `text` is its exact JSON; hashes are 64 lower-case hex digits. */
export type Link = { seq: number; prev: string; hash: string; text: string };

/** `seq:hash` of a chain's last entry. */
export type Head = { seq: number; hash: string };

/** What the first entry continues. */
export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) };

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Must match what the save script computes (`save-script.ts`). */
export function linkHash(prev: string, seq: number, text: string): string {
  return sha256(`${prev} ${seq} ${sha256(text)}`);
}

/** The first flaw found. `seq` is the entry it is at, or the missing one. */
export type Break = {
  kind:
    | 'removed'
    | 'reordered'
    | 'changed'
    | 'replaced'
    /** A record's revisions have a gap although the chain fits: the chain was recomputed. */
    | 'skipped'
    | 'truncated'
    | 'bypassed'
    /** A file of archived entries is missing, or is not what was signed off. */
    | 'archive';
  seq: number;
  says: string;
};

/** A record as of its last entry (`seq`). `saved` is the SHA-256 of its JSON. */
export type Story = { seq: number; revision: number; to: string; saved: string | undefined };

/**
 * Walks a chain link by link. After a break it only watches whether the missing entry comes later (`reordered`) or
 * never (`removed`). `start` is where a partial export begins; records may then be mid-story.
 */
export function createChainCheck(start: Head = GENESIS) {
  let head = start;
  let found: Break | undefined;
  const stories = new Map<string, Story>();
  const hashes = new Set([start.hash]);

  function next(link: Link): void {
    if (found) {
      if (found.kind === 'removed' && link.seq === found.seq) {
        const says = `entry ${found.seq} stands behind later entries: the order was changed`;
        found = { kind: 'reordered', seq: found.seq, says };
      }
      return;
    }
    found = breakAt(link) ?? storyBreak(link);
    if (found) return;
    head = { seq: link.seq, hash: link.hash };
    hashes.add(link.hash);
  }

  function breakAt({ seq, prev, hash, text }: Link): Break | undefined {
    const expected = head.seq + 1;
    if (!Number.isSafeInteger(seq) || seq < 1) {
      const says = `what follows entry ${head.seq} isn't an audit entry`;
      return { kind: 'changed', seq: expected, says };
    }
    if (seq > expected) {
      const says = `entry ${expected} is missing: entry ${seq} follows entry ${head.seq}`;
      return { kind: 'removed', seq: expected, says };
    }
    if (seq < expected) {
      const says = `entry ${seq} stands behind entry ${head.seq}: the order was changed`;
      return { kind: 'reordered', seq, says };
    }
    if (linkHash(prev, seq, text) !== hash) {
      const says = `entry ${seq} does not fit its hash: it, or the hash of the entry before it, was changed`;
      return { kind: 'changed', seq, says };
    }
    if (prev !== head.hash) {
      const says = `entry ${seq} does not continue entry ${head.seq}: one of the two was replaced`;
      return { kind: 'replaced', seq, says };
    }
    return undefined;
  }

  /** Catches a chain recomputed after a removal: a record's revisions no longer follow each other. */
  function storyBreak({ seq, text }: Link): Break | undefined {
    const entry = auditEntrySchema.safeParse(parseJson(text));
    if (!entry.success) {
      return { kind: 'changed', seq, says: `entry ${seq} is not an audit entry` };
    }
    const { record, revision, from, to, saved } = entry.data;
    const before = stories.get(record);
    stories.set(record, { seq, revision, to, saved });
    const midStory = before === undefined && start.seq > 0;
    const follows = revision === (before?.revision ?? 0) + 1 && from === (before?.to ?? null);
    if (midStory || follows) return undefined;
    const was = before ? `revision ${before.revision} (${before.to})` : 'nothing';
    const says = `entry ${seq} takes ${record} from ${from ?? 'nothing'} to revision ${revision}, but before it there was ${was}: entries are missing`;
    return { kind: 'skipped', seq, says };
  }

  return {
    next,
    head: (): Head => head,
    firstBreak: (): Break | undefined => found,
    stories: (): ReadonlyMap<string, Readonly<Story>> => stories,
    /** Whether the chain passes through a hash noted elsewhere. */
    passes: (hash: string): boolean => hashes.has(hash),
  };
}
export type ChainCheck = ReturnType<typeof createChainCheck>;

export function headText({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}

/** Undefined when `text` is not `seq:hash`. */
export function readHead(text: string): Head | undefined {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : undefined;
}
