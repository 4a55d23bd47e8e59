import type { NumberQuery, Sort } from '../../domain/numbers/number-search.ts';
import { splitPlace } from '../../domain/numbers/place.ts';
import {
  readSearchForm,
  type Search,
  type SearchForm,
} from '../../flows/numbers/search-numbers.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, inputs, modalIds } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import { type SearchResult, searchModal, unusableText } from '../../views/numbers/search-form.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command } from '../edge/interaction.ts';
import type { Problem } from '../edge/runner.ts';

type Deps = { edge: Edge; modals: Modals; search: Search };
/** `form` is what the person typed; `query` is what we search. */
type SearchInput = {
  channel: string;
  form: SearchForm;
  query: NumberQuery;
  problem: (error: unknown) => Problem;
};

/** The search modal: opened by the command, searched by its button, paged, and sorted by its menu. */
export function handleSearch(deps: Deps) {
  const { edge } = deps;

  /** Opens the modal at once, while the trigger lives; Vobiz's offer arrives by update. */
  async function command(
    { channel, open, problem }: Command,
    words: readonly string[],
  ): Promise<void> {
    const form: SearchForm = { ...splitPlace(words), sort: 'price' };
    const shown = { channel, form };
    if (words.length === 0) {
      await open(searchModal({ ...shown, result: { kind: 'prompt' } }));
      return;
    }
    const read = readSearchForm(form);
    if (!read.ok) {
      await open(searchModal({ ...shown, result: { kind: 'unusable', ...read.unusable } }));
      return;
    }
    const { query } = read;
    const loading = { kind: 'loading', country: query.country } as const;
    const modal = await open(searchModal({ ...shown, result: loading }));
    await show(deps, { ...shown, query, problem }, modal, 0);
  }

  edge.submission(modalIds.search, 'search', async ({ channel }, { values, problem }) => {
    const form = formOf(values);
    const shown = { channel, form };
    const read = readSearchForm(form);
    if (!read.ok) {
      const { unusable } = read;
      return unusable.what === 'country'
        ? { view: searchModal({ ...shown, result: { kind: 'unusable', ...unusable } }) }
        : { errors: { [blockOf(values, inputs[unusable.what])]: unusableText(unusable) } };
    }
    const { query } = read;
    return {
      view: searchModal({ ...shown, result: { kind: 'loading', country: query.country } }),
      after: (viewId) => show(deps, { ...shown, query, problem }, { viewId }, 0),
    };
  });
  edge.button(buttons.previousPage, 'search', ({ page }, click) => turn(deps, click, page));
  edge.button(buttons.nextPage, 'search', ({ page }, click) => turn(deps, click, page));
  edge.choice(inputs.sort, 'search', (click) => turn(deps, click, 0));

  return { command };
}

async function show(
  deps: Deps,
  asked: SearchInput,
  modal: { viewId: string; hash?: string },
  page: number,
): Promise<void> {
  const { problem, ...shown } = asked;
  const result = await deps.search
    .search(asked.query, page)
    .then(({ page, skipped }): SearchResult => ({ kind: 'page', page, skipped }), problem);
  await deps.modals.update(modal, searchModal({ ...shown, result }));
}

/** Another page or order of the current results; what the person typed since stays in the form. */
async function turn(deps: Deps, click: Click, page: number): Promise<void> {
  const { view, problem, answer } = click;
  const metadata = modalIds.search.decode(view?.metadata);
  if (!view || !metadata.ok) return answer(undecodable('broken'));
  const { channel, query } = metadata.value;
  if (!query) return;
  const form = formOf(view.values);
  await show(deps, { channel, form, query: { ...query, sort: form.sort }, problem }, view, page);
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
