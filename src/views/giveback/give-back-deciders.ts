import type { GiveBack } from '../../domain/giveback/give-back.ts';
import type { Returnable } from '../../domain/giveback/give-back-rules.ts';
import { peopleText } from '../kit/text.ts';
import { approversText } from '../order/order-approvals.ts';

/** Who decides about a give-back, as mentions. */
export function giveBackDeciders({ policy }: Returnable, { asked }: GiveBack): string {
  return asked.approvers
    ? peopleText(asked.approvers, { max: 3 })
    : approversText({ ...policy, selfApproval: true });
}
