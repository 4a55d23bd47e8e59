import type { KnownBlock, ModalView, MrkdwnElement, SectionBlock } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney, type Price, yearlyCost } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { numbersOf, priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import type { ListChange } from '../../domain/order/order-draft.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import { buttons, modalIds, type SearchOnShow } from '../../slack/ids.ts';
import {
  button,
  buttonRow,
  context,
  type Message,
  message,
  paragraphs,
  section,
} from '../kit/blocks.ts';
import { formView, noticeView, selectInput, textInput, workingView } from '../kit/modal-parts.ts';
import { channelMention, LIMITS, mrkdwn, plural, present } from '../kit/text.ts';
import { type HoldingOnShow, holdingInputs } from '../numbers/holding-inputs.ts';
import { nowAndMonthly, regionText, whereText } from '../numbers/number-words.ts';
import { listChangesText } from './list-changes.ts';
import { type NotRequested, notRequested } from './not-requested.ts';
import { approversText, type Deciders } from './order-approvals.ts';
import { spokenText, whatText } from './order-words.ts';

const TITLE = 'Request a number';
const TITLE_OF_SEVERAL = 'Request numbers';
/** Under the field. */
export const PURPOSE_MISSING = 'Say what the number is for.';

export function orderLoading(): ModalView {
  return workingView(TITLE, 'Looking up the number and its price…');
}

export function orderNotRequested(not: NotRequested): ModalView {
  return noticeView('Not requested', notRequested(not));
}

export type OrderFormState = {
  orderId: string;
  /** Which edition of its draft the form shows. */
  edition?: number | undefined;
  /** The number, once per currency Vobiz quoted it in; the first is what was chosen. */
  quotes: readonly [AvailableNumber, ...AvailableNumber[]];
  /** Further numbers, in the currency of the one quote. */
  more?: readonly AvailableNumber[] | undefined;
  /** What differs from the list that was sent before. */
  changes?: readonly ListChange[] | undefined;
  /** Where the card will go, and who will be asked there. */
  approvals: { channel: string } & Deciders & Pick<Policy, 'autoApprove'>;
  /** The search it came from. */
  back?: Omit<SearchOnShow, 'purpose'> | undefined;
  purpose?: string | undefined;
  holding: HoldingOnShow;
  /** The currency chosen before, when the form is shown again. */
  currency?: string | undefined;
  /** What stands in the way, in words; shown as plain text. */
  problem?: string | undefined;
};

/** The purpose comes first: people have seen the number and its price in the row. */
export function orderForm(state: OrderFormState): ModalView {
  const { orderId, edition, quotes, more = [], changes = [], approvals, back } = state;
  const { channel, autoApprove } = approvals;
  const choices = quotes.map(currencyChoice);
  const chosen = choices.find(({ value }) => value === state.currency) ?? choices[0];
  return formView({
    form: modalIds.orderForm,
    value: { order: orderId, ...(edition && { edition }), ...(back && { back }) },
    title: more.length > 0 ? TITLE_OF_SEVERAL : TITLE,
    submit: autoApprove ? 'Buy now' : 'Send for approval',
    problem: state.problem,
    blocks: present<KnownBlock>([
      changes.length > 0 &&
        section(listChangesText(changes, numbersOf({ number: quotes[0], more }))),
      textInput('purpose', {
        label: 'What is it for?',
        placeholder: 'Like: WhatsApp line for the Pune support desk',
        value: state.purpose,
        maxLength: PURPOSE_MAX,
        multiline: true,
        focus: true,
      }),
      ...(more.length > 0 ? listBlocks({ number: quotes[0], more }) : priceBlocks(quotes)),
      quotes.length > 1 && selectInput('currency', { label: 'Pay in', choices, chosen }),
      ...holdingInputs(state.holding),
      context(
        autoApprove
          ? `*No approval needed at this price.* Buy now buys it. The card goes to ${channelMention(channel)}.`
          : `Goes to ${channelMention(channel)} · approved by ${approversText(approvals)}`,
      ),
      ...buttonRow(back !== undefined && button(buttons.backToResults, {}, 'Back to results')),
    ]),
  });
}

function priceBlocks(quotes: readonly [AvailableNumber, ...AvailableNumber[]]): SectionBlock[] {
  const [first] = quotes;
  const prices = quotes.slice(0, SHOWN.currencies).map(({ price }) => price);
  const where = mrkdwn(`*Where*\n${whereText(first.country, first.region)}`, LIMITS.contextText);
  return [{ ...section(`*${formatPhone(first.e164)}*`), fields: [...priceFields(prices), where] }];
}

/** Each number with its own price, and what all of them cost. */
function listBlocks(asked: Parameters<typeof numbersOf>[0]): SectionBlock[] {
  const numbers = numbersOf(asked);
  const rows = numbers.map(
    ({ e164, country, region, price }) =>
      `${formatPhone(e164)} · ${regionText(country, region)} · ${nowAndMonthly(price)}`,
  );
  return [
    ...paragraphs([
      `*${plural(numbers.length, 'number')} in ${countryName(asked.number.country)}*`,
      ...rows,
    ]),
    { type: 'section', fields: priceFields([priceOfAll(asked)]) },
  ];
}

/** `₹700 (₹500 setup + ₹200)`, each month and in the first year, in each currency. */
function priceFields(prices: readonly Price[]): MrkdwnElement[] {
  const perCurrency = (label: string, cost: (price: Price) => string) =>
    mrkdwn(`*${label}*\n${prices.map(cost).join('\n')}`, LIMITS.contextText);
  return [
    perCurrency('Now', (price) =>
      price.setup.minor === 0
        ? formatMoney(firstCharge(price))
        : `${formatMoney(firstCharge(price))} (${formatMoney(price.setup)} setup + ${formatMoney(price.monthly)})`,
    ),
    perCurrency('Monthly', ({ monthly }) => formatMoney(monthly)),
    perCurrency('First year', (price) => formatMoney(yearlyCost(price))),
  ];
}

function currencyChoice({ price }: AvailableNumber) {
  const { currency } = price.setup;
  return { value: currency, label: `${currency}: ${formatMoney(firstCharge(price))} now` };
}

/** Where the command was typed, once every window has closed. */
export function sentNote(order: Order): Message {
  const { id, channel, state } = order;
  const describes = spokenText(order);
  const open = button(buttons.openOrder, { order: id }, 'Open', { describes });
  const withdraw = button(buttons.withdraw, { order: id }, 'Withdraw', { describes });
  const isOpen = state === 'awaiting_approval';
  return message([section(sentText(order)), ...buttonRow(open, isOpen && withdraw)]);

  function sentText({ policy }: Order): string {
    const where = channelMention(channel);
    if (isOpen) return `Sent to ${where}. We'll message you when it's decided.`;
    return policy.autoApprove
      ? `Buying ${whatText(order)}, no approval needed. Follow it on the card in ${where}.`
      : `You've sent this to ${where} already. Follow it on the card there.`;
  }
}
