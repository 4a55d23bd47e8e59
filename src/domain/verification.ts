import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from './actor.ts';
import { connectionSchema } from './connection.ts';
import { e164Schema } from './phone.ts';

export const verificationIdSchema = z.string().regex(/^ver_[0-9a-z]{8,20}$/);
export const codeMethodSchema = z.enum(['sms', 'voice']);
export type CodeMethod = z.infer<typeof codeMethodSchema>;

/** Vobiz names the end of a code's life; when it does not, this is assumed and said to be (its sample implies it). */
export const ASSUMED_CODE_LIFE_MS = 10 * 60_000;
/** How long an entry in progress keeps others out; longer than the confirm call can take, so a crash frees it. */
export const ENTRY_LEASE_MS = 45_000;

const timeSchema = z.number().int().nonnegative();
const commonFields = {
  id: verificationIdSchema,
  team: teamIdSchema,
  revision: z.number().int().positive(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  startedBy: userIdSchema,
  channel: channelIdSchema,
  e164: e164Schema,
  method: codeMethodSchema,
};
const ended = { endedAt: timeSchema };

/** Why no code is on its way. `unclear`: we asked and got no usable answer, so one may arrive all the same. */
export const sendFailureSchema = z.enum([
  'refused',
  'already_verified',
  'rate_limited',
  'unclear',
  'not_sent',
]);
export type SendFailure = z.infer<typeof sendFailureSchema>;

/** Why a code that was sent is of no use before its time. A new one can be asked for. */
export const spentSchema = z.enum(['not_started', 'too_many_attempts']);
export type Spent = z.infer<typeof spentSchema>;

export const verificationSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('sending') }),
  z.object({
    ...commonFields,
    state: z.literal('code_sent'),
    sentAt: timeSchema,
    expiresAt: timeSchema,
    /** True when Vobiz did not say until when the code is valid. */
    expiryAssumed: z.boolean(),
    wrongEntries: z.number().int().nonnegative(),
    /** Who is entering a code right now; one at a time. */
    entry: z.object({ by: userIdSchema, id: z.string(), at: timeSchema }).optional(),
  }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('verified'),
    verifiedBy: userIdSchema,
    /** How far the number is on its way to a WhatsApp channel. */
    connection: connectionSchema.optional(),
  }),
  z.object({ ...commonFields, ...ended, state: z.literal('not_sent'), failure: sendFailureSchema }),
  z.object({
    ...commonFields,
    ...ended,
    state: z.literal('expired'),
    /** Absent when its time was up. */
    spent: spentSchema.optional(),
  }),
]);
export type Verification = z.infer<typeof verificationSchema>;
export type VerificationState = Verification['state'];
export type VerificationIn<S extends VerificationState> = Extract<Verification, { state: S }>;

export function isOver(verification: Verification): boolean {
  return 'endedAt' in verification;
}

export type VerificationEvent =
  | { type: 'sent'; expiresAt: number | undefined }
  | { type: 'send_failed'; failure: SendFailure }
  | { type: 'entry_started'; by: string; entryId: string }
  | {
      type: 'entry_ended';
      entryId: string;
      result: 'verified' | 'wrong_code' | 'expired' | 'released' | Spent;
    }
  | { type: 'expire' };

export type VerificationRefusal =
  | { kind: 'someone_is_entering'; by: string }
  | { kind: 'over'; verification: Verification }
  | { kind: 'out_of_turn'; verification: Verification };

export type VerificationTransition =
  | { ok: true; record: Verification }
  | { ok: false; refusal: VerificationRefusal };

function commonOf(record: Verification): Omit<VerificationIn<'sending'>, 'state'> {
  const { id, team, revision, createdAt, updatedAt, startedBy, channel, e164, method } = record;
  return { id, team, revision, createdAt, updatedAt, startedBy, channel, e164, method };
}

/** What may happen to a verification. Pure; saved by compare-and-set on `revision`. `now` is epoch ms. */
export function transitionVerification(
  record: Verification,
  event: VerificationEvent,
  now: number,
): VerificationTransition {
  const common = { ...commonOf(record), revision: record.revision + 1, updatedAt: now };
  const end = { ...common, endedAt: now };
  if (isOver(record)) return { ok: false, refusal: { kind: 'over', verification: record } };
  if (record.state === 'sending') return whileSending(record, event, now, common);
  if (record.state !== 'code_sent') return outOfTurn(record);
  switch (event.type) {
    case 'entry_started':
      return startEntry(record, event, now, common);
    case 'entry_ended':
      return endEntry(record, event, now, common);
    case 'expire':
      return now >= record.expiresAt && !entryInProgress(record, now)
        ? { ok: true, record: { ...end, state: 'expired' } }
        : outOfTurn(record);
    default:
      return outOfTurn(record);
  }
}

type Common = ReturnType<typeof commonOf>;

function outOfTurn(verification: Verification): VerificationTransition {
  return { ok: false, refusal: { kind: 'out_of_turn', verification } };
}

function whileSending(
  record: VerificationIn<'sending'>,
  event: VerificationEvent,
  now: number,
  common: Common,
): VerificationTransition {
  if (event.type === 'send_failed') {
    return {
      ok: true,
      record: { ...common, state: 'not_sent', failure: event.failure, endedAt: now },
    };
  }
  if (event.type !== 'sent') return outOfTurn(record);
  const expiresAt = event.expiresAt ?? now + ASSUMED_CODE_LIFE_MS;
  const expiryAssumed = event.expiresAt === undefined;
  return {
    ok: true,
    record: {
      ...common,
      state: 'code_sent',
      sentAt: now,
      expiresAt,
      expiryAssumed,
      wrongEntries: 0,
    },
  };
}

export function entryInProgress(record: VerificationIn<'code_sent'>, now: number): boolean {
  return record.entry !== undefined && now < record.entry.at + ENTRY_LEASE_MS;
}

function startEntry(
  record: VerificationIn<'code_sent'>,
  event: Extract<VerificationEvent, { type: 'entry_started' }>,
  now: number,
  common: Common,
): VerificationTransition {
  if (record.entry && entryInProgress(record, now)) {
    return { ok: false, refusal: { kind: 'someone_is_entering', by: record.entry.by } };
  }
  const entry = { by: event.by, id: event.entryId, at: now };
  return { ok: true, record: { ...record, ...common, entry } };
}

function endEntry(
  record: VerificationIn<'code_sent'>,
  event: Extract<VerificationEvent, { type: 'entry_ended' }>,
  now: number,
  common: Common,
): VerificationTransition {
  const { entry, ...rest } = record;
  if (!entry || event.entryId !== entry.id) return outOfTurn(record);
  const open = { ...rest, ...common };
  switch (event.result) {
    case 'verified':
      return {
        ok: true,
        record: { ...common, state: 'verified', verifiedBy: entry.by, endedAt: now },
      };
    case 'expired':
      return { ok: true, record: { ...common, state: 'expired', endedAt: now } };
    case 'not_started':
    case 'too_many_attempts': {
      const spent = event.result;
      return { ok: true, record: { ...common, state: 'expired', spent, endedAt: now } };
    }
    case 'wrong_code':
      return { ok: true, record: { ...open, wrongEntries: record.wrongEntries + 1 } };
    default:
      return { ok: true, record: open };
  }
}
