import type { Standing } from '../../domain/actor.ts';
import { ownersOf } from '../../domain/connection/connectable.ts';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney, type Price, yearlyCost } from '../../domain/money.ts';
import type { LabelProblem } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import {
  displayNameOf,
  gotAt,
  type NumberEntry,
  type NumberState,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import { regionCalled } from '../../domain/numbers/place.ts';
import type { Order } from '../../domain/order/order.ts';
import { formatPhone } from '../../domain/phone.ts';
import {
  escapeMrkdwn,
  inlineText,
  listed,
  mention,
  present,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';

/** `India, MH`: the region is Vobiz's own text, unchanged. */
export function placeText(country: string, region: string): string {
  const shown = inlineText(region, TEXT_SHOWN.inline);
  return present([escapeMrkdwn(countryName(country)), shown]).join(', ');
}

/** `Maharashtra`: by its name where we know it, else Vobiz's own text. */
export function regionText(country: string, region: string): string {
  return inlineText(regionCalled(country, region), TEXT_SHOWN.inline);
}

/** `Maharashtra, India` */
export function whereText(country: string, region: string, max: number = TEXT_SHOWN.inline) {
  const called = inlineText(regionCalled(country, region), max);
  return present([called, escapeMrkdwn(countryName(country))]).join(', ');
}

/** `₹700 now, then ₹200/month` */
export function nowAndMonthly(price: Price): string {
  return `${formatMoney(firstCharge(price))} now, then ${formatMoney(price.monthly)}/month`;
}

/** `+91 98765 43210 (India, MH)` */
export function numberText(number: AvailableNumber): string {
  return `*${formatPhone(number.e164)}* (${placeText(number.country, number.region)})`;
}

/** `₹500 setup, ₹250 a month` */
export function feesText(price: Price): string {
  return `${formatMoney(price.setup)} setup, ${formatMoney(price.monthly)} a month`;
}

/** `₹750 now (₹500 setup, ₹250 a month), ₹3,500 in the first year` */
export function costText(price: Price): string {
  const now = formatMoney(firstCharge(price));
  return `${now} now (${feesText(price)}), ${formatMoney(yearlyCost(price))} in the first year`;
}

export const NUMBER_STATE_WORDS: Readonly<Record<NumberState, string>> = {
  owned: 'Not connected',
  verified: 'Verified, not connected',
  connecting: 'Connecting',
  waiting: 'Waiting for Meta',
  live: 'Live',
  rejected: 'Rejected by Meta',
  disconnected: 'Disconnected',
  unusable: 'Not usable at Vobiz',
};

/** `*+91 98765 43210* · Live as “Pune Support”` */
export function numberHeadline(entry: NumberEntry): string {
  const { e164, state } = entry;
  const name = displayNameOf(entry);
  const called = name ? ` as “${inlineText(name, TEXT_SHOWN.inline)}”` : '';
  return `*${formatPhone(e164)}* · ${NUMBER_STATE_WORDS[state]}${called}`;
}

/** Its country, who bought or brought it and when (or who has it now), its labels and cost: `India · Bought by @asha, 1 Mar 2026 · ₹250/month` */
export function numberOrigin(entry: NumberEntry): string {
  const { country, record } = entry;
  return present([
    country && countryName(country),
    originText(entry),
    record && labelsText(record),
    monthlyText(entry),
  ]).join(' · ');
}

/** `Sales · Apollo`: what was chosen of the labels that the policy has. */
export function labelsText({ holding }: Pick<Order, 'holding'>): string {
  const shown = Object.values(holding?.labels ?? {}).join(' · ');
  return inlineText(shown, TEXT_SHOWN.onCard);
}

function originText(entry: NumberEntry): string {
  const { record } = entry;
  const at = gotAt(entry);
  const when = at > 0 ? `, ${slackDate(at, 'date')}` : '';
  if (!record) return `Not bought in Slack${when}`;
  const who = listed(ownersOf(record).map(mention));
  if (record.holding?.owner)
    return `Owned by ${who}, since ${slackDate(record.holding.given?.at ?? at, 'date')}`;
  return record.kind === 'order' ? `Bought by ${who}${when}` : `Brought by ${who}${when}`;
}

export const NO_FEE = 'Your own number, no Vobiz fee';

function monthlyText(entry: NumberEntry): string {
  const price = priceOf(entry);
  if (price) return `${formatMoney(price.monthly)}/month`;
  return entry.record?.kind === 'verification' ? NO_FEE : 'Price unknown';
}

const NO_OWNER: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: "Guests can't own numbers. Choose a full member.",
  external: 'Only members of this workspace can own numbers.',
  deactivated: 'This person has left the workspace. Choose somebody else.',
  bot: "Apps can't own numbers. Choose a person.",
};

/** Why a person cannot be an owner. */
export function noOwnerText(standing: Exclude<Standing, 'member'>): string {
  return NO_OWNER[standing];
}

/** Which label has to be chosen again. */
export function labelProblemText({ name, why }: LabelProblem): string {
  return why === 'missing'
    ? `Choose a value for ${name}.`
    : `That value of ${name} is no longer used. Choose another one.`;
}
