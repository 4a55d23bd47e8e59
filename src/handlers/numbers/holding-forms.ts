import { type Connectable, ownerOf, requesterOf } from '../../domain/connection/connectable.ts';
import { formOf, type HoldingForm, NOTE_MAX } from '../../domain/numbers/holding.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import type { HoldNumber } from '../../flows/numbers/hold-number.ts';
import { readChosen } from '../../slack/form.ts';
import { buttons, inputs, modalIds } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import {
  HOLDING_TITLE,
  holdingForm,
  holdingLoading,
  holdingSaved,
  holdingSaving,
  mayNotHold,
  noOwnerText,
  notHeld,
} from '../../views/numbers/holding-form.ts';
import type { Edge } from '../edge/edge.ts';
import { type FormErrors, freeText } from '../edge/interaction.ts';

type Deps = { edge: Edge; modals: Modals; connections: Connections; holdings: HoldNumber };

/** Who has a number and what for: from its Details, for its owner and approvers. */
export function handleHolding({ edge, modals, connections, holdings }: Deps): void {
  edge.button(buttons.editHolding, 'read', async ({ record: id }, click) => {
    const modal = await click.show(holdingLoading());
    const record = await connections.get({ team: click.actor.teamId, id });
    if (!record) {
      await modals.update(modal, noticeView(HOLDING_TITLE, unknownRecord()));
      return;
    }
    const why = await holdings.forbids(click.actor, record);
    const view = why
      ? noticeView(HOLDING_TITLE, mayNotHold(why, record))
      : holdingForm(record, formOf(record.holding, requesterOf(record)));
    await modals.update(modal, view);
  });

  edge.submission(modalIds.holding, 'click', async ({ record: id }, { values, actor }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView(HOLDING_TITLE, unknownRecord()) };
    const form = readHolding(values, record);
    if ('errors' in form) return form;
    const again = (problem: string) => holdingForm(record, form, problem);
    return {
      view: holdingSaving(),
      after: async (viewId) => {
        const held = await holdings.hold(actor, id, form);
        await modals.update({ viewId }, outcome(held, record, again));
      },
      onFailure: again,
    };
  });
}

function outcome(
  held: Awaited<ReturnType<HoldNumber['hold']>>,
  before: Connectable,
  again: (problem: string) => ReturnType<typeof holdingForm>,
) {
  if (held.ok) return holdingSaved(held.record, ownerOf(held.record) !== ownerOf(before));
  const { refusal } = held;
  return refusal.kind === 'no_owner'
    ? again(noOwnerText(refusal.standing))
    : notHeld(refusal, before);
}

/** What the form says; labels that it does not ask for stay as they are. */
function readHolding(values: unknown, record: Connectable): HoldingForm | FormErrors {
  const note = freeText(values, inputs.note, NOTE_MAX, undefined);
  if ('errors' in note) return note;
  const before = formOf(record.holding, requesterOf(record));
  const [owner = before.owner] = readChosen(values, inputs.owner);
  const [neededUntil = ''] = readChosen(values, inputs.neededUntil);
  return { ...before, owner, note: note.text, neededUntil };
}
