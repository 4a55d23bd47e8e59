import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { timeSchema, typed } from '../typed.ts';

export const NOTE_MAX = 200;

/** Who has a number and what for, as far as somebody said so. Until then it is whoever asked for the number. */
export const holdingSchema = z.object({
  owner: userIdSchema.optional(),
  /** Who made them its owner. Somebody else is told, once the number is there. */
  given: z.object({ by: userIdSchema, at: timeSchema }).optional(),
  /** By the label's name, such as `Cost centre`. */
  labels: z.record(z.string(), z.string()).optional(),
  note: typed(NOTE_MAX).optional(),
  neededUntil: z.iso.date().optional(),
});
export type Holding = z.infer<typeof holdingSchema>;

/** All of it as a form has it; '' for nothing. */
export type HoldingForm = {
  owner: string;
  labels: Readonly<Record<string, string>>;
  note: string;
  /** ISO date. */
  neededUntil: string;
};

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
