import type { ModalView } from '@slack/types';
import { giveBackObstacle, type Returnable } from '../../domain/giveback/give-back-rules.ts';
import type { Order } from '../../domain/order/order.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { GiveBackDeed, GiveBackResult, GiveBacks } from '../../flows/giveback/give-backs.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import {
  denyGiveBackForm,
  GIVE_BACK_TITLE,
  giveBackDone,
  giveBackForm,
  giveBackLoading,
  giveBackRefused,
  giveBackSaving,
  KEEP_TITLE,
  LOCK_TITLE,
  lockDone,
  MARK_TITLES,
  MISSING_WHY,
  markForm,
} from '../../views/giveback/give-back-form.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import type { Edge } from '../edge/edge.ts';
import { type Click, freeText, type SubmitReply, type Submitted } from '../edge/interaction.ts';
import type { IsOnCard } from '../order/card-forms.ts';
import type { DrawDetails } from '../order/open-details.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  giveBacks: GiveBacks;
  isOnCard: IsOnCard;
  drawDetails: DrawDetails;
  /** Redraws a message that turned out to be a stale copy of a card. */
  repairCopy: (orderId: string, click: Click) => Promise<void>;
};

/** Giving a number back, from Details and on its card. Every click gets an answer. */
export function handleGiveBack(deps: Deps): void {
  const { edge, modals, giveBacks } = deps;

  /** The form, or why the person may not, before they type anything. */
  async function open(
    click: Click,
    id: string,
    deed: GiveBackDeed,
    { title, form }: { title: string; form: (order: Returnable) => ModalView },
  ): Promise<void> {
    const modal = await click.show(giveBackLoading(title));
    const order = await giveBacks.get(click.actor, id);
    const refusal = order && (await giveBacks.forbids(deed, click.actor, order));
    const view = !order
      ? noticeView(title, unknownRecord())
      : refusal
        ? noticeView(title, giveBackRefused(refusal, order))
        : form(order);
    await modals.update(modal, view);
    // The digest has the button to ask, and no card has.
    if (deed !== 'ask') await deps.repairCopy(id, click);
  }

  async function answer(click: Click, id: string, acted: GiveBackResult): Promise<void> {
    if (!acted.ok) {
      const order = await giveBacks.get(click.actor, id);
      await click.answer(giveBackRefused(acted.refusal, order));
    } else if (!(await deps.isOnCard(click, acted.record))) {
      await click.answer(done(acted.record));
    }
    await deps.repairCopy(id, click);
  }

  /** Saved before the form is answered, as long as Slack waits: nobody is told "Saving…" of what dies with its process. */
  function carriedOut(
    { title, actor, id }: { title: string; id: string } & Pick<Submitted, 'actor'>,
    act: () => Promise<GiveBackResult>,
    again?: (order: Returnable, problem: string) => ModalView,
  ): Promise<SubmitReply> {
    return giveBacks.get(actor, id).then((order) => ({
      view: giveBackSaving(title),
      carryOut: async () => {
        const acted = await act();
        const says = acted.ok
          ? done(acted.record)
          : giveBackRefused(acted.refusal, await giveBacks.get(actor, id));
        return { says: noticeView(title, says), isOnCard: false };
      },
      ...(order && again && { onFailure: (problem) => again(order, problem) }),
    }));
  }

  edge.button(buttons.giveBack, 'click', ({ order: id }, click) =>
    open(click, id, 'ask', { title: GIVE_BACK_TITLE, form: mayAsk }),
  );

  edge.submission(modalIds.giveBack, 'click', async ({ order: id }, { values, actor }) => {
    const why = freeText(values, inputs.reason, REASON_MAX, MISSING_WHY);
    if ('errors' in why) return why;
    return carriedOut(
      { title: GIVE_BACK_TITLE, actor, id },
      () => giveBacks.ask(actor, id, why.text),
      (order, problem) => giveBackForm(order, { text: why.text, problem }),
    );
  });

  edge.button(buttons.approveGiveBack, 'decision', async ({ order: id, at }, click) =>
    answer(click, id, await giveBacks.approve(click.actor, id, at)),
  );

  edge.button(buttons.denyGiveBack, 'deny', ({ order: id }, click) =>
    open(click, id, 'deny', { title: KEEP_TITLE, form: denyGiveBackForm }),
  );

  edge.submission(modalIds.denyGiveBack, 'deny', async ({ order: id }, { values, actor }) => {
    const reason = freeText(values, inputs.reason, REASON_MAX, undefined);
    if ('errors' in reason) return reason;
    return carriedOut(
      { title: KEEP_TITLE, actor, id },
      () => giveBacks.deny(actor, id, reason.text),
      (order, problem) => denyGiveBackForm(order, { ...reason, problem }),
    );
  });

  edge.button(buttons.keepReturned, 'click', async ({ order: id }, click) =>
    answer(click, id, await giveBacks.keep(click.actor, id)),
  );

  const mark = (click: Click, id: string, outcome: keyof typeof MARK_TITLES) => {
    const title = MARK_TITLES[outcome];
    return open(click, id, 'settle', { title, form: (order) => markForm(order, outcome) });
  };
  const marked =
    (outcome: keyof typeof MARK_TITLES) =>
    ({ order: id }: { order: string }, { actor }: Pick<Submitted, 'actor'>) =>
      carriedOut({ title: MARK_TITLES[outcome], actor, id }, () =>
        giveBacks.settle(actor, id, outcome),
      );

  edge.button(buttons.markGone, 'click', ({ order: id }, click) => mark(click, id, 'gone'));
  edge.submission(modalIds.markGone, 'click', marked('gone'));
  edge.button(buttons.markOurs, 'click', ({ order: id }, click) => mark(click, id, 'ours'));
  edge.submission(modalIds.markOurs, 'click', marked('ours'));

  async function lock(click: Click, id: string, isLocked: boolean): Promise<void> {
    const modal = await click.show(giveBackSaving(LOCK_TITLE));
    const locked = await giveBacks.lock(click.actor, id, isLocked);
    const says =
      locked.ok && locked.record.state === 'completed'
        ? lockDone(locked.record)
        : giveBackRefused(locked.ok ? { kind: 'out_of_turn' } : locked.refusal);
    if (!(await modals.update(modal, noticeView(LOCK_TITLE, says)))) await click.answer(says);
    // Below lies the window with the button, which still offers what was just done. The lock stands, whatever becomes of that.
    if (locked.ok && click.view) {
      const { viewId } = click.view;
      await deps.drawDetails({ viewId }, locked.record, click.actor).catch(click.problem);
    }
  }
  edge.button(buttons.lockNumber, 'click', ({ order: id }, click) => lock(click, id, true));
  edge.button(buttons.unlockNumber, 'click', ({ order: id }, click) => lock(click, id, false));
}

/** The form, unless something in the way has to be cleared first. */
function mayAsk(order: Returnable): ModalView {
  const obstacle = giveBackObstacle(order);
  return obstacle
    ? noticeView(GIVE_BACK_TITLE, giveBackRefused({ kind: obstacle }))
    : giveBackForm(order);
}

function done(order: Order): Message {
  return order.state === 'completed' ? giveBackDone(order) : unknownRecord();
}
