import type { Actor } from '../../domain/actor.ts';
import type { Seen } from '../../domain/order/several-waiting.ts';
import type { ApproveSeveral, TriedOne } from '../../flows/order/approve-several.ts';
import { readChosen } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs, seenIn, seenOption } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import {
  NONE_TICKED,
  nothingTogether,
  type Several,
  type SeveralOutcome,
  SUM_CHANGED,
  severalForm,
  severalLoading,
  severalResult,
  severalSaving,
} from '../../views/order/several-form.ts';
import type { Edge } from '../edge/edge.ts';
import type { Common } from '../edge/interaction.ts';

type Deps = { edge: Edge; modals: Modals; approving: ApproveSeveral };

/** Approve several, in Home: boxes to tick, the sum of what is ticked, and one approval for each. */
export function handleApproveSeveral({ edge, modals, approving }: Deps): void {
  /** The form as it was on show, with these ticked. */
  async function withTicks(
    actor: Actor,
    before: Omit<Several, 'orders'>,
    ticked: readonly Seen[],
  ): Promise<Several> {
    return { ...before, ticked, orders: await approving.shown(actor, before.shown) };
  }

  edge.button(buttons.approveSeveral, 'read', async (_none, { actor, show }) => {
    const modal = await show(severalLoading());
    const { orders, more, apart } = await approving.waiting(actor);
    const shown = orders.map(({ id, revision }) => ({ order: id, revision }));
    const form = { orders, shown, ticked: [], more, apart };
    await modals.update(modal, orders.length > 0 ? severalForm(form) : nothingTogether());
  });

  edge.choice(inputs.together, 'read', async ({ actor, view, answer }) => {
    const before = modalIds.approveSeveral.decode(view?.metadata);
    if (!view || !before.ok) return answer(undecodable('broken'));
    const ticked = ticksIn(view.values, before.value.shown);
    const { viewId } = view;
    const isNewest = modals.begin(viewId);
    const form = severalForm(await withTicks(actor, before.value, ticked));
    if (isNewest()) await modals.update({ viewId }, form);
  });

  edge.submission(
    modalIds.approveSeveral,
    'decision',
    async (before, { actor, values, problem }) => {
      const ticked = ticksIn(values, before.shown);
      if (ticked.length === 0) return { errors: { [inputs.together.blockId]: NONE_TICKED } };
      const form = await withTicks(actor, before, ticked);
      // The sum that people see comes a moment after their tick.
      if (!isSame(ticked, before.ticked)) return { view: severalForm(form, SUM_CHANGED) };
      return {
        view: severalSaving(),
        onFailure: (sentence) => severalForm(form, sentence),
        carryOut: async () => {
          const tried = await approving.approve(actor, ticked);
          const says = severalResult(tried.map((one) => outcomeOf(one, form, problem)));
          return { says, isOnCard: false };
        },
      };
    },
  );
}

/** What is ticked, in the order in which it is on show. */
function ticksIn(values: unknown, shown: readonly Seen[]): Seen[] {
  const chosen = readChosen(values, inputs.together).flatMap((option) => seenIn(option) ?? []);
  const wanted = new Set(chosen.map(seenOption));
  return shown.filter((seen) => wanted.has(seenOption(seen)));
}

function isSame(some: readonly Seen[], others: readonly Seen[]): boolean {
  return some.map(seenOption).join() === others.map(seenOption).join();
}

function outcomeOf(
  tried: TriedOne,
  { orders }: Several,
  problem: Common['problem'],
): SeveralOutcome {
  const shown = orders.find(({ id }) => id === tried.order);
  if ('failure' in tried) return { shown, ...problem(tried.failure) };
  const { decided } = tried;
  return decided.ok
    ? { shown, kind: 'approved', order: decided.record }
    : { shown, kind: 'refused', refusal: decided.refusal };
}
