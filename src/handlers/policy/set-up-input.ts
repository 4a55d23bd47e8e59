import type { z } from 'zod';
import { channelIdSchema, userGroupIdSchema, userIdSchema } from '../../domain/actor.ts';
import { DAYS, isTime, isZone } from '../../domain/digest/digest-week.ts';
import { amountProblems, amountsIn, type SetUp } from '../../domain/policy/set-up.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import type { DraftChange } from '../../flows/policy/set-up-policy.ts';
import { blockOf, hasInput, readChosen, readInput } from '../../slack/form.ts';
import { inputs } from '../../slack/inputs.ts';
import { AMOUNT_PROBLEMS, NOBODY_THEN } from '../../views/policy/set-up-amounts.ts';
import type { FormErrors } from '../edge/interaction.ts';

/** Longer typing fits no amount. */
const TYPED_MAX = 30;

/** Every input that is kept as soon as it changes. */
export const KEPT = [
  inputs.approvalsChannel,
  inputs.approvingPeople,
  inputs.approvingGroups,
  inputs.selfApproval,
  inputs.expiry,
  inputs.policyCurrency,
  inputs.aloneUpTo,
  inputs.twoAbove,
  inputs.monthlyBudget,
  inputs.remindAfter,
  inputs.escalateAfter,
  inputs.escalateTo,
  inputs.escalateGroups,
  inputs.perNumber,
  inputs.digestZone,
  inputs.digestDay,
  inputs.digestTime,
  inputs.digestChannel,
  inputs.digestOnlyNews,
  inputs.unusedFor,
  inputs.answerWithin,
  inputs.giveBackPeople,
  inputs.giveBackGroups,
  inputs.trialAmount,
  inputs.trialMonthly,
  inputs.trialCount,
  inputs.trialPerson,
  inputs.trialChannel,
];

/** What a step holds now. Inputs that it does not show leave the draft as it is. */
export function readStep(draft: SetUpDraft, values: unknown): DraftChange {
  return {
    values: readFields(draft.values, values),
    currencies: readCurrencies(draft, values),
    trial: readTrial(draft, values),
  };
}

function readFields(held: SetUp, values: unknown): SetUp {
  const has = (input: { actionId: string }) => hasInput(values, input);
  return {
    ...held,
    ...(has(inputs.approvalsChannel) && {
      channel: ids(values, inputs.approvalsChannel, channelIdSchema)[0],
    }),
    ...(has(inputs.approvingPeople) && {
      users: ids(values, inputs.approvingPeople, userIdSchema),
    }),
    ...(has(inputs.approvingGroups) && {
      groups: ids(values, inputs.approvingGroups, userGroupIdSchema),
    }),
    ...(has(inputs.selfApproval) && {
      selfApproval: readChosen(values, inputs.selfApproval).length > 0,
    }),
    ...(has(inputs.expiry) && { expiresAfterHours: amountOf(values, inputs.expiry) }),
    ...(has(inputs.remindAfter) && { remindAfter: amountOf(values, inputs.remindAfter) }),
    ...(has(inputs.escalateAfter) && { escalateAfter: amountOf(values, inputs.escalateAfter) }),
    ...(has(inputs.escalateTo) && { escalateTo: ids(values, inputs.escalateTo, userIdSchema) }),
    ...(has(inputs.escalateGroups) && {
      escalateGroups: ids(values, inputs.escalateGroups, userGroupIdSchema),
    }),
    ...(has(inputs.digestZone) && {
      digestZone: readChosen(values, inputs.digestZone).find(isZone) ?? '',
    }),
    ...readDigest(held, values),
    ...readOwned(values),
    ...(has(inputs.perNumber) && { perNumber: readChosen(values, inputs.perNumber).length > 0 }),
    amounts: readAmounts(held, values),
  };
}

/** When and where the digest comes, where the step asks for it. */
function readDigest({ digestDay, digestTime }: SetUp, values: unknown): Partial<SetUp> {
  if (!hasInput(values, inputs.digestDay)) return {};
  const chosen = readChosen(values, inputs.digestDay);
  return {
    digestDay: DAYS.find((day) => chosen.includes(day)) ?? digestDay,
    digestTime: readChosen(values, inputs.digestTime).find(isTime) ?? digestTime,
    digestChannel: ids(values, inputs.digestChannel, channelIdSchema)[0] ?? '',
    digestOnlyNews: readChosen(values, inputs.digestOnlyNews).length > 0,
  };
}

/** When unused numbers are offered and who decides about giving back, where the step asks for it. */
function readOwned(values: unknown): Partial<SetUp> {
  if (!hasInput(values, inputs.unusedFor)) return {};
  return {
    unusedForDays: amountOf(values, inputs.unusedFor),
    answerWithinDays: amountOf(values, inputs.answerWithin),
    giveBackUsers: ids(values, inputs.giveBackPeople, userIdSchema),
    giveBackGroups: ids(values, inputs.giveBackGroups, userGroupIdSchema),
  };
}

/** Of a menu of amounts of time. */
function amountOf(values: unknown, input: { actionId: string }): number {
  return Number(readChosen(values, input)[0] ?? 0);
}

/** Anybody can send any id: what is none is left out. */
function ids(values: unknown, input: { actionId: string }, schema: z.ZodType<string>): string[] {
  return readChosen(values, input).filter((id) => schema.safeParse(id).success);
}

/** In the currency that the view shows, which the draft may have left already. */
function shownCurrency(values: unknown): string | undefined {
  return hasInput(values, inputs.monthlyBudget)
    ? blockOf(values, inputs.monthlyBudget).split('.').at(-1)
    : undefined;
}

function readAmounts(held: SetUp, values: unknown): SetUp['amounts'] {
  const currency = shownCurrency(values);
  if (currency === undefined) return held.amounts;
  const before = amountsIn(held, currency);
  const typed = (input: { actionId: string }, otherwise: string) =>
    hasInput(values, input) ? readInput(values, input).slice(0, TYPED_MAX) : otherwise;
  const now = {
    alone: typed(inputs.aloneUpTo, before.alone),
    two: typed(inputs.twoAbove, before.two),
    budget: typed(inputs.monthlyBudget, before.budget),
  };
  const isNothing = Object.values(now).every((each) => each === '') && !held.amounts[currency];
  return isNothing ? held.amounts : { ...held.amounts, [currency]: now };
}

/** The one on show first. */
function readCurrencies({ currencies }: SetUpDraft, values: unknown): string[] {
  const [chosen] = readChosen(values, inputs.policyCurrency);
  if (!chosen || !currencies.includes(chosen)) return currencies;
  return [chosen, ...currencies.filter((each) => each !== chosen)];
}

function readTrial({ trial }: SetUpDraft, values: unknown): SetUpDraft['trial'] {
  if (!hasInput(values, inputs.trialAmount)) return trial;
  const [user] = ids(values, inputs.trialPerson, userIdSchema);
  const [channel] = ids(values, inputs.trialChannel, channelIdSchema);
  const typed = (input: { actionId: string }) => readInput(values, input).slice(0, TYPED_MAX);
  return {
    ...trial,
    amount: typed(inputs.trialAmount),
    ...(hasInput(values, inputs.trialMonthly) && { monthly: typed(inputs.trialMonthly) }),
    count: typed(inputs.trialCount),
    user: user ?? trial.user,
    ...(channel && { channel }),
  };
}

/** What is wrong with the fields that the window shows (`shown`: its values). */
export function problemsIn({ values }: SetUpDraft, shown: unknown): FormErrors | undefined {
  const currency = shownCurrency(shown);
  const wrong = currency ? amountProblems(values, currency) : {};
  const amounts = [
    [wrong.alone, inputs.aloneUpTo],
    [wrong.two, inputs.twoAbove],
    [wrong.budget, inputs.monthlyBudget],
  ] as const;
  // Imported rules hide a field whose text is still in the draft.
  const told = amounts.flatMap(([why, input]) =>
    why && hasInput(shown, input) ? [[blockOf(shown, input), AMOUNT_PROBLEMS[why]]] : [],
  );
  const errors = {
    ...Object.fromEntries(told),
    ...(hasInput(shown, inputs.escalateTo) &&
      values.escalateAfter > 0 &&
      values.escalateTo.length + (values.escalateGroups ?? []).length === 0 && {
        [inputs.escalateTo.blockId]: NOBODY_THEN,
      }),
  };
  return Object.keys(errors).length > 0 ? { errors } : undefined;
}
