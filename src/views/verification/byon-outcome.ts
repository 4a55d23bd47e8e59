import type { ModalView } from '@slack/types';
import { formatPhone, maskPhone } from '../../domain/phone.ts';
import { MAX_CODES } from '../../domain/verification/code-limits.ts';
import type { CodeMethod, Verification } from '../../domain/verification/verification.ts';
import { message, permalinkLine, section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { noticeView } from '../kit/notice.ts';
import { cardPlace, channelMention, mention, slackDate } from '../kit/text.ts';
import { BYON_TITLE as TITLE } from './byon-form.ts';
import { verificationText } from './byon-words.ts';
import { byMethod, validText } from './code-words.ts';

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
  | {
      kind: 'already_running';
      verification: Verification | undefined;
      permalink?: string | undefined;
    }
  /** This number got too many codes; `until` is epoch ms. */
  | { kind: 'limit'; until: number }
  | ({ kind: 'problem' } & Trouble);

/** What came of it. */
export function byonOutcome(outcome: ByonOutcome): ModalView {
  switch (outcome.kind) {
    case 'started':
      return started(outcome.verification);
    case 'already_running':
      return alreadyRunning(outcome.verification, outcome.permalink);
    case 'limit':
      return noticeView({
        title: 'No code sent',
        text: `This number got ${MAX_CODES} codes within ten minutes, the most this bot sends: WhatsApp may lock a number that asks for too many. No code was sent. Try again after ${slackDate(outcome.until)}.`,
      });
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

function alreadyRunning(
  verification: Verification | undefined,
  permalink: string | undefined,
): ModalView {
  if (!verification) {
    const text = 'Somebody else is verifying this number right now. No new code was sent.';
    return noticeView({ title: TITLE, text });
  }
  const { e164, startedBy, createdAt, channel } = verification;
  const { text, blocks } = message([
    section(
      `${mention(startedBy)} is already verifying ${maskPhone(e164)}, since ${slackDate(createdAt)}. No new code was sent. The card is in ${cardPlace(channel, startedBy)}.`,
    ),
    ...permalinkLine(permalink, 'Open the card'),
  ]);
  return noticeView({ title: TITLE, text, blocks });
}
