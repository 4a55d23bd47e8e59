import { z } from 'zod';
import { userGroupIdSchema, userIdSchema } from '../actor.ts';
import { moneySchema } from '../money.ts';
import { watchedSchema } from '../numbers/watched.ts';
import { e164Schema } from '../phone.ts';
import { timeSchema } from '../typed.ts';

/** What is shown of a list, and how many there are. */
const some = <T extends z.ZodType>(item: T) =>
  z.object({ shown: z.array(item), count: z.number().int() });
export type Some<T> = { shown: T[]; count: number };

const boughtSchema = z.object({
  e164: e164Schema,
  requester: userIdSchema,
  charge: moneySchema,
});

const deniedSchema = z.object({ e164: e164Schema, requester: userIdSchema, by: z.string() });

/** What a month's requests cost so far. Without `label` it is the whole workspace. */
const spentSchema = z.object({
  label: z.object({ name: z.string(), value: z.string() }).optional(),
  used: moneySchema,
  budget: z.number().int().optional(),
});
export type Spent = z.infer<typeof spentSchema>;

const renewingSchema = z.object({
  e164: e164Schema,
  at: timeSchema,
  fee: moneySchema,
  /** Whether Vobiz named the date; else it is reckoned from the purchase. */
  byVobiz: z.boolean(),
});

const unusedSchema = z.object({
  record: z.string(),
  e164: e164Schema,
  since: timeSchema,
  wasConnected: z.boolean(),
  /** Bought outside Slack; `since` is when it was adopted, if it was never connected. */
  wasAdopted: z.literal(true).optional(),
  owner: userIdSchema,
  fee: moneySchema.optional(),
});
export type Unused = z.infer<typeof unusedSchema>;

/** Whom a request waits for: its approvers, or the person who was asked something. */
const awaitedSchema = z.union([
  z.object({ users: z.array(userIdSchema), groups: z.array(userGroupIdSchema) }),
  z.literal('any_full_member'),
]);
const waitingSchema = z.object({
  e164: e164Schema,
  /** Absent of an adopted number whose price Vobiz did not say. */
  charge: moneySchema.optional(),
  since: timeSchema,
  /** An unconfirmed purchase waits for somebody's word, others for a decision or an answer. */
  what: z.enum(['decision', 'answer', 'word']),
  from: awaitedSchema,
  /** To give a number back; `charge` is the monthly fee that would end. */
  isGiveBack: z.literal(true).optional(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/**
 * What a digest says, as put together once: a retry or an edit of the message says the same. It holds no texts of people but
 * the policy's labels.
 */
export const digestSchema = z.object({
  at: timeSchema,
  /** The days it is about: `from` inclusive, `to` exclusive. */
  from: timeSchema,
  to: timeSchema,
  zone: z.string(),
  bought: some(boughtSchema),
  /** What they cost at first, by currency. */
  boughtFor: z.array(moneySchema),
  denied: some(deniedSchema),
  /** `by`: who asked for it. */
  givenBack: some(z.object({ e164: e164Schema, by: userIdSchema })).default({
    shown: [],
    count: 0,
  }),
  /** Like `2026-11`, in UTC. */
  month: z.string(),
  spent: some(spentSchema),
  /** Some of the month's requests were not read. */
  spentIsCut: z.boolean(),
  renewing: some(renewingSchema),
  /** What these renewals cost, by currency. */
  renewingFor: z.array(moneySchema),
  unused: some(unusedSchema),
  unusedFor: z.array(moneySchema),
  troubled: some(
    z.object({ e164: e164Schema, owner: userIdSchema, watched: watchedSchema }),
  ).default({ shown: [], count: 0 }),
  waiting: some(waitingSchema),
  /** Absent if Slack did not say. */
  left: some(z.object({ userId: userIdSchema, numbers: z.number().int() })).optional(),
  /** What could not be read in full. */
  missing: z.array(z.enum(['vobiz', 'numbers'])),
});
export type Digest = z.infer<typeof digestSchema>;

/** Words that somebody keeps an unused number, by the id of its record. */
export type KeptBy = ReadonlyMap<string, { by: string; until: number }>;

/** Spending alone is no news. */
export function hasNews(digest: Digest): boolean {
  const { bought, denied, givenBack, renewing, unused, troubled, waiting, left } = digest;
  return [bought, denied, givenBack, renewing, unused, troubled, waiting, left].some(
    (list) => (list?.count ?? 0) > 0,
  );
}
