import { PURPOSE_MAX } from '../../domain/typed.ts';
import { readSearch, type Search } from '../../flows/numbers/search-numbers.ts';
import type { FindUnusedNumbers } from '../../flows/numbers/unused-numbers.ts';
import type { RequestOrder } from '../../flows/order/request-order.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, modalIds, type SearchOnShow } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals, OpenModal } from '../../slack/modals.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import { type SearchResult, searchModal, unusableText } from '../../views/numbers/search-form.ts';
import { orderNotRequested } from '../../views/order/order-form.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command, Common } from '../edge/interaction.ts';
import { type Choices, readChoices, type Searched } from './search-choices.ts';

type SearchDeps = {
  edge: Edge;
  modals: Modals;
  search: Search;
  unusedNumbers: FindUnusedNumbers;
  requestOrder: Pick<RequestOrder, 'own'>;
};
type Asked = Pick<Common, 'actor' | 'problem'>;

/** The search: opened by the command, redrawn by every choice in it, searched again by its button and by Enter. */
export function handleSearch(deps: SearchDeps) {
  const { edge, search } = deps;

  /** Opens the window at once, while the trigger lives; Vobiz's offer arrives by update. */
  async function begin(
    { open, ...asked }: Asked & Pick<Command, 'open'>,
    onShow: Pick<SearchOnShow, 'channel' | 'purpose'>,
    words: readonly string[] = [],
  ): Promise<void> {
    const read =
      words.length > 0
        ? readSearch(words)
        : { ok: true as const, query: await search.usual(asked.actor, onShow.channel) };
    if (!read.ok) {
      await open(searchModal({ onShow, result: { kind: 'unusable', ...read.unusable } }));
      return;
    }
    const searched = { ...onShow, query: read.query };
    const modal = await open(searchModal({ onShow: searched, result: { kind: 'loading' } }));
    await drawResults(deps, asked, searched, modal);
  }

  edge.button(buttons.homeSearch, 'search', ({ channel }, click) =>
    begin({ ...click, open: click.show }, { channel }),
  );
  edge.button(buttons.searchAgain, 'search', async ({ order }, click) => {
    const draft = await deps.requestOrder.own(click.actor, order);
    if (!draft) return void (await click.show(orderNotRequested({ why: 'no_draft' })));
    const { askedIn: channel, submitted, typed = submitted } = draft;
    await begin(
      { ...click, open: click.show },
      { channel, ...(typed && { purpose: typed.purpose }) },
    );
  });

  edge.submission(modalIds.search, 'search', async (onShow, { values, ...asked }) => {
    const read = readChoices(onShow, values);
    if (!read.ok) {
      const { unusable } = read;
      return unusable.what === 'digits'
        ? { errors: { [blockOf(values, inputs.digits)]: unusableText(unusable) } }
        : { view: unusableView(read) };
    }
    return {
      view: searchModal({ onShow: read.searched, result: { kind: 'loading' } }),
      after: (viewId) => showResults(deps, asked, read.searched, viewId),
    };
  });

  edge.choice(inputs.country, 'search', (click) => redraw(deps, click, 0));
  edge.choice(inputs.region, 'search', (click) => redraw(deps, click, 0));
  edge.choice(inputs.sort, 'search', (click) => redraw(deps, click, 0));
  edge.choice(inputs.digits, 'search', (click) => redraw(deps, click, 0));
  edge.button(buttons.previousPage, 'search', ({ page }, click) => redraw(deps, click, page));
  edge.button(buttons.nextPage, 'search', ({ page }, click) => redraw(deps, click, page));

  edge.button(buttons.backToResults, 'search', async (_, click) => {
    const back = searchBehind(click.view?.metadata);
    if (!click.view || !back?.query) return click.answer(undecodable('broken'));
    const typed = [...readInput(click.view.values, inputs.purpose)].slice(0, PURPOSE_MAX).join('');
    const searched = { ...back, query: back.query, ...(typed && { purpose: typed }) };
    await showResults(deps, click, searched, click.view.viewId);
  });

  function command({ channel, ...asked }: Command, words: readonly string[]): Promise<void> {
    return begin(asked, { channel }, words);
  }

  return { command };
}

/** The search, which says what of it can't be used. */
export function unusableView({ onShow, digits, unusable }: Extract<Choices, { ok: false }>) {
  return searchModal({ onShow, digits, result: { kind: 'unusable', ...unusable } });
}

/** The search that a form in the same window came from. */
function searchBehind(metadata: string | undefined): SearchOnShow | undefined {
  for (const form of [modalIds.orderForm, modalIds.chooseSeveral]) {
    const decoded = form.decode(metadata);
    if (decoded.ok) return decoded.value.back;
  }
  return undefined;
}

/** After a choice, all that the window shows now counts, even digits that nobody searched yet. */
async function redraw(deps: SearchDeps, click: Click, page: number): Promise<void> {
  const onShow = modalIds.search.decode(click.view?.metadata);
  if (!click.view || !onShow.ok) return click.answer(undecodable('broken'));
  const { viewId, values } = click.view;
  const read = readChoices(onShow.value, values, page);
  if (read.ok) await showResults(deps, click, read.searched, viewId);
  else await deps.modals.update({ viewId }, unusableView(read));
}

/**
 * In place of what the window shows; where Vobiz has to be asked, first that we look. The last choice wins: it is drawn
 * whatever was drawn since the click, and a slow answer to an earlier one finds that it is out of date.
 */
export async function showResults(
  deps: Pick<SearchDeps, 'modals' | 'search' | 'unusedNumbers'>,
  asked: Asked,
  searched: Searched,
  viewId: string,
  note?: string,
): Promise<void> {
  const isNewest = deps.modals.begin(viewId);
  const loading = searchModal({ onShow: searched, note, result: { kind: 'loading' } });
  const isKept = await deps.search.isKept(searched.query.country);
  if (!isNewest()) return;
  const modal = isKept ? { viewId } : await deps.modals.update({ viewId }, loading);
  if (modal) await drawResults(deps, asked, searched, modal, { note, isNewest });
}

async function drawResults(
  { modals, search, unusedNumbers }: Pick<SearchDeps, 'modals' | 'search' | 'unusedNumbers'>,
  { actor, problem }: Asked,
  searched: Searched,
  modal: Omit<OpenModal, 'hash'> & Partial<OpenModal>,
  { note, isNewest }: { note?: string | undefined; isNewest?: () => boolean } = {},
): Promise<void> {
  const { channel, query, page = 0 } = searched;
  const looking = unusedNumbers(actor.teamId, { ...query, channel });
  const result = await search
    .search(actor, channel, query, page)
    .then(async (found): Promise<SearchResult> => {
      const instead = { unused: await looking, reader: actor.userId };
      return { kind: 'page', ...found, instead };
    })
    .catch(problem);
  // Without a hash, Slack can't tell.
  if (!modal.hash && isNewest?.() === false) return;
  await modals.update(modal, searchModal({ onShow: searched, note, result }));
}
