import { z } from 'zod';
import { type AuditEntry, type AuditedRecord, canonicalJson } from '../domain/audit/audit.ts';
import { isFields } from '../domain/json.ts';
import type { NumberAt, OwnNumber } from '../domain/numbers/own-number.ts';
import type { StandingFee } from '../domain/order/order-fees.ts';
import type { RecordKind, Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import { sha256 } from './audit-chain.ts';
import { packEntry } from './audit-packing.ts';
import type { Keys } from './keys.ts';
import { placesLeftOfNumber, placesOfNumber } from './number-places.ts';
import { RELIST_SCRIPT, SAVE_SCRIPT } from './save-script.ts';
import type { LeftPlace, Place } from './sorted-sets.ts';

/**
 * `next` plus, at every level, what a newer version of the bot wrote: what `stored` (the record in Redis) has and
 * `known` (what this version reads of it) lacks. What `next` removed or replaced stays so. All three are JSON values.
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

/** A list item is the same while none of its plain values differ; fields may have been added. */
function isSameItem(before: unknown, now: unknown): boolean {
  if (!isFields(before) || !isFields(now)) return false;
  return Object.entries(before).every(
    ([key, value]) => typeof value === 'object' || value === now[key],
  );
}

export type StoredRecord = AuditedRecord & { createdAt: number; updatedAt: number };

/** Of the script, before those of lists. */
const KEYS = 10;

const replySchema = z.tuple([
  z.enum(['saved', 'exists', 'held', 'over', 'missing', 'conflict']),
  z.string(),
]);
export type SaveReply = {
  result: z.infer<typeof replySchema>[0];
  /** After "saved" the new audit head; empty when these very bytes were already there. */
  detail: string;
};

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
  /** Further such values. */
  alsoUnique?: (record: R) => readonly string[];
  ended: (record: R) => boolean;
  /** The month whose counters the record adds to; undefined for none. */
  usedIn?: (record: R) => string | undefined;
  /** Names of the lists that a record belongs to, besides the list of all. */
  lists?: (record: R) => readonly string[];
  /** Names of all the lists that it could have stood in before. */
  otherLists?: (record: R) => readonly string[];
  /** The number it gives to the team, for the index of numbers. */
  gives?: (record: R) => OwnNumber | undefined;
  /** The number that it gave, and that went back. */
  givesBack?: (record: R) => NumberAt | undefined;
  /** What it adds to the monthly fees, minor units; `most`: the limit of them all, for a new record. */
  costs?: (record: R) => StandingFee | undefined;
  /** Whether the sweep visits such records: each save makes one due. */
  isSwept?: boolean;
  /** Gets the team's new audit head (`seq:hash`) after each change; kept elsewhere, it proves what was there. */
  onAudited?: (audited: { team: string; head: string; record: string }) => void;
  /** Gets each record that a list leaves out because this version cannot read it. */
  onUnreadable?: (unreadable: { id: string; reason: string }) => void;
};

/** How records of one kind are written: script, arguments and reply, over any connection. */
export function createSaving<R extends StoredRecord>(options: SavingOptions<R>) {
  const { keys, kind, schema, unique, ended, lists = () => [] } = options;

  /** Also checked before writing: never save a record that cannot be read again. */
  function fitting(value: unknown): R {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    throw new AppError('internal', `this ${kind} does not fit its schema: ${problems.join(', ')}`);
  }

  /** What replaces `stored`. During an upgrade an older process must not drop what a newer one added. */
  function jsonOf(next: R, stored: { raw: unknown; known: R } | undefined): string {
    if (!stored) return JSON.stringify(next, wellFormed);
    const whole = withUnknownFields(stored.raw, stored.known, next);
    return JSON.stringify(schema.safeParse(whole).success ? whole : next, wellFormed);
  }

  function readStored(text: string | null) {
    if (text === null) return undefined;
    const raw: unknown = JSON.parse(text);
    return { raw, known: fitting(raw) };
  }

  /** Where a record stands in sorted sets, besides the list of all. */
  function placesOf(record: R): Place[] {
    const { team, id: member, createdAt: score } = record;
    const number = { given: options.gives?.(record), givenBack: options.givesBack?.(record) };
    return [
      ...lists(record).map((name) => ({ key: keys.list(kind, team, name), member, score })),
      ...placesOfNumber(keys, record, number),
    ];
  }

  function placesNotOf(record: R): (Omit<Place, 'score'> & { score: '' })[] {
    const { team, id: member } = record;
    const belongs = lists(record);
    const others = (options.otherLists?.(record) ?? []).filter((name) => !belongs.includes(name));
    return others.map((name) => ({ key: keys.list(kind, team, name), member, score: '' }));
  }

  function placesLeft(before: R, next: R): LeftPlace[] {
    const belongs = lists(next);
    const left = lists(before).filter((name) => !belongs.includes(name));
    // A record never comes to give another number.
    const gone = options.gives?.(next) ? undefined : options.gives?.(before);
    return [
      ...left.map((name) => ({ key: keys.list(kind, next.team, name), member: next.id })),
      ...(gone ? placesLeftOfNumber(keys, next, gone) : []),
    ];
  }

  function alsoHeldBy(record: R): string[] {
    const further = options.alsoUnique?.(record) ?? [];
    return further.map((what) => keys.holder(kind, record.team, what));
  }

  return {
    kind,
    fitting,
    key: (record: R) => keys.record(kind, record),
    /** The keys of what only this one may have while it is live. */
    held: (record: R) => [keys.holder(kind, record.team, unique(record)), ...alsoHeldBy(record)],
    /** Arguments of EVAL. `expected`: the revision to replace (0, 'put_back': none). `stored`: what `key` holds now. */
    script(record: R, expected: number | 'put_back', audit: AuditEntry, stored: string | null) {
      const before = readStored(stored);
      const next = fitting(record);
      const json = jsonOf(next, before);
      const stands = placesOf(next);
      const fee = options.costs?.(next);
      const left = before ? placesLeft(before.known, next) : [];
      const held = alsoHeldBy(next);
      const kept = new Set(held);
      const givenUp = before ? alsoHeldBy(before.known).filter((key) => !kept.has(key)) : [];
      const entry = { ...audit, saved: sha256(json) };
      return [
        SAVE_SCRIPT,
        KEYS + stands.length + left.length + held.length + givenUp.length,
        keys.record(kind, record),
        keys.audit(record.team),
        keys.list(kind, record.team),
        keys.open(kind),
        keys.holder(kind, record.team, unique(record)),
        keys.counters(record.team, options.usedIn?.(record) ?? 'none'),
        keys.auditHeads(),
        keys.due(),
        keys.fees(record.team),
        keys.feesOf(record.team),
        ...[...stands, ...left].map(({ key }) => key),
        ...held,
        ...givenUp,
        record.id,
        expected,
        json,
        packEntry(entry),
        record.createdAt,
        memberOf(record),
        ended(record) ? '0' : '1',
        record.team,
        sha256(canonicalJson(entry)),
        options.isSwept ? record.updatedAt : '',
        stands.length,
        partOf(fee),
        fee?.most ?? '',
        held.length + givenUp.length,
        givenUp.length,
        ...stands.flatMap(({ member, score }) => [member, score]),
        ...left.flatMap(({ member, unless }) => [member, unless ?? '']),
      ] as [script: string, keys: number, ...args: (string | number | Buffer)[]];
    },
    /** Arguments of EVAL that put records on the lists that lack them, and take them off those they have left. */
    relisting(records: readonly R[]) {
      const each = records.map((record) => ({
        record,
        places: [...placesOf(record), ...placesNotOf(record)],
      }));
      const keysOfEach = each.flatMap(({ record, places }) => [
        keys.record(kind, record),
        keys.fees(record.team),
        keys.feesOf(record.team),
        ...places.map(({ key }) => key),
      ]);
      const args = each.flatMap(({ record, places }) => [
        record.revision,
        places.length,
        record.id,
        partOf(options.costs?.(record)),
        ...places.flatMap(({ member, score }) => [member, score]),
      ]);
      return [RELIST_SCRIPT, keysOfEach.length, ...keysOfEach, ...args] as [
        script: string,
        keys: number,
        ...args: (string | number)[],
      ];
    },
    read({ team, id }: R, reply: unknown): SaveReply {
      const [result, detail] = replySchema.parse(reply);
      if (result === 'saved' && detail) options.onAudited?.({ team, head: detail, record: id });
      return { result, detail };
    },
  };
}
export type Saving<R extends StoredRecord> = ReturnType<typeof createSaving<R>>;

/** Nothing to count is no part. */
function partOf(fee: StandingFee | undefined): string {
  return fee && fee.minor > 0 ? `${fee.currency} ${fee.minor}` : '';
}

/** Redis scripts refuse half a character, as a cut emoji leaves it: the record could never be saved again. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : value;
}
