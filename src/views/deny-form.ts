import type { ModalView } from '@slack/types';
import type { Order } from '../domain/order.ts';
import { REASON_MAX } from '../domain/typed-text.ts';
import { modals } from '../slack/ids.ts';
import { quoted, section } from './blocks.ts';
import { textInput } from './form-inputs.ts';
import { formView } from './notice.ts';
import { costText, numberText } from './number-lines.ts';
import { inlineText, mention } from './text.ts';

const TITLE = 'Deny this request';

/** Asks why. `problem` is shown as plain words above the form. */
export function denyForm(
  order: Order,
  again: { reason?: string; problem?: string } = {},
): ModalView {
  const { number, requester, purpose } = order;
  return formView({
    callbackId: modals.deny.id,
    metadata: modals.deny.encode({ order: order.id }),
    title: TITLE,
    submit: 'Deny',
    blocks: [
      ...(again.problem ? [section(inlineText(again.problem, 1000))] : []),
      section(
        `${mention(requester)} asks for ${numberText(number)}\nPrice: ${costText(number.price)}.`,
      ),
      quoted('Purpose', purpose),
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
