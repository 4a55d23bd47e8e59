import type { Order } from '../../domain/order/order.ts';
import { latestDeadline } from '../../domain/order/order-clock.ts';
import { tally } from '../../domain/order/votes.ts';
import { type ApprovalSet, setsOf } from '../../domain/policy/policy.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { peopleText, slackDate } from '../kit/text.ts';
import { headline } from './order-glance.ts';

/** The first reminder notifies only those who follow the thread; from the second on it mentions who is waited for. */
export function reminderNote(order: Order, count: number): Message {
  const waited = count > 1 ? waitedFor(order) : '';
  return sentence(
    `*${headline(order)}*\nStill waiting for ${waited || 'a decision'}. ${expiryText(order)}`,
  );
}

export function escalationNote(order: Order): Message {
  const { escalation } = order.policy;
  const added = escalation ? peopleText(escalation.ping ?? escalation.to) : '';
  return sentence(
    `*${headline(order)}*\nNobody has decided yet. ${added || 'More people'} can decide now too. ${expiryText(order)}`,
  );
}

function expiryText(order: Order): string {
  return `Expires ${slackDate(latestDeadline(order))}.`;
}

/** Mentions of those whose approval is missing: nobody who has approved, nobody who wants quiet. */
function waitedFor(order: Order): string {
  const { policy, votes = [] } = order;
  const { sets } = tally(policy, votes);
  const voted = new Set(votes.map(({ by }) => by));
  const missing = setsOf(policy).filter((_, at) => (sets[at]?.have ?? 0) < (sets[at]?.needed ?? 0));
  const named = missing.flatMap(loudOf);
  const { escalation } = policy;
  if (order.escalatedAt !== undefined && escalation) named.push(escalation.ping ?? escalation.to);
  return peopleText({
    users: [...new Set(named.flatMap(({ users }) => users))].filter((user) => !voted.has(user)),
    groups: [...new Set(named.flatMap(({ groups }) => groups))],
  });
}

function loudOf({ from, ping }: ApprovalSet) {
  if (ping) return [ping];
  return from === 'any_full_member' ? [] : [from];
}
