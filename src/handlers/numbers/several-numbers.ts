import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import type { ChooseSeveral } from '../../flows/numbers/choose-several.ts';
import type { Search } from '../../flows/numbers/search-numbers.ts';
import type { FindUnusedNumbers } from '../../flows/numbers/unused-numbers.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import {
  chooseSeveralForm,
  chooseSeveralLoading,
  NONE_TO_CHOOSE,
  noRest,
  notChosenText,
  plainAmount,
  type SeveralFilled,
} from '../../views/numbers/choose-several-form.ts';
import { searchModal } from '../../views/numbers/search-form.ts';
import { notRequested, notRequestedText } from '../../views/order/not-requested.ts';
import type { Edge } from '../edge/edge.ts';
import type { Common } from '../edge/interaction.ts';
import { createLinkInTheWay, draftForm } from '../order/order-request.ts';
import { readSeveral } from './read-several.ts';
import { showResults, unusableView } from './search.ts';
import { readChoices, type Searched } from './search-choices.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  search: Search;
  unusedNumbers: FindUnusedNumbers;
  chooseSeveral: ChooseSeveral;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  permalink: (team: string, id: string) => Promise<string | undefined>;
};

/** From a search to a request for several of its numbers, all in its window. */
export function handleSeveral(deps: Deps): void {
  const { edge, modals, search, chooseSeveral } = deps;
  const linked = createLinkInTheWay(deps.permalink);

  edge.button(buttons.chooseSeveral, 'search', async (_, click) => {
    const onShow = modalIds.search.decode(click.view?.metadata);
    if (!click.view || !onShow.ok) return click.answer(undecodable('broken'));
    const { viewId, values } = click.view;
    const read = readChoices(onShow.value, values);
    if (read.ok) await showForm(click, read.searched, viewId);
    else await modals.update({ viewId }, unusableView(read));
  });

  /** As many as were not bought, at no higher price, for the same purpose. */
  edge.button(buttons.chooseRest, 'search', async ({ order }, click) => {
    const modal = await click.show(chooseSeveralLoading());
    const rest = await chooseSeveral.rest(click.actor, order);
    if (!rest.ok) {
      const not = rest.why === 'nothing_left' ? rest.why : notRequested(await linked(rest));
      await modals.update(modal, noRest(not));
      return;
    }
    const { ok: _ok, count, upTo, ...back } = rest;
    const filled = { count: String(count), upTo: plainAmount(upTo), currency: upTo.currency };
    await showForm(click, back, modal.viewId, { filled, restOf: order });
  });

  async function showForm(
    asked: Pick<Common, 'actor' | 'problem'>,
    back: Searched,
    viewId: string,
    { filled, restOf }: { filled?: Partial<SeveralFilled>; restOf?: string } = {},
  ): Promise<void> {
    const { channel, query } = back;
    if (!(await search.isKept(query.country)))
      await modals.update({ viewId }, chooseSeveralLoading());
    const offered = await chooseSeveral
      .orderable(asked.actor.teamId, channel, query)
      .catch(asked.problem);
    if ('kind' in offered) {
      await modals.update({ viewId }, searchModal({ onShow: back, result: offered }));
      return;
    }
    const [first] = offered;
    if (!first) return showResults(deps, asked, back, viewId, NONE_TO_CHOOSE);
    const { currency } = first.price.setup;
    const form = { count: '', upTo: '', picked: [], currency, ...filled };
    await modals.update({ viewId }, chooseSeveralForm({ back, offered, filled: form, restOf }));
  }

  edge.submission(
    modalIds.chooseSeveral,
    'search',
    async ({ back, currency, restOf }, { values, actor }) => {
      const read = readSeveral(values, currency);
      if ('errors' in read) return read;
      const { filled } = read;
      return {
        view: chooseSeveralLoading(),
        carryOut: async () => ({
          says: await nextView(actor, { back, restOf }, read),
          isOnCard: false,
        }),
        onFailure: (note) =>
          chooseSeveralForm({ back, offered: filled.picked, filled, restOf, note }),
      };
    },
  );

  /** The form of the request; or this one again, which says why there is none. */
  async function nextView(
    actor: Actor,
    { back, restOf }: { back: Searched; restOf: string | undefined },
    { filled, wish }: Exclude<ReturnType<typeof readSeveral>, { errors: unknown }>,
  ): Promise<ModalView> {
    const { purpose, ...searched } = back;
    const { channel, query } = searched;
    const drafted = await chooseSeveral.draft(actor, channel, query, wish, restOf);
    if (drafted.ok) return draftForm(deps.rulebook, drafted.draft, { back: searched, purpose });
    const note =
      drafted.why === 'too_few' || drafted.why === 'not_offered'
        ? notChosenText(drafted, wish.upTo)
        : notRequestedText(drafted.why === 'gone' ? { ...drafted, why: 'sold' } : drafted);
    const offered = await chooseSeveral.orderable(actor.teamId, channel, query);
    return chooseSeveralForm({ back, offered, filled, restOf, note });
  }
}
