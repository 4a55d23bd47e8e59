import type { ModalView } from '@slack/types';
import type { AvailableNumber } from '../domain/available-number.ts';
import type { Charge } from '../domain/counted.ts';
import { countryName } from '../domain/country.ts';
import { firstCharge, formatMoney } from '../domain/money.ts';
import { type Order, PURPOSE_MAX, type StopReason } from '../domain/order.ts';
import { formatPhone } from '../domain/phone.ts';
import type { Policy } from '../domain/policy.ts';
import type { MayNotAsk } from '../domain/rulebook.ts';
import type { ErrorCode } from '../errors.ts';
import { COMMAND, modals } from '../slack/ids.ts';
import { context, message, permalinkLine, section } from './blocks.ts';
import { errorSentence } from './errors.ts';
import { selectInput, textInput } from './form-inputs.ts';
import { formView, noticeView } from './notice.ts';
import { approversText, costText, feesText, numberText } from './number-lines.ts';
import { shortLine, stateWords } from './order-words.ts';
import { channelMention, inlineText, listed, mention, plural, slackDate } from './text.ts';

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
    callbackId: modals.orderForm.id,
    metadata: modals.orderForm.encode({ order: state.orderId }),
    title: TITLE,
    submit: 'Request',
    blocks: [
      ...(state.problem ? [section(inlineText(state.problem, 1000))] : []),
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

/** Why the form is shown again: Vobiz offers something else by now. "Was X, now Y" in plain words. */
export function changedText(was: AvailableNumber, difference: StopReason): string {
  const again = 'Nothing was requested. Look at it and press Request again if it is still right.';
  switch (difference.kind) {
    case 'price_changed':
      return `The price changed: was ${feesText(was.price)}, now ${feesText(difference.now)}. ${again}`;
    case 'region_changed':
      return `Vobiz lists the number in another region: was ${was.region}, now ${difference.now}. ${again}`;
    default:
      return `Vobiz offers something else by now. ${again}`;
  }
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
  if (order.state === 'approved') {
    return noticeView({
      title: 'Requested',
      text: `*${formatPhone(order.number.e164)}* needs no approval at this price. It is checked once more and bought; the card in ${channelMention(order.channel)} shows how it goes.\nTo see how it stands: \`${COMMAND} status ${order.id}\``,
    });
  }
  return noticeView({
    title: 'Requested',
    text: [
      `Your request for *${formatPhone(order.number.e164)}* goes to ${channelMention(order.channel)}. Nothing is bought until it is approved.`,
      `It expires ${slackDate(order.expiresAt)}. You will get a direct message when it ends.`,
      `To see how it stands: \`${COMMAND} status ${order.id}\``,
    ].join('\n'),
  });
}

export type NotRequested =
  /** Vobiz does not offer the number any more. */
  | { kind: 'gone'; e164: string }
  /** Asked in a direct message, and no policy names a channel for approvals. */
  | { kind: 'nobody_to_ask' }
  /** An open request for the number stands; undefined when it has just changed. */
  | { kind: 'already_requested'; order: Order | undefined; permalink?: string }
  /** The form was too old, or opened by somebody else. */
  | { kind: 'no_draft' }
  /** The number has no price in the chosen currency. */
  | { kind: 'currency_not_quoted' }
  /** The policy file is for other workspaces. */
  | { kind: 'no_policy' }
  | { kind: 'may_not_ask'; reason: MayNotAsk }
  /** Nobody who is named could approve it. */
  | { kind: 'nobody_can_approve' }
  /** `charge.used` is what the limit is used for now. */
  | { kind: 'over_limit'; charge: Charge }
  | { kind: 'problem'; code: ErrorCode; ref: string; retryAfterMs?: number };

export function orderNotRequested(why: NotRequested): ModalView {
  const permalink = why.kind === 'already_requested' ? why.permalink : undefined;
  const said = section(notRequestedText(why));
  return noticeView({
    title: 'Not requested',
    ...message([said, ...permalinkLine(permalink, 'Open that request')]),
  });
}

/** Why nothing was requested, in words. */
export function notRequestedText(why: NotRequested): string {
  switch (why.kind) {
    case 'gone':
      return `Vobiz no longer offers ${formatPhone(why.e164)}. Nothing was requested or bought. Close this and choose another number.`;
    case 'already_requested':
      return `${openRequest(why.order)} Nothing new was requested or bought.`;
    case 'nobody_to_ask':
      return `Nobody could approve it: this is a direct message. Nothing was requested or bought. Go to the channel whose people should decide and type \`${COMMAND} search\` there.`;
    case 'no_policy':
      return 'The policy does not name this workspace, so nothing can be requested here. Tell whoever runs this bot.';
    case 'may_not_ask':
      return `${mayNotAsk(why.reason)} Nothing was requested or bought.`;
    case 'nobody_can_approve':
      return 'Nobody could approve this request: the people the policy names have left, or are only you. Nothing was requested or bought. Tell whoever runs this bot.';
    case 'over_limit':
      return overLimit(why.charge);
    case 'no_draft':
      return 'This form is too old to be used. Nothing was requested or bought. Close it and choose the number again.';
    case 'currency_not_quoted':
      return 'Vobiz gave no price in that currency. Nothing was requested or bought. Close this and choose the number again.';
    case 'problem':
      return errorSentence(why.code, { ...why, doing: 'order_request' });
  }
}

function mayNotAsk(reason: MayNotAsk): string {
  switch (reason.why) {
    case 'person':
      return 'The policy does not let you request numbers. Ask somebody who may.';
    case 'channel':
      return `The policy lets numbers be requested only in ${listed(reason.channels.slice(0, 10).map(channelMention))}.`;
    case 'country':
      return `The policy allows numbers of ${listed(reason.countries.slice(0, 20).map(countryName))} only.`;
    case 'number_type':
      return 'The policy does not allow numbers of this type.';
    case 'price':
      return `The policy allows at most ${formatMoney(reason.most)} now for one number.`;
  }
}

function overLimit({ used, amount, limit, currency }: Charge): string {
  if (!currency) {
    return `The policy allows ${plural(limit, 'purchase')} a day, and ${used} ${used === 1 ? 'is' : 'are'} made or waiting today. Nothing was requested or bought. Try again tomorrow (UTC).`;
  }
  const [spent, needed, most] = [used, amount, limit].map((minor) =>
    formatMoney({ minor, currency }),
  );
  return `This would go beyond the budget: ${spent} of this month's ${most} is spent or waiting, and this costs ${needed} now. Nothing was requested or bought.`;
}

function openRequest(order: Order | undefined): string {
  if (!order) return 'Somebody else is requesting this number right now.';
  return `This number already has an open request: ${shortLine(order)}, ${stateWords(order)}, by ${mention(order.requester)} since ${slackDate(order.createdAt)} (${order.id}).`;
}
