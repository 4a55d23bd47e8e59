import type { Actor } from '../../domain/actor.ts';
import { parseCountry } from '../../domain/country.ts';
import {
  DEFAULT_SORT,
  DIGITS_MAX,
  type NumberPage,
  type NumberQuery,
  type Offer,
  REGION_MAX,
  searchPage,
  type Unusable,
} from '../../domain/numbers/number-search.ts';
import { nearestPlace, parseRegion, splitPlace } from '../../domain/numbers/place.ts';
import {
  numbersIn,
  type RegionOffered,
  SOLD_BY_VOBIZ,
} from '../../domain/numbers/place-choices.ts';
import {
  type Amounts,
  DEFAULT_RULEBOOK,
  mayAskThere,
  type NotAskable,
  type Rulebook,
} from '../../domain/policy/rulebook.ts';
import { cleanTerm } from '../../domain/typed.ts';
import type { LastCountries } from '../../store/last-countries.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Offers } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { People } from '../identify.ts';
import { shareEach } from '../shared-reads.ts';

type SearchResult = {
  page: NumberPage;
  skipped: number;
  /** Why the person who searches can't request any of the numbers. */
  barred: NotAskable | undefined;
  /** What one number may cost now. */
  maxPrice: Amounts;
};

/** Turns what was typed after the command into a query, or says what cannot be used: nothing is silently dropped. */
export function readSearch(
  words: readonly string[],
): { ok: true; query: NumberQuery } | { ok: false; unusable: Unusable } {
  const place = splitPlace(words);
  const country = parseCountry(place.country);
  if (!country.ok) {
    const nearest = nearestPlace(place.country);
    return { ok: false, unusable: { what: 'country', typed: place.country, nearest } };
  }
  const digits = readDigits(place.digits) ?? '';
  const region = readRegion(country.code, place.region);
  return { ok: true, query: { country: country.code, region, digits, sort: DEFAULT_SORT } };
}

/** Undefined if there is more than digits in it, however they are spaced. */
export function readDigits(typed: string): string | undefined {
  const digits = cleanTerm(typed).replace(/[\s().+-]/g, '');
  return /\D/.test(digits) ? undefined : digits.slice(0, DIGITS_MAX);
}

/** Vobiz's samples have codes in capitals. What is neither code, name nor city may be Vobiz's own text. */
function readRegion(country: string, typed: string): string {
  const text = cleanTerm(typed).slice(0, REGION_MAX);
  const region = parseRegion(country, text);
  if (text.length <= 2) return text.toUpperCase();
  return region.ok ? region.code : text;
}

/**
 * Searches Vobiz's offer, cached for a minute per country; concurrent callers share one call. Throws AppError `vobiz_*`
 * or `store_unavailable`.
 */
export function createSearch(deps: {
  vobiz: Pick<VobizClient, 'availability'>;
  offers: Offers;
  lastCountries: LastCountries;
  numberIndex: Pick<NumberIndex, 'has'>;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  /** It decides nothing: the requester is checked again. */
  lately: Pick<People, 'groupsOf'>;
}) {
  const { offers, lastCountries, rulebook } = deps;
  const share = shareEach<Offer>();

  function fetched(country: string, region: string): Promise<Offer> {
    return share(`${country}:${region}`, async () => {
      const kept = await offers.kept(country, region);
      if (kept) return kept;
      const offer = await deps.vobiz.availability({ country, ...(region && { region }) });
      await offers.keep(country, region, offer);
      return offer;
    });
  }

  /** Vobiz may list a region by its name or another code, so we look in the whole country first. */
  async function offered(country: string, region: string): Promise<Offer> {
    const whole = await fetched(country, '');
    if (region === '') return whole;
    const numbers = numbersIn(country, region, whole.numbers);
    return numbers.length > 0 ? { ...whole, numbers } : fetched(country, region);
  }

  /** Without what the team has: a list that is kept for a minute may still offer it. */
  async function forSale(team: string, country: string, region: string): Promise<Offer> {
    const offer = await offered(country, region);
    const ours = await deps.numberIndex.has(
      team,
      offer.numbers.map(({ e164 }) => e164),
    );
    return { ...offer, numbers: offer.numbers.filter((_, at) => !ours[at]) };
  }

  async function whatBars(
    { userId }: Actor,
    book: Rulebook | undefined,
    { channel, country }: { channel: string; country: string },
  ): Promise<NotAskable | undefined> {
    if (!book) return { why: 'no_policy' };
    if (channel.startsWith('D') && !book.channel) return { why: 'nobody_to_ask' };
    const groups = await deps.lately.groupsOf(userId, book.ask.groups ?? []);
    const why = mayAskThere(book, { userId, groups: groups.in }, { channel, country });
    // They may be in a group that cannot be read now.
    return why?.why === 'person' && groups.unread.length > 0 ? undefined : why;
  }

  return {
    offered,
    forSale,

    /** Whether a search there needs no call to Vobiz. */
    isKept: (country: string): Promise<boolean> => offers.isKept(country),

    /** Asks Vobiz next time: what was listed is known to be sold. */
    forget: (country: string, region: string): Promise<void> => offers.forget(country, region),

    /** Regions that had numbers when anybody searched last; Vobiz is not asked. */
    regions: (country: string): Promise<RegionOffered[]> => offers.regions(country),

    /** Countries to offer first: those the policy allows, else those Vobiz is known to sell. */
    firstCountries: async (team: string, channel: string): Promise<readonly string[]> =>
      (await rulebook(team, channel))?.ask.countries ?? SOLD_BY_VOBIZ,

    /** What is searched when somebody names no place: where they searched last, if the policy still allows it. */
    async usual({ teamId, userId }: Actor, channel: string): Promise<NumberQuery> {
      const [book, last] = await Promise.all([
        rulebook(teamId, channel),
        lastCountries.of(teamId, userId),
      ]);
      const allowed = book?.ask.countries;
      const [first] = allowed ?? SOLD_BY_VOBIZ;
      const country =
        last && (allowed?.includes(last) ?? true) ? last : (first ?? SOLD_BY_VOBIZ[0]);
      return { country, region: '', digits: '', sort: DEFAULT_SORT };
    },

    async search(
      actor: Actor,
      channel: string,
      query: NumberQuery,
      page: number,
    ): Promise<SearchResult> {
      const { country, region } = query;
      const book = await rulebook(actor.teamId, channel);
      const [offer, barred] = await Promise.all([
        forSale(actor.teamId, country, region),
        whatBars(actor, book, { channel, country }),
        lastCountries.keep(actor.teamId, actor.userId, country),
      ]);
      const { maxPrice } = (book ?? DEFAULT_RULEBOOK).limits;
      const { numbers, skipped } = offer;
      return { page: searchPage(numbers, query, page), skipped, barred, maxPrice };
    },
  };
}
export type Search = ReturnType<typeof createSearch>;
