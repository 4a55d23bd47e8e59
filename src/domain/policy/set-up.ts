import { z } from 'zod';
import { channelIdSchema, userGroupIdSchema, userIdSchema } from '../actor.ts';
import { canonicalJson } from '../audit/audit.ts';
import type { PolicyAsWritten } from './policy-schema.ts';
import { DIGEST, digestFields, digestIn, withDigest } from './set-up-digest.ts';
import { ownedFields, ownedIn, withOwned } from './set-up-owned.ts';
import {
  type Approvals,
  asWritten,
  isSome,
  readAmount,
  rulesFor,
  rulesIn,
} from './set-up-rules.ts';

/** An amount as people type it; '' for none. */
const typedAmount = z.string().max(30);
const amountsSchema = z.object({
  /** Bought without approval up to this first charge. */
  alone: typedAmount,
  /** Above this first charge, two people approve. */
  two: typedAmount,
  /** The workspace's budget of a month. */
  budget: typedAmount,
});
export type AmountName = keyof z.infer<typeof amountsSchema>;
const NO_AMOUNTS: Readonly<Record<AmountName, string>> = { alone: '', two: '', budget: '' };

/** What the forms of the set-up hold. Amounts by currency, as typed. */
export const setUpSchema = z.object({
  channel: channelIdSchema.optional(),
  users: z.array(userIdSchema),
  groups: z.array(userGroupIdSchema),
  selfApproval: z.boolean(),
  expiresAfterHours: z.number(),
  amounts: z.record(z.string(), amountsSchema),
  /** Whether `alone` and `two` are for each number of a request, not for all of them together. */
  perNumber: z.boolean().optional(),
  /** Minutes; 0 for none. */
  remindAfter: z.number(),
  /** Hours; 0 for never. */
  escalateAfter: z.number(),
  escalateTo: z.array(userIdSchema),
  /** Unknown in drafts of earlier versions: the policy's groups then stay. */
  escalateGroups: z.array(userGroupIdSchema).optional(),
  ...digestFields,
  ...ownedFields,
});
export type SetUp = z.infer<typeof setUpSchema>;

const DEFAULT_EXPIRY_HOURS = 24;
const DEFAULT_REMINDER_MINUTES = 30;

export function amountsIn({ amounts }: Pick<SetUp, 'amounts'>, currency: string) {
  return amounts[currency] ?? NO_AMOUNTS;
}

/** The forms as the policy fills them in. */
export function setUpOf(written: PolicyAsWritten | undefined): SetUp {
  const { approvals, limits } = written ?? {};
  const { users = [], groups = [] } = approvals?.approvers ?? {};
  const { reminders, escalation } = approvals ?? {};
  const budget = limits?.monthly_budget?.workspace ?? {};
  const { alone = {}, two = {} } = (approvals && rulesIn(approvals)) ?? {};
  const currencies = [alone, two, budget].flatMap((each) => Object.keys(each));
  const text = (amount: string | number | undefined) => String(amount ?? '');
  return {
    channel: approvals?.channel,
    users,
    groups,
    selfApproval: approvals?.self_approval ?? false,
    expiresAfterHours: approvals?.expires_after_hours ?? DEFAULT_EXPIRY_HOURS,
    amounts: Object.fromEntries(
      currencies.map((currency) => [
        currency,
        {
          alone: text(alone[currency]),
          two: text(two[currency]),
          budget: text(budget[currency]),
        },
      ]),
    ),
    remindAfter:
      reminders?.at_most === 0 ? 0 : (reminders?.first_after_minutes ?? DEFAULT_REMINDER_MINUTES),
    escalateAfter: escalation?.after_hours ?? 0,
    escalateTo: escalation?.approvers.users ?? [],
    escalateGroups: escalation?.approvers.groups ?? [],
    ...addedFields(written),
  };
}

/** The fields that drafts of earlier versions lack. */
export function addedFields(written: PolicyAsWritten | undefined) {
  const { approvals, digest } = written ?? {};
  const perNumber = (approvals && rulesIn(approvals))?.perNumber ?? false;
  return { perNumber, ...digestIn(digest), ...ownedIn(written ?? {}) } satisfies Partial<SetUp>;
}

export type FieldOfSetUp = keyof SetUp;
const FIELDS = Object.keys(setUpSchema.shape).filter(
  (name): name is FieldOfSetUp => name in setUpSchema.shape,
);

/** The fields in which two set-ups differ. */
export function differing(one: SetUp, other: SetUp): FieldOfSetUp[] {
  return FIELDS.filter((field) => canonicalJson(one[field]) !== canonicalJson(other[field]));
}

/** `mine` began as `start`, and the policy has become `now` meanwhile: what somebody changed here, and the rest as it is now. */
export function rebased(start: SetUp, mine: SetUp, now: SetUp): SetUp {
  const changed = differing(start, mine);
  return {
    ...now,
    ...Object.fromEntries(changed.map((field) => [field, mine[field]])),
    amounts: rebasedAmounts(start, mine, now),
  };
}

/** One by one: the budget that somebody else changed is no reason to keep an old one. */
function rebasedAmounts(start: SetUp, mine: SetUp, now: SetUp): SetUp['amounts'] {
  const currencies = [mine, now].flatMap(({ amounts }) => Object.keys(amounts));
  const one = (currency: string, name: AmountName) => {
    const own = amountsIn(mine, currency)[name];
    return own === amountsIn(start, currency)[name] ? amountsIn(now, currency)[name] : own;
  };
  return Object.fromEntries(
    currencies.map((currency) => [
      currency,
      {
        alone: one(currency, 'alone'),
        two: one(currency, 'two'),
        budget: one(currency, 'budget'),
      },
    ]),
  );
}

/**
 * The policy with what was changed in the forms since they showed `start`. Everything else stays, also what no form knows.
 */
export function withSetUp(
  written: PolicyAsWritten | undefined,
  start: SetUp,
  next: SetUp,
): PolicyAsWritten {
  const before: Approvals = written?.approvals ?? { channel: '', approvers: {} };
  const changed = new Set(differing(start, next));
  const isNew = written === undefined;
  const has = (field: FieldOfSetUp) => changed.has(field) || isNew;
  const isAny = (fields: readonly FieldOfSetUp[]) => fields.some((field) => changed.has(field));
  const isOther = has('users') || has('groups');
  const approvers = isOther ? { users: next.users, groups: next.groups } : before.approvers;
  const approvals: Approvals = {
    ...before,
    ...(has('channel') && { channel: next.channel ?? '' }),
    approvers,
    ...(changed.has('selfApproval') && { self_approval: next.selfApproval }),
    ...(changed.has('expiresAfterHours') && { expires_after_hours: next.expiresAfterHours }),
    ...(changed.has('remindAfter') && { reminders: remindersFor(before, next) }),
    ...((isOther || isAny(RULES)) && rulesFor(before, approvers, isAny(RULES) ? next : undefined)),
  };
  const { escalation, ...others } = approvals;
  const to = isAny(ESCALATION) ? escalationFor(before, next) : escalation;
  return {
    ...withOwned(isAny(DIGEST) ? withDigest(written, next, changed) : written, next, changed),
    approvals: { ...others, ...(to && { escalation: to }) },
    ...(changed.has('amounts') && limitsFor(written, next.amounts)),
  };
}

const RULES = ['amounts', 'perNumber'] as const;

function remindersFor(
  { reminders = {} }: Approvals,
  { remindAfter }: SetUp,
): NonNullable<Approvals['reminders']> {
  if (remindAfter === 0) return { ...reminders, at_most: 0 };
  const { at_most: most, ...rest } = reminders;
  return { ...rest, ...(most && { at_most: most }), first_after_minutes: remindAfter };
}

const ESCALATION = ['escalateAfter', 'escalateTo', 'escalateGroups'] as const;

function escalationFor(
  { escalation }: Approvals,
  { escalateAfter, escalateTo: users, escalateGroups }: SetUp,
): Approvals['escalation'] {
  const groups = escalateGroups ?? escalation?.approvers.groups ?? [];
  if (escalateAfter === 0 || users.length + groups.length === 0) return undefined;
  return { after_hours: escalateAfter, approvers: { users, groups } };
}

function limitsFor(written: PolicyAsWritten | undefined, amounts: SetUp['amounts']) {
  const { limits } = written ?? {};
  const workspace = asWritten(amounts, 'budget');
  const { workspace: _before, ...budgets } = limits?.monthly_budget ?? {};
  const monthly = { ...budgets, ...(isSome(workspace) && { workspace }) };
  const { monthly_budget: _old, ...others } = limits ?? {};
  const next = { ...others, ...(isSome(monthly) && { monthly_budget: monthly }) };
  return limits || isSome(next) ? { limits: next } : {};
}

export type AmountProblem = 'unreadable' | 'two_below_alone' | 'one_approver';

/** What is wrong with the amounts of one currency. */
export function amountProblems(
  { amounts, users, groups }: SetUp,
  currency: string,
): Partial<Record<AmountName, AmountProblem>> {
  const typed = amounts[currency] ?? NO_AMOUNTS;
  const minor = (name: AmountName) => readAmount(typed[name], currency)?.minor;
  const unreadable = (['alone', 'two', 'budget'] as const).filter(
    (name) => typed[name].trim() !== '' && minor(name) === undefined,
  );
  const [alone, two] = [minor('alone'), minor('two')];
  const isBelow = alone !== undefined && two !== undefined && two <= alone;
  return {
    ...(two !== undefined && users.length < 2 && groups.length === 0
      ? { two: 'one_approver' as const }
      : isBelow && { two: 'two_below_alone' as const }),
    ...Object.fromEntries(unreadable.map((name) => [name, 'unreadable'])),
  };
}

/** In which amounts are shown where no other currency is known. */
export const USUAL_CURRENCY = 'INR';
/** What a number costs about, as people type it. */
export const USUAL_AMOUNT = '1300';

/** The request to try out where nobody chose another; undefined without a channel to make it from. */
export function usualTrial({ channel, amounts }: SetUp) {
  const [currency = USUAL_CURRENCY] = Object.keys(amounts);
  const amount = readAmount(USUAL_AMOUNT, currency);
  return channel && amount ? { amount, channel } : undefined;
}
