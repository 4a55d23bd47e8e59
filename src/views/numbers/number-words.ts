import { ownersOf } from '../../domain/connection/connectable.ts';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney, type Price, yearlyCost } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import {
  displayNameOf,
  gotAt,
  type NumberEntry,
  type NumberState,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import { formatPhone } from '../../domain/phone.ts';
import { inlineText, listed, mention, slackDate, TEXT_SHOWN } from '../kit/text.ts';

/** `India, MH`: the region is Vobiz's own text, shown as it is. */
export function placeText(country: string, region: string): string {
  const shown = inlineText(region, TEXT_SHOWN.inline);
  return shown ? `${countryName(country)}, ${shown}` : countryName(country);
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
  owned: 'owned, not connected',
  verified: 'verified, not connected',
  connecting: 'being connected',
  waiting: 'connected, waiting for Meta',
  live: 'live',
  rejected: 'rejected by Meta',
  disconnected: 'disconnected',
  unusable: 'not usable at Vobiz',
};

/** `*+91 98765 43210* (India): live as “Pune Support”` */
export function numberHeadline(entry: NumberEntry): string {
  const { e164, country, state } = entry;
  const place = country ? ` (${countryName(country)})` : '';
  const name = displayNameOf(entry);
  const called = name ? `, “${inlineText(name, TEXT_SHOWN.inline)}”` : '';
  return `*${formatPhone(e164)}*${place}: ${NUMBER_STATE_WORDS[state]}${called}`;
}

/** Who got it, when, and what it costs: `Got by @asha, 1 Mar 2026. ₹250 a month` */
export function numberOrigin(entry: NumberEntry): string {
  return `${originText(entry)}. ${monthlyText(entry)}.`;
}

function originText(entry: NumberEntry): string {
  const { record } = entry;
  const at = gotAt(entry);
  const when = at > 0 ? `, ${slackDate(at, 'date')}` : '';
  if (!record) return `Not bought through this bot${when}`;
  const who = listed(ownersOf(record).map(mention));
  return record.kind === 'order' ? `Got by ${who}${when}` : `Brought by ${who}${when}`;
}

function monthlyText(entry: NumberEntry): string {
  const price = priceOf(entry);
  if (price) return `${formatMoney(price.monthly)} a month`;
  return entry.record?.kind === 'verification'
    ? 'No fee at Vobiz: it is your own'
    : 'What it costs is not known';
}
