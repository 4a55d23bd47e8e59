import type { Button, KnownBlock } from '@slack/types';
import type { GiveBack } from '../../domain/giveback/give-back.ts';
import { giveBackOf, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import { button, buttonRow, type MenuItem, menu, menuItem } from '../kit/blocks.ts';
import { present } from '../kit/text.ts';
import { phoneOf } from './give-back-words.ts';

/** One that is not over, or that took the number away. */
export function openGiveBack(record: Order | Verification): GiveBack | undefined {
  const giveBack = giveBackOf(record);
  const isOver = giveBack && ['denied', 'expired', 'kept'].includes(giveBack.state);
  return isOver ? undefined : giveBack;
}

/** What can be done about it in Details, where several numbers share a card. Undefined: nothing is open. */
export function giveBackActions(order: Order): KnownBlock[] | undefined {
  const giveBack = openGiveBack(order);
  return order.state === 'completed' && giveBack ? actionsOf(order, giveBack) : undefined;
}

export function detailsButton(record: Returnable): Button {
  const { id } = record;
  const describes = { describes: phoneOf(record) };
  return record.kind === 'order'
    ? button(buttons.openOrder, { order: id }, 'Details', describes)
    : button(buttons.verificationDetails, { record: id }, 'Details', describes);
}

function detailsItem({ kind, id }: Returnable): MenuItem {
  return kind === 'order'
    ? menuItem(buttons.openOrder, { order: id }, 'Details')
    : menuItem(buttons.verificationDetails, { record: id }, 'Details');
}

/** For this request and no other. */
export function approveButton(record: Returnable, { asked }: GiveBack, style?: 'primary'): Button {
  const value = { record: record.id, at: asked.at };
  const press = { describes: phoneOf(record), ...(style && { style }) };
  return button(buttons.approveGiveBack, value, 'Approve giving back', press);
}

/** Says no to a request, or takes one's own back. */
export function keepButton(record: Returnable): Button {
  const value = { record: record.id };
  return button(buttons.denyGiveBack, value, 'Keep the number', { describes: phoneOf(record) });
}

/** The one thing to do, and what else can be done. */
export function actionsOf(record: Returnable, giveBack: GiveBack): KnownBlock[] {
  const value = { record: record.id };
  const press = { describes: phoneOf(record) };
  const details = detailsButton(record);
  const toDetails = detailsItem(record);
  const ours = menuItem(buttons.markOurs, value, 'Mark as kept');
  switch (giveBack.state) {
    case 'asked':
      return buttonRow(approveButton(record, giveBack, 'primary'), keepButton(record), details);
    case 'approved':
      return buttonRow(keepButton(record), details);
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
