import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { countryName, type Nearest } from '../../domain/country.ts';
import { firstCharge, formatMoney, yearlyCost } from '../../domain/money.ts';
import {
  type AvailableNumber,
  DIGITS_MAX,
  type NumberPage,
  type NumberQuery,
  REGION_MAX,
  type Sort,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { parseRegion } from '../../domain/numbers/place.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { button, context, section, turnPages } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { formView, selectInput, textInput } from '../kit/modal-parts.ts';
import { clipPlain, inlineText, LIMITS, plain, plural, present, TEXT_SHOWN } from '../kit/text.ts';
import { feesText, placeText } from './number-words.ts';

/** One page of results with its buttons, or what to try when nothing was found. */
function pageBlocks(
  page: NumberPage,
  skipped: number,
  query: NumberQuery | undefined,
): KnownBlock[] {
  const unread =
    skipped > 0 &&
    context(`${plural(skipped, 'number')} from Vobiz could not be read and cannot be shown.`);
  if (page.total === 0) return present([section(nothingFound(query, skipped)), unread]);
  return present([
    context(
      'Prices and availability are up to a minute old. Nothing is held for you until it is bought.',
    ),
    ...page.numbers.map((number) => resultBlock(number, query)),
    context(`Page ${page.page + 1} of ${page.pages}, ${plural(page.total, 'number')}`),
    ...turnPages(page, buttons.previousPage, buttons.nextPage),
    unread,
  ]);
}

/**
 * Choose carries the price, which tells two offers of one number apart, and the region that was searched, not the number's
 * own: it is the search that finds the number again.
 */
function resultBlock(number: AvailableNumber, query: NumberQuery | undefined): SectionBlock {
  const { e164, country, region, price } = number;
  const phone = formatPhone(e164);
  const lines = [
    `*${phone}*`,
    placeText(country, region),
    feesText(price),
    `${formatMoney(firstCharge(price))} first charge, ${formatMoney(yearlyCost(price))} in the first year`,
  ];
  if (region === '') return section([...lines, NO_REGION].join('\n'));
  const searched = { country: query?.country ?? country, region: query?.region ?? '' };
  const choose = button(buttons.choose, { ...searched, e164, price }, 'Choose', {
    describes: phone,
  });
  return section(lines.join('\n'), choose);
}

const NO_REGION =
  'Cannot be ordered here: Vobiz needs a region for an order and gave none for this number.';

function unknownRegion({ country, region }: NumberQuery, nearest: Nearest): string {
  const problem = `We know no region or city “${inlineText(region, TEXT_SHOWN.inline)}” in ${countryName(country)}, and neither does Vobiz.`;
  return nearest
    ? `${problem} Did you mean ${nearest.name}? Enter ${nearest.code} and press Search.`
    : `${problem} Enter a state or its code, or leave the region empty, and press Search.`;
}

function nothingFound(query: NumberQuery | undefined, skipped: number): string {
  if (!query) return 'No numbers found. Try another country.';
  const region = query.region ? parseRegion(query.country, query.region) : undefined;
  if (region && !region.ok && skipped === 0) return unknownRegion(query, region.nearest);
  const found = skipped > 0 ? 'Found no readable numbers' : 'Vobiz offers no numbers';
  const place = placeText(query.country, query.region);
  const digits = inlineText(query.digits, TEXT_SHOWN.inline);
  const containing = digits ? ` that contain ${digits}` : '';
  const tries = present([digits && 'fewer digits', query.region && 'no region', 'another country']);
  return `${found} in ${place}${containing}. Try ${tries.join(', or ')}, and press Search.`;
}

export type SearchResult =
  | { kind: 'prompt' }
  /** `country` is an ISO code. */
  | { kind: 'loading'; country?: string }
  | { kind: 'page'; page: NumberPage; skipped: number }
  | ({ kind: 'unusable' } & Unusable)
  | ({ kind: 'problem' } & Trouble);

export type SearchState = {
  channel: string;
  /** The form as it stands, also when it makes no sense. */
  form: { country: string; region: string; digits: string; sort: Sort };
  /** The search whose results are shown. */
  query?: NumberQuery;
  result: SearchResult;
};

const SORTED: Readonly<Record<Sort, { value: Sort; label: string }>> = {
  price: { value: 'price', label: 'Price, lowest first' },
  number: { value: 'number', label: 'Number' },
};

/** The search: its form, and beneath it whatever there is to say about the last search. */
export function searchModal(state: SearchState): ModalView {
  const { channel, form, query, result } = state;
  return formView({
    form: modalIds.search,
    value: { channel, ...(query && { query }) },
    title: 'Find a number',
    submit: 'Search',
    blocks: [...formBlocks(form), { type: 'divider' }, ...resultBlocks(result, query)],
  });
}

function formBlocks(form: SearchState['form']): KnownBlock[] {
  return [
    textInput('country', {
      label: 'Country',
      hint: 'A name or a two-letter code, like India or IN.',
      value: form.country,
      maxLength: TEXT_SHOWN.country,
    }),
    textInput('region', {
      label: 'Region',
      hint: 'A state, its code or a big city, like Maharashtra, MH or Mumbai. Leave it empty for the whole country.',
      optional: true,
      value: form.region,
      maxLength: REGION_MAX,
    }),
    textInput('digits', {
      label: 'Digits the number contains',
      optional: true,
      value: form.digits,
      maxLength: DIGITS_MAX,
    }),
    selectInput('sort', {
      label: 'Sort by',
      choices: Object.values(SORTED),
      chosen: SORTED[form.sort],
      dispatch: true,
    }),
  ];
}

function resultBlocks(result: SearchResult, query: NumberQuery | undefined): KnownBlock[] {
  switch (result.kind) {
    case 'prompt':
      return [section('Enter a country and press Search. Searching buys nothing.')];
    case 'loading': {
      const where = result.country ? ` in ${countryName(result.country)}` : '';
      return [section(`Looking up numbers${where}…`)];
    }
    case 'unusable':
      return [{ type: 'section', text: plain(unusableText(result), LIMITS.sectionText) }];
    case 'problem':
      return [section(errorSentence(result.code, { ...result, doing: 'search' }))];
    case 'page':
      return pageBlocks(result.page, result.skipped, query);
  }
}

/** What of a search cannot be used, and what was most likely meant. Plain words: also shown under fields. */
export function unusableText(unusable: Unusable): string {
  const typed = clipPlain(unusable.typed, TEXT_SHOWN.country);
  switch (unusable.what) {
    case 'digits':
      return `“${typed}” has more than digits in it. Enter digits, like 99.`;
    case 'country': {
      const { nearest } = unusable;
      const problem = typed ? `No country is called “${typed}”.` : 'No country was entered.';
      return nearest
        ? `${problem} Did you mean ${nearest.name}? Enter ${nearest.code} and press Search.`
        : `${problem} Enter a name or a two-letter code, like India or IN, and press Search.`;
    }
  }
}
