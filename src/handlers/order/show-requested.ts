import type { OrderDraft, SubmittedDraft } from '../../domain/order/order-draft.ts';
import { policyFor, type Rulebook } from '../../domain/policy/rulebook.ts';
import { AppError } from '../../errors.ts';
import type { Requested } from '../../flows/order/request-order.ts';
import type { SlackDoor } from '../../slack/door.ts';
import type { Windows } from '../../slack/windows.ts';
import { sentence } from '../../views/kit/blocks.ts';
import {
  type NotRequested,
  notRequested,
  orderNotRequested,
} from '../../views/order/not-requested.ts';
import {
  formAgainText,
  type OrderFormState,
  orderForm,
  orderRequested,
  requestedText,
} from '../../views/order/order-form.ts';

type FindRulebook = (team: string, channel: string) => Rulebook | undefined;

/** The form of a draft, saying who would be asked at the price it shows. */
export function draftForm(
  rulebook: FindRulebook,
  { id, team, askedIn, quotes }: OrderDraft,
  more: Pick<OrderFormState, 'purpose' | 'currency' | 'problem'> = {},
) {
  const book = rulebook(team, askedIn);
  if (!book) return orderNotRequested({ why: 'no_policy' });
  const policy = policyFor(book, quotes[0].price);
  const approvals = { ...policy, channel: policy.channel ?? askedIn };
  return orderForm({ orderId: id, quotes, approvals, ...more });
}

/** Shows what came of a submitted form in its modal; directly, to whoever has closed it meanwhile. */
export function createShowRequested(deps: {
  windows: Windows;
  door: Pick<SlackDoor, 'post'>;
  rulebook: FindRulebook;
  permalink: (team: string, id: string) => Promise<string | undefined>;
}) {
  const { windows, door, rulebook } = deps;

  async function linked(not: Exclude<Requested, { ok: true }>): Promise<NotRequested> {
    if (not.why !== 'already_requested' || !not.order) return not;
    return { ...not, permalink: await deps.permalink(not.order.team, not.order.id) };
  }

  async function views(draft: SubmittedDraft, requested: Requested) {
    if (requested.ok) {
      const { order } = requested;
      return { modal: orderRequested(order), direct: sentence(requestedText(order)) };
    }
    const not = await linked(requested);
    if (requested.why !== 'changed')
      return { modal: orderNotRequested(not), direct: notRequested(not) };
    const { purpose, currency } = draft.submitted;
    const problem = formAgainText(requested.was, requested.difference);
    const modal = draftForm(rulebook, requested.draft, { purpose, currency, problem });
    return { modal, direct: notRequested(not) };
  }

  return async (draft: SubmittedDraft, requested: Requested): Promise<void> => {
    const { modal, direct } = await views(draft, requested);
    if (await windows.update({ viewId: draft.submitted.viewId }, modal)) return;
    const sent = await door.post({ channel: draft.requester }, direct, `${draft.id}/requested`);
    // Thrown, so that the form is kept and the sweep shows its outcome later.
    if (!sent.ok && (sent.why === 'not_now' || (sent.why === 'refused' && !sent.final)))
      throw new AppError('slack_unavailable', `the outcome of ${draft.id} could not be told yet`);
  };
}
