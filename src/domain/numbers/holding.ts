import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { timeSchema, typed } from '../typed.ts';

export const NOTE_MAX = 200;

/** Who has a number and what for, once somebody said so. Until then it is the requester. */
export const holdingSchema = z.object({
  owner: userIdSchema.optional(),
  /** Who made them its owner. Somebody else is told, once the number is there. */
  given: z.object({ by: userIdSchema, at: timeSchema }).optional(),
  /** By the label's name, such as `Cost centre`. */
  labels: z.record(z.string(), z.string()).optional(),
  note: typed(NOTE_MAX).optional(),
  neededUntil: z.iso.date().optional(),
  /** Who said of an unused number that it stays, and until when nobody is asked again. */
  kept: z.object({ by: userIdSchema, at: timeSchema, until: timeSchema }).optional(),
});
export type Holding = z.infer<typeof holdingSchema>;

/** All of it as a form has it; '' for nothing. */
export const holdingFormSchema = z.object({
  owner: userIdSchema,
  labels: z.record(z.string(), z.string()),
  note: z.string().max(2 * NOTE_MAX),
  /** ISO date. */
  neededUntil: z.string().max(10),
});
export type HoldingForm = z.infer<typeof holdingFormSchema>;

/** The last time zone to end a day: UTC-12. */
const LAST_ZONE_MS = 12 * 3_600_000;

/** Whether a day (ISO date) is over for everybody on earth. `now` is epoch ms. */
export function isOver(day: string, now: number): boolean {
  return day < new Date(now - LAST_ZONE_MS).toISOString().slice(0, 10);
}

/** A label that numbers can have by the policy, and the values to choose from. */
export type Label = { name: string; values: readonly string[]; required: boolean };

/** A value that the policy lacks, or a required label without one. */
export type LabelProblem = { name: string; why: 'missing' | 'unknown' };

/** `before`: labels that stay allowed, whatever the policy says now. */
export function labelProblem(
  labels: readonly Label[],
  chosen: HoldingForm['labels'],
  before: HoldingForm['labels'] = {},
): LabelProblem | undefined {
  const missing = labels.find(({ name, required }) => required && !chosen[name]);
  if (missing) return { name: missing.name, why: 'missing' };
  const unknown = Object.entries(chosen).find(
    ([name, value]) =>
      before[name] !== value &&
      !labels.some((label) => label.name === name && label.values.includes(value)),
  );
  return unknown && { name: unknown[0], why: 'unknown' };
}

/** What of earlier labels can be chosen again. */
export function stillChoosable(labels: readonly Label[], chosen: HoldingForm['labels'] = {}) {
  return Object.fromEntries(
    labels.flatMap(({ name, values }) => {
      const value = chosen[name];
      return value !== undefined && values.includes(value) ? [[name, value]] : [];
    }),
  );
}

/** `first`: who has it while nobody said otherwise. */
export function formOf(holding: Holding | undefined, first: string): HoldingForm {
  const { owner = first, labels = {}, note = '', neededUntil = '' } = holding ?? {};
  return { owner, labels, note, neededUntil };
}

/** What a form makes of it; undefined where it says nothing new. `now` is epoch ms. */
export function heldAs(
  before: Holding | undefined,
  first: string,
  form: HoldingForm,
  { by, now }: { by: string; now: number },
): Holding | undefined {
  const was = formOf(before, first);
  if (isSame(was, form)) return undefined;
  const { owner, labels, note, neededUntil } = form;
  const isNew = owner !== was.owner;
  const given = isNew ? { by, at: now } : before?.given;
  return {
    ...(owner !== first || given ? { owner } : {}),
    ...(given && { given }),
    ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
    ...(note && { note }),
    ...(neededUntil && { neededUntil }),
    ...(before?.kept && { kept: before.kept }),
  };
}

function isSame(one: HoldingForm, other: HoldingForm): boolean {
  const [was, is] = [one, other].map(({ owner, labels, note, neededUntil }) => {
    const named = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b));
    return JSON.stringify([owner, note, neededUntil, named]);
  });
  return was === is;
}

/** The hand-over that its new owner must hear of, and the key it is remembered by. */
export function handOverOf({ holding }: { holding?: Holding | undefined }) {
  const { owner, given } = holding ?? {};
  if (!owner || !given || given.by === owner) return undefined;
  return { what: `hand-over-${given.at}`, to: owner, by: given.by };
}
