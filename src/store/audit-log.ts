import type { Redis } from 'ioredis';
import { auditEntrySchema } from '../domain/audit/audit.ts';
import type { LastEntry } from '../domain/order/order-put-back.ts';
import type { Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import { type Head, type Link, readHead } from './audit-chain.ts';
import type { Keys } from './keys.ts';

const PAGE = 500;

/** A link with its place in the stream; `at` is epoch ms by the clock of Redis, which never runs backwards. */
export type StoredLink = Link & { id: string; at: number };

/** Epoch ms: from `from` on, before `until`. `after` is the id of the link to continue behind. */
export type AuditRange = { from?: number; until?: number; after?: string };

/** Reads the audit; only the save script ever writes it. Throws AppError `store_unavailable`. */
export function createAuditLog(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;

  async function reached<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (cause) {
      throw new AppError('store_unavailable', 'Redis did not answer', { cause });
    }
  }

  async function* pages(
    pageFrom: (start: string) => Promise<[id: string, fields: string[]][]>,
    first: string,
  ): AsyncGenerator<StoredLink> {
    for (let start = first; ; ) {
      const page = await reached(pageFrom(start));
      for (const [id, fields] of page) yield readLink(id, fields);
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      start = `(${last[0]}`;
    }
  }

  /** Oldest first, page by page: as many entries as there are, in little memory. */
  function read(team: string, range: AuditRange = {}): AsyncGenerator<StoredLink> {
    const end = range.until === undefined ? '+' : `${range.until - 1}`;
    return pages(
      (start) => redis.xrange(keys.audit(team), start, end, 'COUNT', PAGE),
      range.after ? `(${range.after}` : `${range.from ?? '-'}`,
    );
  }

  /** Newest first, page by page. */
  function readBack(team: string): AsyncGenerator<StoredLink> {
    return pages((end) => redis.xrevrange(keys.audit(team), end, '-', 'COUNT', PAGE), '+');
  }

  return {
    read,
    readBack,
    /** Where a record stood at its last entry; undefined when the audit has none of it. */
    async lastOf({ team, id }: Ref): Promise<LastEntry | undefined> {
      for await (const { text } of readBack(team)) {
        // Most lines are of other records: their JSON need not be read.
        if (!text.includes(id)) continue;
        const entry = auditEntrySchema.safeParse(JSON.parse(text)).data;
        if (entry?.record === id) return { revision: entry.revision, to: entry.to };
      }
      return undefined;
    },
    /** The workspaces that have an audit. */
    teams: (): Promise<string[]> => reached(redis.hkeys(keys.auditHeads())),
    /** Where the chain of a team ends, as noted by the last change; undefined when there is none, or none that fits. */
    async head(team: string): Promise<Head | undefined> {
      return readHead((await reached(redis.hget(keys.auditHeads(), team))) ?? '');
    },
  };
}
export type AuditLog = ReturnType<typeof createAuditLog>;

/** A stream item that lacks a field becomes a link that does not fit, for the check to find. */
function readLink(id: string, fields: readonly string[]): StoredLink {
  const field = (name: string) => {
    const at = fields.findIndex((text, index) => index % 2 === 0 && text === name);
    return at === -1 ? '' : (fields[at + 1] ?? '');
  };
  const [ms] = id.split('-');
  return {
    id,
    at: Number(ms),
    seq: Number(field('seq')),
    prev: field('prev'),
    hash: field('hash'),
    text: field('entry'),
  };
}
