import type { KnownBlock, ModalView } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import type { Label } from '../../domain/numbers/holding.ts';
import type { NumberFilter } from '../../domain/numbers/number-filter.ts';
import type { Page } from '../../domain/numbers/number-search.ts';
import { NUMBER_STATES, type NumberEntry } from '../../domain/numbers/owned-number-list.ts';
import { NUMBERS_LOOKED_AT } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, COMMAND, modalIds } from '../../slack/ids.ts';
import { labelOption } from '../../slack/inputs.ts';
import { button, context, section, turnPages } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { type Choice, formView, selectInput, textInput, working } from '../kit/modal-parts.ts';
import { peoplePicker, reported } from '../kit/pickers.ts';
import { LIMITS, listed, plural, present, TEXT_SHOWN } from '../kit/text.ts';
import { NUMBER_STATE_WORDS, numberHeadline, numberOrigin } from './number-lines.ts';

type NumbersResult =
  | { kind: 'loading' }
  | ({ kind: 'problem' } & Trouble)
  | {
      kind: 'page';
      /** `monthly`: what all that the filter found cost a month. */
      page: Page<NumberEntry> & { monthly?: readonly Money[] };
      /** How many there are without the filter. */
      total: number;
      leftOut: readonly ('at_vobiz' | 'unread' | 'unfiltered')[];
      /** Why Vobiz's own lists are missing. */
      trouble?: Trouble;
    };

export type NumbersState = {
  filter: NumberFilter;
  /** The countries there are numbers of, ISO codes. */
  countries: readonly string[];
  /** The labels that numbers can have. */
  labels: readonly Label[];
  result: NumbersResult;
};

export const NUMBERS_TITLE = 'Numbers';
const ANY = '*';

/** The workspace's numbers: the filter, and beneath it a page of them. */
export function numbersModal(state: NumbersState): ModalView {
  return formView({
    form: modalIds.numbers,
    value: {},
    title: NUMBERS_TITLE,
    submit: 'Filter',
    blocks: [...filterBlocks(state), { type: 'divider' }, ...resultBlocks(state.result)],
  });
}

/** The choice, from the value of a menu. */
export function chosenOf(value: string): string {
  return value === ANY ? '' : value;
}

function filterBlocks({ filter, countries, labels }: Omit<NumbersState, 'result'>): KnownBlock[] {
  // The chosen one stays, also when no number is left in it.
  const byName = [...new Set([...countries, ...(filter.country ? [filter.country] : [])])]
    .map((code) => ({ value: code, label: countryName(code) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const countryChoices: Choice[] = [
    { value: ANY, label: 'Any country' },
    ...byName.slice(0, LIMITS.selectOptions - 1),
  ];
  const stateChoices: Choice[] = [
    { value: ANY, label: 'Any state' },
    { value: 'unused', label: 'Unused' },
    { value: 'elsewhere', label: 'Not bought here' },
    ...NUMBER_STATES.map((state) => ({ value: state, label: NUMBER_STATE_WORDS[state] })),
  ];
  return [
    menu('numberCountry', 'Country', countryChoices, filter.country),
    menu('numberState', 'State', stateChoices, filter.state),
    reported(
      peoplePicker('numberOwner', { label: 'Owner', optional: true, chosen: filter.owners }),
    ),
    ...labelMenu(filter.label, labels),
    textInput('numberText', {
      label: 'Digits or words',
      hint: 'In the number, name, purpose or id.',
      optional: true,
      value: filter.text,
      maxLength: TEXT_SHOWN.country,
    }),
  ];
}

/** Of all labels with all their values; the chosen one stays, also when the policy has dropped it. */
function labelMenu(chosen: NumberFilter['label'], labels: readonly Label[]): KnownBlock[] {
  const known = labels.flatMap(({ name, values }) => values.map((value) => ({ name, value })));
  const isKnown = known.some(({ name, value }) => name === chosen?.name && value === chosen.value);
  const all = chosen && !isKnown ? [chosen, ...known] : known;
  if (all.length === 0) return [];
  const choices = all.map(({ name, value }) => ({
    value: labelOption(name, value),
    label: `${name}: ${value}`,
  }));
  const value = chosen ? labelOption(chosen.name, chosen.value) : ANY;
  return [menu('numberLabel', 'Label', [{ value: ANY, label: 'Any label' }, ...choices], value)];
}

function menu(
  name: 'numberCountry' | 'numberState' | 'numberLabel',
  label: string,
  choices: readonly Choice[],
  value: string,
): KnownBlock {
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0];
  return selectInput(name, { label, choices, chosen, dispatch: true });
}

function resultBlocks(result: NumbersResult): KnownBlock[] {
  switch (result.kind) {
    case 'loading':
      return working('Looking up your numbers…');
    case 'problem':
      return [section(errorSentence(result.code, { ...result, doing: 'read' }))];
    case 'page':
      return pageBlocks(result);
  }
}

function pageBlocks(result: Extract<NumbersResult, { kind: 'page' }>): KnownBlock[] {
  const { page, total, trouble, leftOut } = result;
  const away =
    trouble &&
    section(
      `*Numbers not bought or verified here may be missing.* ${errorSentence(trouble.code, { ...trouble, doing: 'read' })}`,
    );
  const cut = leftOut.length > 0 && context(leftOut.map((what) => LEFT_OUT[what]).join(' '));
  if (page.total === 0) return present([away, section(nothing(total)), cut]);
  return present([
    away,
    context(
      present([
        countText(page, total),
        page.monthly?.length && `${listed(page.monthly.map(formatMoney))}/month`,
        !trouble && 'checked at Vobiz just now',
      ]).join(' · '),
    ),
    ...page.items.map(numberBlock),
    ...turnPages(page, buttons.previousNumbers, buttons.nextNumbers),
    cut,
  ]);
}

const LEFT_OUT = {
  at_vobiz: "Vobiz has more numbers. The oldest aren't shown.",
  unread: "Vobiz also lists numbers that we couldn't read.",
  unfiltered: `Filters search the newest ${NUMBERS_LOOKED_AT} numbers. Type a whole number to find any other.`,
};

/** One number, with a button that shows all we know about it. */
export function numberBlock(entry: NumberEntry): KnownBlock {
  const { e164 } = entry;
  const details = button(buttons.numberDetails, { e164 }, 'Details', {
    describes: formatPhone(e164),
  });
  return section(`${numberHeadline(entry)}\n${numberOrigin(entry)}`, details);
}

/** `12 of 500 numbers, page 1 of 25` */
function countText({ page, pages, total: found }: Page<unknown>, total: number): string {
  const count =
    found === total ? plural(total, 'number') : `${found} of ${plural(total, 'number')}`;
  return pages > 1 ? `${count}, page ${page + 1} of ${pages}` : count;
}

function nothing(total: number): string {
  return total === 0
    ? `No numbers yet. Find one: \`${COMMAND} search\`. Bring your own: \`${COMMAND} byon +919876543210\``
    : 'No numbers match. Try another country or state, or fewer digits.';
}
