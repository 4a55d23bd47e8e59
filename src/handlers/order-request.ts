import { PURPOSE_MAX } from '../domain/order.ts';
import type { OrderDraft } from '../domain/order-draft.ts';
import { policyFor, type Rulebook } from '../domain/rulebook.ts';
import type { Requested, RequestOrder } from '../flows/request-order.ts';
import { readInput } from '../slack/form.ts';
import { buttons, inputs, modals } from '../slack/ids.ts';
import type { Windows } from '../slack/windows.ts';
import { noticeView } from '../views/notice.ts';
import {
  changedText,
  type OrderFormState,
  orderForm,
  orderLoading,
  orderNotRequested,
  orderRequested,
  orderSaving,
} from '../views/order-form.ts';
import { undecodable } from '../views/refusals.ts';
import type { Edge } from './edge.ts';
import { freeText } from './free-text.ts';
import type { Click } from './interaction.ts';

type Deps = {
  edge: Edge;
  windows: Windows;
  requestOrder: RequestOrder;
  rulebook: (team: string, channel: string) => Rulebook | undefined;
};
type Typed = { purpose: string; currency: string };

/** From Choose to a saved request. Forms open empty at once and answers arrive by update: both ask Vobiz and Slack. */
export function handleOrderRequest(deps: Deps): void {
  const { edge, windows, requestOrder } = deps;

  edge.button(buttons.choose, 'order_request', async (chosen, click) => {
    const window = await click.push(orderLoading());
    await windows.update(window, await formView(deps, click, chosen));
  });

  edge.submission(
    modals.orderForm,
    'order_request',
    async ({ order: draftId }, { values, actor }) => {
      const purpose = freeText(values, inputs.purpose, PURPOSE_MAX, 'Say what the number is for.');
      if (!purpose.ok) return { errors: purpose.errors };
      const typed = { purpose: purpose.text, currency: readInput(values, inputs.currency) };
      const draft = await requestOrder.opened(actor, draftId);
      if (!draft) return { view: orderNotRequested({ kind: 'no_draft' }) };
      if (!draft.quotes.some(({ price }) => price.setup.currency === typed.currency))
        return { view: orderNotRequested({ kind: 'currency_not_quoted' }) };
      return {
        view: orderSaving(),
        after: async (viewId) => {
          const requested = await requestOrder.request(actor, { draftId, ...typed });
          await windows.update({ viewId }, resultView(deps, requested, typed));
        },
        onFailure: (problem) => draftForm(deps, draft, { ...typed, problem }),
      };
    },
  );
}

function resultView(deps: Deps, requested: Requested, typed: Typed) {
  if (requested.ok) return orderRequested(requested.order);
  switch (requested.why) {
    case 'changed': {
      const { draft, was, difference } = requested;
      return draftForm(deps, draft, { ...typed, problem: changedText(was, difference) });
    }
    case 'sold':
      return orderNotRequested({ kind: 'gone', e164: requested.number.e164 });
    case 'already_requested':
      return orderNotRequested({ kind: requested.why, order: requested.order });
    case 'may_not_ask':
      return orderNotRequested({ kind: requested.why, reason: requested.reason });
    case 'over_limit':
      return orderNotRequested({ kind: requested.why, charge: requested.charge });
    default:
      return orderNotRequested({ kind: requested.why });
  }
}

async function formView(
  deps: Deps,
  click: Click,
  chosen: { country: string; region: string; e164: string },
) {
  const search = modals.search.decode(click.view?.metadata);
  if (!search.ok) return noticeView({ title: 'Too old', ...undecodable(search.why) });
  const askedIn = search.value.channel;
  const drafted = await deps.requestOrder.draft(click.actor, askedIn, chosen).catch(click.problem);
  if ('kind' in drafted) return orderNotRequested(drafted);
  if (!drafted.ok) return orderNotRequested({ kind: drafted.why, e164: chosen.e164 });
  return draftForm(deps, drafted.draft);
}

/** The form of a draft, saying who would be asked at the price it shows. */
function draftForm(
  deps: Deps,
  { id, team, askedIn, quotes }: OrderDraft,
  more: Pick<OrderFormState, 'purpose' | 'currency' | 'problem'> = {},
) {
  const book = deps.rulebook(team, askedIn);
  if (!book) return orderNotRequested({ kind: 'no_policy' });
  const policy = policyFor(book, quotes[0].price);
  const approvals = { ...policy, channel: policy.channel ?? askedIn };
  return orderForm({ orderId: id, quotes, approvals, ...more });
}
