import type { Standing } from '../../domain/actor.ts';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney, type Price, yearlyCost } from '../../domain/money.ts';
import type { LabelProblem } from '../../domain/numbers/holding.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { regionCalled } from '../../domain/numbers/place.ts';
import type { Transfer } from '../../domain/numbers/transfer.ts';
import type { UnusedNumbers } from '../../domain/numbers/unused.ts';
import type { ChannelTrouble, NumberTrouble, Watched } from '../../domain/numbers/watched.ts';
import type { Order } from '../../domain/order/order.ts';
import { formatPhone } from '../../domain/phone.ts';
import { escapeMrkdwn, inlineText, mention, plural, present, TEXT_SHOWN } from '../kit/text.ts';

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

/** `+91 98765 43210 (Maharashtra, India)` */
export function numberText(number: AvailableNumber): string {
  return `*${formatPhone(number.e164)}* (${whereText(number.country, number.region)})`;
}

/** `₹500 setup, ₹250/month` */
export function feesText(price: Price): string {
  return `${formatMoney(price.setup)} setup, ${formatMoney(price.monthly)}/month`;
}

/** `₹750 now (₹500 setup, ₹250/month), ₹3,500 in the first year` */
export function costText(price: Price): string {
  const now = formatMoney(firstCharge(price));
  return `${now} now (${feesText(price)}), ${formatMoney(yearlyCost(price))} in the first year`;
}

/** `Sales · Apollo`: what was chosen of the labels that the policy has. */
export function labelsText({ holding }: Pick<Order, 'holding'>): string {
  const shown = Object.values(holding?.labels ?? {}).join(' · ');
  return inlineText(shown, TEXT_SHOWN.onCard);
}

/** Under the field of a day. */
export const NOT_A_DATE = 'Choose a day from the calendar.';
export const IS_OVER = 'Choose today or a later day.';

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

type Words = { short: string; says: string; todo: string };

const NUMBER: Readonly<Record<NumberTrouble['is'], Words>> = {
  blocked: {
    short: 'Blocked at Vobiz',
    says: 'Vobiz blocked this number.',
    todo: 'Ask support@vobiz.ai why.',
  },
  pending_release: {
    short: 'Being given back at Vobiz',
    says: 'Somebody is giving this number back at Vobiz.',
    todo: 'To keep it, cancel that at console.vobiz.ai within 24 hours.',
  },
  released: {
    short: 'Given back at Vobiz',
    says: 'This number was given back at Vobiz.',
    todo: 'If that was a mistake, write to support@vobiz.ai now.',
  },
  gone: {
    short: 'Gone from Vobiz',
    says: 'This number is no longer in the Vobiz account.',
    todo: 'Ask support@vobiz.ai what happened.',
  },
  unknown: {
    short: 'Check it at Vobiz',
    says: "Vobiz lists this number in a state we don't know.",
    todo: 'Look at console.vobiz.ai.',
  },
};

const CHANNEL: Readonly<Record<ChannelTrouble['is'], Words>> = {
  suspended: {
    short: 'WhatsApp suspended',
    says: 'The WhatsApp channel is suspended, so no messages go through.',
    todo: 'WhatsApp Manager shows why.',
  },
  inactive: {
    short: 'WhatsApp not active',
    says: 'Vobiz has switched the WhatsApp channel off.',
    todo: 'Ask support@vobiz.ai why.',
  },
  rejected: {
    short: 'Rejected by Meta',
    says: 'Meta no longer accepts this number.',
    todo: 'Fix the name or business details in WhatsApp Manager.',
  },
  pending: {
    short: 'In review at Meta again',
    says: 'Meta is reviewing this number again.',
    todo: 'Check WhatsApp Manager if messages fail.',
  },
  gone: {
    short: 'WhatsApp channel gone',
    says: "Vobiz doesn't list the WhatsApp channel any more.",
    todo: 'Look at console.vobiz.ai.',
  },
  unknown: {
    short: 'Check WhatsApp at Vobiz',
    says: "Vobiz lists the WhatsApp channel in a state we don't know.",
    todo: 'Look at console.vobiz.ai.',
  },
};

/** `⚠️ WhatsApp suspended`: the gravest of what keeps a number from working. Undefined where nothing does. */
export function troubleStatus({ number, channel }: Partial<Watched> = {}): string | undefined {
  if (number) return `⚠️ ${NUMBER[number.is].short}`;
  return channel && `⚠️ ${CHANNEL[channel.is].short}`;
}

/** Each trouble in a sentence or two, and what to do. `agreed`: what was bought. */
export function troubleLines(
  { number, price, channel }: Partial<Watched>,
  agreed: Price | undefined,
): string[] {
  return present([
    number && sentence(NUMBER[number.is], number.said),
    channel && sentence(CHANNEL[channel.is], channel.said),
    price &&
      `It costs ${formatMoney(price.monthly)}/month now${agreed ? `, not ${formatMoney(agreed.monthly)}` : ''}. Decide whether to keep it.`,
  ]);
}

function sentence({ says, todo }: Words, said: string | undefined): string {
  const word = said && ` Vobiz says “${inlineText(said, TEXT_SHOWN.onCard)}”.`;
  return present([`*${says}*${word ?? ''}`, todo]).join(' ');
}

const OVER: Readonly<Record<NonNullable<Watched['over']>[number], string>> = {
  number: 'Vobiz lists it as active again.',
  channel: 'Its WhatsApp channel works again.',
  price: "It's back to the agreed price.",
};

export function overLines({ over = [] }: Partial<Watched>): string[] {
  return over.map((part) => OVER[part]);
}

/** In a file, for filters: `blocked`, `channel suspended`, `price 300.00`. */
export function troubleNames({ number, channel, price }: Partial<Watched> = {}): string {
  return present([number?.is, channel && `channel ${channel.is}`, price && 'price changed']).join(
    ', ',
  );
}

/** `2 unused numbers` */
export function unusedCount({ records, isWhole }: UnusedNumbers): string {
  return isWhole ? plural(records.length, 'unused number') : `${records.length}+ unused numbers`;
}

/** `@gita asks @asha for it`, on the card of a number that somebody asks for. */
export function transferText({ transfer }: { transfer?: Transfer | undefined }, owner: string) {
  return transfer?.state === 'asked' && `${mention(transfer.by)} asks ${mention(owner)} for it`;
}
