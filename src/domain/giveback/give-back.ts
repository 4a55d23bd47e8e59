/**
 * - Give-back: a number that was bought or adopted goes back to Vobiz; part of its record. Vobiz calls it a release.
 * - Pending: Vobiz took the release and carries it out later; until then it can be undone (*Keep it*).
 * - Fee: what Vobiz takes for a release, as it said it.
 */
import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { keysOf, pick } from '../fields.ts';
import { AS_SENT_MAX } from '../order/order-purchase.ts';
import { refusalFields } from '../order/vendor-reason.ts';
import { approversSchema } from '../policy/policy.ts';
import { remindersSchema } from '../reminders.ts';
import type { StatesWith } from '../state-facts.ts';
import { REASON_MAX, timeSchema, typed } from '../typed.ts';

const personSchema = z.object({ by: userIdSchema, at: timeSchema });
const attemptSchema = z.object({ id: z.string(), at: timeSchema });

/** Why we cannot tell how a request ended. */
const giveBackDoubtSchema = z.enum([
  'no_answer',
  'server_error',
  'unreadable_answer',
  'interrupted',
]);
export type GiveBackDoubt = z.infer<typeof giveBackDoubtSchema>;

/** Why nothing was given back: found before anything was sent, or said by Vobiz. */
export const notGivenBackSchema = z.enum([
  /** Not among the account's numbers, the only ones that Vobiz's release is for. */
  'not_listed',
  /** It has a WhatsApp channel. */
  'channel',
  'locked',
  /** Somebody else became its owner after it was asked for. */
  'new_owner',
  /** The number is the team's by a later record. */
  'newer_record',
  /** Vobiz or the replicas of Redis could not be reached for too long. */
  'not_checkable',
  /** No byte reached Vobiz. */
  'not_sent',
  'credentials',
  'rate_limited',
  'refused',
  /** Of keeping it: the answer was lost, and Vobiz's list still shows the number on its way out. */
  'still_leaving',
]);
export type NotGivenBack = z.infer<typeof notGivenBackSchema>;

/** `at` is epoch ms. */
const refusedSchema = z.object({ why: notGivenBackSchema, ...refusalFields, at: timeSchema });

/** What a release answered. `until`: until when it can be undone (epoch ms). `fee`: in Vobiz's words, which name no currency. */
const termsFields = { until: timeSchema.optional(), fee: z.string().max(AS_SENT_MAX).optional() };

/** Times are epoch ms. */
const common = {
  asked: personSchema.extend({
    why: typed(REASON_MAX),
    /** Who decides, as the policy named them then. Absent of a number that was bought: who approves purchases like that one. */
    approvers: approversSchema.optional(),
    /** Until when it waits for them. Absent in an earlier version: without an end. */
    expiresAt: timeSchema.optional(),
    reminders: remindersSchema.optional(),
  }),
};
/** Absent of a give-back that was only found at Vobiz. */
const decided = { ...common, decision: personSchema.optional() };
/** The only time this release is sent. Absent when somebody gave the number back elsewhere. */
const sent = { ...decided, attempt: attemptSchema.optional() };
const pending = { ...sent, ...termsFields, since: timeSchema };
/** Since when whole lists have lacked the number: one of them proves nothing (epoch ms). */
const lackingField = { lackingSince: timeSchema.optional() };
/** Asking Vobiz to keep the number: sent once for each time a person asks. */
const keepSchema = personSchema.extend({ attempt: attemptSchema.optional() });

export const giveBackSchema = z.discriminatedUnion('state', [
  z.object({ ...common, state: z.literal('asked') }),
  /** By the person who asked: taken back. */
  z.object({
    ...common,
    state: z.literal('denied'),
    denied: personSchema.extend({ reason: z.string().max(2 * REASON_MAX) }),
  }),
  /** Nobody decided in time. */
  z.object({ ...common, state: z.literal('expired'), at: timeSchema }),
  z.object({
    ...decided,
    state: z.literal('approved'),
    /** Why it is not sent yet. */
    waiting: z.enum(['not_checkable', 'not_replicated', 'vobiz_paused']).optional(),
  }),
  /** Claimed before the request, so only one is sent. */
  z.object({ ...sent, state: z.literal('releasing') }),
  z.object({
    ...sent,
    ...lackingField,
    state: z.literal('unclear'),
    doubt: giveBackDoubtSchema,
    since: timeSchema,
    /** When a list that was asked for well afterwards still had it, and not as released: then a person can end this. */
    stillOurs: timeSchema.optional(),
  }),
  z.object({ ...sent, ...lackingField, state: z.literal('refused'), refused: refusedSchema }),
  z.object({
    ...pending,
    ...lackingField,
    state: z.literal('pending'),
    /** Asked for, not sent yet. */
    keep: keepSchema.optional(),
    /** The last try to keep it. */
    notKept: refusedSchema.optional(),
  }),
  z.object({ ...pending, state: z.literal('keeping'), keep: keepSchema }),
  z.object({
    ...pending,
    ...lackingField,
    state: z.literal('keep_unclear'),
    keep: keepSchema,
    doubt: giveBackDoubtSchema,
    lostAt: timeSchema,
  }),
  /** `by`: who had it kept or said so, if it was a person here. */
  z.object({ ...sent, state: z.literal('kept'), at: timeSchema, by: userIdSchema.optional() }),
  z.object({
    ...sent,
    ...termsFields,
    state: z.literal('released'),
    at: timeSchema,
    /** Who said so, where Vobiz does not. */
    by: userIdSchema.optional(),
  }),
]);
export type GiveBack = z.infer<typeof giveBackSchema>;
export type GiveBackState = GiveBack['state'];
export type GiveBackIn<S extends GiveBackState> = Extract<GiveBack, { state: S }>;

/** Protects a number from being given back. */
export const lockSchema = personSchema;

export function commonOf(giveBack: GiveBack) {
  return pick(giveBack, keysOf(common));
}

export function sentOf(giveBack: Sent) {
  return pick(giveBack, keysOf(sent));
}
type Sent = Pick<GiveBackIn<'releasing'>, keyof typeof sent>;

export function pendingOf(giveBack: GiveBackIn<'pending' | 'keeping' | 'keep_unclear'>) {
  return pick(giveBack, keysOf(pending));
}

type StateFact =
  /** It can be asked for again. */
  | 'free'
  /** Looked up in Vobiz's list until that gives an answer; never times out. */
  | 'tracked'
  /** The number is or may be on its way out, so nobody connects it. */
  | 'leaving'
  /** People are told, besides the card. */
  | 'told';

/** What each state means. A new state does not compile without a row. */
const STATES = {
  asked: ['told'],
  denied: ['free', 'told'],
  expired: ['free', 'told'],
  approved: ['leaving'],
  releasing: ['leaving'],
  unclear: ['tracked', 'leaving', 'told'],
  refused: ['free', 'tracked', 'told'],
  pending: ['tracked', 'leaving', 'told'],
  keeping: ['leaving'],
  keep_unclear: ['tracked', 'leaving', 'told'],
  kept: ['free', 'told'],
  released: ['leaving', 'told'],
} as const satisfies Record<GiveBackState, readonly StateFact[]>;

export type GiveBackThat<F extends StateFact> = GiveBackIn<StatesWith<typeof STATES, F>>;

export function giveBackIs<F extends StateFact>(
  giveBack: GiveBack | undefined,
  fact: F,
): giveBack is GiveBackThat<F> {
  const facts: readonly StateFact[] = giveBack ? STATES[giveBack.state] : [];
  return facts.includes(fact);
}

/** Whether there is something to send: the release, or that the number is kept. */
export function hasToSend(giveBack: GiveBack | undefined): boolean {
  return (
    giveBack?.state === 'approved' || (giveBack?.state === 'pending' && giveBack.keep !== undefined)
  );
}

/** A request that is under way, and since when (epoch ms). */
export function sendingSince(giveBack: GiveBack | undefined): number | undefined {
  if (giveBack?.state === 'releasing') return giveBack.attempt?.at ?? 0;
  if (giveBack?.state === 'keeping') return giveBack.keep.attempt?.at ?? 0;
  return undefined;
}

/** Since when Vobiz has had something to finish for it (epoch ms). */
export function giveBackTrackedSince(giveBack: GiveBackThat<'tracked'>): number {
  switch (giveBack.state) {
    case 'unclear':
    case 'pending':
      return giveBack.since;
    case 'refused':
      return giveBack.refused.at;
    case 'keep_unclear':
      return giveBack.lostAt;
  }
}

/** What people hear about once, by a key of its own. */
export function giveBackNews(giveBack: GiveBack | undefined): string | undefined {
  if (!giveBackIs(giveBack, 'told')) return undefined;
  const { asked, state } = giveBack;
  const again = 'notKept' in giveBack && giveBack.notKept ? `-not-kept-${giveBack.notKept.at}` : '';
  return `give-back-${asked.at}-${state}${again}`;
}
