import { z } from 'zod';
import { channelIdSchema, type Person, userIdSchema } from '../actor.ts';
import { connectionSchema } from '../connection/connection.ts';
import { keysOf, pick } from '../fields.ts';
import { giveBackSchema, lockSchema } from '../giveback/give-back.ts';
import { GIVE_BACK_LISTS, giveBackLists } from '../giveback/returnable.ts';
import { priceSchema } from '../money.ts';
import { holdingSchema } from '../numbers/holding.ts';
import { transferSchema } from '../numbers/transfer.ts';
import { unusedListOf, unusedLists } from '../numbers/unused.ts';
import { watchedSchema } from '../numbers/watched.ts';
import { refusalFields } from '../order/vendor-reason.ts';
import { countryOf, e164Schema } from '../phone.ts';
import { type ByonForbidden, mayAct, mayDecide, type Policy } from '../policy/policy.ts';
import { idSchemaOf, nextRevision, recordFields } from '../record.ts';
import { PURPOSE_MAX, timeSchema, typed } from '../typed.ts';

export const verificationIdSchema = idSchemaOf('verification');
const codeMethodSchema = z.enum(['sms', 'voice']);
export type CodeMethod = z.infer<typeof codeMethodSchema>;

const numberFields = {
  ...recordFields('verification'),
  startedBy: userIdSchema,
  channel: channelIdSchema,
  e164: e164Schema,
  holding: holdingSchema.optional(),
};
const commonFields = { ...numberFields, method: codeMethodSchema };
const ended = { endedAt: timeSchema };

/** `unclear`: no usable answer, so a code may still arrive. `limit`: our own; Vobiz was not asked. */
export const sendFailureSchema = z.enum([
  'refused',
  'already_verified',
  'rate_limited',
  'unclear',
  'not_sent',
  'limit',
]);
export type SendFailure = z.infer<typeof sendFailureSchema>;

/** Why a sent code became useless early. A new one can be requested. */
const spentSchema = z.enum(['not_started', 'too_many_attempts']);

/** Something one person does while others must wait. */
const turnSchema = z.object({ by: userIdSchema, id: z.string(), at: timeSchema });
export type Turn = z.infer<typeof turnSchema>;

/** Fields between the first code and the end. */
const liveFields = {
  /** Codes requested, including any that may not have arrived. */
  sends: z.number().int().positive().default(1),
  nextSendAt: timeSchema.default(0),
  /** True once that time has come; the card then offers another code. */
  resendOpen: z.boolean().default(false),
  expiresAt: timeSchema,
  resend: turnSchema.extend({ method: codeMethodSchema }).optional(),
  /** The last request for another code, if it failed or is unclear. */
  lastSend: z
    .object({ by: userIdSchema, at: timeSchema, failure: sendFailureSchema, ...refusalFields })
    .optional(),
};

export const verificationSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('sending') }),
  z.object({
    ...commonFields,
    ...liveFields,
    state: z.literal('code_sent'),
    /** Of the current code, like the fields down to `lastEntry`. */
    sentAt: timeSchema,
    /** True if Vobiz did not name the expiry. */
    expiryAssumed: z.boolean(),
    wrongEntries: z.number().int().nonnegative(),
    entry: turnSchema.optional(),
    /** The last entry that did not verify. `refused`: for another reason than the code. `lost`: the process died. */
    lastEntry: z
      .object({
        by: userIdSchema,
        at: timeSchema,
        result: z.enum(['wrong_code', 'unclear', 'refused', 'lost']),
        ...refusalFields,
      })
      .optional(),
    /** Vobiz asked us to wait until then. */
    pausedUntil: timeSchema.optional(),
  }),
  /** Too many wrong codes: no entry and no new code before `until`. */
  z.object({
    ...commonFields,
    ...liveFields,
    state: z.literal('locked'),
    until: timeSchema,
    limitOf: z.enum(['ours', 'vobiz']),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('verified'),
    verifiedBy: userIdSchema,
    /** Progress towards a WhatsApp channel. */
    connection: connectionSchema.optional(),
    watched: watchedSchema.optional(),
    transfer: transferSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('not_sent'),
    failure: sendFailureSchema,
    ...refusalFields,
    until: timeSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('expired'),
    spent: spentSchema.optional(),
  }),
  z.object({ ...commonFields, ...ended, state: z.literal('cancelled'), cancelledBy: userIdSchema }),
  /** Bought at Vobiz by another way, and taken over by `startedBy`: Vobiz lists it, so there was no code. */
  z.object({
    ...numberFields,
    ...ended,
    state: z.literal('adopted'),
    purpose: typed(PURPOSE_MAX),
    /** What Vobiz said then that it costs. */
    price: priceSchema.optional(),
    connection: connectionSchema.optional(),
    transfer: transferSchema.optional(),
    watched: watchedSchema.optional(),
    giveBack: giveBackSchema.optional(),
    /** Protects the number from being given back. */
    lock: lockSchema.optional(),
  }),
]);
export type Verification = z.infer<typeof verificationSchema>;
export type VerificationState = Verification['state'];
export type VerificationIn<S extends VerificationState> = Extract<Verification, { state: S }>;
/** One by a code. */
export type CodedVerification = Exclude<Verification, { state: 'adopted' }>;
/** A verification for which another code can be requested. */
export type LiveVerification = Extract<Verification, { sends: number }>;

export function isOver(verification: Verification): boolean {
  return 'endedAt' in verification;
}

/** The list of those that run. */
export const UNDER_WAY = 'under_way';

/** The lists a verification stands in besides the list of all. */
export function verificationLists(verification: Verification): readonly string[] {
  if (!isOver(verification)) return [UNDER_WAY];
  return [...giveBackLists(verification), ...unusedLists(verification)];
}

/** Every list that a verification like this can stand in, whatever its state. */
export function possibleVerificationLists({ e164 }: Verification): readonly string[] {
  const country = countryOf(e164);
  const passing = [UNDER_WAY, ...GIVE_BACK_LISTS];
  return country === undefined ? passing : [...passing, unusedListOf(country)];
}

export function isLive(verification: Verification): verification is LiveVerification {
  return 'sends' in verification;
}

/** The common fields, one revision on. `now` is epoch ms. */
export function commonOf(record: CodedVerification, now: number) {
  const common = pick(record, keysOf(commonFields));
  return { ...common, ...nextRevision(record, now) };
}

/** What a new code or a lock keeps; a resend under way ends. */
export function liveOf(record: LiveVerification) {
  const { resend: _over, lastSend: _told, ...live } = pick(record, keysOf(liveFields));
  return live;
}

/** Allows the starter, and people who may approve requests in its channel (`approving`). */
export function mayCancel(
  approving: Policy,
  who: Person,
  record: Verification,
): ByonForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return { why: barred };
  if (record.startedBy === who.userId) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : { why: 'not_yours' };
}
