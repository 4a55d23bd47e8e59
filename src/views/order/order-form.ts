import type { ModalView } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import type { Order } from '../../domain/order/order.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import { COMMAND, modalIds } from '../../slack/ids.ts';
import { context, section } from '../kit/blocks.ts';
import { selectInput, textInput } from '../kit/form-inputs.ts';
import { formView, noticeView, problemBlocks } from '../kit/notice.ts';
import { channelMention, slackDate } from '../kit/text.ts';
import { approversText, costText, numberText } from '../numbers/number-lines.ts';
import { changedText } from './not-requested.ts';

const TITLE = 'Request a number';

export function orderLoading(): ModalView {
  return noticeView({ title: TITLE, text: 'Looking up the number and its price…' });
}

export type OrderFormState = {
  orderId: string;
  /** The number, once per currency Vobiz quoted it in; the first is what was chosen. */
  quotes: readonly AvailableNumber[];
  /** Where the card will go, and who will be asked there. */
  approvals: { channel: string } & Pick<
    Policy,
    'approvers' | 'selfApproval' | 'sets' | 'autoApprove'
  >;
  purpose?: string;
  /** The currency chosen before, when the form is shown again. */
  currency?: string;
  /** What stands in the way, in words; shown as plain text. */
  problem?: string;
};

/** What the number costs, what it is for, and who will be asked. */
export function orderForm(state: OrderFormState): ModalView {
  const { quotes, approvals } = state;
  const choices = quotes.map(currencyChoice);
  const chosen = choices.find(({ value }) => value === state.currency) ?? choices[0];
  return formView({
    callbackId: modalIds.orderForm.id,
    metadata: modalIds.orderForm.encode({ order: state.orderId }),
    title: TITLE,
    submit: 'Request',
    blocks: [
      ...problemBlocks(state.problem),
      section(
        [
          ...quotes.slice(0, 1).map(numberText),
          ...quotes.map(({ price }) => `${costText(price)}.`),
        ].join('\n'),
      ),
      textInput('purpose', {
        label: 'What is it for?',
        hint: 'The people who decide read this.',
        value: state.purpose,
        maxLength: PURPOSE_MAX,
        multiline: true,
        focus: true,
      }),
      selectInput('currency', { label: 'Billing currency', choices, chosen }),
      context(approvals.autoApprove ? boughtAtOnce(approvals.channel) : decidedThere(approvals)),
    ],
  });
}

/** Why the form is shown again. */
export function formAgainText(was: AvailableNumber, difference: StopReason): string {
  return `${changedText(was, difference)} Nothing was requested. Look at it and press Request again if it is still right.`;
}

function decidedThere(approvals: OrderFormState['approvals']): string {
  return `The request goes to ${channelMention(approvals.channel)}. It may be decided by ${approversText(approvals)}. Nothing is bought until it is approved.`;
}

function boughtAtOnce(channel: string): string {
  return `*At this price nobody needs to approve it: it is bought as soon as you request it.* The card goes to ${channelMention(channel)}.`;
}

function currencyChoice({ price }: AvailableNumber) {
  const { currency } = price.setup;
  return { value: currency, label: `${currency}: ${formatMoney(firstCharge(price))} now` };
}

/** While the request is checked and saved. */
export function orderSaving(): ModalView {
  return noticeView({ title: TITLE, text: 'Checking price, policy and limits…' });
}

export function orderRequested(order: Order): ModalView {
  return noticeView({ title: 'Requested', text: requestedText(order) });
}

/** What happens next with a request that was made, in words. */
export function requestedText(order: Order): string {
  if (order.state === 'approved') {
    return `*${formatPhone(order.number.e164)}* needs no approval at this price. It is checked once more and bought; the card in ${channelMention(order.channel)} shows how it goes.\nTo see how it stands: \`${COMMAND} status ${order.id}\``;
  }
  return [
    `Your request for *${formatPhone(order.number.e164)}* goes to ${channelMention(order.channel)}. Nothing is bought until it is approved.`,
    `It expires ${slackDate(order.expiresAt)}. You will get a direct message when it ends.`,
    `To see how it stands: \`${COMMAND} status ${order.id}\``,
  ].join('\n');
}
