import { type ParsedCountry, parseCountry } from '../domain/country.ts';
import {
  type NumberPage,
  type NumberQuery,
  REGION_MAX,
  type Sort,
  searchPage,
} from '../domain/number-search.ts';
import type { Offered, ShortLived, Vobiz } from './ports.ts';

/** The search form as typed. */
export type SearchForm = { country: string; region: string; digits: string; sort: Sort };

export type SearchResult = { query: NumberQuery; page: NumberPage; skipped: number };

/** Makes a query of what was typed; a country nobody knows comes back with the nearest one. */
export function readSearchForm(
  form: SearchForm,
):
  | { ok: true; query: NumberQuery }
  | { ok: false; unknown: Extract<ParsedCountry, { ok: false }> } {
  const country = parseCountry(form.country);
  if (!country.ok) return { ok: false, unknown: country };
  const digits = form.digits.replace(/\D/g, '');
  return {
    ok: true,
    query: { country: country.code, region: readRegion(form.region), digits, sort: form.sort },
  };
}

/** Vobiz's samples have short region codes in capitals; a longer text is a name and is sent as it was typed. */
function readRegion(typed: string): string {
  const region = typed.normalize('NFKC').trim().slice(0, REGION_MAX);
  return region.length <= 3 ? region.toUpperCase() : region;
}

/**
 * Searches what Vobiz offers. The answer is kept for a minute per country and region, so paging, filtering and sorting
 * cost Vobiz nothing; people who ask at the same moment share one call.
 * Throws AppError `vobiz_*` or `store_unavailable`.
 */
export function createSearch(deps: { vobiz: Pick<Vobiz, 'availability'>; shortLived: ShortLived }) {
  const underWay = new Map<string, Promise<Offered>>();

  async function fetchOffer(country: string, region: string): Promise<Offered> {
    const offer = await deps.vobiz.availability({ country, ...(region && { region }) });
    await deps.shortLived.keepAvailability(country, region, offer);
    return offer;
  }

  async function offered(country: string, region: string): Promise<Offered> {
    const kept = await deps.shortLived.availability(country, region);
    if (kept) return kept;
    const key = `${country}:${region}`;
    const call =
      underWay.get(key) ?? fetchOffer(country, region).finally(() => underWay.delete(key));
    underWay.set(key, call);
    return call;
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
