import { describe, expect, it } from 'vitest';
import { SHOWN } from '../../../src/domain/page-sizes.ts';
import {
  nothingTogether,
  severalForm,
  severalResult,
} from '../../../src/views/order/several-form.ts';
import { readView, viewProblems } from './views-rules.ts';
import { HOSTILE, inr, orderStates } from './views-support.ts';

const { awaiting_approval: base, denied } = orderStates();
const dollars = { minor: 300, currency: 'USD' };
const orders = Array.from({ length: SHOWN.approvedTogether }, (_, at) => ({
  ...base,
  id: `ord_${String(at).padStart(20, 'a')}`,
  purpose: HOSTILE,
  revision: 100_000,
}));
const shown = orders.map(({ id, revision }) => ({ order: id, revision }));
const form = { orders, shown, ticked: [], more: 0, apart: 0 };

describe('approving several', () => {
  it('says what is ticked, the sum of it now and by the month, and how many are left out', () => {
    const ticked = shown.slice(0, 2);
    const view = severalForm({ ...form, ticked, more: 3, apart: 1 });
    expect(viewProblems(view)).toEqual([]);
    expect(readView(view)).toMatch(
      /2 requests: ₹1,500 now, then ₹500\/month.*3 more requests.*1 request you can only/s,
    );
    expect(view.submit?.text).toBe('Approve ₹1,500');
  });

  it('counts all the numbers of a request', () => {
    const more = [{ ...base.number, e164: '+919876500009' }];
    const two = orders.map((order) => ({ ...order, more }));
    const view = severalForm({ ...form, orders: two, ticked: shown.slice(0, 1) });
    expect(viewProblems(view)).toEqual([]);
    expect(readView(view)).toContain('1 request: ₹1,500 now, then ₹500/month');
    expect(JSON.stringify(view)).toContain('+ 1 other');
  });

  it('keeps currencies apart', () => {
    const price = { setup: dollars, monthly: dollars };
    const mixed = orders.map((order, at) =>
      at === 0 ? { ...order, number: { ...order.number, price } } : order,
    );
    const view = severalForm({ ...form, orders: mixed, ticked: shown.slice(0, 2) });
    expect(readView(view)).toContain('$6 and ₹750 now, then $3 and ₹250/month');
    expect(view.submit?.text).toBe('Approve 2');
  });

  it('fits Slack with all of them ticked, with hostile words and sums past the button', () => {
    const dear = { setup: inr(9e12), monthly: inr(9e12) };
    const most = orders.map((order) => ({ ...order, number: { ...order.number, price: dear } }));
    const view = severalForm({ ...form, orders: most, ticked: shown }, HOSTILE);
    expect(viewProblems(view)).toEqual([]);
    expect(view.submit?.text).toBe('Approve 10');
    expect(viewProblems(severalForm(form))).toEqual([]);
    expect(viewProblems(nothingTogether())).toEqual([]);
  });

  it('says of each whether it is approved, and why not', () => {
    const [one] = orders;
    const view = severalResult([
      { shown: one, kind: 'approved', order: base },
      { shown: one, kind: 'refused', refusal: { kind: 'changed', order: base } },
      { shown: one, kind: 'refused', refusal: { kind: 'already_settled', order: denied } },
      { shown: undefined, kind: 'refused', refusal: { kind: 'unknown' } },
      { shown: one, kind: 'problem', code: 'store_unavailable', ref: 'ref_7k3m9q2x' },
    ]);
    expect(viewProblems(view)).toEqual([]);
    expect(view.title.text).toBe('Approved 1 of 5');
    expect(readView(view)).toMatch(
      /✅.*⚠️.*has changed.*⚠️.*denied this request.*no record.*down on our side/s,
    );
  });
});
