import type { Button, KnownBlock } from '@slack/types';
import type { GiveBack } from '../../domain/giveback/give-back.ts';
import type { Returnable } from '../../domain/giveback/give-back-rules.ts';
import type { Order } from '../../domain/order/order.ts';
import { buttons } from '../../slack/ids.ts';
import { button, buttonRow, menu, menuItem } from '../kit/blocks.ts';
import { present } from '../kit/text.ts';
import { phoneOf } from './give-back-words.ts';

/** One that is not over, or that took the number away. */
export function openGiveBack(order: Order): GiveBack | undefined {
  const { giveBack } = order.state === 'completed' ? order : {};
  const isOver = giveBack && ['denied', 'expired', 'kept'].includes(giveBack.state);
  return isOver ? undefined : giveBack;
}

/** What can be done about it in Details, where several numbers share a card. Undefined: nothing is open. */
export function giveBackActions(order: Order): KnownBlock[] | undefined {
  const giveBack = openGiveBack(order);
  return order.state === 'completed' && giveBack ? actionsOf(order, giveBack) : undefined;
}

export function detailsButton(order: Returnable): Button {
  return button(buttons.openOrder, { order: order.id }, 'Details', { describes: phoneOf(order) });
}

/** For this request and no other. */
export function approveButton(order: Returnable, { asked }: GiveBack, style?: 'primary'): Button {
  const value = { order: order.id, at: asked.at };
  const press = { describes: phoneOf(order), ...(style && { style }) };
  return button(buttons.approveGiveBack, value, 'Approve giving back', press);
}

/** Says no to a request, or takes one's own back. */
export function keepButton(order: Returnable): Button {
  const value = { order: order.id };
  return button(buttons.denyGiveBack, value, 'Keep the number', { describes: phoneOf(order) });
}

/** The one thing to do, and what else can be done. */
export function actionsOf(order: Returnable, giveBack: GiveBack): KnownBlock[] {
  const value = { order: order.id };
  const press = { describes: phoneOf(order) };
  const details = detailsButton(order);
  const toDetails = menuItem(buttons.openOrder, value, 'Details');
  const ours = menuItem(buttons.markOurs, value, 'Mark as kept');
  switch (giveBack.state) {
    case 'asked':
      return buttonRow(approveButton(order, giveBack, 'primary'), keepButton(order), details);
    case 'approved':
      return buttonRow(keepButton(order), details);
    case 'pending':
      return buttonRow(
        !giveBack.keep && button(buttons.keepReturned, value, 'Keep it', press),
        details,
      );
    case 'unclear':
      return buttonRow(
        button(buttons.checkNow, value, 'Check now', press),
        menu(...present([giveBack.stillOurs !== undefined && ours, toDetails])),
      );
    case 'refused': {
      const gone = giveBack.refused.why === 'not_listed';
      return buttonRow(
        button(buttons.checkNow, value, 'Check now', press),
        menu(
          ...present([
            gone && menuItem(buttons.markGone, value, 'Mark as given back'),
            ours,
            toDetails,
          ]),
        ),
      );
    }
    case 'keep_unclear':
      return buttonRow(button(buttons.checkNow, value, 'Check now', press), details);
    case 'releasing':
    case 'keeping':
    case 'released':
    case 'denied':
    case 'expired':
    case 'kept':
      return buttonRow(details);
  }
}
