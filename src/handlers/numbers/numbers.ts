import { ALL_NUMBERS, type NumberFilter } from '../../domain/numbers/number-filter.ts';
import { NUMBER_STATES } from '../../domain/numbers/owned-number-list.ts';
import type { Connect } from '../../flows/connection/connect.ts';
import type { ReadMetaStand } from '../../flows/connection/meta-stand.ts';
import type { ListNumbers } from '../../flows/numbers/list-numbers.ts';
import type { Transfers } from '../../flows/numbers/transfer-number.ts';
import { readChosen, readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs, labelIn } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import { notUnderstood } from '../../views/kit/help.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { forbiddenAnswer, undecodable } from '../../views/kit/refusals.ts';
import {
  NUMBER_TITLE,
  numberDetails,
  numberGone,
  numberLoading,
  numberUnread,
} from '../../views/numbers/number-details.ts';
import {
  chosenOf,
  NUMBERS_TITLE,
  type NumbersState,
  numbersModal,
} from '../../views/numbers/numbers-list.ts';
import { drawWithMeta } from '../connection/draw-with-meta.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command, Common } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  numbers: ListNumbers;
  forbids: Connect['forbids'];
  transfers: Pick<Transfers, 'whyNot'>;
  canConnect: (team: string) => Promise<boolean>;
  metaStand: ReadMetaStand;
  sendFile: (command: Command) => Promise<void>;
};
type OpenModal = { viewId: string; hash?: string };

/** The workspace's numbers: a filtered list, and the details of one number. */
export function handleNumbers(deps: Deps) {
  const { edge } = deps;
  async function open(
    common: Common & Pick<Command, 'open'>,
    filter: NumberFilter = ALL_NUMBERS,
  ): Promise<void> {
    const modal = await common.open(numbersModal(loading(filter)));
    await show(deps, common, modal, filter, 0);
  }

  edge.button(buttons.allNumbers, 'read', ({ country = '', unused, elsewhere }, click) =>
    open(
      { ...click, open: click.show },
      { ...ALL_NUMBERS, country, state: unused ? 'unused' : elsewhere ? 'elsewhere' : '' },
    ),
  );
  edge.submission(modalIds.numbers, 'read', async (_, { values, ...common }) => {
    const filter = filterIn(values);
    return {
      view: numbersModal(loading(filter)),
      after: (viewId) => show(deps, common, { viewId }, filter, 0),
    };
  });
  edge.choice(inputs.numberCountry, 'read', (click) => turn(deps, click, 0));
  edge.choice(inputs.numberState, 'read', (click) => turn(deps, click, 0));
  edge.choice(inputs.numberOwner, 'read', (click) => turn(deps, click, 0));
  edge.choice(inputs.numberLabel, 'read', (click) => turn(deps, click, 0));
  edge.button(buttons.previousNumbers, 'read', ({ page }, click) => turn(deps, click, page));
  edge.button(buttons.nextNumbers, 'read', ({ page }, click) => turn(deps, click, page));

  edge.button(buttons.numberDetails, 'read', async ({ e164 }, click) => {
    const modal = await click.show(numberLoading());
    await showDetails(deps, click, e164, modal);
  });

  return {
    command(command: Command, words: readonly string[]): Promise<void> {
      const text = words.join(' ');
      if (text.toLowerCase() === 'csv') return deps.sendFile(command);
      if (/^[\d\s().+-]*$/.test(text)) return open(command, { ...ALL_NUMBERS, text });
      const [first = '', ...more] = words;
      const unknown = first.toLowerCase() === 'csv' ? more : words;
      return command.answer(notUnderstood('numbers', unknown));
    },
  };
}

function loading(filter: NumberFilter): NumbersState {
  const countries = filter.country === '' ? [] : [filter.country];
  return { filter, countries, labels: [], result: { kind: 'loading' } };
}

async function show(
  deps: Deps,
  { actor, problem }: Common,
  modal: OpenModal,
  filter: NumberFilter,
  page: number,
  isNewest = () => true,
): Promise<void> {
  const forbidden = await deps.numbers.forbids(actor);
  const view = forbidden
    ? noticeView(NUMBERS_TITLE, forbiddenAnswer(forbidden))
    : numbersModal(await stateOf(deps, { actor, problem }, filter, page));
  if (isNewest()) await deps.modals.update(modal, view);
}

async function stateOf(
  { numbers }: Deps,
  { actor, problem }: Pick<Common, 'actor' | 'problem'>,
  filter: NumberFilter,
  page: number,
): Promise<NumbersState> {
  try {
    const { countries, labels, failure, ...found } = await numbers.page(actor, filter, page);
    const trouble = failure === undefined ? {} : { trouble: problem(failure) };
    return { filter, countries, labels, result: { kind: 'page', ...found, ...trouble } };
  } catch (error) {
    return { filter, countries: [], labels: [], result: problem(error) };
  }
}

/** Another page or choice. Reads the list again, to show what has changed; the last choice wins, as in the search. */
async function turn(deps: Deps, click: Click, page: number): Promise<void> {
  if (!click.view) return click.answer(undecodable('broken'));
  const { viewId, values } = click.view;
  const filter = filterIn(values);
  const isNewest = deps.modals.begin(viewId);
  const isKept = await deps.numbers.isKept();
  if (!isNewest()) return;
  const modal = isKept
    ? { viewId }
    : await deps.modals.update({ viewId }, numbersModal(loading(filter)));
  if (modal) await show(deps, click, modal, filter, page, isNewest);
}

async function showDetails(
  deps: Deps,
  { actor, problem }: Common,
  e164: string,
  modal: OpenModal,
): Promise<void> {
  const { modals, numbers, forbids, canConnect } = deps;
  const forbidden = await numbers.forbids(actor);
  const entry = forbidden ? undefined : await numbers.one(actor, e164).catch(problem);
  if (entry && 'code' in entry) {
    await modals.update(modal, numberUnread(entry));
    return;
  }
  if (!entry) {
    const why = forbidden && noticeView(NUMBER_TITLE, forbiddenAnswer(forbidden));
    await modals.update(modal, why ?? numberGone());
    return;
  }
  const { record } = entry;
  const details = {
    entry,
    forbidden: record && (await forbids(actor, record)),
    canConnect: await canConnect(actor.teamId),
    canAsk: record !== undefined && (await deps.transfers.whyNot(actor, record)) === undefined,
  };
  await drawWithMeta(modals, modal, record && deps.metaStand(record), (stand) =>
    numberDetails({ ...details, stand }),
  );
}

function filterIn(values: unknown): NumberFilter {
  const state = chosenOf(readInput(values, inputs.numberState));
  const label = chosenOf(readInput(values, inputs.numberLabel));
  const country = chosenOf(readInput(values, inputs.numberCountry));
  return {
    owners: readChosen(values, inputs.numberOwner),
    label: label === '' ? undefined : labelIn(label),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    state:
      ([...NUMBER_STATES, 'unused', 'elsewhere'] as const).find((known) => known === state) ?? '',
    text: readInput(values, inputs.numberText),
  };
}
