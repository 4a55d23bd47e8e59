import type { KnownBlock } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { actions, button, section } from '../kit/blocks.ts';
import { inlineText, slackDate } from '../kit/text.ts';
import { costText, feesText, numberText } from '../numbers/number-lines.ts';
import { decisionText } from './order-approvals.ts';

/** Why nothing was bought, as "was X, now Y" where something differs, and what can be asked for instead. */
export function stoppedBlocks(order: OrderIn<'stopped'>): KnownBlock[] {
  return [section(`${decisionText('Approved', order)}\n${why(order)}`), ...insteadText(order)];
}

const AGAIN = `If it is still needed, type \`${COMMAND} search\` and make a new request.`;

function why(order: OrderIn<'stopped'>): string {
  const { stop, number } = order;
  const when = slackDate(order.endedAt);
  switch (stop.kind) {
    case 'gone':
      return `Stopped ${when}: Vobiz no longer offers this number. Nothing was bought. ${AGAIN}`;
    case 'price_changed':
      return `Stopped ${when}: the price changed. Was *${feesText(number.price)}*, now *${feesText(stop.now)}*. Nothing was bought. ${rerequestable(order) ? '' : AGAIN}`.trimEnd();
    case 'region_changed':
      return `Stopped ${when}: Vobiz lists the number in another region. Was *${inlineText(number.region, 100)}*, now *${inlineText(stop.now, 100)}*. Nothing was bought.`;
    case 'balance_low':
      return `Stopped ${when}: the Vobiz account has ${formatMoney(stop.available)}, and the number costs ${formatMoney(firstCharge(number.price))} now. Nothing was bought. Top up at console.vobiz.ai. ${AGAIN}`;
    case 'not_checkable':
      return `Stopped ${when}: price and availability could not be checked with Vobiz. Nothing was bought. ${AGAIN}`;
    case 'not_replicated':
      return `Stopped ${when}: we couldn't record the purchase safely before sending it. Nothing was sent or bought. ${AGAIN}`;
    case 'owned':
      return `Stopped ${when}: your Vobiz account has this number already${stop.since === undefined ? '' : `, since ${slackDate(stop.since)}`}. We sent nothing for this request.`;
  }
}

function rerequestable({ stop, followedBy }: OrderIn<'stopped'>): boolean {
  return !followedBy && (stop.kind === 'price_changed' || stop.kind === 'region_changed');
}

function insteadText({ stop, followedBy }: OrderIn<'stopped'>): KnownBlock[] {
  if (followedBy) return [section(`A new request was made instead: ${followedBy}.`)];
  if (stop.kind !== 'gone' || !stop.instead?.length) return [];
  return [section('The card offers near numbers that cost no more.')];
}

/** Buttons for what can be asked for instead: each makes a new request that is approved anew. */
export function insteadButtons(order: OrderIn<'stopped'>): KnownBlock[] {
  const { id, stop, followedBy, sentAs } = order;
  if (followedBy || sentAs) return [];
  if (stop.kind === 'gone') return nearBlocks(id, stop.instead ?? []);
  if (stop.kind !== 'price_changed' && stop.kind !== 'region_changed') return [];
  const label =
    stop.kind === 'price_changed'
      ? `Ask for Approval of ${formatMoney(firstCharge(stop.now))}`
      : 'Ask for Approval of the New Region';
  return [actions(button(buttons.askForDifference, { order: id }, label, { style: 'primary' }))];
}

function nearBlocks(order: string, near: readonly AvailableNumber[]): KnownBlock[] {
  if (near.length === 0) return [];
  return [
    section('Near numbers that cost no more, as they were offered then:'),
    ...near.map((number) => nearBlock(order, number)),
  ];
}

function nearBlock(order: string, number: AvailableNumber): KnownBlock {
  const { e164, price } = number;
  const phone = formatPhone(e164);
  return section(
    `${numberText(number)}\n${costText(price)}`,
    button(buttons.requestInstead, { order, e164 }, 'Request', { describes: phone }),
  );
}
