import type { KnownBlock } from '@slack/types';
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
  return giveBack?.state === 'denied' || giveBack?.state === 'kept' ? undefined : giveBack;
}

/** What can be done about it in Details, where several numbers share a card. Undefined: nothing is open. */
export function giveBackActions(order: Order): KnownBlock[] | undefined {
  const giveBack = openGiveBack(order);
  return order.state === 'completed' && giveBack ? actionsOf(order, giveBack) : undefined;
}

/** The one thing to do, and what else can be done. */
export function actionsOf(order: Returnable, giveBack: GiveBack): KnownBlock[] {
  const value = { order: order.id };
  const describes = phoneOf(order);
  const first = { style: 'primary', describes } as const;
  const details = button(buttons.openOrder, value, 'Details', { describes });
  const toDetails = menuItem(buttons.openOrder, value, 'Details');
  const ours = menuItem(buttons.markOurs, value, 'Mark as kept');
  switch (giveBack.state) {
    case 'asked':
      return buttonRow(
        button(
          buttons.approveGiveBack,
          { ...value, at: giveBack.asked.at },
          'Approve giving back',
          first,
        ),
        button(buttons.denyGiveBack, value, 'Keep the number', { describes }),
        details,
      );
    case 'approved':
      return buttonRow(
        button(buttons.denyGiveBack, value, 'Keep the number', { describes }),
        details,
      );
    case 'pending':
      return buttonRow(
        !giveBack.keep && button(buttons.keepReturned, value, 'Keep it', first),
        details,
      );
    case 'unclear':
      return buttonRow(
        button(buttons.checkNow, value, 'Check now', first),
        menu(...present([giveBack.stillOurs !== undefined && ours, toDetails])),
      );
    case 'refused': {
      const gone = giveBack.refused.why === 'not_listed';
      return buttonRow(
        button(buttons.checkNow, value, 'Check now', first),
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
      return buttonRow(button(buttons.checkNow, value, 'Check now', first), details);
    case 'releasing':
    case 'keeping':
    case 'released':
    case 'denied':
    case 'kept':
      return buttonRow(details);
  }
}
