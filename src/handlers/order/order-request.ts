import type { OrderDraft, SubmittedDraft } from '../../domain/order/order-draft.ts';
import type { Offer } from '../../domain/order/order-flags.ts';
import { policyFor, type Rulebook } from '../../domain/policy/rulebook.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import { AppError } from '../../errors.ts';
import type {
  FinishRequest,
  RequestOrder,
  RequestResult,
} from '../../flows/order/request-order.ts';
import type {
  Instead,
  RerequestOrder,
  RerequestResult,
} from '../../flows/order/rerequest-order.ts';
import { readInput } from '../../slack/form.ts';
import { buttons, inputs, modalIds } from '../../slack/ids.ts';
import type { SlackMessenger } from '../../slack/messenger.ts';
import type { Modals } from '../../slack/modals.ts';
import { type Message, sentence } from '../../views/kit/blocks.ts';
import { tooOld } from '../../views/kit/modal-parts.ts';
import { undecodable, unknownRecord } from '../../views/kit/refusals.ts';
import { notRerequestable, rerequestedNote } from '../../views/order/order-answers.ts';
import {
  formAgainText,
  type NotRequested,
  notRequested,
  type OrderFormState,
  orderForm,
  orderLoading,
  orderNotRequested,
  orderRequested,
  orderSaving,
  PURPOSE_MISSING,
  requestedText,
} from '../../views/order/order-form.ts';
import type { Edge } from '../edge/edge.ts';
import { type Click, freeText } from '../edge/interaction.ts';

type FindRulebook = (team: string, channel: string) => Promise<Rulebook | undefined>;

/** A draft's form, which says who will be asked at the shown price. */
function draftForm(
  book: Rulebook | undefined,
  { id, askedIn, quotes }: OrderDraft,
  more: Pick<OrderFormState, 'purpose' | 'currency' | 'problem'> = {},
) {
  if (!book) return orderNotRequested({ why: 'no_policy' });
  const policy = policyFor(book, quotes[0].price);
  const approvals = { ...policy, channel: policy.channel ?? askedIn };
  return orderForm({ orderId: id, quotes, approvals, ...more });
}

/** Shows the outcome of a form in its modal, or by direct message if it is closed. */
export function createShowRequested(deps: {
  modals: Modals;
  messenger: Pick<SlackMessenger, 'post'>;
  rulebook: FindRulebook;
  permalink: (team: string, id: string) => Promise<string | undefined>;
}) {
  const { modals, messenger, rulebook } = deps;

  async function linked(not: Exclude<RequestResult, { ok: true }>): Promise<NotRequested> {
    if (not.why !== 'already_requested' || !not.order) return not;
    return { ...not, permalink: await deps.permalink(not.order.team, not.order.id) };
  }

  async function views(draft: SubmittedDraft, requested: RequestResult) {
    if (requested.ok) {
      const { order } = requested;
      return { modal: orderRequested(order), direct: sentence(requestedText(order)) };
    }
    const not = await linked(requested);
    if (requested.why !== 'changed')
      return { modal: orderNotRequested(not), direct: notRequested(not) };
    const { purpose, currency } = draft.submitted;
    const problem = formAgainText(requested.was, requested.difference);
    const book = await rulebook(draft.team, draft.askedIn);
    const modal = draftForm(book, requested.draft, { purpose, currency, problem });
    return { modal, direct: notRequested(not) };
  }

  return async (draft: SubmittedDraft, requested: RequestResult): Promise<void> => {
    const { modal, direct } = await views(draft, requested);
    if (await modals.update({ viewId: draft.submitted.viewId }, modal)) return;
    const sent = await messenger.post(
      { channel: draft.requester },
      direct,
      `${draft.id}/requested`,
    );
    // Throw, so that the form is kept and the sweep shows its outcome later.
    if (!sent.ok && (sent.why === 'not_now' || (sent.why === 'refused' && !sent.final)))
      throw new AppError('slack_unavailable', `the outcome of ${draft.id} could not be told yet`);
  };
}

type Deps = {
  edge: Edge;
  modals: Modals;
  requestOrder: RequestOrder;
  finishRequest: FinishRequest;
  rulebook: FindRulebook;
};

/** From Choose to a saved request. Forms open empty at once and fill by update, as both wait for Vobiz and Slack. */
export function handleOrderRequest(deps: Deps): void {
  const { edge, modals, requestOrder, finishRequest, rulebook } = deps;

  edge.button(buttons.choose, 'order_request', async (chosen, click) => {
    const modal = await click.push(orderLoading());
    await modals.update(modal, await formView(deps, click, chosen));
  });

  edge.submission(
    modalIds.orderForm,
    'order_request',
    async ({ order: draftId }, { values, viewId, actor }) => {
      const purpose = freeText(values, inputs.purpose, PURPOSE_MAX, PURPOSE_MISSING);
      if ('errors' in purpose) return purpose;
      const typed = { purpose: purpose.text, currency: readInput(values, inputs.currency) };
      const submitted = await requestOrder.submit(actor, { draftId, viewId, ...typed });
      if (!submitted.ok) return { view: orderNotRequested(submitted) };
      const { draft } = submitted;
      const book = await rulebook(draft.team, draft.askedIn);
      return {
        view: orderSaving(),
        after: () => finishRequest.finish(draft),
        onFailure: (problem) => draftForm(book, draft, { ...typed, problem }),
      };
    },
  );
}

async function formView(
  { requestOrder, rulebook }: Deps,
  click: Click,
  { e164, price, ...searched }: { country: string; region: string } & Offer,
) {
  const search = modalIds.search.decode(click.view?.metadata);
  if (!search.ok) return tooOld(undecodable(search.why));
  const askedIn = search.value.channel;
  const drafted = await requestOrder
    .draft(click.actor, askedIn, { ...searched, offer: { e164, price } })
    .catch(click.problem);
  if ('kind' in drafted) return orderNotRequested({ why: drafted.kind, ...drafted });
  if (drafted.ok) return draftForm(await rulebook(click.actor.teamId, askedIn), drafted.draft);
  if (drafted.why === 'no_card') return orderNotRequested(drafted);
  return orderNotRequested(
    drafted.why === 'gone' ? { why: 'sold', number: { e164 } } : { why: drafted.why },
  );
}

type RerequestDeps = { edge: Edge; rerequestOrder: RerequestOrder };

/** Buttons of a stopped request: ask for approval of the difference, or request a similar number instead. */
export function handleOrderRerequest({ edge, rerequestOrder }: RerequestDeps): void {
  async function follow(click: Click, id: string, what: Instead) {
    await click.answer(rerequestAnswer(await rerequestOrder(click.actor, id, what)));
  }

  edge.button(buttons.askForDifference, 'order_request', ({ order }, click) =>
    follow(click, order, { kind: 'difference' }),
  );
  edge.button(buttons.requestInstead, 'order_request', ({ order, e164 }, click) =>
    follow(click, order, { kind: 'alternative', e164 }),
  );
}

function rerequestAnswer(followed: RerequestResult): Message {
  if (followed.ok) return rerequestedNote(followed.order);
  switch (followed.why) {
    case 'unknown':
      return unknownRecord();
    case 'not_open':
      return notRerequestable(followed.order);
    default:
      return notRequested(followed);
  }
}
