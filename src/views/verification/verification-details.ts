import type { KnownBlock, ModalView } from '@slack/types';
import { isConnectable } from '../../domain/connection/connectable.ts';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import { maskPhone } from '../../domain/phone.ts';
import { MAX_WRONG_ENTRIES } from '../../domain/verification/code.ts';
import {
  isLive,
  type LiveVerification,
  type Verification,
  type VerificationIn,
} from '../../domain/verification/verification.ts';
import { modalIds } from '../../slack/ids.ts';
import { connectionDetails } from '../connection/connection-details.ts';
import { giveBackButtons, giveBackDetails } from '../giveback/give-back-details.ts';
import { buttonRow, context, type Message, message, quoted, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { formView, noticeView, workingView } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { mention, plural, present, slackDate } from '../kit/text.ts';
import { editButton, holdingBlocks } from '../numbers/holding-words.ts';
import { transferBlocks, transferButtons } from '../numbers/transfer-words.ts';
import { verificationHeadline, verificationText } from './byon-card.ts';
import { byMethod, NO_CODE, triesText, whatCountsAfter, whyNotSent } from './code-words.ts';

const TITLE = 'Details';

export function detailsLoading(): ModalView {
  return workingView(TITLE, 'Looking up the verification…');
}

export function detailsGone(): ModalView {
  return noticeView(TITLE, unknownRecord());
}

/** All we know about a verification, for everybody who sees its card: only the last four digits of the number. */
export function verificationDetails(record: Verification, stand?: MetaStand): ModalView {
  const blocks: KnownBlock[] = [
    ...(record.state === 'adopted'
      ? [section(`*${verificationHeadline(record)}*`), quoted('Purpose', record.purpose)]
      : [section(`*${verificationHeadline(record)}*\n${verificationText(record)}`)]),
    ...(isLive(record) ? [section(`*Codes*\n${codeLines(record).join('\n')}`)] : []),
    ...(record.state === 'not_sent' ? [section(whyNotSent(record))] : []),
    ...(isConnectable(record)
      ? [
          ...holdingBlocks(record),
          ...transferBlocks(record),
          ...connectionDetails(record, stand),
          ...giveBackDetails(record),
        ]
      : []),
    section(`*Timeline*\n${timeline(record).join('\n')}`),
    context(
      record.state === 'adopted'
        ? `Number ${record.id}`
        : `Verification ${record.id} · code asked for ${byMethod(record.method)}`,
    ),
    ...(isConnectable(record)
      ? buttonRow(editButton(record), ...giveBackButtons(record), ...transferButtons(record))
      : []),
  ];
  return noticeView(TITLE, message(blocks));
}

function codeLines(record: LiveVerification): string[] {
  const { sends, nextSendAt, resendOpen, expiresAt } = record;
  return present([
    ...(record.state === 'locked' ? lockedLines(record) : sentLines(record)),
    `${plural(sends, 'code')} requested.`,
    resendOpen
      ? 'You can ask for a new one now.'
      : nextSendAt < expiresAt && `You can ask for a new one at ${slackDate(nextSendAt)}.`,
    ...turnLines(record),
    lastSendLine(record),
    lastEntryLine(record),
  ]);
}

function sentLines(record: VerificationIn<'code_sent'>): string[] {
  const { sends, expiresAt, expiryAssumed, pausedUntil } = record;
  const guess = expiryAssumed ? " (our estimate: Vobiz didn't say)" : '';
  return present([
    `Valid until ${slackDate(expiresAt)}${guess}. ${triesText(record)} for this code.`,
    sends > 1 && 'Only the newest code counts.',
    "Don't post the code in a channel.",
    pausedUntil !== undefined &&
      `Vobiz got too many requests. You can enter a code at ${slackDate(pausedUntil)}.`,
  ]);
}

function lockedLines({ limitOf, until, expiresAt }: VerificationIn<'locked'>): string[] {
  return [
    limitOf === 'ours'
      ? `There were ${MAX_WRONG_ENTRIES} wrong codes, so that code no longer counts.`
      : 'Vobiz accepts no more codes for this number: there were too many tries.',
    `Wait until ${slackDate(until)}, because WhatsApp may lock the number.`,
    `Without a new code, this verification ends ${slackDate(expiresAt)}.`,
  ];
}

function turnLines(record: LiveVerification): string[] {
  const { resend } = record;
  const entry = record.state === 'code_sent' ? record.entry : undefined;
  return present([
    entry && `${mention(entry.by)} is entering a code, since ${slackDate(entry.at)}.`,
    resend &&
      `${mention(resend.by)} asked for a new code ${byMethod(resend.method)}, ${slackDate(resend.at)}.`,
  ]);
}

function lastSendLine(record: LiveVerification): string | undefined {
  const { lastSend } = record;
  if (!lastSend) return undefined;
  const { by, at, failure, because, said } = lastSend;
  return present([
    `${mention(by)} asked for another code, ${slackDate(at)}: ${NO_CODE[failure].another}`,
    reasonText({ because, said }),
    whatCountsAfter(record, failure),
  ]).join(' ');
}

const ENTERED = {
  wrong_code: 'It was wrong.',
  unclear: "We couldn't tell whether it worked, so it didn't use up a try here.",
  refused: "Vobiz didn't accept it, and it didn't use up a try here.",
  lost: "We were interrupted while checking it, so it didn't use up a try here.",
} as const;

function lastEntryLine(record: LiveVerification): string | undefined {
  const last = record.state === 'code_sent' ? record.lastEntry : undefined;
  if (!last) return undefined;
  const { by, at, result, because, said } = last;
  return present([
    `${mention(by)} entered a code, ${slackDate(at)}.`,
    ENTERED[result],
    reasonText({ because, said }),
  ]).join(' ');
}

/** Oldest first. */
function timeline(record: Verification): string[] {
  const { startedBy, createdAt } = record;
  return present([
    record.state !== 'adopted' && `${slackDate(createdAt)}: started by ${mention(startedBy)}`,
    record.state === 'code_sent' &&
      `${slackDate(record.sentAt)}: code sent ${byMethod(record.method)}`,
    'endedAt' in record && `${slackDate(record.endedAt)}: ${endText(record)}`,
  ]);
}

function endText(record: Extract<Verification, { endedAt: number }>): string {
  switch (record.state) {
    case 'verified':
      return `verified by ${mention(record.verifiedBy)}`;
    case 'not_sent':
      return 'no code sent';
    case 'expired':
      return 'ended without the right code';
    case 'cancelled':
      return `cancelled by ${mention(record.cancelledBy)}`;
    case 'adopted':
      return `adopted by ${mention(record.startedBy)}`;
  }
}

/** Asks before a verification is cancelled. */
export function cancelForm({ id, e164 }: Verification): ModalView {
  return formView({
    form: modalIds.cancelVerification,
    value: { verification: id },
    title: 'Cancel verification?',
    submit: 'Cancel verification',
    close: 'Keep it',
    blocks: [
      section(
        `*${maskPhone(e164)}* stays unverified, and earlier codes won't work any more. You can bring it again with a new code.`,
      ),
    ],
  });
}

export function cancelling(): ModalView {
  return workingView(
    'Cancelling',
    'Cancelling the verification…',
    "close it and look at the card. It's safe to cancel again.",
  );
}

/** The result of cancelling; `why` it failed. */
export function cancelOutcome(why: Message | undefined): ModalView {
  return noticeView(why ? 'Not cancelled' : 'Cancelled', why ?? 'The verification is cancelled.');
}
