import { expect, it } from 'vitest';
import type { SubmittedDraft } from '../../../src/domain/order/order-draft.ts';
import { createRequestOrder } from '../../../src/flows/order/request-order.ts';
import { createRest } from '../../../src/flows/order/rest.ts';
import { orderStates } from '../views/views-support.ts';

const { completed: order } = orderStates();
const silent = () => {};
const orders = { get: async ({ id }: { id: string }) => (id === order.id ? order : undefined) };
const unused = () => Promise.reject(new Error('asked'));

it('a form whose order was made before the process died is sent, although its number is sold: we bought it', async () => {
  const heard: unknown[] = [];
  const requestOrder = createRequestOrder({
    drafts: { get: unused, keep: unused, submitted: unused, forget: unused },
    checkOffer: async () => ({ difference: { kind: 'gone' }, offered: [] }),
    makeOrder: unused,
    rest: createRest({
      orders,
      changeOrder: async (ref, event) => {
        heard.push([ref.id, event]);
        return { ok: true, record: order, before: order };
      },
    }),
    orders,
    clock: { now: () => order.createdAt, jitter: () => 0 },
    log: { info: silent, warn: silent, error: silent },
  });
  const { id, team, requester, askedIn, number } = order;
  const submitted: SubmittedDraft = {
    ...{ id, team, requester, askedIn, quotes: [number], restOf: 'ord_before' },
    submitted: { purpose: 'Pune line', currency: 'INR', at: order.createdAt, userTeam: team },
  };
  expect(await requestOrder.carryOut(submitted)).toEqual({ ok: true, order });
  expect(heard).toEqual([['ord_before', { type: 'rest', next: id }]]);
});
