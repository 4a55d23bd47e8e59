import type { ActionsBlock, Button } from '@slack/types';
import { maskPhone } from '../../domain/phone.ts';
import { mayCallInstead } from '../../domain/verification/code-resend.ts';
import {
  isLive,
  type LiveVerification,
  type Verification,
  type VerificationIn,
} from '../../domain/verification/verification.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { connectionActions, connectionBlocks, nextStep } from '../connection/connection-words.ts';
import {
  button,
  buttonRow,
  card,
  confirmed,
  context,
  header,
  type Message,
  section,
} from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { mention, present, slackDate } from '../kit/text.ts';
import { byMethod, liveText, NO_CODE } from './code-words.ts';

export const AGAIN = `To start again: \`${COMMAND} byon\``;
export const AFTER_VERIFIED = nextStep(undefined);
/** Where there is no card of a verified number to press Connect on. */
const IN_THE_CONSOLE =
  'Next: connect it as a WhatsApp channel in the Vobiz console, console.vobiz.ai.';

type NotSent = VerificationIn<'not_sent'>;

const CHECK_NUMBER = 'Check the number, or try the other method.';

function notSentText({ failure, until, because, said }: NotSent): string {
  if (failure === 'already_verified') {
    return `${NO_CODE[failure].first} ${IN_THE_CONSOLE}`;
  }
  const after = until === undefined ? '' : ` after ${slackDate(until)}`;
  const advice = failure === 'refused' && !because ? CHECK_NUMBER : '';
  const why = present([advice, reasonText({ because, said })]).join(' ');
  return `${NO_CODE[failure].first} ${why ? `${why} ` : ''}The number is not verified. ${AGAIN}${after}`;
}

/** How a verification stands, who did what, and what comes next. */
export function verificationText(verification: Verification): string {
  if (isLive(verification)) return liveText(verification);
  switch (verification.state) {
    case 'sending':
      return `Vobiz is being asked to send a code ${byMethod(verification.method)}.`;
    case 'verified':
      return verifiedText(verification);
    case 'not_sent':
      return notSentText(verification);
    case 'expired':
      return `${whyOver(verification)} The number is not verified. ${AGAIN}`;
    case 'cancelled':
      return `Cancelled by ${mention(verification.cancelledBy)}, ${slackDate(verification.endedAt)}. The number is not verified, and a code that was sent is of no use here. ${AGAIN}`;
  }
}

function verifiedText({ verifiedBy, endedAt, connection }: VerificationIn<'verified'>): string {
  const verified = `Verified by ${mention(verifiedBy)}, ${slackDate(endedAt)}.`;
  return connection ? verified : `${verified}\n${AFTER_VERIFIED}`;
}

function whyOver({ spent, endedAt }: VerificationIn<'expired'>): string {
  switch (spent) {
    case 'not_started':
      return `Vobiz knows of no verification of this number any more, seen ${slackDate(endedAt)}.`;
    case 'too_many_attempts':
      return `There were too many wrong codes, and nobody asked for a new one after the pause, until ${slackDate(endedAt)}.`;
    case undefined:
      return `The code expired ${slackDate(endedAt)} before it was entered.`;
  }
}

/** `Verify +91 •••• 3210`: never more of the number than its last four digits. */
export function verificationHeadline(verification: Verification): string {
  const phone = maskPhone(verification.e164);
  switch (verification.state) {
    case 'verified':
      return `Verified: ${phone}`;
    case 'not_sent':
      return verification.failure === 'already_verified'
        ? `Already verified: ${phone}`
        : `No code sent: ${phone}`;
    case 'expired':
      return verification.spent ? `Not verified: ${phone}` : `Code expired: ${phone}`;
    case 'cancelled':
      return `Cancelled: ${phone}`;
    case 'locked':
      return `Too many wrong codes: ${phone}`;
    case 'sending':
    case 'code_sent':
      return `Verify ${phone}`;
  }
}

/** What can be pressed on the card of a running verification. Nothing is offered before its time. */
function codeButtons(record: LiveVerification): ActionsBlock[] {
  const value = { verification: record.id };
  return buttonRow(
    mayEnter(record) && button(buttons.enterCode, value, 'Enter Code', { style: 'primary' }),
    ...(record.resendOpen && !record.resend ? sendButtons(record) : []),
    mayBeGivenUp(record) &&
      confirmed(button(buttons.cancelVerification, value, 'Cancel'), {
        title: 'Cancel verification?',
        text: 'The code that was sent is of no use then, and the number stays unverified. It can be brought again with a new code.',
        confirm: 'Cancel it',
        deny: 'Keep it',
      }),
  );
}

function mayEnter(record: LiveVerification): boolean {
  return record.state === 'code_sent' && record.pausedUntil === undefined && !record.resend;
}

function mayBeGivenUp(record: LiveVerification): boolean {
  return record.state === 'code_sent' || record.resendOpen;
}

function sendButtons(record: LiveVerification): Button[] {
  const value = { verification: record.id };
  const label = record.method === 'voice' ? 'Call Again' : 'Send New Code';
  return present([
    button(buttons.sendNewCode, value, label),
    mayCallInstead(record) && button(buttons.callInstead, value, 'Call Me Instead'),
  ]);
}

/** The one message that shows a verification in its channel. */
export function byonCard(verification: Verification): Message {
  const { id, startedBy, createdAt } = verification;
  return card(verification, [
    header(verificationHeadline(verification)),
    section(verificationText(verification)),
    ...(isLive(verification) ? codeButtons(verification) : []),
    ...(verification.state === 'verified'
      ? [...connectionBlocks(verification), ...connectionActions(verification)]
      : []),
    context(`Started by ${mention(startedBy)}, ${slackDate(createdAt)}. Verification ${id}`),
  ]);
}
