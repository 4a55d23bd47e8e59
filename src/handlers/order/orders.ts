import { readMonth } from '../../domain/audit/audit.ts';
import { type OrderFilter, STAGES, WHOSE } from '../../domain/order/order-filter.ts';
import type { ListOrders } from '../../flows/order/list-orders.ts';
import { readInput } from '../../slack/form.ts';
import { buttons } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import { notUnderstood } from '../../views/kit/help.ts';
import { undecodable } from '../../views/kit/refusals.ts';
import { chosenOrders, ordersModal } from '../../views/order/orders-modal.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command, Common } from '../edge/interaction.ts';

type Deps = { edge: Edge; modals: Modals; listOrders: ListOrders };

const ALL: OrderFilter = { whose: 'all', stage: '', month: '' };

/** The list of requests: a filter that applies at once, and pages. */
export function handleOrders({ edge, modals, listOrders }: Deps) {
  async function show(
    { actor }: Pick<Common, 'actor'>,
    modal: { viewId: string; hash?: string },
    filter: OrderFilter,
    page: number,
  ): Promise<void> {
    const isNewest = modals.begin(modal.viewId);
    const list = ordersModal({ filter, ...(await listOrders.page(actor, filter, page)) });
    if (isNewest()) await modals.update(modal, list);
  }

  /** Another page or choice. Reads the list again, to show what has changed. */
  async function turn(click: Click, page: number): Promise<void> {
    const { view, answer } = click;
    if (!view) return answer(undecodable('broken'));
    // Without the hash: a second choice, made before the first was drawn, must not be refused as stale.
    await show(click, { viewId: view.viewId }, filterIn(view.values), page);
  }

  for (const input of [inputs.ordersOf, inputs.ordersIn, inputs.ordersMonth]) {
    edge.choice(input, 'read', (click) => turn(click, 0));
  }
  edge.button(buttons.previousOrders, 'read', ({ page }, click) => turn(click, page));
  edge.button(buttons.nextOrders, 'read', ({ page }, click) => turn(click, page));

  return {
    async command(common: Command, [word = 'all', ...more]: readonly string[]): Promise<void> {
      const whose = WHOSE.find((known) => known === word.toLowerCase());
      if (!whose || more.length > 0)
        return common.answer(notUnderstood('orders', whose ? more : [word, ...more]));
      const filter = { ...ALL, whose };
      const modal = await common.open(ordersModal({ filter, months: [] }));
      await show(common, modal, filter, 0);
    },
  };
}

function filterIn(values: unknown): OrderFilter {
  const whose = readInput(values, inputs.ordersOf);
  const month = readInput(values, inputs.ordersMonth);
  const stage = chosenOrders(readInput(values, inputs.ordersIn));
  return {
    whose: WHOSE.find((known) => known === whose) ?? ALL.whose,
    stage: STAGES.find((known) => known === stage) ?? '',
    month: readMonth(month) ? month : '',
  };
}
