import type { ModalView } from '@slack/types';
import { giveBackObstacle } from '../../domain/giveback/give-back-rules.ts';
import { isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { Verification } from '../../domain/verification/verification.ts';
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
  repairCopy: (id: string, click: Click) => Promise<void>;
};

/** Giving a number back, from Details and on its card. Every click gets an answer. */
export function handleGiveBack(deps: Deps): void {
  const { edge, modals, giveBacks } = deps;

  /** The form, or why the person may not, before they type anything. */
  async function open(
    click: Click,
    id: string,
    deed: GiveBackDeed,
    { title, form }: { title: string; form: (record: Returnable) => ModalView },
  ): Promise<void> {
    const modal = await click.show(giveBackLoading(title));
    const record = await giveBacks.get(click.actor, id);
    const refusal = record && (await giveBacks.forbids(deed, click.actor, record));
    const view = !record
      ? noticeView(title, unknownRecord())
      : refusal
        ? noticeView(title, giveBackRefused(refusal, record))
        : form(record);
    await modals.update(modal, view);
    // The digest has the button to ask, and no card has.
    if (deed !== 'ask') await deps.repairCopy(id, click);
  }

  async function answer(click: Click, id: string, acted: GiveBackResult): Promise<void> {
    if (!acted.ok) {
      const record = await giveBacks.get(click.actor, id);
      await click.answer(giveBackRefused(acted.refusal, record));
    } else if (!(await deps.isOnCard(click, acted.record))) {
      await click.answer(done(acted.record));
    }
    await deps.repairCopy(id, click);
  }

  /** Saved before the form is answered, as long as Slack waits: nobody is told "Saving…" of what dies with its process. */
  function carriedOut(
    { title, actor, id }: { title: string; id: string } & Pick<Submitted, 'actor'>,
    act: () => Promise<GiveBackResult>,
    again?: (record: Returnable, problem: string) => ModalView,
  ): Promise<SubmitReply> {
    return giveBacks.get(actor, id).then((record) => ({
      view: giveBackSaving(title),
      carryOut: async () => {
        const acted = await act();
        const says = acted.ok
          ? done(acted.record)
          : giveBackRefused(acted.refusal, await giveBacks.get(actor, id));
        return { says: noticeView(title, says), isOnCard: false, isRefused: !acted.ok };
      },
      ...(record && again && { onFailure: (problem) => again(record, problem) }),
    }));
  }

  edge.button(buttons.giveBack, 'click', ({ record: id }, click) =>
    open(click, id, 'ask', { title: GIVE_BACK_TITLE, form: mayAsk }),
  );

  edge.submission(modalIds.giveBack, 'click', async ({ record: id }, { values, actor }) => {
    const why = freeText(values, inputs.reason, REASON_MAX, MISSING_WHY);
    if ('errors' in why) return why;
    return carriedOut(
      { title: GIVE_BACK_TITLE, actor, id },
      () => giveBacks.ask(actor, id, why.text),
      (record, problem) => giveBackForm(record, { text: why.text, problem }),
    );
  });

  edge.button(buttons.approveGiveBack, 'decision', async ({ record: id, at }, click) =>
    answer(click, id, await giveBacks.approve(click.actor, id, at)),
  );

  edge.button(buttons.denyGiveBack, 'deny', ({ record: id }, click) =>
    open(click, id, 'deny', { title: KEEP_TITLE, form: denyGiveBackForm }),
  );

  edge.submission(modalIds.denyGiveBack, 'deny', async ({ record: id }, { values, actor }) => {
    const reason = freeText(values, inputs.reason, REASON_MAX, undefined);
    if ('errors' in reason) return reason;
    return carriedOut(
      { title: KEEP_TITLE, actor, id },
      () => giveBacks.deny(actor, id, reason.text),
      (record, problem) => denyGiveBackForm(record, { ...reason, problem }),
    );
  });

  edge.button(buttons.keepReturned, 'click', async ({ record: id }, click) =>
    answer(click, id, await giveBacks.keep(click.actor, id)),
  );

  const mark = (click: Click, id: string, outcome: keyof typeof MARK_TITLES) => {
    const title = MARK_TITLES[outcome];
    return open(click, id, 'settle', { title, form: (record) => markForm(record, outcome) });
  };
  const marked =
    (outcome: keyof typeof MARK_TITLES) =>
    ({ record: id }: { record: string }, { actor }: Pick<Submitted, 'actor'>) =>
      carriedOut({ title: MARK_TITLES[outcome], actor, id }, () =>
        giveBacks.settle(actor, id, outcome),
      );

  edge.button(buttons.markGone, 'click', ({ record: id }, click) => mark(click, id, 'gone'));
  edge.submission(modalIds.markGone, 'click', marked('gone'));
  edge.button(buttons.markOurs, 'click', ({ record: id }, click) => mark(click, id, 'ours'));
  edge.submission(modalIds.markOurs, 'click', marked('ours'));

  async function lock(click: Click, id: string, isLocked: boolean): Promise<void> {
    const modal = await click.show(giveBackSaving(LOCK_TITLE));
    const locked = await giveBacks.lock(click.actor, id, isLocked);
    const says =
      locked.ok && isReturnable(locked.record)
        ? lockDone(locked.record)
        : giveBackRefused(locked.ok ? { kind: 'out_of_turn' } : locked.refusal);
    if (!(await modals.update(modal, noticeView(LOCK_TITLE, says)))) await click.answer(says);
    // Below lies the window with the button, which still offers what was just done. The lock stands, whatever becomes of that.
    if (locked.ok && click.view) {
      const { viewId } = click.view;
      await deps.drawDetails({ viewId }, locked.record, click.actor).catch(click.problem);
    }
  }
  edge.button(buttons.lockNumber, 'click', ({ record: id }, click) => lock(click, id, true));
  edge.button(buttons.unlockNumber, 'click', ({ record: id }, click) => lock(click, id, false));
}

/** The form, unless something in the way has to be cleared first. */
function mayAsk(record: Returnable): ModalView {
  const obstacle = giveBackObstacle(record);
  return obstacle
    ? noticeView(GIVE_BACK_TITLE, giveBackRefused({ kind: obstacle }))
    : giveBackForm(record);
}

function done(record: Order | Verification): Message {
  return isReturnable(record) ? giveBackDone(record) : unknownRecord();
}
