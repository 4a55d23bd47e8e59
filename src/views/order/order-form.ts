import type { ModalView } from '@slack/types';
import type { NoCard } from '../../domain/actor.ts';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import type { Charge } from '../../domain/order/budget.ts';
import type { Order } from '../../domain/order/order.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Forbidden, Policy } from '../../domain/policy/policy.ts';
import type { MayNotAsk } from '../../domain/policy/rulebook.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import { COMMAND, modalIds } from '../../slack/ids.ts';
import { context, type Message, message, permalinkLine, section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { formView, noticeView, selectInput, textInput } from '../kit/modal-parts.ts';
import { forbiddenAnswer, noCardText } from '../kit/refusals.ts';
import { channelMention, listed, mention, plural, slackDate } from '../kit/text.ts';
import { costText, feesText, numberText } from '../numbers/number-words.ts';
import { approversText, type Deciders, whoseBudget } from './order-approvals.ts';
import { shortLine, stateWords } from './order-words.ts';

export type NotRequested =
  | { why: 'sold'; number: { e164: string } }
  | { why: 'changed'; was: AvailableNumber; difference: StopReason }
  /** Asked in a direct message, and no policy names a channel for approvals. */
  | { why: 'nobody_to_ask' }
  /** The card could never appear where it was asked for, and no policy names a channel. */
  | { why: 'no_card'; place: NoCard }
  /** An open request for the number stands; undefined when it has just changed. */
  | { why: 'already_requested'; order: Order | undefined; permalink?: string | undefined }
  /** The form was too old, or opened by somebody else. */
  | { why: 'no_draft' }
  | { why: 'currency_not_quoted' }
  | { why: 'no_policy' }
  | { why: 'forbidden'; forbidden: Forbidden }
  | { why: 'may_not_ask'; reason: MayNotAsk }
  | { why: 'nobody_can_approve' }
  /** `charge.used` is what the limit is used for now. */
  | { why: 'over_limit'; charge: Charge }
  | ({ why: 'problem' } & Trouble);

export function orderNotRequested(not: NotRequested): ModalView {
  return noticeView('Not requested', notRequested(not));
}

/** Why nothing was requested; with a link to the request that is in the way, when its address is known. */
export function notRequested(not: NotRequested): Message {
  if (not.why === 'forbidden') return forbiddenAnswer(not.forbidden);
  const permalink = not.why === 'already_requested' ? not.permalink : undefined;
  const said = section(notRequestedText(not));
  return message([said, ...permalinkLine(permalink, 'Open that request')]);
}

/** "Was X, now Y" in plain words. */
function changedText(was: AvailableNumber, difference: StopReason): string {
  switch (difference.kind) {
    case 'price_changed':
      return `The price changed: was ${feesText(was.price)}, now ${feesText(difference.now)}.`;
    case 'region_changed':
      return `Vobiz lists the number in another region: was ${was.region}, now ${difference.now}.`;
    case 'gone':
    case 'balance_low':
    case 'not_checkable':
    case 'not_replicated':
    case 'owned':
    case 'test':
      return 'Vobiz offers something else by now.';
  }
}

function notRequestedText(not: Exclude<NotRequested, { why: 'forbidden' }>): string {
  switch (not.why) {
    case 'sold':
      return `Vobiz no longer offers ${formatPhone(not.number.e164)}. Nothing was requested or bought. Close this and choose another number.`;
    case 'changed':
      return `${changedText(not.was, not.difference)} Nothing was requested or bought. Type \`${COMMAND} search\` and choose it again if it is still right.`;
    case 'already_requested':
      return `${openRequest(not.order)} Nothing new was requested or bought.`;
    case 'no_card':
      return noCardText(not.place);
    case 'nobody_to_ask':
      return `Nobody could approve it: this is a direct message. Nothing was requested or bought. Go to the channel whose people should decide and type \`${COMMAND} search\` there.`;
    case 'no_policy':
      return 'The policy does not name this workspace, so nothing can be requested here. Tell whoever runs this bot.';
    case 'may_not_ask':
      return `${mayNotAsk(not.reason)} Nothing was requested or bought.`;
    case 'nobody_can_approve':
      return 'Nobody could approve this request: the people the policy names have left, or are only you. Nothing was requested or bought. Tell whoever runs this bot.';
    case 'over_limit':
      return overLimit(not.charge);
    case 'no_draft':
      return 'This form is too old to be used. Nothing was requested or bought. Close it and choose the number again.';
    case 'currency_not_quoted':
      return 'Vobiz gave no price in that currency. Nothing was requested or bought. Close this and choose the number again.';
    case 'problem':
      return errorSentence(not.code, { ...not, doing: 'order_request' });
  }
}

function mayNotAsk(reason: MayNotAsk): string {
  switch (reason.why) {
    case 'person':
      return 'The policy does not let you request numbers. Ask somebody who may.';
    case 'channel':
      return `The policy lets numbers be requested only in ${listed(reason.channels.slice(0, SHOWN.channels).map(channelMention))}.`;
    case 'country':
      return `The policy allows numbers of ${listed(reason.countries.slice(0, SHOWN.countries).map(countryName))} only.`;
    case 'number_type':
      return 'The policy does not allow numbers of this type.';
    case 'price':
      return `The policy allows at most ${formatMoney(reason.most)} now for one number.`;
  }
}

function overLimit(charge: Charge): string {
  const { used, amount, limit, currency } = charge;
  const whose = whoseBudget(charge);
  if (!currency) {
    return `The policy allows ${plural(limit, 'purchase')} a day, and ${used} ${used === 1 ? 'is' : 'are'} made or waiting today. Nothing was requested or bought. Try again tomorrow (UTC).`;
  }
  const [spent, needed, most] = [used, amount, limit].map((minor) =>
    formatMoney({ minor, currency }),
  );
  return `This would go beyond the budget${whose ? ` of ${whose}` : ''}: ${spent} of this month's ${most} is spent or waiting, and this costs ${needed} now. Nothing was requested or bought.`;
}

function openRequest(order: Order | undefined): string {
  if (!order) return 'Somebody else is requesting this number right now.';
  return `This number already has an open request: ${shortLine(order)}, ${stateWords(order)}, by ${mention(order.requester)} since ${slackDate(order.createdAt)} (${order.id}).`;
}

const TITLE = 'Request a number';
/** Under the field. */
export const PURPOSE_MISSING = 'Say what the number is for.';

export function orderLoading(): ModalView {
  return noticeView(TITLE, 'Looking up the number and its price…');
}

export type OrderFormState = {
  orderId: string;
  /** The number, once per currency Vobiz quoted it in; the first is what was chosen. */
  quotes: readonly AvailableNumber[];
  /** Where the card will go, and who will be asked there. */
  approvals: { channel: string } & Deciders & Pick<Policy, 'autoApprove'>;
  purpose?: string;
  /** The currency chosen before, when the form is shown again. */
  currency?: string;
  /** What stands in the way, in words; shown as plain text. */
  problem?: string;
};

export function orderForm(state: OrderFormState): ModalView {
  const { quotes, approvals } = state;
  const choices = quotes.map(currencyChoice);
  const chosen = choices.find(({ value }) => value === state.currency) ?? choices[0];
  return formView({
    form: modalIds.orderForm,
    value: { order: state.orderId },
    title: TITLE,
    submit: 'Request',
    problem: state.problem,
    blocks: [
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

export function orderSaving(): ModalView {
  return noticeView(TITLE, 'Checking price, policy and limits…');
}

export function orderRequested(order: Order): ModalView {
  return noticeView('Requested', requestedText(order));
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
