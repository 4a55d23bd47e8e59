import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Money } from '../../domain/money.ts';
import { NUMBERS_MAX } from '../../domain/order/asked-numbers.ts';
import type { PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { WorkspacePolicy } from '../../domain/policy/policies.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import type { Trial } from '../../domain/policy/trial.ts';
import { buttons, COMMAND, modalIds } from '../../slack/ids.ts';
import { actions, button, context, message, section } from '../kit/blocks.ts';
import {
  formView,
  noticeView,
  numberInput,
  textInput,
  working,
  workingView,
} from '../kit/modal-parts.ts';
import { channelPicker, personPicker, reported } from '../kit/pickers.ts';
import { inlineText } from '../kit/text.ts';
import { findingLines } from './finding-words.ts';
import { type Everywhere, policyLines } from './policy-words.ts';
import { again, SET_UP_TITLE } from './set-up-form.ts';
import { adminsText, signOf, trialLine } from './set-up-words.ts';

/** What the third step found out. */
export type Checked = {
  /** As the set-up would leave it. */
  policy: WorkspacePolicy;
  everywhere?: Everywhere;
  findings: readonly PolicyFinding[];
  /** Undefined while the amount can't be read. */
  trial: Trial | undefined;
};

/** The third step: the set-up, what the doctor says of it, and what a request would need. */
export function checkStep(
  { values, begun, currencies, trial, user }: SetUpDraft,
  shown: { problem?: string | undefined; checked?: Checked | 'looking' | undefined },
): ModalView {
  const [currency = ''] = currencies;
  const { checked, problem } = shown;
  return formView({
    form: modalIds.setUpCheck,
    value: { begun },
    title: 'Set up · 3 of 3',
    submit: 'Save',
    close: 'Close',
    blocks: [
      ...again(problem),
      ...(checked === 'looking'
        ? working(
            'Checking people and channel…',
            'close it and open the set-up again. We keep what you entered.',
          )
        : []),
      ...(checked && checked !== 'looking' ? checkedBlocks(checked, user) : []),
      reported(
        textInput('trialAmount', {
          label: `Price of a number now (${signOf(currency)})`,
          hint: 'Setup and first month. Press Enter to see what it would need.',
          optional: true,
          value: trial.amount,
          maxLength: 30,
        }),
        'on_enter_pressed',
      ),
      ...(judgesFees(checked) ? [monthlyInput(trial.monthly, currency)] : []),
      reported(
        numberInput('trialCount', {
          label: 'How many numbers',
          optional: true,
          value: trial.count ?? '1',
          min: 1,
          max: NUMBERS_MAX,
        }),
      ),
      reported(personPicker('trialPerson', { label: 'Requested by', chosen: trial.user })),
      reported(
        channelPicker('trialChannel', {
          label: 'From channel',
          optional: true,
          chosen: trial.channel ?? values.channel,
        }),
      ),
      actions(button(buttons.setUpBack, { begun }, 'Back')),
      context(
        `Need more rules? Import YAML with \`${COMMAND} settings\`. Saving here keeps those rules.`,
      ),
    ],
  });
}

/** Whether what a number costs a month may change what it needs. */
function judgesFees(checked: Checked | 'looking' | undefined): boolean {
  if (!checked || checked === 'looking') return false;
  const { rulebook, channels } = checked.policy;
  return [rulebook, ...channels.values()].some(
    ({ rules, limits }) =>
      rules.some(({ yearlyUpTo }) => yearlyUpTo) || Object.keys(limits.monthlyFees).length > 0,
  );
}

function monthlyInput(value: string | undefined, currency: string): InputBlock {
  return reported(
    textInput('trialMonthly', {
      label: `Of that each month (${signOf(currency)})`,
      hint: 'Your rules or limits count it. Press Enter.',
      optional: true,
      value,
      maxLength: 30,
    }),
    'on_enter_pressed',
  );
}

function checkedBlocks(
  { policy, everywhere, findings, trial }: Checked,
  reader: string,
): KnownBlock[] {
  const wrong = findings.filter(({ verdict }) => verdict !== 'ok');
  const lines = [...findingLines(wrong, reader), ...(isUnbounded(policy) ? [UNBOUNDED] : [])];
  return [
    section(policyLines(policy, everywhere).join('\n')),
    section(lines.length > 0 ? lines.join('\n') : LOOKED),
    section(`*Try it:* ${trial ? trialLine(trial) : 'enter a price and choose a channel.'}`),
  ];
}

/** Whether anybody can buy as many small numbers as they like. */
function isUnbounded({ rulebook: { rules, limits } }: WorkspacePolicy): boolean {
  const { monthlyBudget, purchasesPerDay } = limits;
  const isLimited = Object.keys(monthlyBudget.workspace).length > 0 || purchasesPerDay;
  return !isLimited && rules.some(({ needs }) => needs === 'nothing');
}

const UNBOUNDED = "⚠️ Cheap numbers need no approval, and there's no budget. Set one.";
const LOOKED = '✅ People and channel look right.';

export function setUpSaving(): ModalView {
  return workingView(
    SET_UP_TITLE,
    'Saving…',
    `close it and check with ${COMMAND} settings. We keep what you entered, so it's safe to save again.`,
  );
}

/** `trial`: the test request that the button sends; undefined where it has no price. */
export function setUpSaved(trial: { amount: Money; channel: string } | undefined): ModalView {
  return noticeView(
    SET_UP_TITLE,
    message([
      section('*Saved.* It applies from now on.'),
      ...(trial
        ? [
            section('Send a test request to see the card and who can approve. It buys nothing.'),
            actions(button(buttons.sendTest, trial, 'Send a test request', { style: 'primary' })),
          ]
        : []),
    ]),
  );
}

/** Why the policy can't be saved this way; the lines name its keys. */
export function problemsText(problems: readonly string[]): string {
  return `We can't save this yet: ${problems.map((line) => inlineText(line, 200)).join(' · ')}`;
}

/** Why nobody can continue this set-up. `replaced`: saved or restarted elsewhere. */
export type NotSetUp =
  | { why: 'not_an_admin' | 'replaced' }
  | { why: 'managed_by_file'; file: string };

/** `admins`: ids of those who may, if the operator named them. */
export function notSetUp(not: NotSetUp, admins: readonly string[] = []): ModalView {
  return noticeView(SET_UP_TITLE, notSetUpText(not, admins));
}

function notSetUpText(not: NotSetUp, admins: readonly string[]): string {
  switch (not.why) {
    case 'not_an_admin':
      return `Only ${adminsText(admins)} can do this. Nothing was changed.`;
    case 'managed_by_file':
      return `Managed by ${inlineText(not.file, 100)}. Change the settings there.`;
    case 'replaced':
      return 'You saved or restarted these settings in another window. Open Home to continue.';
  }
}
