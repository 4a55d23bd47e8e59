import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type AuditEntry, canonicalJson } from '../domain/audit.ts';
import { AppError } from '../errors.ts';
import { sha256 } from './audit-chain.ts';
import type { Keys, RecordRef } from './keys.ts';
import { CLOSE_SCRIPT, SAVE_SCRIPT } from './save-script.ts';

type StoredRecord = {
  id: string;
  team: string;
  revision: number;
  createdAt: number;
  state: string;
};

export type CreateResult<R> =
  | { result: 'created' }
  /** This id was saved before: the same form submitted twice. */
  | { result: 'exists'; record: R }
  /** Another live record holds what must be unique (the number). */
  | { result: 'held'; record: R | undefined }
  /** It would go beyond the limit of this counter; nothing was saved. */
  | { result: 'over'; field: string };

export type RecordStore<R> = {
  create(record: R, audit: AuditEntry): Promise<CreateResult<R>>;
  get(ref: RecordRef): Promise<R | undefined>;
  /** Saves `next` (revision n+1) over revision n. False when somebody else was faster. */
  save(next: R, audit: AuditEntry): Promise<boolean>;
  /** The newest records of a team, newest first. */
  newest(team: string, limit: number): Promise<R[]>;
  /** Records that still need something: not ended, or not yet told to everyone. */
  open(): Promise<RecordRef[]>;
  /** Takes a finished record out of `open`, unless it changed since this revision. */
  close(record: R): Promise<void>;
};

const replySchema = z.tuple([
  z.enum(['saved', 'exists', 'held', 'over', 'missing', 'conflict']),
  z.string(),
]);

/** A record as a member of an index, and back. */
export function memberOf({ team, id }: RecordRef): string {
  return `${team}|${id}`;
}
export function refOf(member: string): RecordRef {
  const [team = '', id = ''] = member.split('|');
  return { team, id };
}

/** Records of one kind in Redis, parsed on read. Throws AppError `store_unavailable` when Redis does not answer. */
export function createRecordStore<R extends StoredRecord>(options: {
  redis: Redis;
  keys: Keys;
  kind: 'order' | 'verification';
  schema: z.ZodType<R>;
  /** What only one live record of a team may have. */
  unique: (record: R) => string;
  ended: (record: R) => boolean;
  /** The month whose counters the record counts for; undefined when it counts for none. */
  countedIn?: (record: R) => string | undefined;
  /** Told the new head of the team's audit (`seq:hash`) after each change: kept elsewhere, it proves what was there. */
  onAudited?: (audited: { team: string; head: string }) => void;
}): RecordStore<R> {
  const { redis, keys, kind, schema, unique, ended } = options;
  const openKey = keys.open(kind);

  async function run(record: R, expected: number, audit: AuditEntry) {
    const json = JSON.stringify(fitting(record));
    const entry = canonicalJson({ ...audit, saved: sha256(json) });
    const reply = await redis.eval(
      SAVE_SCRIPT,
      7,
      keys.record(kind, record),
      keys.audit(record.team),
      keys.list(kind, record.team),
      openKey,
      keys.holder(kind, record.team, unique(record)),
      keys.counters(record.team, options.countedIn?.(record) ?? 'none'),
      keys.auditHeads(),
      record.id,
      expected,
      json,
      entry,
      record.createdAt,
      memberOf(record),
      ended(record) ? '0' : '1',
      record.team,
      sha256(entry),
    );
    const [result, detail] = replySchema.parse(reply);
    if (result === 'saved' && detail) options.onAudited?.({ team: record.team, head: detail });
    return { result, detail };
  }

  /** Checked before writing too: a record that could not be read again must never be saved. */
  function fitting(value: unknown): R {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    throw new AppError('internal', `this ${kind} does not fit its schema: ${problems.join(', ')}`);
  }

  async function get(ref: RecordRef): Promise<R | undefined> {
    const text = await redis.get(keys.record(kind, ref));
    return text === null ? undefined : fitting(JSON.parse(text));
  }

  return guarded({
    get,
    async create(record, audit) {
      const { result, detail } = await run(record, 0, audit);
      if (result === 'exists') return { result, record: fitting(JSON.parse(detail)) };
      if (result === 'held')
        return { result, record: await get({ team: record.team, id: detail }) };
      if (result === 'over') return { result, field: detail };
      return { result: 'created' };
    },
    async save(next, audit) {
      const { result } = await run(next, next.revision - 1, audit);
      return result === 'saved';
    },
    async newest(team, limit) {
      const ids = await redis.zrange(keys.list(kind, team), 0, `${limit - 1}`, 'REV');
      const records = await Promise.all(ids.map((id) => get({ team, id })));
      return records.filter((record) => record !== undefined);
    },
    async open() {
      return (await redis.smembers(openKey)).map(refOf);
    },
    async close(record) {
      await redis.eval(
        CLOSE_SCRIPT,
        2,
        keys.record(kind, record),
        openKey,
        record.revision,
        memberOf(record),
      );
    },
  });
}

/** Turns every failure to reach Redis into `store_unavailable`; our own errors pass. */
export function guarded<T extends Record<string, (...args: never[]) => Promise<unknown>>>(
  store: T,
): T {
  const wrap =
    (call: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]) => {
      try {
        return await call(...args);
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError('store_unavailable', 'Redis did not answer', { cause: error });
      }
    };
  // Same keys, same signatures: each function is only wrapped.
  return Object.fromEntries(Object.entries(store).map(([name, call]) => [name, wrap(call)])) as T;
}
