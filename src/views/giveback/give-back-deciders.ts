import { decidersOf } from '../../domain/giveback/give-back-rules.ts';
import type { Returnable } from '../../domain/giveback/returnable.ts';
import { peopleText } from '../kit/text.ts';
import { approversText } from '../order/order-approvals.ts';

/** Who decides about a give-back, as mentions. */
export function giveBackDeciders(record: Returnable): string {
  const isPinned = record.kind === 'order' && !record.giveBack?.asked.approvers;
  if (isPinned) return approversText({ ...record.policy, selfApproval: true });
  const deciders = decidersOf(record);
  return deciders === 'any_full_member' ? 'any full member' : peopleText(deciders, { max: 3 });
}
