import type { ModalView } from '@slack/types';
import { formatMoney, type Money } from '../../domain/money.ts';
import { noticeView, workingView } from '../kit/modal-parts.ts';
import { channelMention } from '../kit/text.ts';
import { adminsText } from './set-up-words.ts';

const TITLE = 'Test request';

/** What a test says it is for. */
export const TEST_PURPOSE = 'TEST: tries out the approvals, buys nothing';

export function testSending(): ModalView {
  return workingView(
    TITLE,
    'Sending a test request…',
    'close it and look for its card. It buys nothing.',
  );
}

/** The result of a test request. */
export type TestSent =
  | { kind: 'sent'; channel: string }
  /** A rule approved it by itself. */
  | { kind: 'approved_alone'; amount: Money; channel: string }
  | { kind: 'open' }
  | { kind: 'nobody_can_approve' }
  | { kind: 'not_an_admin'; admins: readonly string[] }
  | { kind: 'not_possible' };

export function testOutcome(sent: TestSent): ModalView {
  return noticeView(TITLE, outcomeText(sent));
}

function outcomeText(sent: TestSent): string {
  switch (sent.kind) {
    case 'sent':
      return `*TEST sent to ${channelMention(sent.channel)}.* Approve it there. It buys nothing.`;
    case 'approved_alone':
      return `*TEST approved by a rule.* ${formatMoney(sent.amount)} needs no approval, so we asked nobody and bought nothing. Its card is in ${channelMention(sent.channel)}.`;
    case 'open':
      return 'A test request is still open. Decide or withdraw it first.';
    case 'nobody_can_approve':
      return "Nobody could approve your test, because you can't approve your own request. Add one more person, or allow own requests.";
    case 'not_an_admin':
      return `Only ${adminsText(sent.admins)} can send a test request. Nothing was sent.`;
    case 'not_possible':
      return "The test request couldn't be sent. Set up approvals first.";
  }
}
