import { PURPOSE_MAX } from '../domain/order.ts';
import type { Policy } from '../domain/policy.ts';
import type { RequestOrder } from '../flows/request-order.ts';
import { readInput } from '../slack/form.ts';
import { buttons, inputs, modals } from '../slack/ids.ts';
import type { Windows } from '../slack/windows.ts';
import { noticeView } from '../views/notice.ts';
import { orderForm, orderLoading, orderNotRequested, orderRequested } from '../views/order-form.ts';
import { undecodable } from '../views/refusals.ts';
import type { Edge } from './edge.ts';
import type { Click } from './interaction.ts';

type Deps = { edge: Edge; windows: Windows; requestOrder: RequestOrder; policy: () => Policy };

/** From Choose to a saved request. The form opens empty at once; the number and its price arrive by update. */
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
      const purpose = readInput(values, inputs.purpose).trim();
      if (purpose === '')
        return { errors: { [inputs.purpose.blockId]: 'Say what the number is for.' } };
      const tooLong = [...purpose].length - PURPOSE_MAX;
      if (tooLong > 0) {
        return { errors: { [inputs.purpose.blockId]: `Shorten it by ${tooLong} characters.` } };
      }
      const currency = readInput(values, inputs.currency);
      const requested = await requestOrder.request(actor, { draftId, purpose, currency });
      if (requested.ok) return { view: orderRequested(requested.order) };
      const { why } = requested;
      if (why !== 'already_requested') return { view: orderNotRequested({ kind: why }) };
      return { view: orderNotRequested({ kind: why, order: requested.order }) };
    },
  );
}

async function formView(
  deps: Deps,
  click: Click,
  chosen: { country: string; region: string; e164: string },
) {
  const search = modals.search.decode(click.view?.metadata);
  if (!search.ok) return noticeView({ title: 'Too old', ...undecodable(search.why) });
  const policy = deps.policy();
  const askedIn = search.value.channel;
  const drafted = await deps.requestOrder.draft(click.actor, askedIn, chosen).catch(click.problem);
  if ('kind' in drafted) return orderNotRequested(drafted);
  if (!drafted.ok) return orderNotRequested({ kind: drafted.why, e164: chosen.e164 });
  const { id, quotes } = drafted.draft;
  const { approvers, selfApproval, channel = askedIn } = policy;
  return orderForm({ orderId: id, quotes, approvals: { channel, approvers, selfApproval } });
}
