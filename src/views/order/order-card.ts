import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { Hindrance } from '../../domain/account/account-problem.ts';
import { firstCharge, formatMoney, type Price, yearlyCost } from '../../domain/money.ts';
import type { UnusedNumbers } from '../../domain/numbers/unused.ts';
import { numbersOf, priceOfAll } from '../../domain/order/asked-numbers.ts';
import { isEnded, type Order, type OrderIn } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { stateIs } from '../../domain/order/order-state-facts.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import {
  type ConnectSetUp,
  connectionActions,
  connectionBlocks,
} from '../connection/connection-words.ts';
import {
  button,
  buttonRow,
  card,
  context,
  fields,
  header,
  type MenuItem,
  type Message,
  menu,
  menuItem,
  section,
} from '../kit/blocks.ts';
import { inlineText, listedUpTo, mention, present, TEXT_SHOWN } from '../kit/text.ts';
import {
  labelsText,
  nowAndMonthly,
  transferText,
  unusedCount,
  whereText,
} from '../numbers/number-words.ts';
import { accountWarning, decisionLine, waitingLine } from './order-approvals.ts';
import { gist, headline, pushText } from './order-glance.ts';
import { differences } from './order-receipt.ts';
import { approving, spokenText, wasSentAllTheSame } from './order-words.ts';

/** `account`: what at Vobiz is likely to stop this purchase. `unused`: numbers that could be used instead. */
export type CardSetUp = ConnectSetUp & {
  account?: Hindrance | undefined;
  unused?: UnusedNumbers | undefined;
};

/**
 * The one message that shows an order in its channel, for a glance: the request or its result, and the one thing to do.
 * Details has the rest. Everyone sees every button; a click checks who may.
 */
export function orderCard(order: Order, setUp: CardSetUp): Message {
  const { requester, purpose } = order;
  const asked = priceOfAll(order);
  const waits = order.state === 'awaiting_approval';
  const { owner = requester } = order.holding ?? {};
  const labels = labelsText(order);
  const warning = warningOf(setUp);
  const isBuying = !isEnded(order) || order.state === 'completed';
  const price = isBuying ? nowAndMonthly(asked) : formatMoney(firstCharge(asked));
  return card(
    order,
    [
      header(headline(order)),
      section(
        present([
          gist(order),
          order.sentFor && WENT_ON,
          !waits && `${price} · ${whoseText(order, owner)}`,
          `> ${inlineText(purpose, TEXT_SHOWN.onCard)}`,
          order.more && numbersLine(order),
          labels && `> ${labels}`,
          waits && owner !== requester && `For ${mention(owner)}.`,
        ]).join('\n'),
      ),
      ...(waits ? [priceFields(order)] : []),
      ...(stateIs(order, 'bought') ? differences(order) : []),
      ...(order.state === 'completed' ? connectionBlocks(order) : []),
      context(waits ? waitingLine(order, warning) : decisionLine(order)),
      ...actionsOf(order, setUp),
    ],
    pushText(order),
  );
}

function whoseText(order: Order, owner: string): string {
  const asked = order.state === 'completed' && transferText(order, owner);
  return asked || `for ${mention(owner)}`;
}

/** What an approver should know first has the place of the budget, which Details has too. */
function warningOf({ account, unused }: CardSetUp): string | undefined {
  if (account) return accountWarning(account);
  return unused?.records.length ? `♻️ See ${unusedCount(unused)}` : undefined;
}

const WENT_ON = 'We sent it for a request that has ended.';

/** `+91 98765 43210, +91 98765 43211 and 3 others` */
function numbersLine(order: Order): string {
  const phones = numbersOf(order).map(({ e164 }) => formatPhone(e164));
  return listedUpTo(phones, 'and', { max: SHOWN.numbersOnCard });
}

function priceFields(order: Order): KnownBlock {
  const { country, region } = order.number;
  const price = priceOfAll(order);
  const isOneRegion = numbersOf(order).every((number) => number.region === region);
  return fields(
    `*${formatMoney(firstCharge(price))}* now${setupText(price)}`,
    `*${formatMoney(price.monthly)}*/month`,
    `*${formatMoney(yearlyCost(price))}* first year`,
    whereText(country, isOneRegion ? region : '', TEXT_SHOWN.region),
  );
}

function setupText({ setup }: Price): string {
  return setup.minor > 0 ? ` (${formatMoney(setup)} setup)` : '';
}

/** In Details, for an order that has no card of its own. */
export function ownActions(order: Order, setUp: ConnectSetUp): KnownBlock[] {
  return order.state === 'approved' ? [] : actionsOf(order, setUp, false);
}

function actionsOf(order: Order, setUp: ConnectSetUp, isOnCard = true): KnownBlock[] {
  const value = { order: order.id };
  const describes = spokenText(order);
  const press = { describes };
  const details = isOnCard && button(buttons.openOrder, value, 'Details', press);
  const inMenu = isOnCard ? [menuItem(buttons.openOrder, value, 'Details')] : [];
  switch (order.state) {
    case 'awaiting_approval':
      return decisionButtons(order);
    case 'approved':
      return buttonRow(details, button(buttons.withdraw, value, 'Withdraw', press));
    case 'unconfirmed':
      return buttonRow(
        button(buttons.checkNow, { record: order.id }, 'Check now', press),
        settling(order, inMenu),
      );
    case 'pending': {
      const check = button(buttons.checkNow, { record: order.id }, 'Check now', press);
      return buttonRow(check, order.lingersSince === undefined ? details : settling(order, inMenu));
    }
    case 'stopped':
      return buttonRow(...insteadButtons(order), details);
    case 'completed':
      return buttonRow(...connectionActions(order, setUp, ...inMenu));
    case 'placing':
    case 'failed':
    case 'cancelled':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return buttonRow(details);
  }
}

/** While a question is open, Answer stands where Ask was. */
function decisionButtons(order: OrderIn<'awaiting_approval'>): KnownBlock[] {
  const { id, policy } = order;
  const value = { order: id };
  const describes = spokenText(order);
  const price = formatMoney(firstCharge(priceOfAll(order)));
  const asked = openQuestions(order).length > 0;
  const first = { style: 'primary', describes } as const;
  return buttonRow(
    policy.confirmDigits
      ? button(buttons.approveWithDigits, approving(order), `Approve ${price}…`, first)
      : button(buttons.approve, approving(order), `Approve ${price}`, first),
    button(buttons.deny, value, 'Deny', { describes }),
    asked
      ? button(buttons.answer, value, 'Answer', { describes })
      : button(buttons.ask, value, 'Ask', { describes }),
    menu(
      menuItem(buttons.openOrder, value, 'Details'),
      ...(asked ? [menuItem(buttons.ask, value, 'Ask another question')] : []),
      menuItem(buttons.withdraw, value, 'Withdraw'),
    ),
  );
}

function settling({ id }: Order, more: readonly MenuItem[]): Overflow {
  const value = { order: id };
  return menu(
    menuItem(buttons.wasPlaced, value, 'Mark as bought'),
    menuItem(buttons.wasNotPlaced, value, 'Mark as not bought'),
    ...more,
  );
}

const NEAR = [buttons.requestInstead, buttons.requestSecond, buttons.requestThird];

/** What people can request instead: each button makes a new request, which needs its own approval. */
function insteadButtons(order: OrderIn<'stopped'>): Button[] {
  const { id, stop, number, followedBy } = order;
  if (followedBy || wasSentAllTheSame(order)) return [];
  const describes = formatPhone(number.e164);
  const first = { style: 'primary', describes } as const;
  switch (stop.kind) {
    case 'gone':
      return NEAR.flatMap((definition, at) => {
        const near = stop.instead?.[at];
        if (!near) return [];
        const label = `${formatPhone(near.e164)} · ${formatMoney(firstCharge(near.price))}`;
        const value = { order: id, e164: near.e164 };
        return [button(definition, value, label, { describes: 'as a new request' })];
      });
    case 'price_changed': {
      const price = formatMoney(firstCharge(stop.now));
      return [
        button(buttons.askForDifference, { order: id }, `Ask for approval of ${price}`, first),
      ];
    }
    case 'region_changed':
      return [
        button(
          buttons.askForDifference,
          { order: id },
          'Ask for approval of the new region',
          first,
        ),
      ];
    case 'balance_low':
    case 'not_checkable':
    case 'not_replicated':
    case 'owned':
    case 'test':
      return [];
  }
}
