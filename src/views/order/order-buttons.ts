import type { Button, KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button } from '../kit/blocks.ts';
import { insteadButtons } from './order-stopped.ts';

/** What can be done about a request now. Everyone sees every button; whoever may not is told so when they press it. */
export function cardButtons(order: Order): KnownBlock[] {
  if (order.state === 'stopped') return insteadButtons(order);
  const shown = buttonsOf(order);
  return shown.length > 0 ? [actions(...shown)] : [];
}

function buttonsOf(order: Order): Button[] {
  const value = { order: order.id };
  switch (order.state) {
    case 'awaiting_approval':
      return [
        order.policy.confirmDigits
          ? button(buttons.approveWithDigits, value, 'Approve…', { style: 'primary' })
          : button(buttons.approve, value, 'Approve', { style: 'primary' }),
        button(buttons.deny, value, 'Deny'),
        button(buttons.ask, value, 'Ask'),
        ...(openQuestions(order).length > 0 ? [button(buttons.answer, value, 'Answer')] : []),
        button(buttons.withdraw, value, 'Withdraw'),
      ];
    case 'approved':
      return [button(buttons.withdraw, value, 'Withdraw')];
    case 'pending':
      return [
        button(buttons.checkNow, value, 'Check Now'),
        ...(order.lingersSince === undefined ? [] : settling(value)),
      ];
    case 'unconfirmed':
      return [button(buttons.checkNow, value, 'Check Now'), ...settling(value)];
    default:
      return [];
  }
}

function settling(value: { order: string }): Button[] {
  return [
    button(buttons.wasPlaced, value, 'It Was Placed'),
    button(buttons.wasNotPlaced, value, 'It Was Not Placed'),
  ];
}
