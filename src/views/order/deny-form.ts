import type { ModalView } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { REASON_MAX } from '../../domain/typed-text.ts';
import { modals } from '../../slack/ids.ts';
import { textInput } from '../kit/form-inputs.ts';
import { formView, problemBlocks } from '../kit/notice.ts';
import { requestBlocks } from './decision-forms.ts';

const TITLE = 'Deny this request';

/** Asks why. `problem` is shown as plain words above the form. */
export function denyForm(
  order: Order,
  again: { reason?: string; problem?: string } = {},
): ModalView {
  return formView({
    callbackId: modals.deny.id,
    metadata: modals.deny.encode({ order: order.id }),
    title: TITLE,
    submit: 'Deny',
    blocks: [
      ...problemBlocks(again.problem),
      ...requestBlocks(order),
      textInput('reason', {
        label: 'Why not?',
        hint: 'The requester and everyone in the channel can read this.',
        value: again.reason,
        maxLength: REASON_MAX,
        ...(order.policy.denyReason === 'optional' && { optional: true }),
        multiline: true,
        focus: true,
      }),
    ],
  });
}
