import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { DAYS } from '../../domain/digest/digest-week.ts';
import type { PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { SetUp } from '../../domain/policy/set-up.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import { modalIds } from '../../slack/ids.ts';
import type { InputName } from '../../slack/inputs.ts';
import { context, section } from '../kit/blocks.ts';
import { type Choice, formView, selectInput, workingView } from '../kit/modal-parts.ts';
import {
  channelPicker,
  checkbox,
  groupsPicker,
  peoplePicker,
  reported,
  timePicker,
  zonePicker,
} from '../kit/pickers.ts';
import { plural } from '../kit/text.ts';
import { findingLines } from './finding-words.ts';
import { daysText } from './policy-words.ts';

export const SET_UP_TITLE = 'Set up';

export function setUpLoading(): ModalView {
  return workingView(SET_UP_TITLE, 'Looking up your settings…');
}

/** What a step shows besides what its fields hold. */
export type StepShown = {
  /** Why the step is shown again. */
  problem?: string | undefined;
  findings: readonly PolicyFinding[];
  /** Undefined when unknown. */
  groups: readonly { id: string; handle: string }[] | undefined;
};

/** Under the field of the people. */
export const NOBODY_APPROVES = 'Choose at least one person or user group.';

/** Chosen instead of a time zone. */
export const NO_DIGEST = 'No digest';

/** Why a step is shown again, in our own mrkdwn. */
export function again(problem: string | undefined): KnownBlock[] {
  return problem ? [section(problem)] : [];
}

/** The first step: where requests go, and who approves them. */
export function approvalsStep({ values, begun, user }: SetUpDraft, shown: StepShown): ModalView {
  const { channel, selfApproval, expiresAfterHours } = values;
  return formView({
    form: modalIds.setUpApprovals,
    value: { begun },
    title: 'Set up · 1 of 3',
    submit: 'Next',
    close: 'Close',
    blocks: [
      ...again(shown.problem),
      reported(
        channelPicker('approvalsChannel', { label: 'Where do requests go?', chosen: channel }),
      ),
      ...approverInputs(values, shown.groups),
      reported(
        checkbox('selfApproval', {
          label: 'Own requests',
          says: 'Approvers can approve their own requests',
          isTicked: selfApproval,
        }),
      ),
      timeMenu('expiry', 'A request expires after', EXPIRIES, expiresAfterHours, hoursText),
      ...digestInputs(values),
      ...warnings(shown.findings, user),
      context(SAVED),
    ],
  });
}

const SAVED = 'We keep your choices as you go. Close this any time and continue from Home.';

/** Where Slack knows no user group, people are the only answer. */
function approverInputs({ users, groups }: SetUp, known: StepShown['groups']): KnownBlock[] {
  if (known?.length === 0 && groups.length === 0) {
    return [reported(peoplePicker('approvingPeople', { label: 'Who approves?', chosen: users }))];
  }
  return [
    section('*Who approves?* Choose people, user groups, or both.'),
    reported(
      peoplePicker('approvingPeople', {
        label: 'People who approve',
        optional: true,
        chosen: users,
      }),
    ),
    reported(groupsPicker('approvingGroups', 'User groups that approve', groups, known)),
  ];
}

/** The digest's time zone, and with one its day, time and channel. */
function digestInputs(values: SetUp): KnownBlock[] {
  const { digestZone = '', digestDay, digestTime = '', digestChannel, digestOnlyNews } = values;
  const zone = zonePicker('digestZone', {
    label: 'Weekly digest',
    hint: 'Choose a time zone to get one: what was bought, what it costs, what nobody uses.',
    optional: true,
    chosen: digestZone,
  });
  if (!digestZone || !digestDay) return [reported(zone)];
  const choice = (day: (typeof DAYS)[number]): Choice => ({ value: day, label: daysText(day) });
  return [
    reported(zone),
    reported(
      selectInput('digestDay', {
        label: 'Digest on',
        choices: DAYS.map(choice),
        chosen: choice(digestDay),
      }),
    ),
    reported(timePicker('digestTime', { label: 'Digest at', chosen: digestTime })),
    reported(
      channelPicker('digestChannel', {
        label: 'Digest to',
        hint: 'Leave empty to use the channel of requests.',
        optional: true,
        chosen: digestChannel,
      }),
    ),
    reported(
      checkbox('digestOnlyNews', {
        label: 'Weeks without news',
        says: 'Send nothing then',
        isTicked: digestOnlyNews ?? false,
      }),
    ),
  ];
}

function warnings(findings: readonly PolicyFinding[], reader: string): KnownBlock[] {
  const wrong = findings.filter(({ verdict }) => verdict !== 'ok');
  const lines = findingLines(wrong, reader);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

const EXPIRIES = [4, 8, 24, 48, 72, 168];

/** A menu of amounts of time, including the current one. */
export function timeMenu(
  name: InputName,
  label: string,
  offered: readonly number[],
  chosen: number,
  text: (amount: number) => string,
): InputBlock {
  const all = [...new Set([...offered, chosen])].sort((one, other) => one - other);
  const choice = (amount: number): Choice => ({ value: String(amount), label: text(amount) });
  return reported(selectInput(name, { label, choices: all.map(choice), chosen: choice(chosen) }));
}

export function hoursText(hours: number): string {
  return hours >= 24 && hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour');
}
