import { z } from 'zod';

const envelopeSchema = z.looseObject({
  items: z.unknown().optional(),
  data: z.unknown().optional(),
});

/**
 * The items of a list answer: `{items: []}`, `{data: []}`, a bare array, or one of these inside `data`. A null list is an
 * empty one. Undefined when there is no list in it.
 */
export function readList(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return undefined;
  const { items, data } = envelope.data;
  if (items === null || (items === undefined && data === null)) return [];
  return readList(items) ?? readList(data);
}

/** The objects an answer about one thing may mean, outermost first: itself, then whatever `data` or `items` wraps. */
export function readCandidates(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap(readCandidates);
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return [];
  const { items, data } = envelope.data;
  return [envelope.data, ...readCandidates(data), ...readCandidates(items)];
}
