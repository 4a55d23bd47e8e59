import {
  DEFAULT_SORT,
  type NumberQuery,
  REGION_MAX,
  SORTS,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { cleanTerm } from '../../domain/typed.ts';
import { readDigits } from '../../flows/numbers/search-numbers.ts';
import { readInput } from '../../slack/form.ts';
import type { SearchOnShow } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { ALL_REGIONS, placeChosen } from '../../views/numbers/search-form.ts';

export type Searched = SearchOnShow & { query: NumberQuery };

/** Everything chosen in the window as the person sees it, or what of it cannot be searched. */
export type Choices =
  | { ok: true; searched: Searched }
  | { ok: false; onShow: SearchOnShow; digits: string; unusable: Unusable };

/** What Slack does not report is as it was drawn. */
export function readChoices(before: SearchOnShow, values: unknown, page = 0): Choices {
  const digits = readInput(values, inputs.digits);
  const inMenu = {
    country: readInput(values, inputs.country),
    region: readInput(values, inputs.region),
  };
  const { query } = before;
  const place = placeChosen(inMenu.country) ?? (query && { country: query.country, region: '' });
  const onShow = { ...before, page };
  if (!place)
    return {
      ok: false,
      onShow,
      digits,
      unusable: { what: 'country', typed: '', nearest: undefined },
    };
  const { country } = place;
  const stays = country === query?.country && place.region === '';
  const region = stays ? regionChosen(inMenu.region, query.region) : place.region;
  const isAsChosen = inMenu.country === country && inMenu.region === (region || ALL_REGIONS);
  const sort =
    SORTS.find((known) => known === readInput(values, inputs.sort)) ?? query?.sort ?? DEFAULT_SORT;
  const drawn = (before.drawn ?? 0) + (isAsChosen ? 0 : 1);
  const only = readDigits(digits);
  const next = { country, region, sort, digits: only ?? '' };
  const searched = { ...onShow, drawn, query: next };
  if (only === undefined)
    return { ok: false, onShow: searched, digits, unusable: { what: 'digits', typed: digits } };
  return { ok: true, searched };
}

function regionChosen(inMenu: string, before: string): string {
  if (inMenu === '') return before;
  return inMenu === ALL_REGIONS ? '' : cleanTerm(inMenu).slice(0, REGION_MAX);
}
