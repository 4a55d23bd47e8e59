import type { Order } from '../../domain/order/order.ts';
import type { OrderRefusal } from '../../domain/order/order-events.ts';
import type { Forbidden, Policy } from '../../domain/policy/policy.ts';
import type { Undecodable } from '../../slack/codec.ts';
import { COMMAND } from '../../slack/ids.ts';
import { approversText } from '../numbers/number-words.ts';
import { endedText } from '../order/order-answers.ts';
import { type Message, sentence } from './blocks.ts';
import { BARRED } from './modal-parts.ts';

/** To whoever's approval or denial does not count: why, and who did or may decide. */
export function refusalAnswer(
  refusal: OrderRefusal | { kind: 'unknown' },
  policy?: Pick<Policy, 'approvers' | 'selfApproval' | 'sets'>,
): Message {
  switch (refusal.kind) {
    case 'forbidden':
      return forbiddenAnswer(refusal.why, policy);
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
      return sentence(outOfTurn(refusal.order));
    case 'unknown':
      return unknownRecord();
  }
}

function outOfTurn(order: Order): string {
  return `${endedText(order)} It cannot be changed that way now. Your click changed nothing.`;
}

/** To whoever may not do what they tried. `policy` adds who may decide. */
export function forbiddenAnswer(
  why: Forbidden,
  policy?: Pick<Policy, 'approvers' | 'selfApproval' | 'sets'>,
): Message {
  const who = policy ? ` It may be decided by ${approversText(policy)}.` : '';
  return sentence(`${FORBIDDEN[why]}${DECIDABLE[why] ? who : ''} Nothing was changed or bought.`);
}

const FORBIDDEN: Readonly<Record<Forbidden, string>> = {
  ...BARRED,
  own_request: 'You cannot decide your own request.',
  not_an_approver: 'You are not one of the people who decide this request.',
  not_the_requester: 'Only the person who made this request can do this.',
  requester_left:
    'The person who requested this is no longer in this workspace, so it cannot be approved. You can deny it.',
};

const DECIDABLE: Readonly<Record<Forbidden, boolean>> = {
  outsider: false,
  guest: false,
  not_a_person: false,
  own_request: true,
  not_an_approver: true,
  not_the_requester: false,
  requester_left: false,
};

/** The button or form belongs to a record that is not there. */
export function unknownRecord(): Message {
  return sentence(
    `The bot has no record of this any more. Nothing was changed or bought. To see what there is: \`${COMMAND} orders\``,
  );
}

/** The button or form carries something that cannot be used. */
export function undecodable(why: Undecodable): Message {
  return sentence(
    why === 'old'
      ? `This was made by an earlier version of the bot and cannot be used any more. Nothing was changed or bought. To start again: \`${COMMAND} help\``
      : `This does not carry anything the bot can read. Nothing was changed or bought. To start again: \`${COMMAND} help\``,
  );
}
