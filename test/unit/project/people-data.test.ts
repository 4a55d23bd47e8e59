import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { userIdSchema } from '../../../src/domain/actor.ts';
import { gapSchema } from '../../../src/domain/audit/gap.ts';
import { digestSchema } from '../../../src/domain/digest/digest.ts';
import { isFields } from '../../../src/domain/json.ts';
import { orderSchema } from '../../../src/domain/order/order.ts';
import { orderDraftSchema } from '../../../src/domain/order/order-draft.ts';
import { setUpDraftSchema } from '../../../src/domain/policy/set-up-draft.ts';
import { storedPolicySchema } from '../../../src/domain/policy/stored-policy.ts';
import type { RecordKind } from '../../../src/domain/record.ts';
import { verificationSchema } from '../../../src/domain/verification/verification.ts';

const PAGE = readFileSync('docs/data.md', 'utf8');
const RECORDS: Readonly<Record<RecordKind, z.ZodType>> = {
  order: orderSchema,
  verification: verificationSchema,
  policy: storedPolicySchema,
  gap: gapSchema,
};
const SCHEMAS = {
  ...RECORDS,
  'order draft': orderDraftSchema,
  'set-up draft': setUpDraftSchema,
  digest: digestSchema,
};

const jsonSchemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
const { pattern: USER_ID } = jsonSchemaOf(userIdSchema);

/** Dotted names of the fields that hold the id of a person. */
function namesIn(schema: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => namesIn(each, path));
  if (!isFields(schema)) return [];
  if (schema.pattern === USER_ID) return [path.join('.')];
  const { properties, items, anyOf, oneOf, allOf } = schema;
  const fields = isFields(properties) ? Object.entries(properties) : [];
  return [
    ...fields.flatMap(([name, inner]) => namesIn(inner, [...path, name])),
    ...[items, anyOf, oneOf, allOf].flatMap((inner) => namesIn(inner, path)),
  ];
}

it.each(Object.entries(SCHEMAS))(
  'docs/data.md names every field of the %s that holds a person',
  (_kind, schema) => {
    const fields = [...new Set(namesIn(jsonSchemaOf(schema)))];
    expect(fields.filter((field) => !PAGE.includes(`\`${field}\``))).toEqual([]);
  },
);

it('finds such fields at all', () => {
  expect(namesIn(jsonSchemaOf(orderSchema))).toContain('votes.by');
});
