import type { KnownBlock, ModalView } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import {
  DIGITS_MAX,
  type NumberPage,
  type NumberQuery,
  REGION_MAX,
  type Sort,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { modals } from '../../slack/ids.ts';
import { section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { selectInput, textInput } from '../kit/form-inputs.ts';
import { LIMITS, SHOWN } from '../kit/limits.ts';
import { formView } from '../kit/notice.ts';
import { clipPlain, plain } from '../kit/text.ts';
import { pageBlocks } from './search-results.ts';

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
    callbackId: modals.search.id,
    metadata: modals.search.encode({ channel, ...(query && { query }) }),
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
      maxLength: SHOWN.country,
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
  const typed = clipPlain(unusable.typed, SHOWN.country);
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
