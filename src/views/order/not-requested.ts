import type { NoCard, Standing } from '../../domain/actor.ts';
import { countryName } from '../../domain/country.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import type { LabelProblem } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { type NotTogether, NUMBERS_MAX, numbersOf } from '../../domain/order/asked-numbers.ts';
import type { Charge } from '../../domain/order/budget.ts';
import type { Order } from '../../domain/order/order.ts';
import type { ListChange, OrderDraft } from '../../domain/order/order-draft.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import type { MayNotAsk, NotAskable } from '../../domain/policy/rulebook.ts';
import { buttons } from '../../slack/ids.ts';
import { button, buttonRow, type Message, message, permalinkLine, section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { forbiddenAnswer, noCardText } from '../kit/refusals.ts';
import { channelMention, inlineText, listed, mention, TEXT_SHOWN } from '../kit/text.ts';
import { labelProblemText, noOwnerText } from '../numbers/number-words.ts';
import { listChangesText } from './list-changes.ts';
import { overLimitText } from './order-approvals.ts';
import { stateWords } from './order-words.ts';

export type NotRequested =
  | { why: 'sold'; number: { e164: string } }
  | { why: 'changed'; was: AvailableNumber; difference: StopReason }
  /** Requested in a direct message, and no policy names a channel for approvals. */
  | { why: 'nobody_to_ask' }
  /** The card could never appear where it was asked for, and no policy names a channel. */
  | { why: 'no_card'; place: NoCard }
  /** Several numbers that one request cannot ask for. */
  | { why: 'not_together'; problem: NotTogether }
  /** An open request for `number` stands; undefined when it has just changed. */
  | {
      why: 'already_requested';
      number: { e164: string };
      order: Order | undefined;
      permalink?: string | undefined;
      /** The others, where several were asked for. */
      draft?: unknown;
    }
  /** `order` asks for the rest of a request for several, as this one would. */
  | { why: 'rest_requested'; order: Order | undefined; permalink?: string | undefined }
  /** Of several numbers; `draft` has those that are left. */
  | { why: 'list_changed'; changes: readonly ListChange[]; draft: OrderDraft }
  | { why: 'all_sold' }
  /** The form was too old, or opened by somebody else. */
  | { why: 'no_draft' }
  | { why: 'currency_not_quoted' }
  | { why: 'no_policy' }
  | { why: 'forbidden'; forbidden: Forbidden }
  | { why: 'may_not_ask'; reason: MayNotAsk }
  | { why: 'nobody_can_approve' }
  | { why: 'label'; problem: LabelProblem }
  | { why: 'no_owner'; standing: Exclude<Standing, 'member'> }
  /** `charge.used` is what the limit is used for now. */
  | { why: 'over_limit'; charge: Charge }
  | ({ why: 'problem' } & Trouble);

/** Why nothing was requested; with a link to the request that is in the way, when its address is known. */
export function notRequested(not: NotRequested): Message {
  if (not.why === 'forbidden') return forbiddenAnswer(not.forbidden);
  return message([section(notRequestedText(not)), ...inTheWay(not)]);
}

function inTheWay(not: NotRequested) {
  return permalinkLine('permalink' in not ? not.permalink : undefined, 'Open that request');
}

/** After somebody sent and closed the form: why it made no request, and the way back. `draft` keeps what they typed. */
export function notSent(draft: string, not: NotRequested): Message {
  if (not.why === 'forbidden') return forbiddenAnswer(not.forbidden);
  return message([
    section(`*Your request wasn't sent.* ${notRequestedText(not)}`),
    ...inTheWay(not),
    ...buttonRow(
      toForm(not) && backToForm(draft),
      (isListed(not) || !toForm(not)) &&
        button(buttons.searchAgain, { order: draft }, 'Search again'),
    ),
  ]);
}

/** After somebody sent and closed the form, while nobody knows whether it made a request. */
export function requestUnclear(draft: string, sentence: string): Message {
  return message([section(sentence), ...buttonRow(backToForm(draft))]);
}

function backToForm(draft: string) {
  return button(buttons.reviewRequest, { order: draft }, 'Back to the form');
}

/** Whether the form has what is left of a list; people may want others instead. */
function isListed(not: NotRequested): boolean {
  return not.why === 'list_changed' || (not.why === 'already_requested' && not.draft !== undefined);
}

function toForm(not: Exclude<NotRequested, { why: 'forbidden' }>): boolean {
  return isListed(not) || BACK[not.why] === 'form';
}

/** Whether people may still request the same number, now or after a change of the policy. */
const BACK: Readonly<Record<Exclude<NotRequested['why'], 'forbidden'>, 'form' | 'search'>> = {
  sold: 'search',
  changed: 'form',
  list_changed: 'form',
  all_sold: 'search',
  nobody_to_ask: 'search',
  no_card: 'form',
  not_together: 'search',
  already_requested: 'search',
  rest_requested: 'search',
  no_draft: 'search',
  currency_not_quoted: 'form',
  no_policy: 'form',
  may_not_ask: 'search',
  nobody_can_approve: 'form',
  label: 'form',
  no_owner: 'form',
  over_limit: 'form',
  problem: 'form',
};

/** "Was X, now Y" in plain words. */
function changedText(was: AvailableNumber, difference: StopReason): string {
  switch (difference.kind) {
    case 'price_changed': {
      const fees = ({ setup, monthly }: AvailableNumber['price']) =>
        `${formatMoney(setup)} setup + ${formatMoney(monthly)}/month`;
      return `The price changed: was ${fees(was.price)}, now ${fees(difference.now)}.`;
    }
    case 'region_changed': {
      const [before, now] = [was.region, difference.now].map((region) =>
        inlineText(region, TEXT_SHOWN.inline),
      );
      return `Vobiz moved the number to another region: was ${before}, now ${now}.`;
    }
    case 'gone':
    case 'balance_low':
    case 'not_checkable':
    case 'not_replicated':
    case 'owned':
    case 'test':
      return 'Vobiz changed its offer.';
  }
}

export function notRequestedText(not: Exclude<NotRequested, { why: 'forbidden' }>): string {
  switch (not.why) {
    case 'sold':
      return `Vobiz no longer offers ${formatPhone(not.number.e164)}. Choose another number.`;
    case 'changed':
      return changedText(not.was, not.difference);
    case 'list_changed':
      return listChangesText(
        not.changes,
        numbersOf({ number: not.draft.quotes[0], more: not.draft.more }),
      );
    case 'all_sold':
      return 'Vobiz no longer offers any of these numbers. Choose others.';
    case 'already_requested':
      return openRequest(not);
    case 'rest_requested':
      return restRequested(not);
    case 'not_together':
      return NOT_TOGETHER[not.problem];
    case 'no_card':
      return noCardText(not.place);
    case 'nobody_to_ask':
    case 'no_policy':
      return mayNotAskText(not);
    case 'may_not_ask':
      return mayNotAskText(not.reason);
    case 'nobody_can_approve':
      return "Nobody could approve this. The approvers have left, or you're the only one. Ask an admin to add one.";
    case 'label':
      return labelProblemText(not.problem);
    case 'no_owner':
      return noOwnerText(not.standing);
    case 'over_limit':
      return `${overLimitText(not.charge)}${not.charge.scope === 'day' ? ' Try again tomorrow (UTC).' : ''}`;
    case 'no_draft':
      return 'This form is too old. Search again and choose the number.';
    case 'currency_not_quoted':
      return 'Vobiz gave no price in that currency. Choose another one.';
    case 'problem':
      return errorSentence(not.code, { ...not, doing: 'order_request' });
  }
}

/** What the policy forbids, and where or what it allows instead. */
export function mayNotAskText(reason: MayNotAsk | NotAskable): string {
  switch (reason.why) {
    case 'person':
      return "*You can look, but the policy doesn't let you request numbers.* Ask someone who can.";
    case 'channel':
      return `*Request numbers in ${listed(reason.channels.slice(0, SHOWN.channels).map(channelMention), 'or')}.* Search there to choose one.`;
    case 'country':
      return `*You can only request numbers from ${listed(reason.countries.slice(0, SHOWN.countries).map(countryName), 'or')}.*`;
    case 'number_type':
      return "*The policy doesn't allow numbers of this type.*";
    case 'price':
      return `This number is ${overMaxText(reason.most)}.`;
    case 'no_policy':
      return '*This workspace has no policy yet.* Ask an admin to set one up.';
    case 'nobody_to_ask':
      return '*Nobody could approve a request from a direct message.* Search in a channel instead.';
  }
}

/** `over the limit of ₹1,000 for one number` */
export function overMaxText(most: Money): string {
  return `over the limit of ${formatMoney(most)} for one number`;
}

const NOT_TOGETHER: Readonly<Record<NotTogether, string>> = {
  too_many: `One request can ask for up to ${NUMBERS_MAX} numbers. Choose fewer.`,
  twice: 'The same number is in the list twice. Choose again.',
  countries: 'These numbers are in different countries. Choose numbers in one.',
  currencies: 'These numbers have prices in different currencies. Choose numbers in one currency.',
};

function restRequested({ order }: Extract<NotRequested, { why: 'rest_requested' }>) {
  if (!order) return 'Somebody already requested the rest.';
  return `${mention(order.requester)} already requested the rest: ${stateWords(order)}.`;
}

function openRequest({ number, order }: Extract<NotRequested, { why: 'already_requested' }>) {
  const phone = formatPhone(number.e164);
  if (!order) return `Somebody else is requesting ${phone} right now.`;
  const { requester } = order;
  return `${mention(requester)} already requested ${phone}: ${stateWords(order)}.`;
}
