import { z } from 'zod';
import { priceSchema } from '../money.ts';
import { e164Schema } from '../phone.ts';

/** Who caused a change: a person in Slack (and the workspace they are from), or one of our jobs. */
export const sourceSchema = z.union([
  z.object({ user: z.string(), team: z.string() }),
  z.object({ job: z.string() }),
]);
export type Source = z.infer<typeof sourceSchema>;

const fieldChangeSchema = z.object({ field: z.string(), before: z.json(), after: z.json() });
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** One entry of the append-only audit: what happened to which record, from which state to which. Never a secret. */
export const auditEntrySchema = z.object({
  /** Epoch ms. */
  at: z.number().int(),
  /** The workspace the record belongs to. */
  team: z.string(),
  record: z.string(),
  event: z.string(),
  by: sourceSchema,
  from: z.string().nullable(),
  to: z.string(),
  revision: z.number().int(),
  /** The number the record is about, and the price that was in front of whoever decided. */
  about: z.object({ number: e164Schema, price: priceSchema.optional() }).optional(),
  /** Every field that differs, sorted by name; `null` stands for absent. */
  changes: z.array(fieldChangeSchema),
  /** SHA-256 of the record's JSON as it was saved with this entry: a record edited behind our back does not fit. */
  saved: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** A record as the audit sees it. */
export type Audited = {
  id: string;
  team: string;
  state: string;
  revision: number;
};

/** The entry of one change. `before` is undefined when the record is new. */
export function auditEntry(
  event: string,
  by: Source,
  before: Audited | undefined,
  after: Audited,
  at: number,
): AuditEntry {
  const { id: record, team, state: to, revision } = after;
  const changes = changedFields(before, after);
  const about = aboutOf(after);
  const from = before?.state ?? null;
  return { at, team, record, event, by, from, to, revision, changes, ...(about && { about }) };
}

/** Said by the entry itself, or different in every revision. */
const UNREMARKABLE: ReadonlySet<string> = new Set([
  'id',
  'team',
  'state',
  'revision',
  'createdAt',
  'updatedAt',
]);

/** The fields that differ, by dotted name (`decision.by`). A list counts as one field, and so does a policy's version. */
function changedFields(before: Audited | undefined, after: Audited): FieldChange[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((field) => {
    const change = { field, before: old.get(field) ?? null, after: now.get(field) ?? null };
    return canonicalJson(change.before) === canonicalJson(change.after) ? [] : [change];
  });
}

type Json = z.infer<ReturnType<typeof z.json>>;

function fieldsOf(record: Audited | undefined): Map<string, Json> {
  const fields = new Map<string, Json>();
  const plain = z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(record ?? {})));
  for (const [name, value] of Object.entries(plain)) {
    if (!UNREMARKABLE.has(name)) flatten(name, value, fields);
  }
  return fields;
}

/** An amount of money stays whole. Of a policy its version is enough: it names the file's content. */
function flatten(name: string, value: Json, into: Map<string, Json>): void {
  const isLeaf = typeof value !== 'object' || value === null || Array.isArray(value);
  if (isLeaf || 'minor' in value) into.set(name, value);
  else if (name === 'policy') into.set('policy.version', value.version ?? null);
  else for (const [key, inner] of Object.entries(value)) flatten(`${name}.${key}`, inner, into);
}

const orderLikeSchema = z.object({ number: z.object({ e164: e164Schema, price: priceSchema }) });
const numberLikeSchema = z.object({ e164: e164Schema });

function aboutOf(record: Audited): AuditEntry['about'] {
  const order = orderLikeSchema.safeParse(record);
  if (order.success) return { number: order.data.number.e164, price: order.data.number.price };
  const other = numberLikeSchema.safeParse(record);
  return other.success ? { number: other.data.e164 } : undefined;
}

/** JSON with sorted keys and no spaces: the one text of a value, so that its hash can be computed again anywhere. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
