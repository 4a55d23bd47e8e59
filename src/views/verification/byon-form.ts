import type { ContextBlock, ModalView } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { formatPhone, maskPhone, type NotAPhone, parsePhone } from '../../domain/phone.ts';
import type { ByonForbidden } from '../../domain/policy/policy.ts';
import type { CodeMethod, Verification } from '../../domain/verification/verification.ts';
import { modalIds } from '../../slack/ids.ts';
import { context, type Message, message, permalinkLine, section, sentence } from '../kit/blocks.ts';
import {
  formView,
  noticeView,
  phoneProblem,
  radioInput,
  textInput,
  workingView,
} from '../kit/modal-parts.ts';
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
import { byMethod, METHODS, NO_CODE, whyNotSent } from './code-words.ts';

const BYON_TITLE = 'Bring your own number';

export type ByonFormState = {
  channel: string;
  /** As typed, or already E.164. */
  phone?: string;
  method?: CodeMethod;
  /** What is wrong with the number, and the likely form of it. */
  problem?: Pick<NotAPhone, 'problem' | 'likely'>;
  /** Where we found the number, in words of ours, when nobody typed it. */
  found?: string;
  /** The order that bought the number: it can't receive text messages. */
  boughtWith?: string | undefined;
  /** Why sending the form failed, in words of ours; people see the form again with what they typed. */
  fault?: string;
};

export function byonForm(state: ByonFormState): ModalView {
  return formView({
    form: modalIds.byonStart,
    value: { channel: state.channel },
    title: BYON_TITLE,
    submit: 'Send code',
    problem: state.fault,
    blocks: [
      ...(state.problem
        ? [section(`We can't use that number. ${phoneProblem(state.problem)}`)]
        : []),
      ...(state.found ? [section(state.found)] : []),
      section(
        `Vobiz sends a code to the number. The person with the phone enters it on the card in ${channelMention(state.channel)}. The card shows only the last four digits.`,
      ),
      section(CHECKLIST),
      textInput('phone', {
        label: 'Number',
        hint: 'With + and country code, like +91 98765 43210.',
        value: state.phone,
        maxLength: TEXT_SHOWN.phone,
        focus: true,
      }),
      ...readsAs(state.phone),
      radioInput('method', {
        label: 'How should the code arrive?',
        hint: "Numbers bought from Vobiz can't get text messages: choose a voice call.",
        choices: Object.values(METHODS),
        chosen: METHODS[state.method ?? (state.boughtWith ? 'voice' : 'sms')],
      }),
      ...(state.boughtWith ? [context(onlyByVoice(state.boughtWith))] : []),
    ],
  });
}

const CHECKLIST = [
  '*Before you send it*',
  '• Make sure somebody has the phone and can get a text message or call now.',
  '• Remove the number from the WhatsApp app, the Business app and any other provider.',
  '• Enter only the newest code: WhatsApp may lock a number after too many wrong ones.',
].join('\n');

/** The number as its country writes it, so that people notice a wrong digit; nothing while it isn't a number. */
function readsAs(typed = ''): ContextBlock[] {
  const phone = parsePhone(typed);
  if (!phone.ok) return [];
  const country = phone.country ? `, ${countryName(phone.country)}` : '';
  return [context(`Read as ${formatPhone(phone.e164)}${country}.`)];
}

/** To a person who can't start it here. */
export function byonNotStarted(why: string | Message): ModalView {
  return noticeView('Not started', why);
}

/** Why a text message wouldn't arrive. */
export function onlyByVoice(orderId: string): string {
  return `Vobiz sold you this number (${orderId}). It can't get text messages, so choose a voice call.`;
}

/** What the form says about the message that it came from. */
export function foundInMessage(found: readonly string[]): string {
  if (found.length === 0) return 'That message has no phone number. Enter it here.';
  return found.length === 1
    ? 'We filled in the number from that message.'
    : `That message has ${found.length} phone numbers. We filled in the first: check that it's the right one.`;
}

export function byonSending(request: { e164: string; method: CodeMethod }): ModalView {
  return workingView(
    BYON_TITLE,
    `Asking Vobiz to send a code to ${formatPhone(request.e164)} ${byMethod(request.method)}…`,
    "close it and look for the number's card. If there's none, send it again.",
  );
}

/** This number got too many codes; `until` is epoch ms. */
export function byonLimit(until: number): ModalView {
  return noticeView(
    'No code sent',
    `${NO_CODE.limit.first} WhatsApp may lock a number that asks for too many. Try again at ${slackDate(until, 'time')}.`,
  );
}

/** The record after Vobiz was asked. */
export function byonStarted(verification: Verification): ModalView {
  if (verification.state !== 'code_sent') {
    const said =
      verification.state === 'not_sent' ? whyNotSent(verification) : verificationText(verification);
    return noticeView(BYON_TITLE, said);
  }
  const { e164, method, channel } = verification;
  return noticeView(
    'Code sent',
    `We sent a code to ${maskPhone(e164)} ${byMethod(method)}. Have the phone? Press Enter code on the card in ${channelMention(channel)}.`,
  );
}

/** Another verification of the number is running; undefined when it has just changed. */
export function byonAlreadyRunning(
  verification: Verification | undefined,
  permalink?: string,
): ModalView {
  if (!verification) {
    return noticeView(BYON_TITLE, 'Somebody else is verifying this number, so we sent no code.');
  }
  const { e164, startedBy, createdAt, channel } = verification;
  const running = section(
    `${mention(startedBy)} is already verifying ${maskPhone(e164)}, since ${slackDate(createdAt)}, so we sent no code. The card is in ${cardPlace(channel, startedBy)}.`,
  );
  return noticeView(BYON_TITLE, message([running, ...permalinkLine(permalink, 'Open the card')]));
}

const DEEDS = {
  start: 'bring a number',
  enter: 'enter codes or ask for them',
} as const;

/** To a person who may not do it: who may. */
export function mayNotByon(forbidden: ByonForbidden): Message {
  switch (forbidden.why) {
    case 'not_named':
      return sentence(
        `You can't ${DEEDS[forbidden.deed]} here. Ask ${peopleText(forbidden.named)}.`,
      );
    case 'not_yours':
      return sentence("You can't cancel this. The person who started it can, and approvers.");
    default:
      return forbiddenAnswer(forbidden.why);
  }
}
