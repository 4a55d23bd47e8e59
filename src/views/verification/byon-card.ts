import type { Button, Overflow } from '@slack/types';
import { isConnectable } from '../../domain/connection/connectable.ts';
import { formatMoney } from '../../domain/money.ts';
import { formatPhone, maskPhone } from '../../domain/phone.ts';
import { mayCallInstead } from '../../domain/verification/code-resend.ts';
import {
  isLive,
  type LiveVerification,
  type Verification,
  type VerificationIn,
} from '../../domain/verification/verification.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import {
  type ConnectSetUp,
  connectionActions,
  connectionBlocks,
  giveBackStatus,
  numberStatus,
  spokenMask,
} from '../connection/connection-words.ts';
import {
  button,
  buttonRow,
  card,
  context,
  header,
  lastInRow,
  type Message,
  menuItem,
  section,
} from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { labelsText, transferText } from '../numbers/number-words.ts';
import { byMethod, CHECK, codeFacts, liveText, NO_CODE } from './code-words.ts';

export const AGAIN = `To start again: \`${COMMAND} byon\``;

type NotSent = VerificationIn<'not_sent'>;

function notSentText({ failure, until, because, said }: NotSent): string {
  if (failure === 'already_verified') {
    return `${NO_CODE[failure].first} Connect it at console.vobiz.ai.`;
  }
  const known = failure === 'refused' && because;
  return present([
    known ? reasonText({ because }) : NO_CODE[failure].first,
    failure === 'refused' && !because && CHECK,
    !known && reasonText({ said }, TEXT_SHOWN.onCard),
    until === undefined ? AGAIN : `${AGAIN} after ${slackDate(until)}`,
  ]).join(' ');
}

/** The state of a verification and what comes next, in the words of its card. */
export function verificationText(verification: Verification): string {
  if (isLive(verification)) return liveText(verification);
  switch (verification.state) {
    case 'sending':
      return `Asking Vobiz to send a code ${byMethod(verification.method)}.`;
    case 'verified':
      return `Verified by ${mention(verification.verifiedBy)}, ${slackDate(verification.endedAt)}.`;
    case 'not_sent':
      return notSentText(verification);
    case 'expired':
      return `${WHY_OVER[verification.spent ?? 'time']} ${AGAIN}`;
    case 'adopted':
      return `> ${inlineText(verification.purpose, TEXT_SHOWN.onCard)}`;
    case 'cancelled':
      return `Cancelled by ${mention(verification.cancelledBy)}, ${slackDate(verification.endedAt)}. Earlier codes won't work any more. ${AGAIN}`;
  }
}

const WHY_OVER: Readonly<Record<NonNullable<VerificationIn<'expired'>['spent']> | 'time', string>> =
  {
    not_started: 'Vobiz no longer knows this verification.',
    too_many_attempts: 'There were too many wrong codes, and nobody asked for a new one.',
    time: 'Nobody entered the code in time.',
  };

/** `📱 Code sent · +91 •••• 3210`: of a person's own number never more than its last four digits. */
export function verificationHeadline(verification: Verification): string {
  const { state, e164 } = verification;
  return `${statusOf(verification)} · ${state === 'adopted' ? formatPhone(e164) : maskPhone(e164)}`;
}

function statusOf(verification: Verification): string {
  switch (verification.state) {
    case 'sending':
      return '⏳ Sending a code';
    case 'code_sent':
      return '📱 Code sent';
    case 'locked':
      return '🔒 Too many wrong codes';
    case 'not_sent':
      return verification.failure === 'already_verified' ? '☑️ Already verified' : '❌ No code sent';
    case 'verified':
      return numberStatus(verification) ?? '✅ Verified';
    case 'adopted':
      return giveBackStatus(verification.giveBack) || (numberStatus(verification) ?? '📥 Adopted');
    case 'expired':
      return verification.spent ? '⌛ Not verified' : '⌛ Code expired';
    case 'cancelled':
      return '🚫 Verification cancelled';
  }
}

/** The buttons of the card. None appears before people can use it. */
function actionsOf(record: Verification, setUp: ConnectSetUp): (Button | Overflow)[] {
  const details = menuItem(buttons.verificationDetails, { record: record.id }, 'Details');
  if (isConnectable(record)) return connectionActions(record, setUp, details);
  if (!isLive(record)) return lastInRow([details], spokenMask(record.e164));
  const value = { verification: record.id };
  const describes = spokenMask(record.e164);
  const enter = mayEnter(record);
  const send = record.resendOpen && !record.resend;
  const again = record.method === 'voice' ? 'Call again' : 'Send new code';
  const items = present([
    send && mayCallInstead(record) && menuItem(buttons.callInstead, value, 'Call me instead'),
    details,
    mayBeGivenUp(record) && menuItem(buttons.cancelVerification, value, 'Cancel verification'),
  ]);
  return present([
    enter && button(buttons.enterCode, value, 'Enter code', { style: 'primary', describes }),
    send &&
      button(buttons.sendNewCode, value, again, { describes, ...(!enter && { style: 'primary' }) }),
    ...lastInRow(items, describes),
  ]);
}

function mayEnter(record: LiveVerification): boolean {
  return record.state === 'code_sent' && record.pausedUntil === undefined && !record.resend;
}

function mayBeGivenUp(record: LiveVerification): boolean {
  return record.state === 'code_sent' || record.resendOpen;
}

/** The one message that shows a verification in its channel. */
export function byonCard(verification: Verification, setUp: ConnectSetUp): Message {
  const connection = isConnectable(verification) ? connectionBlocks(verification) : [];
  return card(verification, [
    header(verificationHeadline(verification)),
    ...(connection.length > 0 ? connection : [section(verificationText(verification))]),
    context(smallPrint(verification).join(' · ')),
    ...buttonRow(...actionsOf(verification, setUp)),
  ]);
}

function smallPrint(record: Verification): string[] {
  const by = `Started by ${mention(record.startedBy)}`;
  if (record.state === 'code_sent') return codeFacts(record);
  if (record.state === 'adopted') return adoptedFacts(record);
  if (record.state !== 'verified') return [by];
  const verifiedBy = record.connection && `Verified by ${mention(record.verifiedBy)}`;
  const { owner } = record.holding ?? {};
  return present([
    verifiedBy,
    'Your own number, no Vobiz fee',
    owner ? `Owned by ${mention(owner)}` : by,
    labelsText(record),
    transferText(record, owner ?? record.startedBy),
  ]);
}

/** `Adopted by @a · ₹250/month · Owned by @b · Sales` */
function adoptedFacts(record: VerificationIn<'adopted'>): string[] {
  const { owner } = record.holding ?? {};
  return present([
    `Adopted by ${mention(record.startedBy)}`,
    record.price && `${formatMoney(record.price.monthly)}/month`,
    owner && `Owned by ${mention(owner)}`,
    labelsText(record),
    transferText(record, owner ?? record.startedBy),
  ]);
}
