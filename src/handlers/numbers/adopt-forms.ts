import { formOf } from '../../domain/numbers/holding.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import type { Adopted, AdoptNumber } from '../../flows/numbers/adopt-number.ts';
import type { LeaveNumbers } from '../../flows/numbers/leave-numbers.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { leftAnswer } from '../../views/numbers/account-news.ts';
import {
  ADOPT_PURPOSE_MISSING,
  ADOPT_TITLE,
  adoptedNotice,
  adoptForm,
  adopting,
  adoptLoading,
  mayNotAdopt,
  notAdopted,
} from '../../views/numbers/adopt-form.ts';
import { labelProblemText, noOwnerText } from '../../views/numbers/number-words.ts';
import type { Edge } from '../edge/edge.ts';
import { freeText } from '../edge/interaction.ts';
import { readHolding } from './read-holding.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  adoption: AdoptNumber;
  leaveNumbers: LeaveNumbers;
  now: () => number;
};

/** Taking over a number that was bought outside Slack, or leaving it alone: for approvers and admins. */
export function handleAdoption({ edge, modals, adoption, leaveNumbers, now }: Deps): void {
  edge.button(buttons.adopt, 'read', async ({ e164 }, click) => {
    const { actor } = click;
    const modal = await click.show(adoptLoading());
    const why = await adoption.forbids(actor);
    const form = formOf(undefined, actor.userId);
    const view = why
      ? noticeView(ADOPT_TITLE, mayNotAdopt(why))
      : adoptForm({ e164, form, labels: await adoption.labelsFor(actor), purpose: '' });
    await modals.update(modal, view);
  });

  edge.button(buttons.leaveNumbers, 'click', async (which, click) => {
    const left = await leaveNumbers(click.actor, which);
    await click.answer(left.ok ? leftAnswer(left.count) : mayNotAdopt(left.why));
  });

  edge.submission(modalIds.adopt, 'click', async ({ e164 }, { values, actor }) => {
    const purpose = freeText(values, inputs.purpose, PURPOSE_MAX, ADOPT_PURPOSE_MISSING);
    if ('errors' in purpose) return purpose;
    const form = readHolding(values, formOf(undefined, actor.userId), now());
    if ('errors' in form) return form;
    const labels = await adoption.labelsFor(actor);
    const again = (problem: string) =>
      adoptForm({ e164, form, labels, purpose: purpose.text }, problem);
    return {
      view: adopting(),
      carryOut: async () => {
        const adopted = await adoption.adopt(actor, e164, { purpose: purpose.text, holding: form });
        return { says: outcome(adopted, again), isOnCard: false, isRefused: !adopted.ok };
      },
      onFailure: again,
    };
  });
}

function outcome(adopted: Adopted, again: (problem: string) => ReturnType<typeof adoptForm>) {
  if (adopted.ok) return adoptedNotice(adopted.record);
  const { refusal } = adopted;
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(ADOPT_TITLE, mayNotAdopt(refusal.why));
    case 'no_owner':
      return again(noOwnerText(refusal.standing));
    case 'label':
      return again(labelProblemText(refusal.problem));
    case 'no_channel':
    case 'not_listed':
    case 'already':
    case 'under_way':
      return notAdopted(refusal.kind);
  }
}
