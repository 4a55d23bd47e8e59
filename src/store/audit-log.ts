import type { Redis } from 'ioredis';
import { auditEntrySchema } from '../domain/audit/audit.ts';
import type { LastEntry } from '../domain/order/order-put-back.ts';
import type { Ref } from '../domain/record.ts';
import { type Anchor, readAnchor, startBehind } from './audit-anchors.ts';
import { type Head, type Link, readHead } from './audit-chain.ts';
import { unpackEntry } from './audit-packing.ts';
import type { Keys } from './keys.ts';
import { reached } from './records.ts';

const PAGE = 500;

/** A link and its place in the stream; `at` is epoch ms by Redis' clock, which never runs backwards. */
export type StoredLink = Link & { id: string; at: number };

/** Epoch ms: `from` inclusive, `until` exclusive. `after` is the stream id to continue behind. */
export type AuditRange = { from?: number; until?: number; after?: string };

/** Reads the audit; only the save script writes it. Throws AppError `store_unavailable`. */
export function createAuditLog(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;

  async function* pages(
    pageFrom: (start: string) => Promise<Item[]>,
    first: string,
  ): AsyncGenerator<Item> {
    for (let start = first; ; ) {
      const page = await reached(() => pageFrom(start));
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      start = `(${last[0]}`;
    }
  }

  /** Oldest first, page by page: any number of entries in little memory. */
  async function* read(team: string, range: AuditRange = {}): AsyncGenerator<StoredLink> {
    const end = range.until === undefined ? '+' : `${range.until - 1}`;
    const items = pages(
      (start) => redis.xrangeBuffer(keys.audit(team), start, end, 'COUNT', PAGE),
      range.after ? `(${range.after}` : `${range.from ?? '-'}`,
    );
    let before: string | undefined;
    for await (const item of items) {
      const { prev, ...entry } = readItem(team, item);
      yield { ...entry, prev: prev || (before ?? (await hashBefore(team, entry.id))) };
      before = entry.hash;
    }
  }

  async function hashBefore(team: string, id: string): Promise<string> {
    const [item] = await reached(() =>
      redis.xrevrangeBuffer(keys.audit(team), `(${id}`, '-', 'COUNT', 1),
    );
    return item ? readItem(team, item).hash : startBehind(await anchors(team)).hash;
  }

  /** What signs each moved part of the audit off, oldest first. What nobody can read is no anchor. */
  async function anchors(team: string): Promise<Anchor[]> {
    const stored = await reached(() => redis.hvals(keys.auditArchived(team)));
    const read = stored.flatMap((json) => readAnchor(json) ?? []);
    return read.sort((a, b) => a.last.seq - b.last.seq);
  }

  async function* readBack(team: string): AsyncGenerator<Omit<StoredLink, 'prev'>> {
    const items = pages(
      (end) => redis.xrevrangeBuffer(keys.audit(team), end, '-', 'COUNT', PAGE),
      '+',
    );
    for await (const item of items) yield readItem(team, item);
  }

  return {
    read,
    readBack,
    anchors,
    /** A record's revision and state at its last entry; undefined when it has none. */
    async lastOf({ team, id }: Ref): Promise<LastEntry | undefined> {
      for await (const { text } of readBack(team)) {
        // Most entries are about other records: skip parsing their JSON.
        if (!text.includes(id)) continue;
        const entry = auditEntrySchema.safeParse(JSON.parse(text)).data;
        if (entry?.record === id) return { revision: entry.revision, to: entry.to };
      }
      return undefined;
    },
    teams: (): Promise<string[]> => reached(() => redis.hkeys(keys.auditHeads())),
    /** The head noted by the team's last change; undefined when missing or malformed. */
    async head(team: string): Promise<Head | undefined> {
      return readHead((await reached(() => redis.hget(keys.auditHeads(), team))) ?? '');
    },
  };
}
export type AuditLog = ReturnType<typeof createAuditLog>;

type Item = [id: Buffer, fields: Buffer[]];

/**
 * Both forms: `seq`, `hash` and the packed entry, or, as earlier versions wrote it, `seq`, `prev`, `hash` and the
 * entry's JSON. A stream item without a field becomes a link that fails the check.
 */
function readItem(team: string, [key, fields]: Item): StoredLink {
  const field = (name: string) => {
    const at = fields.findIndex((text, index) => index % 2 === 0 && text.toString() === name);
    return at === -1 ? undefined : fields[at + 1];
  };
  const text = (name: string) => field(name)?.toString() ?? '';
  const packed = field('packed');
  const id = key.toString();
  const [ms] = id.split('-');
  return {
    id,
    at: Number(ms),
    seq: Number(text('seq')),
    prev: text('prev'),
    hash: text('hash'),
    text: (packed && unpackEntry(packed, team)) ?? text('entry'),
  };
}
