import type { ContextBlock, ModalView } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { formatPhone, maskPhone, type NotAPhone, parsePhone } from '../../domain/phone.ts';
import type { ByonForbidden } from '../../domain/policy/policy.ts';
import { MAX_CODES } from '../../domain/verification/code.ts';
import type { CodeMethod, Verification } from '../../domain/verification/verification.ts';
import { modalIds } from '../../slack/ids.ts';
import { context, type Message, message, permalinkLine, section, sentence } from '../kit/blocks.ts';
import { formView, noticeView, phoneProblem, radioInput, textInput } from '../kit/modal-parts.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import {
  cardPlace,
  channelMention,
  mention,
  peopleText,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';
import { verificationText } from './byon-card.ts';
import { byMethod, METHODS, validText } from './code-words.ts';

const BYON_TITLE = 'Bring your own number';

export type ByonFormState = {
  channel: string;
  /** As typed, or already E.164. */
  phone?: string;
  method?: CodeMethod;
  /** What is wrong with the number, and the likely form of it. */
  problem?: Pick<NotAPhone, 'problem' | 'likely'>;
  /** Where the number was found, in words of ours, when nobody typed it. */
  found?: string;
  /** The order the number was bought with: it cannot receive text messages. */
  boughtWith?: string | undefined;
  /** What went wrong when the form was sent, in words of ours; the form is shown again as it was. */
  fault?: string;
};

export function byonForm(state: ByonFormState): ModalView {
  return formView({
    form: modalIds.byonStart,
    value: { channel: state.channel },
    title: BYON_TITLE,
    submit: 'Send Code',
    problem: state.fault,
    blocks: [
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
        maxLength: TEXT_SHOWN.phone,
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

/** To whoever may not begin it here. */
export function byonNotStarted(why: string | Message): ModalView {
  return noticeView('Not started', why);
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

export function byonSending(request: { e164: string; method: CodeMethod }): ModalView {
  return noticeView(
    BYON_TITLE,
    `Asking Vobiz to send a code to ${formatPhone(request.e164)} ${byMethod(request.method)}…`,
  );
}

/** This number got too many codes; `until` is epoch ms. */
export function byonLimit(until: number): ModalView {
  return noticeView(
    'No code sent',
    `This number got ${MAX_CODES} codes within ten minutes, the most this bot sends: WhatsApp may lock a number that asks for too many. No code was sent. Try again after ${slackDate(until)}.`,
  );
}

/** The record after Vobiz was asked. */
export function byonStarted(verification: Verification): ModalView {
  if (verification.state !== 'code_sent') {
    return noticeView(BYON_TITLE, verificationText(verification));
  }
  const { e164, method, channel } = verification;
  return noticeView(
    'Code sent',
    `A code is on its way to ${maskPhone(e164)} ${byMethod(method)}. ${validText(verification)}\nPress Enter Code on the card in ${channelMention(channel)}. Do not post the code in a channel.`,
  );
}

/** Another verification of the number is running; undefined when it has just changed. */
export function byonAlreadyRunning(
  verification: Verification | undefined,
  permalink?: string,
): ModalView {
  if (!verification) {
    return noticeView(
      BYON_TITLE,
      'Somebody else is verifying this number right now. No new code was sent.',
    );
  }
  const { e164, startedBy, createdAt, channel } = verification;
  const running = section(
    `${mention(startedBy)} is already verifying ${maskPhone(e164)}, since ${slackDate(createdAt)}. No new code was sent. The card is in ${cardPlace(channel, startedBy)}.`,
  );
  return noticeView(BYON_TITLE, message([running, ...permalinkLine(permalink, 'Open the card')]));
}

const DEEDS = {
  start: 'bring a number here',
  enter: 'enter codes or ask for new ones',
} as const;

/** To whoever may not do it: who may. */
export function mayNotByon(forbidden: ByonForbidden): Message {
  switch (forbidden.why) {
    case 'not_named':
      return sentence(
        `The policy says who may ${DEEDS[forbidden.deed]}: ${peopleText(forbidden.named)}. Nothing was sent or changed.`,
      );
    case 'not_yours':
      return sentence(
        'Only whoever started this verification can cancel it, and whoever may approve requests. Nothing was changed.',
      );
    default:
      return forbiddenAnswer(forbidden.why);
  }
}
