import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import { modalIds } from '../../slack/ids.ts';
import type { InputName } from '../../slack/inputs.ts';
import { context, section } from '../kit/blocks.ts';
import { type Choice, formView, noticeView, selectInput } from '../kit/modal-parts.ts';
import {
  channelPicker,
  checkbox,
  groupsPicker,
  peoplePicker,
  reported,
  zonePicker,
} from '../kit/pickers.ts';
import { plural } from '../kit/text.ts';
import { findingLines } from './finding-words.ts';

export const SET_UP_TITLE = 'Set up';

export function setUpLoading(): ModalView {
  return noticeView(SET_UP_TITLE, 'Looking up your settings…');
}

/** What a step shows besides what its fields hold. */
export type StepShown = {
  /** Why the step is shown again. */
  problem?: string | undefined;
  findings: readonly PolicyFinding[];
  groups: readonly { id: string; handle: string }[];
};

/** Under the field of the people. */
export const NOBODY_APPROVES = 'Choose at least one person or user group.';

/** Why a step is shown again, in our own mrkdwn. */
export function again(problem: string | undefined): KnownBlock[] {
  return problem ? [section(problem)] : [];
}

/** The first step: where requests go, and who approves them. */
export function approvalsStep({ values, begun, user }: SetUpDraft, shown: StepShown): ModalView {
  const { channel, users, groups, selfApproval, expiresAfterHours, digestZone = '' } = values;
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
      reported(
        peoplePicker('approvingPeople', {
          label: 'Who approves?',
          hint: 'Choose people here, user groups below, or both.',
          optional: true,
          chosen: users,
        }),
      ),
      reported(groupsPicker('approvingGroups', 'Which user groups approve?', groups, shown.groups)),
      reported(
        checkbox('selfApproval', {
          label: 'Own requests',
          says: 'Approvers can approve their own requests',
          isTicked: selfApproval,
        }),
      ),
      timeMenu('expiry', 'A request expires after', EXPIRIES, expiresAfterHours, hoursText),
      reported(
        zonePicker('digestZone', {
          label: 'Weekly digest',
          hint: 'Mondays at 9:00 in this time zone, or when your policy says. Leave empty for none.',
          optional: true,
          chosen: digestZone,
        }),
      ),
      ...warnings(shown.findings, user),
      context(SAVED),
    ],
  });
}

const SAVED = 'We keep your choices as you go. Close this any time and continue from Home.';

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
