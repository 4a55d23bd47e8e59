import { ownersOf } from '../../domain/connection/connectable.ts';
import { countryName } from '../../domain/country.ts';
import { formatMoney } from '../../domain/money.ts';
import {
  displayNameOf,
  gotAt,
  type NumberEntry,
  type NumberState,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import { formatPhone } from '../../domain/phone.ts';
import { SHOWN } from '../kit/limits.ts';
import { inlineText, listed, mention, slackDate } from '../kit/text.ts';

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
  const called = name ? `, “${inlineText(name, SHOWN.inline)}”` : '';
  return `*${formatPhone(e164)}*${place}: ${NUMBER_STATE_WORDS[state]}${called}`;
}

/** Who got it, when, and what it costs: `Got by @asha, 1 Mar 2026. ₹250 a month` */
export function numberOrigin(entry: NumberEntry): string {
  return `${originText(entry)}. ${costText(entry)}.`;
}

function originText(entry: NumberEntry): string {
  const { record } = entry;
  const at = gotAt(entry);
  const when = at > 0 ? `, ${slackDate(at, 'date')}` : '';
  if (!record) return `Not bought through this bot${when}`;
  const who = listed(ownersOf(record).map(mention));
  return record.state === 'completed' ? `Got by ${who}${when}` : `Brought by ${who}${when}`;
}

function costText(entry: NumberEntry): string {
  const price = priceOf(entry);
  if (price) return `${formatMoney(price.monthly)} a month`;
  return entry.record?.state === 'verified'
    ? 'No fee at Vobiz: it is your own'
    : 'What it costs is not known';
}
