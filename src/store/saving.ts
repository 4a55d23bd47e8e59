import { z } from 'zod';
import { type AuditEntry, canonicalJson } from '../domain/audit/audit.ts';
import { isFields } from '../domain/json.ts';
import type { RecordKind, Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import { sha256 } from './audit-chain.ts';
import type { Keys } from './keys.ts';
import { SAVE_SCRIPT } from './save-script.ts';

/**
 * `next`, with whatever a newer version of the bot had written into the record and this version does not know, on every
 * level: `stored` is the record as it stands in Redis, `known` what this version reads of it. What `next` has taken out or
 * replaced by something else is not brought back. All three are JSON values.
 */
export function withUnknownFields(stored: unknown, known: unknown, next: unknown): unknown {
  if (Array.isArray(stored) && Array.isArray(known) && Array.isArray(next)) {
    return next.map((item, index) =>
      isSameItem(known[index], item) ? withUnknownFields(stored[index], known[index], item) : item,
    );
  }
  if (!isFields(stored) || !isFields(known) || !isFields(next)) return next;
  if (known.id !== next.id) return next;
  const kept = Object.entries(next).map(([key, value]) => [
    key,
    withUnknownFields(stored[key], known[key], value),
  ]);
  const unknown = Object.entries(stored).filter(
    ([key]) => !Object.hasOwn(known, key) && !Object.hasOwn(next, key),
  );
  return Object.fromEntries([...kept, ...unknown]);
}

/** An item of a list is the same one while no plain value of it differs; something may have been added to it. */
function isSameItem(before: unknown, now: unknown): boolean {
  if (!isFields(before) || !isFields(now)) return false;
  return Object.entries(before).every(
    ([key, value]) => typeof value === 'object' || value === now[key],
  );
}

export type StoredRecord = {
  id: string;
  team: string;
  revision: number;
  createdAt: number;
  state: string;
};

const KEYS = 7;

const replySchema = z.tuple([
  z.enum(['saved', 'exists', 'held', 'over', 'missing', 'conflict']),
  z.string(),
]);
export type SaveReply = {
  result: z.infer<typeof replySchema>[0];
  /** After "saved" the new head of the audit; empty when these very bytes stood there already. */
  detail: string;
};

/** A record as a member of an index, and back. */
export function memberOf({ team, id }: Ref): string {
  return `${team}|${id}`;
}
export function refOf(member: string): Ref {
  const [team = '', id = ''] = member.split('|');
  return { team, id };
}

export type SavingOptions<R extends StoredRecord> = {
  keys: Keys;
  kind: RecordKind;
  schema: z.ZodType<R>;
  /** What only one live record of a team may have. */
  unique: (record: R) => string;
  ended: (record: R) => boolean;
  /** The month whose counters the record counts for; undefined when it counts for none. */
  usedIn?: (record: R) => string | undefined;
  /** Told the new head of the team's audit (`seq:hash`) after each change: kept elsewhere, it proves what was there. */
  onAudited?: (audited: { team: string; head: string }) => void;
  /** Told of a record that is left out of a list because this version cannot read it. */
  onUnreadable?: (unreadable: { id: string; reason: string }) => void;
};

/** How records of one kind are written: the script, its arguments and its reply, whatever connection carries them. */
export function createSaving<R extends StoredRecord>(options: SavingOptions<R>) {
  const { keys, kind, schema, unique, ended } = options;

  /** Checked before writing too: a record that could not be read again must never be saved. */
  function fitting(value: unknown): R {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    throw new AppError('internal', `this ${kind} does not fit its schema: ${problems.join(', ')}`);
  }

  /**
   * What is to stand in Redis in place of `stored`. While the bot is being upgraded, a process of the version before must not
   * take out what the newer one has added.
   */
  function jsonOf(record: R, stored: string | null): string {
    const next = fitting(record);
    if (stored === null) return JSON.stringify(next, wellFormed);
    const raw: unknown = JSON.parse(stored);
    const whole = withUnknownFields(raw, fitting(raw), next);
    return JSON.stringify(schema.safeParse(whole).success ? whole : next, wellFormed);
  }

  return {
    kind,
    fitting,
    /** Where `script` finds what it saves over. */
    key: (record: R) => keys.record(kind, record),
    /**
     * The arguments of EVAL that save `record` over revision `expected` (0, 'put_back': it must not exist). `stored` is what
     * `key` holds: if it is another revision by now, the script refuses.
     */
    script(record: R, expected: number | 'put_back', audit: AuditEntry, stored: string | null) {
      const json = jsonOf(record, stored);
      const entry = canonicalJson({ ...audit, saved: sha256(json) });
      return [
        SAVE_SCRIPT,
        KEYS,
        keys.record(kind, record),
        keys.audit(record.team),
        keys.list(kind, record.team),
        keys.open(kind),
        keys.holder(kind, record.team, unique(record)),
        keys.counters(record.team, options.usedIn?.(record) ?? 'none'),
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
      ] as [script: string, keys: number, ...args: (string | number)[]];
    },
    /** What the script answered. */
    read({ team }: R, reply: unknown): SaveReply {
      const [result, detail] = replySchema.parse(reply);
      if (result === 'saved' && detail) options.onAudited?.({ team, head: detail });
      return { result, detail };
    },
  };
}
export type Saving<R extends StoredRecord> = ReturnType<typeof createSaving<R>>;

/** Half a character, as a cut emoji leaves it, is JSON that the scripts in Redis refuse: the record could never be saved again. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : value;
}
