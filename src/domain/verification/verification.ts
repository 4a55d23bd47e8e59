import { z } from 'zod';
import { channelIdSchema, type Person, teamIdSchema, userIdSchema } from '../actor.ts';
import { connectionSchema } from '../connection/connection.ts';
import { keysOf, pick } from '../fields.ts';
import { refusalFields } from '../order/vendor-reason.ts';
import { e164Schema } from '../phone.ts';
import { type ByonForbidden, mayAct, mayDecide, type Policy } from '../policy/policy.ts';
import { idSchemaOf, kindSchemaOf } from '../record.ts';
import { timeSchema } from '../typed.ts';

export const verificationIdSchema = idSchemaOf('verification');
const codeMethodSchema = z.enum(['sms', 'voice']);
export type CodeMethod = z.infer<typeof codeMethodSchema>;

const commonFields = {
  kind: kindSchemaOf('verification'),
  id: verificationIdSchema,
  team: teamIdSchema,
  revision: z.number().int().positive(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  startedBy: userIdSchema,
  channel: channelIdSchema,
  e164: e164Schema,
  /** How the newest code was asked for. */
  method: codeMethodSchema,
};
const ended = { endedAt: timeSchema };

/**
 * Why no code is on its way. `unclear`: we asked and got no usable answer, so one may arrive all the same. `limit`: a
 * limit of our own, so nobody was asked.
 */
export const sendFailureSchema = z.enum([
  'refused',
  'already_verified',
  'rate_limited',
  'unclear',
  'not_sent',
  'limit',
]);
export type SendFailure = z.infer<typeof sendFailureSchema>;

/** Why a code that was sent is of no use before its time. A new one can be asked for. */
const spentSchema = z.enum(['not_started', 'too_many_attempts']);

/** Something one person does and nobody else may do meanwhile. */
const turnSchema = z.object({ by: userIdSchema, id: z.string(), at: timeSchema });
export type Turn = z.infer<typeof turnSchema>;

/** What stands on a verification between its first code and its end. */
const liveFields = {
  /** How many codes were asked for, those that may not have arrived included. */
  sends: z.number().int().positive().default(1),
  /** From when on another code may be asked for. */
  nextSendAt: timeSchema.default(0),
  /** True once that time has come: the card offers it. */
  resendOpen: z.boolean().default(false),
  /** It ends by itself then. */
  expiresAt: timeSchema,
  /** Who is asking for another code right now; one at a time. */
  resend: turnSchema.extend({ method: codeMethodSchema }).optional(),
  /** The newest request for another code, when it came to nothing that is known. */
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
    /** Of the code that counts, like everything up to `lastEntry`. */
    sentAt: timeSchema,
    /** True when Vobiz did not say until when the code is valid. */
    expiryAssumed: z.boolean(),
    wrongEntries: z.number().int().nonnegative(),
    /** Who is entering a code right now; one at a time. */
    entry: turnSchema.optional(),
    /** The newest entry that did not verify. `refused`: not because of the code. `lost`: the process died over it. */
    lastEntry: z
      .object({
        by: userIdSchema,
        at: timeSchema,
        result: z.enum(['wrong_code', 'unclear', 'refused', 'lost']),
        ...refusalFields,
      })
      .optional(),
    /** Vobiz asked for quiet until then. */
    pausedUntil: timeSchema.optional(),
  }),
  /** Too many wrong codes: nothing is entered or sent before `until`; afterwards a new code can be asked for. */
  z.object({
    ...commonFields,
    ...liveFields,
    state: z.literal('locked'),
    until: timeSchema,
    /** Whose limit it was. */
    limitOf: z.enum(['ours', 'vobiz']),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('verified'),
    verifiedBy: userIdSchema,
    /** How far the number is on its way to a WhatsApp channel. */
    connection: connectionSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('not_sent'),
    failure: sendFailureSchema,
    ...refusalFields,
    /** Before then nothing is sent to the number. */
    until: timeSchema.optional(),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('expired'),
    /** Absent when its time was up. */
    spent: spentSchema.optional(),
  }),
  z.object({ ...commonFields, ...ended, state: z.literal('cancelled'), cancelledBy: userIdSchema }),
]);
export type Verification = z.infer<typeof verificationSchema>;
export type VerificationState = Verification['state'];
export type VerificationIn<S extends VerificationState> = Extract<Verification, { state: S }>;
/** A verification that another code can be asked for. */
export type LiveVerification = Extract<Verification, { sends: number }>;

export function isOver(verification: Verification): boolean {
  return 'endedAt' in verification;
}

export function isLive(verification: Verification): verification is LiveVerification {
  return 'sends' in verification;
}

/** What every state has, one revision on. `now` is epoch ms. */
export function commonOf(record: Verification, now: number) {
  const common = pick(record, keysOf(commonFields));
  return { ...common, revision: record.revision + 1, updatedAt: now };
}

/** What stays when a code takes the place of another, or too many were wrong: requests for a code are over then. */
export function liveOf(record: LiveVerification) {
  const { resend: _over, lastSend: _told, ...live } = pick(record, keysOf(liveFields));
  return live;
}

/** The starter, and whoever may approve requests in its channel (`approving`); undefined means yes. */
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
