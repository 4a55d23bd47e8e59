import { type Connectable, ownerOf, requesterOf } from '../../domain/connection/connectable.ts';
import { formOf } from '../../domain/numbers/holding.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import type { HoldNumber } from '../../flows/numbers/hold-number.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import {
  HOLDING_TITLE,
  holdingForm,
  holdingLoading,
  holdingSaved,
  holdingSaving,
  notHeld,
} from '../../views/numbers/holding-form.ts';
import { mayNotHold } from '../../views/numbers/holding-words.ts';
import { labelProblemText, noOwnerText } from '../../views/numbers/number-words.ts';
import type { Edge } from '../edge/edge.ts';
import { readHolding } from './read-holding.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  connections: Connections;
  holdings: HoldNumber;
  now: () => number;
};

/** Who has a number and what for: from its Details, for its owner and approvers. */
export function handleHolding({ edge, modals, connections, holdings, now }: Deps): void {
  edge.button(buttons.editHolding, 'read', async ({ record: id }, click) => {
    const modal = await click.show(holdingLoading());
    const record = await connections.get({ team: click.actor.teamId, id });
    if (!record) {
      await modals.update(modal, noticeView(HOLDING_TITLE, unknownRecord()));
      return;
    }
    const why = await holdings.forbids(click.actor, record);
    const form = formOf(record.holding, requesterOf(record));
    const view = why
      ? noticeView(HOLDING_TITLE, mayNotHold(why, record))
      : holdingForm(record, { form, labels: await holdings.labelsFor(record) });
    await modals.update(modal, view);
  });

  edge.submission(modalIds.holding, 'click', async ({ record: id }, { values, actor }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView(HOLDING_TITLE, unknownRecord()) };
    const form = readHolding(values, formOf(record.holding, requesterOf(record)), now());
    if ('errors' in form) return form;
    const labels = await holdings.labelsFor(record);
    const again = (problem: string) => holdingForm(record, { form, labels }, problem);
    return {
      view: holdingSaving(),
      carryOut: async () => {
        const held = await holdings.hold(actor, id, form);
        return { says: outcome(held, record, again), isOnCard: false, isRefused: !held.ok };
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
  if (refusal.kind === 'no_owner') return again(noOwnerText(refusal.standing));
  if (refusal.kind === 'label') return again(labelProblemText(refusal.problem));
  return notHeld(refusal, before);
}
