import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/views/kit/blocks.ts';
import { sentence } from '../../../src/views/kit/blocks.ts';
import { noCardText, undecodable, unknownRecord } from '../../../src/views/kit/refusals.ts';
import {
  answeredNote,
  askedNote,
  checkedNote,
  decisionAnswer,
  mayNotDecide,
  nothingAsked,
  notKept,
  notRerequestable,
  refusalAnswer,
  rerequestedNote,
  settledNote,
  withdrawnAnswer,
} from '../../../src/views/order/order-answers.ts';
import { ourWords } from './views-rules.ts';
import { everyOrder, orderStates } from './views-support.ts';

/** What private notes may have. */
const WORDS_MAX = 15;
const STATES = orderStates();
const { policy } = STATES.awaiting_approval;

const FORBIDDEN = [
  'outsider',
  'guest',
  'not_a_person',
  'own_request',
  'not_an_approver',
  'not_the_requester',
  'requester_left',
] as const;
const BARRED = ['outsider', 'guest', 'not_a_person'] as const;
const NO_CARD = ['not_a_member', 'archived', 'not_found', 'direct_messages'] as const;

const notes: Message[] = [
  ...everyOrder().flatMap((order) => [
    decisionAnswer(order, 'approve'),
    decisionAnswer(order, 'deny'),
    refusalAnswer({ kind: 'already_settled', order }),
    refusalAnswer({ kind: 'out_of_turn', order }),
    refusalAnswer({ kind: 'already_voted', order }),
    refusalAnswer({ kind: 'not_needed', order }),
    refusalAnswer({ kind: 'digits_differ', order }),
    askedNote(order),
    answeredNote(order),
    rerequestedNote(order),
    notRerequestable(order),
    settledNote(order),
  ]),
  ...FORBIDDEN.map((why) => mayNotDecide(why, policy)),
  ...BARRED.map(notKept),
  ...NO_CARD.map((why) => sentence(noCardText(why))),
  ...[true, false].map((hasMoved) => checkedNote(hasMoved)),
  undecodable('old'),
  undecodable('broken'),
  unknownRecord(),
  nothingAsked(),
  withdrawnAnswer(),
];

describe('a private note', () => {
  it('has at most 15 words', () => {
    const long = notes.filter(({ blocks }) => ourWords(blocks).length > WORDS_MAX);
    expect([...new Set(long.map(({ text }) => text))]).toEqual([]);
  });

  it('says how many approvals are still needed', () => {
    const two = { ...policy, sets: [{ needed: 3, from: policy.approvers }] };
    const vote = { by: 'U0APPROVER', at: 1, sets: [0] };
    const order = { ...STATES.awaiting_approval, policy: two, votes: [vote] };
    expect(decisionAnswer(order, 'approve').text).toBe(
      'Approved. It still needs 2 more approvals.',
    );
  });

  it('says of a test that nothing is bought', () => {
    expect(decisionAnswer({ ...STATES.approved, test: true }, 'approve').text).toMatch(
      /nothing is bought/,
    );
  });
});
