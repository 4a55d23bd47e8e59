import { type ParsedCountry, parseCountry, splitPlace } from '../domain/country.ts';
import type { Sort } from '../domain/number-search.ts';
import { readSearchForm, type Search, type SearchForm } from '../flows/search.ts';
import { readInput } from '../slack/form.ts';
import { buttons, inputs, modals } from '../slack/ids.ts';
import type { Windows } from '../slack/windows.ts';
import { type SearchResult, searchModal } from '../views/search-modal.ts';
import type { Click, Command, Edge } from './edge.ts';
import { problemOf } from './problem.ts';

type Deps = { edge: Edge; windows: Windows; search: Search };
type Asked = { channel: string; form: SearchForm; ref: string };

/** The search modal: opened by the command, searched by its button, paged, and sorted anew by its menu. */
export function handleSearch(deps: Deps) {
  const { edge, windows } = deps;

  /** The modal opens at once with what is known; what Vobiz offers arrives by update. */
  async function command({ channel, triggerId, ref, accept }: Command, words: readonly string[]) {
    await accept();
    const place = splitPlace(words);
    const form: SearchForm = { ...place, digits: '', sort: 'price' };
    if (words.length === 0) {
      await windows.open(triggerId, searchModal({ channel, form, result: { kind: 'prompt' } }));
      return;
    }
    const country = parseCountry(place.country);
    const loading = country.ok
      ? { kind: 'loading' as const, country: country.code }
      : { kind: 'loading' as const };
    const window = await windows.open(triggerId, searchModal({ channel, form, result: loading }));
    await show(deps, { channel, form, ref }, window, 0);
  }

  edge.submission(modals.search, 'search', async ({ channel }, { values, ref }) => {
    const form = formOf(values);
    const read = readSearchForm(form);
    if (!read.ok)
      return { view: searchModal({ channel, form, result: unknownCountry(form, read.unknown) }) };
    const loading = { kind: 'loading' as const, country: read.query.country };
    return {
      view: searchModal({ channel, form, result: loading }),
      after: (viewId) => show(deps, { channel, form, ref }, { viewId }, 0),
    };
  });
  edge.button(buttons.previousPage, 'search', ({ page }, click) => turn(deps, click, page));
  edge.button(buttons.nextPage, 'search', ({ page }, click) => turn(deps, click, page));
  edge.choice(inputs.sort, 'search', (click) => turn(deps, click, 0));

  return { command };
}

/** Searches as the form says and draws the result into the modal, the form left as it is. */
async function show(
  deps: Deps,
  asked: Asked,
  window: { viewId: string; hash?: string },
  page: number,
) {
  const { channel, form, ref } = asked;
  const read = readSearchForm(form);
  if (!read.ok) {
    const result = unknownCountry(form, read.unknown);
    await deps.windows.update(window, searchModal({ channel, form, result }));
    return;
  }
  const { query } = read;
  const result = await deps.search.search(query, page).then(
    ({ page, skipped }) => ({ kind: 'page' as const, page, skipped }),
    (error: unknown) => problemOf(error, ref),
  );
  await deps.windows.update(window, searchModal({ channel, form, query, result }));
}

/** Another page or order of the results that are shown. */
async function turn(deps: Deps, click: Click, page: number) {
  const { view, ref } = click;
  const metadata = modals.search.decode(view?.metadata);
  if (!view || !metadata.ok) return;
  const { channel, query } = metadata.value;
  const typed = formOf(view.values);
  if (!query) return;
  const form: SearchForm = { ...query, sort: typed.sort };
  await show(deps, { channel, form, ref }, view, page);
}

function unknownCountry(
  form: SearchForm,
  unknown: Extract<ParsedCountry, { ok: false }>,
): SearchResult {
  const { nearest } = unknown;
  return { kind: 'unknown_country', typed: form.country, ...(nearest && { nearest }) };
}

function formOf(values: unknown): SearchForm {
  const sort: Sort = readInput(values, inputs.sort) === 'number' ? 'number' : 'price';
  return {
    country: readInput(values, inputs.country),
    region: readInput(values, inputs.region),
    digits: readInput(values, inputs.digits),
    sort,
  };
}
