import type { ActionsBlock, Button } from '@slack/types';
import { mayCallInstead } from '../../domain/verification/code-resend.ts';
import {
  isLive,
  type LiveVerification,
  type Verification,
} from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import { connectionActions, connectionBlocks } from '../connection/connection-words.ts';
import { actions, button, context, header, type Message, message, section } from '../kit/blocks.ts';
import { confirmed } from '../kit/form-inputs.ts';
import { mention, slackDate } from '../kit/text.ts';
import { verificationHeadline, verificationText } from './byon-words.ts';

/** What can be pressed on the card of a running verification. Nothing is offered before its time. */
function codeButtons(record: LiveVerification): ActionsBlock[] {
  const value = { verification: record.id };
  const elements: Button[] = [
    ...(mayEnter(record)
      ? [button(buttons.enterCode, value, 'Enter Code', { style: 'primary' })]
      : []),
    ...(record.resendOpen && !record.resend ? sendButtons(record) : []),
    ...(mayBeGivenUp(record)
      ? [
          confirmed(button(buttons.cancelVerification, value, 'Cancel'), {
            title: 'Cancel verification?',
            text: 'The code that was sent is of no use then, and the number stays unverified. It can be brought again with a new code.',
            confirm: 'Cancel it',
            deny: 'Keep it',
          }),
        ]
      : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
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
  return [
    button(buttons.sendNewCode, value, label),
    ...(mayCallInstead(record) ? [button(buttons.callInstead, value, 'Call Me Instead')] : []),
  ];
}

/** The one message that shows a verification in its channel. Every revision has block ids of its own. */
export function byonCard(verification: Verification): Message {
  const { id, revision, startedBy, createdAt } = verification;
  const blocks = [
    header(verificationHeadline(verification)),
    section(verificationText(verification)),
    ...(isLive(verification) ? codeButtons(verification) : []),
    ...(verification.state === 'verified'
      ? [...connectionBlocks(verification), ...connectionActions(verification)]
      : []),
    context(`Started by ${mention(startedBy)}, ${slackDate(createdAt)}. Verification ${id}`),
  ];
  return message(
    blocks.map((block, index) => ({ ...block, block_id: `${id}.${revision}.${index}` })),
  );
}
