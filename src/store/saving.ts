import { z } from 'zod';
import { type AuditEntry, canonicalJson } from '../domain/audit/audit.ts';
import { AppError } from '../errors.ts';
import { sha256 } from './audit-chain.ts';
import type { Keys, RecordRef } from './keys.ts';
import { SAVE_SCRIPT } from './save-script.ts';
import { withUnknownFields } from './unknown-fields.ts';

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
export function memberOf({ team, id }: RecordRef): string {
  return `${team}|${id}`;
}
export function refOf(member: string): RecordRef {
  const [team = '', id = ''] = member.split('|');
  return { team, id };
}

export type SavingOptions<R extends StoredRecord> = {
  keys: Keys;
  kind: 'order' | 'verification' | 'gap';
  schema: z.ZodType<R>;
  /** What only one live record of a team may have. */
  unique: (record: R) => string;
  ended: (record: R) => boolean;
  /** The month whose counters the record counts for; undefined when it counts for none. */
  countedIn?: (record: R) => string | undefined;
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
