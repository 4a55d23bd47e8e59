import type { ModalView } from '@slack/types';
import { formatPhone, maskPhone } from '../domain/phone.ts';
import type { CodeMethod, Verification } from '../domain/verification.ts';
import type { ErrorCode } from '../errors.ts';
import { modals } from '../slack/ids.ts';
import { section } from './blocks.ts';
import { byMethod, METHODS, validText, verificationText } from './byon-words.ts';
import { errorSentence } from './errors.ts';
import { radioInput, textInput } from './form-inputs.ts';
import { SHOWN } from './limits.ts';
import { formView, noticeView } from './notice.ts';
import { channelMention, inlineText, mention, slackDate } from './text.ts';

const TITLE = 'Bring your own number';

export type ByonFormState = {
  channel: string;
  /** As typed, or already E.164. */
  phone?: string;
  method?: CodeMethod;
  /** What is wrong with the number, and the likely form of it. Both are words of ours. */
  problem?: { text: string; likely?: string | undefined };
  /** What went wrong when the form was sent, in words of ours; the form is shown again as it was. */
  fault?: string;
};

/** Which number, and how the code gets to it. */
export function byonForm(state: ByonFormState): ModalView {
  return formView({
    callbackId: modals.byonStart.id,
    metadata: modals.byonStart.encode({ channel: state.channel }),
    title: TITLE,
    submit: 'Send Code',
    blocks: [
      ...(state.fault ? [section(inlineText(state.fault, 1000))] : []),
      ...(state.problem
        ? [section(`That number cannot be used. ${phoneProblem(state.problem)}`)]
        : []),
      section(
        `Vobiz sends a one-time code to the number. A card in ${channelMention(state.channel)} shows its last four digits and lets whoever holds the phone enter the code. Nothing is bought.`,
      ),
      textInput('phone', {
        label: 'Number',
        hint: 'With + and the country code, like +91 98765 43210.',
        value: state.phone,
        maxLength: SHOWN.phone,
        focus: true,
      }),
      radioInput('method', {
        label: 'How should the code arrive?',
        hint: 'Numbers bought from Vobiz cannot receive text messages: use a voice call.',
        choices: Object.values(METHODS),
        chosen: METHODS[state.method ?? 'sms'],
      }),
    ],
  });
}

/** What is wrong with a typed number, for the form and for an error under its field. */
export function phoneProblem(problem: { text: string; likely?: string | undefined }): string {
  return problem.likely ? `${problem.text} Did you mean ${problem.likely}?` : problem.text;
}

/** While Vobiz is being asked. */
export function byonSending(request: { e164: string; method: CodeMethod }): ModalView {
  return noticeView({
    title: TITLE,
    text: `Asking Vobiz to send a code to ${formatPhone(request.e164)} ${byMethod(request.method)}…`,
  });
}

export type ByonOutcome =
  /** The record after Vobiz was asked. */
  | { kind: 'started'; verification: Verification }
  /** Another verification of the number is running; undefined when it has just changed. */
  | { kind: 'already_running'; verification: Verification | undefined }
  | { kind: 'problem'; code: ErrorCode; ref: string; retryAfterMs?: number };

/** What came of it. */
export function byonOutcome(outcome: ByonOutcome): ModalView {
  switch (outcome.kind) {
    case 'started':
      return started(outcome.verification);
    case 'already_running':
      return noticeView({ title: TITLE, text: alreadyRunning(outcome.verification) });
    case 'problem':
      return noticeView({
        title: TITLE,
        text: errorSentence(outcome.code, { ...outcome, doing: 'byon_start' }),
      });
  }
}

function started(verification: Verification): ModalView {
  if (verification.state !== 'code_sent') {
    return noticeView({ title: TITLE, text: verificationText(verification) });
  }
  const { e164, method, channel } = verification;
  return noticeView({
    title: 'Code sent',
    text: `A code is on its way to ${maskPhone(e164)} ${byMethod(method)}. ${validText(verification)}\nPress Enter Code on the card in ${channelMention(channel)}. Do not post the code in a channel.`,
  });
}

function alreadyRunning(verification: Verification | undefined): string {
  if (!verification)
    return 'Somebody else is verifying this number right now. No new code was sent.';
  const { e164, startedBy, createdAt, channel } = verification;
  return `${mention(startedBy)} is already verifying ${maskPhone(e164)}, since ${slackDate(createdAt)}. No new code was sent. The card is in ${channelMention(channel)}.`;
}
