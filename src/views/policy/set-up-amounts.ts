import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import {
  type AmountName,
  type AmountProblem,
  amountsIn,
  type SetUp,
} from '../../domain/policy/set-up.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { actions, button, section } from '../kit/blocks.ts';
import { type Choice, formView, selectInput, textInput } from '../kit/modal-parts.ts';
import { checkbox, groupsPicker, peoplePicker, reported } from '../kit/pickers.ts';
import { peopleText, plural, present } from '../kit/text.ts';
import { again, hoursText, type StepShown, timeMenu } from './set-up-form.ts';
import { signOf } from './set-up-words.ts';

/** Under the field of those who can decide later. */
export const NOBODY_THEN = 'Choose who else can decide, or choose Never.';

const REMINDERS = [0, 15, 30, 60, 120, 240];
const ESCALATIONS = [0, 2, 4, 8, 24];
/** Days. */
const UNUSED = [0, 7, 14, 30, 60, 90];
const ANSWERS = [1, 2, 3, 5, 7, 14];

/** The second step: who approves which amounts, the budget, what happens while nobody decides, and the rules for owned numbers. */
export function amountsStep(
  { values, begun, currencies, more }: SetUpDraft,
  shown: { problem?: string | undefined; hasOwnRules: boolean; groups: StepShown['groups'] },
): ModalView {
  const [currency = ''] = currencies;
  return formView({
    form: modalIds.setUpAmounts,
    value: { begun },
    title: 'Set up · 2 of 3',
    submit: 'Next',
    close: 'Close',
    blocks: [
      ...again(shown.problem),
      ...(currencies.length > 1 ? [currencyMenu(currencies, currency)] : []),
      ...(shown.hasOwnRules
        ? [section('This policy has its own rules, and they stay. To change them, import YAML.')]
        : [
            amount('aloneUpTo', 'alone', values, currency),
            amount('twoAbove', 'two', values, currency),
            reported(
              checkbox('perNumber', {
                label: 'Several numbers in a request',
                says: 'Judge each number by itself, not their sum',
                isTicked: values.perNumber ?? false,
              }),
            ),
          ]),
      amount('monthlyBudget', 'budget', values, currency),
      ...(more
        ? [...waitingInputs(values, shown.groups), ...ownedInputs(values, shown.groups)]
        : [moreRow(values, begun)]),
      actions(button(buttons.setUpBack, { begun }, 'Back')),
    ],
  });
}

function currencyMenu(currencies: readonly string[], currency: string): InputBlock {
  const choice = (code: string): Choice => ({ value: code, label: code });
  const choices = [...currencies].sort().map(choice);
  return reported(
    selectInput('policyCurrency', { label: 'Currency', choices, chosen: choice(currency) }),
  );
}

const AMOUNTS: Readonly<Record<AmountName, { label: string; hint: string }>> = {
  alone: {
    label: 'Buy without approval up to',
    hint: 'Setup plus first month. Leave empty to approve every number.',
  },
  two: {
    label: 'Two people approve above',
    hint: 'Leave empty if one approval is always enough.',
  },
  budget: {
    label: 'Monthly budget',
    hint: 'Counts what you pay when you buy a number. Leave empty for no budget.',
  },
};

/** Its block has the currency in its id, so that another currency shows its own amount. */
function amount(
  name: 'aloneUpTo' | 'twoAbove' | 'monthlyBudget',
  which: AmountName,
  values: SetUp,
  currency: string,
): InputBlock {
  const { label } = AMOUNTS[which];
  const hint =
    which === 'two' && isTwoElsewhere(values, currency) ? ALWAYS_TWO : AMOUNTS[which].hint;
  return reported(
    textInput(name, {
      label: `${label} (${signOf(currency)})`,
      hint,
      optional: true,
      value: amountsIn(values, currency)[which],
      maxLength: 30,
      blockId: `${name}.${currency}`,
    }),
  );
}

/** A price in a currency without an amount is above every amount. */
const ALWAYS_TWO = 'Leave empty to have two people approve every number in this currency.';

function isTwoElsewhere({ amounts }: SetUp, currency: string): boolean {
  return Object.entries(amounts).some(([other, { two }]) => other !== currency && two !== '');
}

/** Under the field of an amount. */
export const AMOUNT_PROBLEMS: Readonly<Record<AmountProblem, string>> = {
  unreadable: 'Write an amount like 1300 or 1,300.50.',
  two_below_alone: 'Enter more than the amount that needs no approval.',
  one_approver: 'Go back and add a second person first.',
};

function moreRow(values: SetUp, begun: number): KnownBlock {
  return section(
    `${waitingText(values)} ${ownedText(values)}`,
    button(buttons.setUpMore, { begun }, 'Change'),
  );
}

/** `Reminders after 30 minutes, then less often. After 4 hours, @a can decide too.` */
function waitingText(values: SetUp): string {
  const { remindAfter, escalateAfter, escalateTo: users, escalateGroups: groups = [] } = values;
  return present([
    remindAfter === 0
      ? 'No reminders.'
      : `Reminders after ${minutesText(remindAfter)}, then less often.`,
    escalateAfter > 0 &&
      `After ${hoursText(escalateAfter)}, ${peopleText({ users, groups }) || 'more people'} can decide too.`,
  ]).join(' ');
}

function waitingInputs(
  { remindAfter, escalateAfter, escalateTo, escalateGroups = [] }: SetUp,
  known: StepShown['groups'],
): KnownBlock[] {
  const reminders = (minutes: number) => (minutes === 0 ? 'No reminders' : minutesText(minutes));
  const escalations = (hours: number) => (hours === 0 ? 'Never' : hoursText(hours));
  return [
    timeMenu('remindAfter', 'Remind approvers after', REMINDERS, remindAfter, reminders),
    timeMenu('escalateAfter', 'Ask more people after', ESCALATIONS, escalateAfter, escalations),
    reported(
      peoplePicker('escalateTo', {
        label: 'Who else can decide?',
        optional: true,
        chosen: escalateTo,
      }),
    ),
    reported(groupsPicker('escalateGroups', 'Which user groups then?', escalateGroups, known)),
  ];
}

/** `Numbers unused for 14 days are offered. @a decides about giving back.` */
function ownedText(values: SetUp): string {
  const { unusedForDays = 0, giveBackUsers: users = [], giveBackGroups: groups = [] } = values;
  const people = peopleText({ users, groups });
  return present([
    unusedForDays === 0
      ? 'Unused numbers are offered at once.'
      : `Numbers unused for ${plural(unusedForDays, 'day')} are offered.`,
    people && `${people} can approve giving a number back.`,
  ]).join(' ');
}

/** Reuse before buying, and giving back. */
function ownedInputs(values: SetUp, known: StepShown['groups']): KnownBlock[] {
  const { unusedForDays = 0, answerWithinDays = 0 } = values;
  const { giveBackUsers = [], giveBackGroups = [] } = values;
  const days = (count: number) => (count === 0 ? 'At once' : plural(count, 'day'));
  return [
    timeMenu('unusedFor', 'Offer unused numbers after', UNUSED, unusedForDays, days),
    timeMenu('answerWithin', 'Their owner answers within', ANSWERS, answerWithinDays, days),
    reported(
      peoplePicker('giveBackPeople', {
        label: 'Who approves giving back?',
        hint: 'Nobody approves their own, so choose two. Leave empty for the people who approve.',
        optional: true,
        chosen: giveBackUsers,
      }),
    ),
    reported(groupsPicker('giveBackGroups', 'Which user groups do too?', giveBackGroups, known)),
  ];
}

function minutesText(minutes: number): string {
  return minutes >= 60 && minutes % 60 === 0 ? hoursText(minutes / 60) : plural(minutes, 'minute');
}
