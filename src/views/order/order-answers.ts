import type { Order } from '../../domain/order/order.ts';
import type { OrderRefusal } from '../../domain/order/order-events.ts';
import type { Refusal } from '../../domain/order/vendor-reason.ts';
import { tally } from '../../domain/order/votes.ts';
import type { Barred, Forbidden } from '../../domain/policy/policy.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { BARRED, forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { cardPlace, decidedBy, mention, plural, slackDate } from '../kit/text.ts';
import { approversText, type Deciders } from './order-approvals.ts';

/** What somebody did to a request last, for a person whose click came too late. */
function endedText(order: Order): string {
  switch (order.state) {
    case 'awaiting_approval':
      return 'This request is still waiting for a decision.';
    case 'expired':
      return `This request expired ${slackDate(order.endedAt)} without a decision.`;
    case 'withdrawn':
      return `${mention(order.requester)} withdrew this request, ${slackDate(order.endedAt)}.`;
    case 'denied':
      return `${decidedBy(order.decision.by)} denied this request, ${slackDate(order.decision.at)}.`;
    case 'completed':
    case 'failed': {
      const { settled, state } = order;
      const bought = state === 'completed';
      if (!settled)
        return `${approvedText(order)} ${bought ? 'It was bought.' : 'The purchase failed.'}`;
      const as = bought ? 'bought' : 'not bought';
      return `${mention(settled.by)} marked this request as ${as}, ${slackDate(settled.at)}.`;
    }
    case 'cancelled':
      return `${approvedText(order)} Vobiz cancelled it.`;
    case 'approved':
    case 'placing':
    case 'pending':
    case 'unconfirmed':
    case 'stopped':
      return approvedText(order);
  }
}

type Approved = Exclude<Order, { state: 'awaiting_approval' | 'expired' | 'withdrawn' | 'denied' }>;

function approvedText({ decision }: Approved): string {
  return `${decidedBy(decision.by)} approved this request, ${slackDate(decision.at)}.`;
}

/** To the approver who marked an order as bought or not bought. */
export function settledNote(order: Order): Message {
  return sentence(
    order.state === 'completed'
      ? 'Recorded under your name. The request counts as bought.'
      : 'Recorded under your name. People can request this number again.',
  );
}

/** To the person who pressed Check now. */
export function checkedNote(hasMoved: boolean): Message {
  return sentence(`Checked just now. ${foundText(hasMoved)}`);
}

/** The same where Vobiz could not be asked in time, and why if it is known. */
export function notCheckedNote(hasMoved: boolean, refusal: Refusal): Message {
  if (hasMoved) return sentence(foundText(hasMoved));
  return sentence(`We couldn't check just now. ${reasonText(refusal) || "It's next in line."}`);
}

function foundText(hasMoved: boolean): string {
  return hasMoved ? 'The card shows what we found.' : 'Nothing new at Vobiz yet.';
}

/** To a person whose approval or denial doesn't count: why, and who decided or can decide. */
export function refusalAnswer(
  refusal: OrderRefusal | { kind: 'unknown' },
  policy?: Deciders,
): Message {
  switch (refusal.kind) {
    case 'forbidden':
      return mayNotDecide(refusal.why, policy);
    case 'already_settled':
    case 'out_of_turn':
      return sentence(`${endedText(refusal.order)} Your click changed nothing.`);
    case 'already_voted':
      return sentence("You've approved this already. It still needs other people.");
    case 'not_needed':
      return sentence('Your group has approved this. It needs other people now.');
    case 'digits_differ':
      return sentence("Those aren't the last four digits. Nothing was approved or bought.");
    case 'changed':
      return sentence('The request has changed. Look at it again, then approve it.');
    case 'unknown':
      return unknownRecord();
  }
}

/** To the person who asked. */
export function askedNote(order: Order): Message {
  return sentence(`Asked ${mention(order.requester)}. The request is paused until they answer.`);
}

/** To the requester who answered. */
export function answeredNote(order: Order): Message {
  return sentence(
    `Your answer is in the thread. ${order.pausedAt === undefined ? 'The request goes on.' : 'Another question is still open.'}`,
  );
}

export function nothingAsked(): Message {
  return sentence('Nobody is waiting for an answer.');
}

/** To a person who wrote in the thread of the card and may not use the app. */
export function notKept(why: Barred): Message {
  return sentence(`${BARRED[why]} We didn't keep your reply.`);
}

/** To the person who decided, unless they see the card change. `order` is the record after the decision. */
export function decisionAnswer(order: Order, decision: 'approve' | 'deny'): Message {
  if (decision === 'deny') {
    const reason = order.state === 'denied' && order.reason;
    return sentence(`Denied. We'll tell ${mention(order.requester)}${reason ? ' why' : ''}.`);
  }
  if (order.state === 'awaiting_approval') {
    return sentence(`Approved. It still needs ${plural(stillNeeded(order), 'more approval')}.`);
  }
  return sentence(
    order.test
      ? 'Approved. This was a test, so nothing is bought.'
      : order.more
        ? "Approved. We'll check each price once more and buy them."
        : "Approved. We'll check the price once more and buy it.",
  );
}

function stillNeeded({ policy, votes = [] }: Order): number {
  const { sets } = tally(policy, votes);
  return sets.reduce((missing, { have, needed }) => missing + Math.max(needed - have, 0), 0);
}

/** To the person who made a new request instead of a stopped one. `order` is the new request. */
export function rerequestedNote(order: Order): Message {
  const { requester, channel } = order;
  return sentence(`Requested for ${mention(requester)}: see ${cardPlace(channel, requester)}.`);
}

export function notRerequestable(order: Order): Message {
  return sentence(
    order.state === 'stopped' && order.followedBy
      ? 'A new request was made instead already.'
      : 'There is nothing to request instead any more.',
  );
}

/** To the requester, who withdrew the request. */
export function withdrawnAnswer(): Message {
  return sentence('Your request is withdrawn.');
}

/** To a person who may not decide a request: why, and who may. */
export function mayNotDecide(why: Forbidden, policy?: Deciders): Message {
  const whoMay = policy && DECIDABLE[why] && `Waiting for ${approversText(policy)}.`;
  return forbiddenAnswer(why, whoMay || undefined);
}

const DECIDABLE: Readonly<Record<Forbidden, boolean>> = {
  outsider: false,
  guest: false,
  not_a_person: false,
  own_request: true,
  not_an_approver: true,
  not_the_requester: false,
  requester_left: false,
};
