import { parseRegion, regionCalled } from '../../domain/numbers/place.ts';
import { placesCalled, regionsCalled } from '../../domain/numbers/place-choices.ts';
import type { Search } from '../../flows/numbers/search-numbers.ts';
import { modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { countryOptions, isAllRegions, regionOptions } from '../../views/numbers/search-form.ts';
import type { Edge } from '../edge/edge.ts';

type Deps = { edge: Edge; search: Pick<Search, 'firstCountries' | 'regions'>; homeTeam: string };

/** What the menus of the search offer while somebody types. Vobiz is never asked: Slack waits three seconds. */
export function handleSearchMenus({ edge, search, homeTeam }: Deps): void {
  edge.menu(inputs.country, async ({ typed, form }) => {
    const onShow = modalIds.search.decode(form?.metadata);
    const first = await search.firstCountries(homeTeam, onShow.ok ? onShow.value.channel : '');
    return countryOptions(placesCalled(typed, first));
  });

  edge.menu(inputs.region, async ({ typed, form }) => {
    const onShow = modalIds.search.decode(form?.metadata);
    const country = onShow.ok ? onShow.value.query?.country : undefined;
    const found = country ? await regionsIn(country, typed) : [];
    return regionOptions(found, { withAll: isAllRegions(typed) });
  });

  async function regionsIn(country: string, typed: string) {
    const offered = await search.regions(country);
    const parsed = parseRegion(country, typed);
    if (offered.length > 0 || !parsed.ok || parsed.code === '')
      return regionsCalled(country, typed, offered);
    return [{ region: parsed.code, name: regionCalled(country, parsed.code) }];
  }
}
