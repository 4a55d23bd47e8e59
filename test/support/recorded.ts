import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { isRecord } from '../../sandbox/slack/json.ts';

const DIRECTORY = new URL('../payloads/', import.meta.url);

const recordedSchema = z.object({
  /** Where Slack published it. */
  source: z.array(z.url()).min(1),
  read: z.iso.date(),
  headers: z.record(z.string(), z.string()).default({}),
  payload: z.record(z.string(), z.unknown()),
});
export type Recorded = z.infer<typeof recordedSchema>;

/** The names of all payloads that Slack has published, without `.json`. */
export const RECORDED: readonly string[] = readdirSync(DIRECTORY)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));

export function recorded(name: string): Recorded {
  return recordedSchema.parse(JSON.parse(readFileSync(new URL(`${name}.json`, DIRECTORY), 'utf8')));
}

/** Fields whose content depends on what is shown or chosen, so that only their type is compared. */
const OPEN = /(^|\.)(blocks|values|user_profile)$/;

/**
 * The paths that `published` has and `own` has not, or has with a value of another type. A null says nothing of the type,
 * an empty list nothing of what is in it.
 */
export function lacking(published: unknown, own: unknown, path = ''): string[] {
  if (published === null) return [];
  if (kindOf(published) !== kindOf(own)) return [`${path}: ${kindOf(own)}`];
  if (OPEN.test(path)) return [];
  if (Array.isArray(published) && Array.isArray(own)) {
    return published.length === 0 ? [] : lacking(published[0], own[0], `${path}.0`);
  }
  if (!isRecord(published) || !isRecord(own)) return [];
  return Object.entries(published).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(own, key) ? lacking(value, own[key], at) : [`${at}: missing`];
  });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
