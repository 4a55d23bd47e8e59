import { parseCountry } from '../../domain/country.ts';
import type { Offer } from '../../domain/numbers/number-search.ts';
import {
  type NumberPage,
  type NumberQuery,
  REGION_MAX,
  type Sort,
  searchPage,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { nearestPlace, parseRegion, sameRegion, splitPlace } from '../../domain/numbers/place.ts';
import { cleanTerm } from '../../domain/typed.ts';
import type { Offers } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { shareEach } from '../shared-reads.ts';

export type SearchForm = { country: string; region: string; digits: string; sort: Sort };

export type SearchResult = { query: NumberQuery; page: NumberPage; skipped: number };

/** Turns the form into a query, or says what cannot be used: nothing typed is silently dropped. */
export function readSearchForm(
  form: SearchForm,
): { ok: true; query: NumberQuery } | { ok: false; unusable: Unusable } {
  const country = parseCountry(form.country);
  if (!country.ok) {
    const place = splitPlace([form.country]);
    // A city or state typed as the country gives both.
    if (place.region !== '' && form.region === '')
      return readSearchForm({ ...form, country: place.country, region: place.region });
    return unusable({ what: 'country', typed: form.country, nearest: nearestPlace(form.country) });
  }
  const digits = cleanTerm(form.digits).replace(/[\s().+-]/g, '');
  if (/\D/.test(digits)) return unusable({ what: 'digits', typed: form.digits });
  return {
    ok: true,
    query: {
      country: country.code,
      region: readRegion(country.code, form.region),
      digits,
      sort: form.sort,
    },
  };
}

function unusable(what: Unusable): { ok: false; unusable: Unusable } {
  return { ok: false, unusable: what };
}

/** Vobiz's samples have codes in capitals. What is neither code, name nor city may be Vobiz's own text. */
function readRegion(country: string, typed: string): string {
  const text = cleanTerm(typed).slice(0, REGION_MAX);
  const region = parseRegion(country, text);
  if (text.length <= 2) return text.toUpperCase();
  return region.ok ? region.code : text;
}

/**
 * Searches Vobiz's offer, cached for a minute per country and region; concurrent callers share one call. Throws
 * AppError `vobiz_*` or `store_unavailable`.
 */
export function createSearch(deps: { vobiz: Pick<VobizClient, 'availability'>; offers: Offers }) {
  const share = shareEach<Offer>();

  /** If empty, searches the whole country: Vobiz may list the region by name or another code. */
  async function fetchOffer(country: string, region: string): Promise<Offer> {
    const exact = await deps.vobiz.availability({ country, ...(region && { region }) });
    const isWhole = region === '' || exact.numbers.length + exact.skipped > 0;
    const offer = isWhole ? exact : inRegion(await offered(country, ''), country, region);
    await deps.offers.keep(country, region, offer);
    return offer;
  }

  function offered(country: string, region: string): Promise<Offer> {
    return share(`${country}:${region}`, async () => {
      const kept = await deps.offers.kept(country, region);
      return kept ?? fetchOffer(country, region);
    });
  }

  return {
    offered,
    async search(query: NumberQuery, page: number): Promise<SearchResult> {
      const offer = await offered(query.country, query.region);
      return { query, page: searchPage(offer.numbers, query, page), skipped: offer.skipped };
    },
  };
}
export type Search = ReturnType<typeof createSearch>;

function inRegion({ numbers }: Offer, country: string, region: string): Offer {
  const found = numbers.filter((number) => sameRegion(country, number.region, region));
  return { numbers: found, skipped: 0 };
}
