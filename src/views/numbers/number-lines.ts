import { type Connectable, ownersOf } from '../../domain/connection/connectable.ts';
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
import { inlineText, listed, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { labelsText, troubleStatus } from './number-words.ts';

export const NUMBER_STATE_WORDS: Readonly<Record<NumberState, string>> = {
  owned: 'Not connected',
  verified: 'Verified, not connected',
  connecting: 'Connecting',
  waiting: 'Waiting for Meta',
  live: 'Live',
  rejected: 'Rejected by Meta',
  disconnected: 'Disconnected',
  leaving: 'Being given back',
  unusable: 'Not usable at Vobiz',
};

/** `*+91 98765 43210* · Live as “Pune Support”` */
export function numberHeadline(entry: NumberEntry): string {
  const { e164, state } = entry;
  const name = displayNameOf(entry);
  const called = name ? ` as “${inlineText(name, TEXT_SHOWN.inline)}”` : '';
  const trouble = entry.record && troubleStatus(entry.record.watched);
  return `*${formatPhone(e164)}* · ${trouble ?? NUMBER_STATE_WORDS[state]}${called}`;
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

const GOT: Readonly<Record<Connectable['state'], string>> = {
  completed: 'Bought',
  verified: 'Brought',
  adopted: 'Adopted',
};

function originText(entry: NumberEntry): string {
  const { record } = entry;
  const at = gotAt(entry);
  const when = at > 0 ? `, ${slackDate(at, 'date')}` : '';
  if (!record)
    return at > 0 ? `Not bought here, since ${slackDate(at, 'date')}` : 'Not bought here';
  const who = listed(ownersOf(record).map(mention));
  if (record.holding?.owner)
    return `Owned by ${who}, since ${slackDate(record.holding.given?.at ?? at, 'date')}`;
  return `${GOT[record.state]} by ${who}${when}`;
}

export const NO_FEE = 'Your own number, no Vobiz fee';

/** `₹200/month` */
export function monthlyText(entry: Pick<NumberEntry, 'record' | 'owned'>): string {
  const price = priceOf(entry);
  if (price) return `${formatMoney(price.monthly)}/month`;
  return entry.record?.state === 'verified' ? NO_FEE : 'Price unknown';
}
