import type { KnownBlock } from '@slack/types';
import { sumOf } from '../../domain/money.ts';
import { isBought, isStillOpen, numbersOf } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import {
  isAllOver,
  isLead,
  type Lead,
  notBought,
  standings,
} from '../../domain/order/order-parts.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { button, buttonRow, card, context, header, type Message, section } from '../kit/blocks.ts';
import { inlineText, mention, plural, present, TEXT_SHOWN } from '../kit/text.ts';
import { labelsText, nowAndMonthly } from '../numbers/number-words.ts';
import { decisionLine } from './order-approvals.ts';
import { type CardSetUp, orderCard } from './order-card.ts';
import { headline, pushText } from './order-glance.ts';
import { nextWords, restText, STAND_WORDS, spokenText } from './order-words.ts';

/** The card of a request, for one number or for several. */
export function requestCard(order: Order, setUp: CardSetUp): Message {
  return isLead(order) ? severalCard(order) : orderCard(order, setUp);
}

/** Several numbers once they are approved: how many are bought, and the reasons for the rest. Details has each. */
function severalCard(lead: Lead): Message {
  const { requester, purpose } = lead;
  const { owner = requester } = lead.holding ?? {};
  const labels = labelsText(lead);
  return card(
    lead,
    [
      header(headline(lead)),
      section(
        present([
          gistOf(lead),
          `${priceText(lead)}for ${mention(owner)}`,
          `> ${inlineText(purpose, TEXT_SHOWN.onCard)}`,
          labels && `> ${labels}`,
        ]).join('\n'),
      ),
      ...numberLines(lead),
      context(decisionLine(lead)),
      ...buttonsOf(lead),
    ],
    pushText(lead),
  );
}

/** Of what is bought, or still may be. */
function priceText(lead: Lead): string {
  const [first, ...others] = standings(lead)
    .filter(({ stand }) => isBought(stand) || isStillOpen(stand))
    .map(({ number }) => number.price);
  return first ? `${nowAndMonthly(sumOf([first, ...others]))} · ` : '';
}

function gistOf(lead: Lead): string {
  if (isAllOver(lead)) return '';
  const isDoubtful = standings(lead).some(({ stand }) => stand === 'unconfirmed');
  if (isDoubtful) return "*Don't order an unconfirmed number again.* We keep checking.";
  const isWaiting = lead.state === 'approved' && lead.waiting;
  return isWaiting ? nextWords(lead) : 'We check each price once more, then buy.';
}

/** Of a few numbers the stand of each; of many, how many have which. */
function numberLines(lead: Lead): KnownBlock[] {
  if (numbersOf(lead).length > SHOWN.numbersOnCard + 1) {
    const rest = restText(lead, SHOWN.standsOnCard);
    return rest ? [section(`The rest: ${rest}.`)] : [];
  }
  const lines = standings(lead).map(
    ({ number, stand }) => `• ${formatPhone(number.e164)}: ${STAND_WORDS[stand]}`,
  );
  return [section(lines.join('\n'))];
}

function buttonsOf(lead: Lead): KnownBlock[] {
  const value = { order: lead.id };
  const describes = spokenText(lead);
  const left = lead.restIn ? 0 : notBought(lead).length;
  return buttonRow(
    button(buttons.openOrder, value, 'Details', { describes }),
    left > 0 && button(buttons.chooseRest, value, `Choose ${plural(left, 'other')}`, { describes }),
  );
}
