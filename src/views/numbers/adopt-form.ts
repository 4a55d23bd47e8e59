import type { ModalView } from '@slack/types';
import type { HoldingForm, Label } from '../../domain/numbers/holding.ts';
import { formatPhone } from '../../domain/phone.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import type { VerificationIn } from '../../domain/verification/verification.ts';
import { COMMAND, modalIds } from '../../slack/ids.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import { formView, noticeView, textInput, workingView } from '../kit/modal-parts.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { channelMention } from '../kit/text.ts';
import { holdingInputs } from './holding-inputs.ts';

export const ADOPT_TITLE = 'Adopt a number';
export const ADOPT_PURPOSE_MISSING = 'Say what the number is for.';

export function adoptLoading(): ModalView {
  return workingView(ADOPT_TITLE, 'Looking up the number…');
}

export function adopting(): ModalView {
  return workingView(
    ADOPT_TITLE,
    'Adopting the number…',
    `close it and check with ${COMMAND} numbers. It's safe to adopt it again.`,
  );
}

export type AdoptOnShow = {
  e164: string;
  form: HoldingForm;
  labels: readonly Label[];
  purpose: string;
};

/** Whose a number shall be and what for, which nobody bought here. */
export function adoptForm(
  { e164, form, labels, purpose }: AdoptOnShow,
  problem?: string,
): ModalView {
  return formView({
    form: modalIds.adopt,
    value: { e164 },
    title: ADOPT_TITLE,
    submit: 'Adopt',
    problem,
    blocks: [
      section(`*${formatPhone(e164)}* was bought outside Slack. Nothing is bought now.`),
      textInput('purpose', {
        label: 'What is it for?',
        value: purpose,
        maxLength: PURPOSE_MAX,
        multiline: true,
      }),
      ...holdingInputs({ form, labels }),
    ],
  });
}

export function adoptedNotice({ e164, channel }: VerificationIn<'adopted'>): ModalView {
  return noticeView(
    'Adopted',
    `*${formatPhone(e164)}* now has its card in ${channelMention(channel)}.`,
  );
}

const NOT_ADOPTED = {
  no_channel: 'The policy names no approvals channel for its card. Ask an admin.',
  not_listed: "Vobiz doesn't list this number as active any more.",
  already: 'Somebody already adopted this number.',
  under_way:
    'Somebody here is requesting or verifying this number. Their card shows how that ends.',
} as const;

/** Why it cannot be adopted. */
export function notAdopted(why: keyof typeof NOT_ADOPTED): ModalView {
  return noticeView(ADOPT_TITLE, NOT_ADOPTED[why]);
}

export function mayNotAdopt(why: Parameters<typeof forbiddenAnswer>[0]): Message {
  return why === 'not_an_approver'
    ? sentence('Only approvers and admins can adopt a number.')
    : forbiddenAnswer(why);
}
