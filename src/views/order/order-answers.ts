import type { Order } from '../../domain/order/order.ts';
import type { OrderRefusal } from '../../domain/order/order-events.ts';
import { stateIs } from '../../domain/order/order-state-facts.ts';
import type { Refusal } from '../../domain/order/vendor-reason.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Barred, Forbidden } from '../../domain/policy/policy.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { BARRED, forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { cardPlace, decidedBy, mention, slackDate } from '../kit/text.ts';
import { costText } from '../numbers/number-words.ts';
import { approversText, type Deciders } from './order-approvals.ts';
import { CHECKED, evidenceLines, stateWords, wasSentAllTheSame } from './order-words.ts';

/** Who did what to a request last, for whoever came too late to do something else. */
function endedText(order: Order): string {
  switch (order.state) {
    case 'awaiting_approval':
      return 'This request is still waiting for a decision.';
    case 'expired':
      return `This request expired ${slackDate(order.endedAt)} without a decision. Nothing was bought.`;
    case 'withdrawn':
      return `${mention(order.requester)} withdrew this request, ${slackDate(order.endedAt)}. Nothing was bought.`;
    case 'denied':
      return `${decidedBy(order.decision.by)} denied this request, ${slackDate(order.decision.at)}.`;
    case 'completed':
    case 'failed': {
      const { settled, state } = order;
      if (settled) {
        const as = state === 'completed' ? 'bought' : 'not bought';
        return `${mention(settled.by)} marked this request as ${as}, ${slackDate(settled.at)}.`;
      }
      const end = state === 'completed' ? 'The number was bought' : 'The purchase failed';
      return `${approvedText(order)} ${end}, ${slackDate(order.endedAt)}.`;
    }
    case 'cancelled':
      return `${approvedText(order)} Vobiz cancelled the order, ${slackDate(order.endedAt)}.`;
    case 'approved':
    case 'placing':
    case 'pending':
    case 'unconfirmed':
    case 'stopped':
      return `${approvedText(order)}${since(order)}`;
  }
}

type Approved = Exclude<Order, { state: 'awaiting_approval' | 'expired' | 'withdrawn' | 'denied' }>;

function approvedText({ decision }: Approved): string {
  return `${decidedBy(decision.by)} approved this request, ${slackDate(decision.at)}.`;
}

/** What has become of it since the approval, where nothing has ended it. */
function since(
  order: Extract<Order, { state: 'approved' | 'placing' | 'pending' | 'unconfirmed' | 'stopped' }>,
): string {
  if (order.state === 'approved' && !wasSentAllTheSame(order)) return '';
  return ` Since then: ${stateWords(order)}.`;
}

/** To whoever settled an order. */
export function settledNote(order: Order): Message {
  const settled = 'settled' in order ? order.settled : undefined;
  const next =
    order.state === 'completed'
      ? 'The request counts as bought.'
      : 'The number may be requested again.';
  return sentence(
    `Your word is kept with the request. ${next} ${settled ? CHECKED[settled.checked] : ''}`,
  );
}

/** To whoever asked for a look at Vobiz now; `refusal` where Vobiz did not let it be seen. */
export function checkedNote(order: Order, refusal: Refusal = {}): Message {
  const open = stateIs(order, 'tracked');
  const lines = open ? evidenceLines(order.evidence) : [];
  const why = reasonText(refusal);
  const found = lines.length > 0 ? `\n${lines.join('\n')}` : '';
  return sentence(
    open
      ? `Vobiz was asked now. The request is still ${stateWords(order)}.${why && ` ${why}`}${found}`
      : `The request is ${stateWords(order)}: the card shows it.`,
  );
}

/** To whoever's approval or denial does not count: why, and who did or may decide. */
export function refusalAnswer(
  refusal: OrderRefusal | { kind: 'unknown' },
  policy?: Deciders,
): Message {
  switch (refusal.kind) {
    case 'forbidden':
      return mayNotDecide(refusal.why, policy);
    case 'already_settled':
      return sentence(`${endedText(refusal.order)} Your click changed nothing.`);
    case 'already_voted':
      return sentence(
        'You have approved this request already, so your click changed nothing. It needs other people too: the card shows whose approval is missing.',
      );
    case 'not_needed':
      return sentence(
        'Enough of the people you approve with have approved. It needs others now: the card shows whose approval is missing. Your click changed nothing.',
      );
    case 'digits_differ':
      return sentence(
        'Those are not the last four digits of the number. Nothing was approved or bought.',
      );
    case 'out_of_turn':
      return sentence(
        `${endedText(refusal.order)} It cannot be changed that way now. Your click changed nothing.`,
      );
    case 'unknown':
      return unknownRecord();
  }
}

/** To whoever asked. */
export function askedNote(order: Order): Message {
  return sentence(
    `Your question goes to ${mention(order.requester)} and to the thread of the card. The clock stands still until it is answered.`,
  );
}

/** To the requester who answered. */
export function answeredNote(order: Order): Message {
  return sentence(
    `Your answer is kept with the request and goes to the thread of the card. ${order.pausedAt === undefined ? 'The clock runs again.' : 'Another question is still open.'}`,
  );
}

export function nothingAsked(): Message {
  return sentence('Nobody is waiting for an answer. Nothing was changed.');
}

/** To whoever wrote in the thread of the card and may not use the bot. */
export function notKept(why: Barred): Message {
  return sentence(`${BARRED[why]} What you wrote here is no part of the request.`);
}

/** To whoever decided first. `order` is the record after the decision. */
export function decisionAnswer(order: Order, decision: 'approve' | 'deny'): Message {
  const phone = formatPhone(order.number.e164);
  const requester = mention(order.requester);
  if (decision === 'approve' && order.state === 'awaiting_approval') {
    return sentence(
      `You approved ${phone} for ${requester}. More approvals are needed before it is bought: the card shows whose.`,
    );
  }
  return sentence(
    decision === 'approve'
      ? `You approved ${phone} for ${requester}. Price and availability are checked again, and if neither has changed it is bought. The card shows how it goes.`
      : `You denied ${phone} for ${requester}. Nothing was bought. ${requester} gets your reason${order.state === 'denied' && order.reason === '' ? ', which you left empty' : ''}.`,
  );
}

/** To whoever asked for something else instead of a request that was stopped. `order` is the new request. */
export function rerequestedNote(order: Order): Message {
  const { number, requester, channel, id } = order;
  return sentence(
    `Requested for ${mention(requester)}: ${formatPhone(number.e164)}, ${costText(number.price)}. The new card is in ${cardPlace(channel, requester)}. Request ${id}.`,
  );
}

export function notRerequestable(order: Order): Message {
  const next =
    order.state === 'stopped' && order.followedBy
      ? `A new request was made instead already: ${order.followedBy}.`
      : 'There is nothing to ask for instead any more.';
  return sentence(`${next} Your click changed nothing.`);
}

/** To the requester, who took the request back. */
export function withdrawnAnswer(order: Order): Message {
  return sentence(
    `You withdrew your request for ${formatPhone(order.number.e164)}. Nothing was bought.`,
  );
}

/** To whoever may not decide a request: why, and who may. */
export function mayNotDecide(why: Forbidden, policy?: Deciders): Message {
  const whoMay = policy && DECIDABLE[why] && `It may be decided by ${approversText(policy)}.`;
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
