import { describe, expect, it } from 'vitest';
import { cutPage } from '../../../src/domain/numbers/number-search.ts';
import { STAGES, WHOSE } from '../../../src/domain/order/order-filter.ts';
import { SHOWN } from '../../../src/domain/page-sizes.ts';
import { ordersModal } from '../../../src/views/order/orders-modal.ts';
import { buttonsIn, readView, viewProblems } from './views-rules.ts';
import { everyOrder, HOSTILE, orderStates, RIGHT_TO_LEFT } from './views-support.ts';

const filter = { whose: 'all', stage: '', month: '' } as const;
const states = orderStates();

describe('the list of requests', () => {
  it('has two lines for a request: how it stands, and what and whose it is', () => {
    const page = cutPage([states.completed], 0, SHOWN.orders);
    const view = ordersModal({ filter, months: ['2026-03'], page, total: 1, complete: true });
    expect(readView(view)).toMatchInlineSnapshot(`
      "Choose
      Everybody's requests
      My requests
      Waiting for me
      Everybody's requests
      Choose
      Any state
      Waiting for approval
      Approved or under way
      Bought
      Not bought
      Any state
      Choose
      Any month
      March 2026
      Any month
      1 request, newest first.
      *✅ Bought · +91 98765 43210*
      ₹750 · <@U0REQUESTER> · <!date^1772359200^{date_short_pretty}|1 Mar 2026, 10:00 UTC> · Support line for Pune
      Details"
    `);
    expect(buttonsIn(view.blocks)).toEqual([
      { actionId: 'open_order', value: expect.stringContaining('ord_7k3m9q2x') },
    ]);
  });

  it('keeps the limits of Slack on every page, with 500 requests of 99 months and any text', () => {
    const hostile = everyOrder().map((order) => ({ ...order, purpose: HOSTILE }));
    const turned = everyOrder().map((order) => ({ ...order, purpose: RIGHT_TO_LEFT }));
    const all = [...hostile, ...turned];
    const orders = Array.from({ length: 500 }, (_, at) => all[at % all.length] ?? states.denied);
    const months = Array.from(
      { length: 120 },
      (_, at) => `${2026 - Math.floor(at / 12)}-0${1 + (at % 9)}`,
    );
    for (let page = 0; page < 50; page += 1) {
      for (const whose of WHOSE) {
        const state = {
          filter: { ...filter, whose, stage: STAGES[page % 4] ?? '' },
          months,
        } as const;
        const found = cutPage(orders, page, SHOWN.orders);
        const view = ordersModal({ ...state, page: found, total: 500, complete: page % 2 > 0 });
        expect(viewProblems(view)).toEqual([]);
      }
    }
  });

  it('says when nothing matches, and what to type when there is nothing yet', () => {
    const none = cutPage([], 0, SHOWN.orders);
    const read = (total: number) =>
      readView(ordersModal({ filter, months: [], page: none, total }));
    expect(read(3)).toContain('No requests match.');
    expect(read(0)).toContain('/vobiz-number search IN');
    expect(viewProblems(ordersModal({ filter, months: [] }))).toEqual([]);
  });
});
