import type { ContextBlock, ModalView } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { formatPhone, parsePhone } from '../../domain/phone.ts';
import type { CodeMethod } from '../../domain/verification/verification.ts';
import { modalIds } from '../../slack/ids.ts';
import { context, SHOWN, section } from '../kit/blocks.ts';
import { radioInput, textInput } from '../kit/form-inputs.ts';
import { formView, problemBlocks } from '../kit/notice.ts';
import { channelMention } from '../kit/text.ts';
import { METHODS } from './code-words.ts';

export const BYON_TITLE = 'Bring your own number';

export type ByonFormState = {
  channel: string;
  /** As typed, or already E.164. */
  phone?: string;
  method?: CodeMethod;
  /** What is wrong with the number, and the likely form of it. Both are words of ours. */
  problem?: { text: string; likely?: string | undefined };
  /** Where the number was found, in words of ours, when nobody typed it. */
  found?: string;
  /** The order the number was bought with: it cannot receive text messages. */
  boughtWith?: string | undefined;
  /** What went wrong when the form was sent, in words of ours; the form is shown again as it was. */
  fault?: string;
};

/** Which number, and how the code gets to it. */
export function byonForm(state: ByonFormState): ModalView {
  return formView({
    callbackId: modalIds.byonStart.id,
    metadata: modalIds.byonStart.encode({ channel: state.channel }),
    title: BYON_TITLE,
    submit: 'Send Code',
    blocks: [
      ...problemBlocks(state.fault),
      ...(state.problem
        ? [section(`That number cannot be used. ${phoneProblem(state.problem)}`)]
        : []),
      ...(state.found ? [section(state.found)] : []),
      section(
        `Vobiz sends a one-time code to the number. A card in ${channelMention(state.channel)} shows its last four digits and lets whoever holds the phone enter the code. Nothing is bought.`,
      ),
      section(CHECKLIST),
      textInput('phone', {
        label: 'Number',
        hint: 'With + and the country code, like +91 98765 43210.',
        value: state.phone,
        maxLength: SHOWN.phone,
        focus: true,
      }),
      ...readsAs(state.phone),
      radioInput('method', {
        label: 'How should the code arrive?',
        hint: 'Numbers bought from Vobiz cannot receive text messages: use a voice call.',
        choices: Object.values(METHODS),
        chosen: METHODS[state.method ?? (state.boughtWith ? 'voice' : 'sms')],
      }),
      ...(state.boughtWith ? [context(onlyByVoice(state.boughtWith))] : []),
    ],
  });
}

const CHECKLIST = [
  '*Before you send it*',
  '• Can the number receive a text message or a call right now, and who holds the phone?',
  '• It must not be active on WhatsApp elsewhere: not in the app, not in the Business app, not at another provider.',
  '• WhatsApp may lock a number after too many wrong codes: enter only the newest code.',
].join('\n');

/** The number as its country writes it, so that a wrong digit is seen; nothing while it is no number. */
function readsAs(typed = ''): ContextBlock[] {
  const phone = parsePhone(typed);
  if (!phone.ok) return [];
  const country = phone.country ? `, ${countryName(phone.country)}` : '';
  return [context(`Read as ${formatPhone(phone.e164)}${country}.`)];
}

/** Why a text message would not arrive. */
export function onlyByVoice(orderId: string): string {
  return `This number was bought from Vobiz (${orderId}) and cannot receive text messages, so the code comes by voice call.`;
}

/** What the form says about a message that a number was looked for in. */
export function foundInMessage(found: readonly string[]): string {
  if (found.length === 0) return 'There is no phone number in that message. Type the number here.';
  return found.length === 1
    ? 'The number is the one in that message.'
    : `That message has ${found.length} phone numbers. The first one is filled in: check that it is the one you mean.`;
}

/** What is wrong with a typed number, for the form and for an error under its field. */
export function phoneProblem(problem: { text: string; likely?: string | undefined }): string {
  return problem.likely ? `${problem.text} Did you mean ${problem.likely}?` : problem.text;
}
