import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { monthOf } from '../order/budget.ts';
import { orderIdSchema } from '../order/order.ts';
import { e164Schema } from '../phone.ts';
import { POLICY_ID } from '../policy/stored-policy.ts';
import { verificationIdSchema } from '../verification/verification.ts';

/** Who caused a change: a person and their workspace, or a job. */
const sourceSchema = z.union([
  z.object({ user: z.string(), team: z.string() }),
  z.object({ job: z.string() }),
]);
export type Source = z.infer<typeof sourceSchema>;

const fieldChangeSchema = z.object({ field: z.string(), before: z.json(), after: z.json() });
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** One entry of the append-only audit: what changed in which record. Never holds a secret. */
export const auditEntrySchema = z.object({
  /** Epoch ms. */
  at: z.number().int(),
  team: z.string(),
  record: z.string(),
  event: z.string(),
  by: sourceSchema,
  from: z.string().nullable(),
  to: z.string(),
  revision: z.number().int(),
  /** The record's number, and the price the decider saw. A test has neither a real number nor a price. */
  about: z
    .object({
      number: e164Schema,
      price: priceSchema.optional(),
      test: z.literal(true).optional(),
    })
    .optional(),
  /** Every field that differs, sorted by name; `null` means absent. */
  changes: z.array(fieldChangeSchema),
  /** SHA-256 of the record's JSON as saved with this entry; exposes a record edited outside the bot. */
  saved: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export type AuditedRecord = {
  id: string;
  team: string;
  state: string;
  revision: number;
};

/** `before` is undefined for a new record. */
export function auditEntry(
  event: string,
  by: Source,
  before: AuditedRecord | undefined,
  after: AuditedRecord,
  at: number,
): AuditEntry {
  const { id: record, team, state: to, revision } = after;
  const changes = changedFields(before, after);
  const about = aboutOf(after);
  const from = before?.state ?? null;
  return { at, team, record, event, by, from, to, revision, changes, ...(about && { about }) };
}

/** The entry already has these, or they differ in every revision. */
const UNREMARKABLE: ReadonlySet<string> = new Set([
  'kind',
  'id',
  'team',
  'state',
  'revision',
  'createdAt',
  'updatedAt',
]);

/** Fields that differ, by dotted name (`decision.by`). A list or a policy version counts as one field. */
export function changedFields(before: object | undefined, after: object): FieldChange[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((field) => {
    const change = { field, before: old.get(field) ?? null, after: now.get(field) ?? null };
    return canonicalJson(change.before) === canonicalJson(change.after) ? [] : [change];
  });
}

type Json = z.infer<ReturnType<typeof z.json>>;

function fieldsOf(record: object | undefined): Map<string, Json> {
  const fields = new Map<string, Json>();
  const plain = z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(record ?? {})));
  for (const [name, value] of Object.entries(plain)) {
    if (!UNREMARKABLE.has(name)) flatten(name, value, fields);
  }
  return fields;
}

/** Keeps money whole, and reduces a policy to its version, which identifies the file's content. */
function flatten(name: string, value: Json, into: Map<string, Json>): void {
  const isLeaf = typeof value !== 'object' || value === null || Array.isArray(value);
  if (isLeaf || 'minor' in value) into.set(name, value);
  else if (name === 'policy') into.set('policy.version', value.version ?? null);
  else for (const [key, inner] of Object.entries(value)) flatten(`${name}.${key}`, inner, into);
}

const orderLikeSchema = z.object({
  number: z.object({ e164: e164Schema, price: priceSchema }),
  test: z.literal(true).optional(),
});
const numberLikeSchema = z.object({ e164: e164Schema });

function aboutOf(record: AuditedRecord): AuditEntry['about'] {
  const order = orderLikeSchema.safeParse(record);
  if (order.success) {
    const { number, test } = order.data;
    return { number: number.e164, ...(test ? { test } : { price: number.price }) };
  }
  const other = numberLikeSchema.safeParse(record);
  return other.success ? { number: other.data.e164 } : undefined;
}

/** JSON with sorted keys and no spaces, so anyone can recompute the hash. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Which part of the audit to read. `month`: `2026-11`, UTC. `name`: what people call someone in Slack. */
export type AuditQuestion =
  | { kind: 'record'; id: string }
  | { kind: 'person'; userId: string }
  | { kind: 'name'; name: string }
  | { kind: 'month'; month: string };

const MENTION = /^<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>$/;
const USER_ID = /^[UW][A-Z0-9]{4,30}$/;
/** Slack's limit. */
const NAME_MAX = 80;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** Reads `ord_...`, `ver_...`, `policy`, a user id, a mention, a typed name like `@asha`, `2026-11`, or nothing (this month). */
export function readAuditQuestion(
  words: readonly string[],
  now: number,
): AuditQuestion | undefined {
  const [word, ...more] = words;
  if (word?.startsWith('@') && word.length > 1) {
    return { kind: 'name', name: words.join(' ').slice(1, 1 + NAME_MAX) };
  }
  if (more.length > 0) return undefined;
  if (word === undefined) return { kind: 'month', month: monthOf(now) };
  const id = word.toLowerCase();
  if (id === 'policy' || id === POLICY_ID) return { kind: 'record', id: POLICY_ID };
  if (orderIdSchema.safeParse(id).success || verificationIdSchema.safeParse(id).success) {
    return { kind: 'record', id };
  }
  const userId = MENTION.exec(word)?.[1] ?? USER_ID.exec(word)?.[0];
  if (userId) return { kind: 'person', userId };
  return readMonth(word) ? { kind: 'month', month: word } : undefined;
}

/** A month like `2026-11` as epoch ms in UTC: `from` inclusive, `until` exclusive. */
export function readMonth(text: string): { from: number; until: number } | undefined {
  if (!MONTH.test(text)) return undefined;
  const [year = 0, month = 0] = text.split('-').map(Number);
  return { from: Date.UTC(year, month - 1), until: Date.UTC(year, month) };
}
