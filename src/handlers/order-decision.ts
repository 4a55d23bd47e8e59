import { REASON_MAX } from '../domain/order.ts';
import { groupsToResolve, mayDecide } from '../domain/policy.ts';
import type { Decided, DecideOrder } from '../flows/decide-order.ts';
import type { Judge } from '../flows/judge.ts';
import type { Look } from '../flows/look.ts';
import { readInput } from '../slack/form.ts';
import { buttons, inputs, modals } from '../slack/ids.ts';
import type { Windows } from '../slack/windows.ts';
import type { Message } from '../views/blocks.ts';
import { denyForm, denyLoading } from '../views/deny-form.ts';
import { noticeView } from '../views/notice.ts';
import { decisionAnswer } from '../views/order-notes.ts';
import { forbiddenAnswer, refusalAnswer, unknownRecord } from '../views/refusals.ts';
import type { Edge } from './edge.ts';
import type { Click } from './interaction.ts';

type Deps = {
  edge: Edge;
  windows: Windows;
  decideOrder: DecideOrder;
  judge: Judge;
  look: Look;
  /** Draws a message that turned out to be an outdated copy of a card. */
  repairCopy: (orderId: string, click: Click) => Promise<void>;
};

/** Approve and Deny on the card. Everyone who clicks is answered: the winner, the late, and who may not. */
export function handleOrderDecision(deps: Deps): void {
  const { edge, windows, decideOrder, look } = deps;

  edge.button(buttons.approve, 'decision', async ({ order: id }, click) => {
    const decided = await decideOrder.approve(click.actor, id);
    await click.answer(await decisionMessage(deps, click, id, decided, 'approve'));
    if (!decided.ok) await deps.repairCopy(id, click);
  });

  edge.button(buttons.deny, 'deny', async ({ order: id }, click) => {
    const window = await click.open(denyLoading());
    await windows.update(window, await denyView(deps, click, id));
    await deps.repairCopy(id, click);
  });

  edge.submission(modals.deny, 'deny', async ({ order: id }, { values, actor }) => {
    const reason = readInput(values, inputs.reason).trim();
    if (reason === '') return { errors: { [inputs.reason.blockId]: 'Say why not.' } };
    const tooLong = [...reason].length - REASON_MAX;
    if (tooLong > 0) {
      return { errors: { [inputs.reason.blockId]: `Shorten it by ${tooLong} characters.` } };
    }
    const order = await look.one(actor, id);
    if (!order) return { view: noticeView({ title: 'Not denied', ...unknownRecord() }) };
    return {
      view: noticeView({ title: 'Deny this request', text: 'Saving your decision…' }),
      after: async (viewId) => {
        const decided = await decideOrder.deny(actor, id, reason);
        const title = decided.ok ? 'Denied' : 'Not denied';
        const message = decided.ok
          ? decisionAnswer(decided.record, 'deny')
          : refusalAnswer(decided.refusal, order.policy);
        await windows.update({ viewId }, noticeView({ title, ...message }));
      },
      onFailure: (problem) => denyForm(order, { reason, problem }),
    };
  });
}

async function decisionMessage(
  deps: Deps,
  click: Click,
  id: string,
  decided: Decided,
  decision: 'approve' | 'deny',
): Promise<Message> {
  if (decided.ok) return decisionAnswer(decided.record, decision);
  const order = await deps.look.one(click.actor, id);
  return refusalAnswer(decided.refusal, order?.policy);
}

/** The form for those who may deny; for everyone else the reason why not, before they type anything. */
async function denyView(deps: Deps, click: Click, id: string) {
  const order = await deps.look.one(click.actor, id);
  const title = 'Deny this request';
  if (!order) return noticeView({ title, ...unknownRecord() });
  if (order.state !== 'awaiting_approval') {
    return noticeView({ title, ...refusalAnswer({ kind: 'already_settled', order }) });
  }
  const who = await deps.judge(click.actor, groupsToResolve(order.policy));
  const forbidden = mayDecide(order.policy, who, order.requester);
  return forbidden
    ? noticeView({ title, ...forbiddenAnswer(forbidden, order.policy) })
    : denyForm(order);
}
