import type { Person } from '../actor.ts';
import { mayDecide, setsFor } from '../policy/policy.ts';
import { commonOf, decidedOf, type Order, type OrderIn } from './order.ts';
import { deadlineOf, escalationIsDue, openQuestions, pausedMs } from './order-clock.ts';
import {
  forbid,
  move,
  type OrderTransition,
  outOfTurn,
  refuse,
  type Step,
  stay,
} from './order-events.ts';
import { isLead, isPart, openParts } from './order-parts.ts';
import { QUESTIONS_MAX, type Question, REPLIES_MAX } from './questions.ts';
import { helps, tally, type Vote } from './votes.ts';

type Awaiting = OrderIn<'awaiting_approval'>;

export function isEscalated(order: Pick<Order, 'escalatedAt'>): boolean {
  return order.escalatedAt !== undefined;
}

/** Runs an approver's step if they may decide and it is in time. */
function decide(
  order: Awaiting,
  who: Person,
  now: number,
  next: () => OrderTransition,
): OrderTransition {
  const why = mayDecide(order.policy, who, order.requester, isEscalated(order));
  if (why) return forbid(why);
  if (now < deadlineOf(order, now)) return next();
  const expired = { ...commonOf(order), state: 'expired', endedAt: now } as const;
  return refuse({ kind: 'already_settled', order: expired });
}

/** Approved, a request is bought; a test ends there. */
export function afterApproval({ test }: Pick<Order, 'test'>, decision: Decision) {
  return test
    ? ({ state: 'stopped', decision, stop: { kind: 'test' }, endedAt: decision.at } as const)
    : ({ state: 'approved', decision } as const);
}
type Decision = OrderIn<'approved'>['decision'];

/** The last vote the pinned policy needs approves the request. */
export const approve: Step<Awaiting, 'approve'> = (order, event, now) => {
  const { who, requesterLeft, digits, seen } = event;
  const { policy, votes = [], number, revision } = order;
  return decide(order, who, now, () => {
    if (requesterLeft) return forbid('requester_left');
    if (votes.some(({ by }) => by === who.userId)) return refuse({ kind: 'already_voted', order });
    if (policy.confirmDigits && digits !== number.e164.slice(-4))
      return refuse({ kind: 'digits_differ', order });
    const vote: Vote = {
      by: who.userId,
      at: now,
      sets: setsFor(policy, who, isEscalated(order)),
    };
    if (!helps(policy, votes, vote)) return refuse({ kind: 'not_needed', order });
    if (seen !== undefined && seen !== revision) return refuse({ kind: 'changed', order });
    const all = [...votes, vote];
    if (!tally(policy, all).complete) return stay(order, now, { votes: all });
    const decision = { by: who.userId, at: now };
    return move({ ...order, votes: all, ...openParts(order) }, now, afterApproval(order, decision));
  });
};

export const deny: Step<Awaiting, 'deny'> = (order, { who, reason }, now) =>
  decide(order, who, now, () =>
    move(order, now, {
      state: 'denied',
      decision: { by: who.userId, at: now },
      reason,
      endedAt: now,
    }),
  );

/** Stops the clock until the requester answers. */
export const ask: Step<Awaiting, 'ask'> = (order, { who, text }, now) => {
  const { questions = [], pausedAt } = order;
  return decide(order, who, now, () =>
    questions.length < QUESTIONS_MAX
      ? stay(order, now, {
          questions: [...questions, { by: who.userId, at: now, text }],
          pausedAt: pausedAt ?? now,
        })
      : outOfTurn(order),
  );
};

export const answer: Step<Awaiting, 'answer'> = (order, event, now) => {
  if (event.by !== order.requester) return forbid('not_the_requester');
  return answerQuestions(order, event, now);
};

function answerQuestions(
  order: Awaiting,
  { text, upTo }: { text: string; upTo: number },
  now: number,
): OrderTransition {
  const { questions = [] } = order;
  const answered = questions.map(
    (question, index): Question =>
      question.answer || index >= upTo ? question : { ...question, answer: { at: now, text } },
  );
  const before = openQuestions(order).length;
  const after = openQuestions({ questions: answered }).length;
  if (after === before) return outOfTurn(order);
  if (after > 0) return stay(order, now, { questions: answered });
  const { pausedAt: _over, ...running } = order;
  const expiresAt = order.expiresAt + pausedMs(order, now);
  return stay(running, now, { questions: answered, expiresAt });
}

/** A message in the thread. From the requester, it also answers open questions. */
export const reply: Step<Order, 'reply'> = (order, event, now) => {
  const { who, reply: written } = event;
  const { replies = [], requester, policy } = order;
  if (replies.length >= REPLIES_MAX || replies.some(({ ts }) => ts === written.ts))
    return outOfTurn(order);
  const own = who.userId === requester;
  const why = own ? undefined : mayDecide(policy, who, requester, isEscalated(order));
  if (why) return forbid(why);
  const all = [...replies, written];
  if (own && order.state === 'awaiting_approval' && openQuestions(order).length > 0) {
    const told = { text: written.text, upTo: QUESTIONS_MAX };
    return answerQuestions({ ...order, replies: all }, told, now);
  }
  return stay(order, now, { replies: all });
};

/** Only the requester, and only before the purchase is sent; of several numbers, before they are approved. */
export const withdraw: Step<OrderIn<'awaiting_approval' | 'approved'>, 'withdraw'> = (
  order,
  { by },
  now,
) => {
  if (by !== order.requester) return forbid('not_the_requester');
  if (isLead(order) || isPart(order)) return refuse({ kind: 'already_settled', order });
  const decision = 'decision' in order ? decidedOf(order) : {};
  return move(order, now, { state: 'withdrawn', ...decision, endedAt: now });
};

export const escalate: Step<Awaiting, 'escalate'> = (order, _event, now) =>
  escalationIsDue(order, now) ? stay(order, now, { escalatedAt: now }) : outOfTurn(order);

export const expire: Step<Awaiting, 'expire'> = (order, _event, now) =>
  now >= deadlineOf(order, now)
    ? move(order, now, { state: 'expired', endedAt: now })
    : outOfTurn(order);
