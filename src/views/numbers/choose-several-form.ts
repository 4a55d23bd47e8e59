import type { ModalView } from '@slack/types';
import { firstCharge, formatMoney, type Money, majorUnits } from '../../domain/money.ts';
import {
  cheapestBy,
  type NotChosen,
  type Picked,
  pickedSchema,
} from '../../domain/numbers/cheapest-numbers.ts';
import type { AvailableNumber, NumberQuery } from '../../domain/numbers/number-search.ts';
import { regionCalled } from '../../domain/numbers/place.ts';
import { NUMBERS_MAX } from '../../domain/order/asked-numbers.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, modalIds, type SearchOnShow } from '../../slack/ids.ts';
import { button, buttonRow, context, type Message, section } from '../kit/blocks.ts';
import {
  type Choice,
  formView,
  noticeView,
  numberInput,
  selectInput,
  textInput,
  workingView,
} from '../kit/modal-parts.ts';
import { optionsPicker } from '../kit/pickers.ts';
import { clipPlain, LIMITS, listed, plural, present } from '../kit/text.ts';
import { whereText } from './number-words.ts';

const TITLE = 'Several numbers';
const AMOUNT_MAX = 20;

/** As typed and chosen; `currency` is that of all the numbers. */
export type SeveralFilled = {
  count: string;
  upTo: string;
  currency: string;
  picked: readonly Picked[];
};

type Offered = Picked & Partial<Pick<AvailableNumber, 'region'>>;

type ChooseSeveralState = {
  back: SearchOnShow & { query: NumberQuery };
  /** What the search found and may be ordered, in its order; without regions where they are not at hand. */
  offered: readonly Offered[];
  filled: SeveralFilled;
  /** The request that was short of as many. */
  restOf?: string | undefined;
  /** Why there is no request yet: our own mrkdwn. */
  note?: string | undefined;
};

/** In the search, where none of the numbers found may be ordered. */
export const NONE_TO_CHOOSE = '*None of these numbers can be requested.* Search more widely.';

/** An amount as people type it: `700`, `749.25`. */
export function plainAmount(money: Money): string {
  return majorUnits(money).replace(/\.0+$/, '');
}

export function chooseSeveralLoading(): ModalView {
  return workingView(TITLE, 'Looking up the numbers and their prices…');
}

/** On a request of which nothing is left to choose again, or somebody asks for that already. */
export function noRest(why: 'nothing_left' | Message): ModalView {
  const nothing = "There's nothing left to choose for this request.";
  return noticeView(TITLE, why === 'nothing_left' ? nothing : why);
}

/** How many of the numbers found, at which price, and which of them for sure. */
export function chooseSeveralForm({
  back,
  offered,
  filled,
  restOf,
  note,
}: ChooseSeveralState): ModalView {
  const { currency, picked } = filled;
  const currencies = [...new Set(offered.map(({ price }) => price.setup.currency))];
  const choices = currencies.map((code) => ({ value: code, label: code }));
  const listedFirst = offered.slice(0, LIMITS.selectOptions);
  return formView({
    form: modalIds.chooseSeveral,
    value: { back, currency, ...(restOf && { restOf }) },
    title: TITLE,
    submit: 'Next',
    blocks: present([
      note && section(note),
      context(foundText(offered, back.query)),
      numberInput('count', {
        label: 'How many?',
        hint: `Up to ${NUMBERS_MAX} in one request.`,
        value: filled.count,
        min: 1,
        max: NUMBERS_MAX,
        focus: true,
      }),
      textInput('upTo', {
        label: 'Highest price each',
        hint: `What one number costs now, in ${currency}. Leave it empty for any price.`,
        placeholder: 'Like 700',
        optional: true,
        value: filled.upTo,
        maxLength: AMOUNT_MAX,
      }),
      choices.length > 1 &&
        selectInput('currency', {
          label: 'Pay in',
          choices,
          chosen: choices.find(({ value }) => value === currency),
        }),
      listedFirst.length > 0 &&
        optionsPicker('picked', {
          label: 'Numbers to include',
          hint: includedHint(offered.length, back.query),
          placeholder: 'Leave it empty for the cheapest',
          optional: true,
          choices: listedFirst.map((number) => numberChoice(number, back.query.country)),
          chosen: picked.map(pickOf),
          most: NUMBERS_MAX,
        }),
      ...buttonRow(button(buttons.backToResults, {}, 'Back to results')),
    ]),
  });
}

/** `8 numbers with 99 in Maharashtra, India` */
function foundText(offered: readonly Offered[], query: NumberQuery): string {
  const count = new Set(offered.map(({ e164 }) => e164)).size;
  const digits = query.digits && ` with ${query.digits}`;
  return `${plural(count, 'number')}${digits} in ${whereText(query.country, query.region)}`;
}

const FILLED_BY = { today: 'cheapest today', year: 'cheapest in the first year' } as const;

function includedHint(count: number, { sort }: NumberQuery): string {
  const rest = `The ${FILLED_BY[cheapestBy(sort)]} fill the rest.`;
  return count > LIMITS.selectOptions
    ? `${rest} These are the first ${LIMITS.selectOptions}: search for digits to see others.`
    : rest;
}

function numberChoice(number: Offered, country: string): Choice {
  const { e164, region, price } = number;
  const now = `${formatMoney(firstCharge(price))} now`;
  const label = present([formatPhone(e164), now, region && regionCalled(country, region)]);
  return { value: pickOf(number), label: clipPlain(label.join(' · '), LIMITS.optionText) };
}

/** The value of an option: a number at a price. */
function pickOf({ e164, price: { setup, monthly } }: Picked): string {
  return `${e164} ${setup.currency} ${setup.minor} ${monthly.minor}`;
}

/** Which number an option of that menu stands for. */
export function pickedIn(value: string): Picked | undefined {
  const [e164, currency, setup, monthly] = value.split(' ');
  const money = (minor: string | undefined) => ({ minor: Number(minor), currency });
  const read = pickedSchema.safeParse({
    e164,
    price: { setup: money(setup), monthly: money(monthly) },
  });
  return read.success ? read.data : undefined;
}

/** What is wrong with one field. */
export const SEVERAL_PROBLEMS = {
  count: () => `Enter a number from 1 to ${NUMBERS_MAX}.`,
  upTo: () => 'Enter an amount, like 700.',
  tooMany: ({ picked, count }: { picked: number; count: number }) =>
    `You chose ${picked}, and asked for ${count}. Remove some, or ask for ${picked}.`,
  dearer: ({ e164, price }: Picked) =>
    `${formatPhone(e164)} costs ${formatMoney(firstCharge(price))} now. Remove it, or raise the highest price.`,
  currency: (currency: string) => `Choose only numbers with a price in ${currency}.`,
};

/** Why the numbers wanted are not there, and what to do: our own mrkdwn. */
export function notChosenText(not: NotChosen, upTo: Money | undefined): string {
  if (not.why === 'not_offered') {
    const gone = listed(not.gone.map(({ e164 }) => formatPhone(e164)));
    return `*Vobiz no longer offers ${gone} at that price.* Choose again.`;
  }
  const { there, next } = not;
  const most = upTo ? ` at ${formatMoney(upTo)} or less` : '';
  const are = there === 1 ? 'is' : 'are';
  return present([
    there === 0
      ? `*No number is free${most}.*`
      : `*Only ${plural(there, 'number')} ${are} free${most}.*`,
    next && `${there === 0 ? 'The cheapest' : 'The next one'} costs ${formatMoney(next)}.`,
    whatToDo(not),
  ]).join(' ');
}

function whatToDo({ there, next }: Extract<NotChosen, { why: 'too_few' }>): string {
  const fewer = there > 0 && `ask for ${there}`;
  const tries = next
    ? ['raise the highest price,', fewer || 'search more widely']
    : present([fewer && `${fewer},`, 'search more widely']);
  const said = tries.join(' or ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
