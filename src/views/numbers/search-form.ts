import type { KnownBlock, ModalView, PlainTextOption, SectionBlock } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import type { Money } from '../../domain/money.ts';
import {
  type AvailableNumber,
  DEFAULT_SORT,
  DIGITS_MAX,
  type NumberPage,
  type NumberQuery,
  REGION_MAX,
  type Sort,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { parseRegion, regionCalled } from '../../domain/numbers/place.ts';
import {
  type PlaceChoice,
  placeName,
  type RegionOffered,
} from '../../domain/numbers/place-choices.ts';
import type { UnusedNumbers } from '../../domain/numbers/unused.ts';
import { formatPhone } from '../../domain/phone.ts';
import { type Amounts, type NotAskable, tooDear } from '../../domain/policy/rulebook.ts';
import { buttons, modalIds, type SearchOnShow } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { button, context, section, turnPages } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { type Choice, formView, optionsFor, textInput, working } from '../kit/modal-parts.ts';
import { askingMenu, choiceMenu, menuRow, reported } from '../kit/pickers.ts';
import { clipPlain, inlineText, LIMITS, plain, plural, present, TEXT_SHOWN } from '../kit/text.ts';
import { mayNotAskText, overMaxText } from '../order/not-requested.ts';
import { nowAndMonthly, regionText } from './number-words.ts';
import { reuseBlocks } from './reuse-words.ts';

/** The value of `All regions` in its menu. */
export const ALL_REGIONS = '*';
const ALL: Choice = { value: ALL_REGIONS, label: 'All regions' };

const SORTED: Readonly<Record<Sort, Choice & { value: Sort }>> = {
  today: { value: 'today', label: 'Cheapest today' },
  year: { value: 'year', label: 'Cheapest first year' },
  number: { value: 'number', label: 'Number' },
};

export type SearchResult =
  | { kind: 'loading' }
  | {
      kind: 'page';
      page: NumberPage;
      skipped: number;
      /** Why none of the numbers can be requested. */
      barred?: NotAskable | undefined;
      /** What one number may cost now. */
      maxPrice: Amounts;
      /** Numbers that could be used instead, and who looks at them. */
      instead?: { unused: UnusedNumbers; reader: string };
    }
  | ({ kind: 'unusable' } & Unusable)
  | ({ kind: 'problem' } & Trouble);

export type SearchState = {
  onShow: SearchOnShow;
  /** What somebody typed as digits, where we can't use it. */
  digits?: string | undefined;
  /** About the number that somebody chose: our own mrkdwn. */
  note?: string | undefined;
  result: SearchResult;
};

/** The search: its menus and digits, and beneath them the results or what to try. */
export function searchModal({ onShow, digits, note, result }: SearchState): ModalView {
  const { query } = onShow;
  return formView({
    form: modalIds.search,
    value: onShow,
    title: 'Find a number',
    submit: 'Search',
    blocks: present([
      placeRow(onShow, canChooseSeveral(result)),
      reported(
        textInput('digits', {
          label: 'Digits in the number',
          placeholder: 'Like 99',
          optional: true,
          value: digits ?? query?.digits,
          maxLength: DIGITS_MAX,
        }),
        'on_enter_pressed',
      ),
      note && section(note),
      ...resultBlocks(result, query),
    ]),
  });
}

/** Where numbers can be requested, and there are some. */
function canChooseSeveral(result: SearchResult): boolean {
  return result.kind === 'page' && !result.barred && result.page.total > 1;
}

function placeRow({ query, drawn = 0 }: SearchOnShow, canChoose: boolean): KnownBlock {
  const several =
    canChoose && button(buttons.chooseSeveral, {}, 'Several…', { describes: 'numbers' });
  return menuRow(
    `${inputs.country.blockId}.${drawn}`,
    askingMenu('country', {
      placeholder: 'Country',
      chosen: query && placeChoice({ country: query.country, region: '' }),
    }),
    askingMenu('region', {
      placeholder: 'Region',
      chosen: query?.region
        ? { value: query.region, label: regionCalled(query.country, query.region) }
        : ALL,
    }),
    choiceMenu('sort', {
      choices: Object.values(SORTED),
      chosen: SORTED[query?.sort ?? DEFAULT_SORT],
    }),
    ...present([several]),
  );
}

function placeChoice(place: PlaceChoice): Choice {
  const { country, region } = place;
  return { value: region ? `${country} ${region}` : country, label: placeName(place) };
}

/** What the menu of countries offers; a state or city stands for its country and region. */
export function countryOptions(places: readonly PlaceChoice[]): PlainTextOption[] {
  return optionsFor(places.map(placeChoice));
}

/** Which place an option of that menu stands for. */
export function placeChosen(value: string): PlaceChoice | undefined {
  const [country = '', region = ''] = value.split(' ');
  return /^[A-Z]{2}$/.test(country) ? { country, region } : undefined;
}

/** What the menu of regions offers. */
export function regionOptions(
  regions: readonly (Omit<RegionOffered, 'count'> & { count?: number })[],
  { withAll }: { withAll: boolean },
): PlainTextOption[] {
  const choices = regions
    .filter(({ region }) => region.length <= REGION_MAX)
    .map(({ region, name, count }) => {
      const called = clipPlain(name, REGION_MAX);
      return { value: region, label: count === undefined ? called : `${called} (${count})` };
    });
  return optionsFor(withAll ? [ALL, ...choices] : choices);
}

/** Whether somebody is typing `All regions`. */
export function isAllRegions(typed: string): boolean {
  return ALL.label.toLowerCase().startsWith(typed.trim().toLowerCase());
}

function resultBlocks(result: SearchResult, query: NumberQuery | undefined): KnownBlock[] {
  switch (result.kind) {
    case 'loading':
      return working(
        `Looking up numbers${query ? ` in ${countryName(query.country)}` : ''}…`,
        'press Search.',
      );
    case 'unusable':
      return [{ type: 'section', text: plain(unusableText(result), LIMITS.sectionText) }];
    case 'problem':
      return [section(errorSentence(result.code, { ...result, doing: 'search' }))];
    case 'page':
      return query ? [...insteadBlocks(result, query), ...pageBlocks(result, query)] : [];
  }
}

function insteadBlocks({ instead }: PageShown, { country }: NumberQuery): KnownBlock[] {
  return instead ? reuseBlocks(instead.unused, { ...instead, country }) : [];
}

type PageShown = Extract<SearchResult, { kind: 'page' }>;

/** One page of results with its buttons, or what to try when there are none. */
function pageBlocks(shown: PageShown, query: NumberQuery): KnownBlock[] {
  const { page, skipped, barred } = shown;
  const unread =
    skipped > 0 && context(`We couldn't read ${plural(skipped, 'number')} that Vobiz listed.`);
  if (page.total === 0) return present([section(nothingFound(query)), unread]);
  const paged = page.pages > 1 ? `, page ${page.page + 1} of ${page.pages}` : '';
  return present([
    context(
      `${plural(page.total, 'number')}${paged} · prices checked just now · not reserved until bought`,
    ),
    barred && section(mayNotAskText(barred)),
    ...page.numbers.map((number) => resultBlock(number, query, shown)),
    ...turnPages(page, buttons.previousPage, buttons.nextPage),
    unread,
  ]);
}

/**
 * Choose carries the price, which tells two offers of one number apart, and the region of the search, not of the number:
 * only the same search finds the number again.
 */
function resultBlock(
  number: AvailableNumber,
  query: NumberQuery,
  { barred, maxPrice }: PageShown,
): SectionBlock {
  const { e164, country, region, price } = number;
  const phone = formatPhone(e164);
  const most = tooDear(maxPrice, price);
  const lines = [
    `*${phone}* · ${region === '' ? countryName(country) : regionText(country, region)}`,
    `${nowAndMonthly(price)}${whyNot(number, most)}`,
  ].join('\n');
  if (barred || most || region === '') return section(lines);
  const chosen = { country: query.country, region: query.region, e164, price };
  return section(lines, button(buttons.choose, chosen, 'Choose', { describes: phone }));
}

function whyNot({ region }: AvailableNumber, most: Money | undefined): string {
  if (most) return ` · ${overMaxText(most)}`;
  return region === '' ? " · can't be ordered, because Vobiz lists no region" : '';
}

function nothingFound({ country, region, digits }: NumberQuery): string {
  const where = countryName(country);
  const parsed = region ? parseRegion(country, region) : undefined;
  if (parsed && !parsed.ok) {
    const unknown = `We don't know “${inlineText(region, TEXT_SHOWN.inline)}” in ${where}.`;
    const { nearest } = parsed;
    return `${unknown} ${nearest ? `Did you mean ${nearest.name}? ` : ''}Pick a region above.`;
  }
  const tries = present([digits && 'fewer digits', region && `all of ${where}`]);
  const what = tries.length > 0 ? tries.join(' or ') : 'another country';
  return `No numbers match in ${region ? `${regionText(country, region)}, ` : ''}${where}. Try ${what}.`;
}

/** The part of a search that we can't use, and what the person most likely meant. Plain words: also shown under fields. */
export function unusableText(unusable: Unusable): string {
  const typed = clipPlain(unusable.typed, TEXT_SHOWN.country);
  if (unusable.what === 'digits') return `“${typed}” isn't only digits. Enter digits, like 99.`;
  const problem = typed ? `We don't know “${typed}”.` : 'No country yet.';
  const { nearest } = unusable;
  return `${problem} ${nearest ? `Did you mean ${nearest.name}? ` : ''}Pick a country above.`;
}
