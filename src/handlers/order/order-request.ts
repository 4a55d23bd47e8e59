import type { Offer } from '../../domain/order/difference.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import { PURPOSE_MAX } from '../../domain/typed-text.ts';
import type { FinishRequest } from '../../flows/order/finish-request.ts';
import type { RequestOrder } from '../../flows/order/request-order.ts';
import { readInput } from '../../slack/form.ts';
import { buttons, inputs, modals } from '../../slack/ids.ts';
import type { Windows } from '../../slack/windows.ts';
import { noticeView } from '../../views/kit/notice.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import { orderNotRequested } from '../../views/order/not-requested.ts';
import { orderLoading, orderSaving } from '../../views/order/order-form.ts';
import type { Edge } from '../edge/edge.ts';
import { freeText } from '../edge/free-text.ts';
import type { Click } from '../edge/interaction.ts';
import { draftForm } from './show-requested.ts';

type Deps = {
  edge: Edge;
  windows: Windows;
  requestOrder: RequestOrder;
  finishRequest: FinishRequest;
  rulebook: (team: string, channel: string) => Rulebook | undefined;
};

/** From Choose to a saved request. Forms open empty at once and answers arrive by update: both ask Vobiz and Slack. */
export function handleOrderRequest(deps: Deps): void {
  const { edge, windows, requestOrder, finishRequest, rulebook } = deps;

  edge.button(buttons.choose, 'order_request', async (chosen, click) => {
    const window = await click.push(orderLoading());
    await windows.update(window, await formView(deps, click, chosen));
  });

  edge.submission(
    modals.orderForm,
    'order_request',
    async ({ order: draftId }, { values, viewId, actor }) => {
      const purpose = freeText(values, inputs.purpose, PURPOSE_MAX, 'Say what the number is for.');
      if (!purpose.ok) return { errors: purpose.errors };
      const typed = { purpose: purpose.text, currency: readInput(values, inputs.currency) };
      const submitted = await requestOrder.submit(actor, { draftId, viewId, ...typed });
      if (!submitted.ok) return { view: orderNotRequested(submitted) };
      const { draft } = submitted;
      return {
        view: orderSaving(),
        after: () => finishRequest.finish(draft),
        onFailure: (problem) => draftForm(rulebook, draft, { ...typed, problem }),
      };
    },
  );
}

async function formView(
  { requestOrder, rulebook }: Deps,
  click: Click,
  { e164, price, ...searched }: { country: string; region: string } & Offer,
) {
  const search = modals.search.decode(click.view?.metadata);
  if (!search.ok) return noticeView({ title: 'Too old', ...undecodable(search.why) });
  const askedIn = search.value.channel;
  const drafted = await requestOrder
    .draft(click.actor, askedIn, { ...searched, offer: { e164, price } })
    .catch(click.problem);
  if ('kind' in drafted) return orderNotRequested({ why: drafted.kind, ...drafted });
  if (drafted.ok) return draftForm(rulebook, drafted.draft);
  if (drafted.why === 'no_card') return orderNotRequested(drafted);
  return orderNotRequested(
    drafted.why === 'gone' ? { why: 'sold', number: { e164 } } : { why: drafted.why },
  );
}
