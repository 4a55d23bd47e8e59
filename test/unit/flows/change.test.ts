import { expect, it } from 'vitest';
import type { Order } from '../../../src/domain/order/order.ts';
import { change } from '../../../src/flows/change.ts';
import type { Records } from '../../../src/store/records.ts';
import { orderStates } from '../views/views-support.ts';

const { awaiting_approval: order } = orderStates();
const AUDIT = { event: 'escalate', by: { job: 'sweep' }, now: () => order.createdAt };

/** Records that lose so many races before they save, as during a failover. */
function contested(lost: number) {
  let saves = 0;
  const records: Pick<Records<Order>, 'get' | 'save'> = {
    get: async () => order,
    save: async () => {
      saves += 1;
      return saves > lost;
    },
  };
  return { records, saves: () => saves };
}

const escalated = (of: Order) =>
  ({ ok: true, record: { ...of, escalatedAt: of.createdAt } }) as const;

it('a change that others outrun is judged again and saved', async () => {
  const { records, saves } = contested(3);
  const changed = await change(records, order, escalated, AUDIT);
  expect(changed).toMatchObject({ ok: true, record: { escalatedAt: order.createdAt } });
  expect(saves()).toBe(4);
});

it('a change that others always outrun ends with an error that says so', async () => {
  const { records, saves } = contested(Number.POSITIVE_INFINITY);
  await expect(change(records, order, escalated, AUDIT)).rejects.toMatchObject({
    code: 'busy',
    message: `${order.id} changed 50 times while escalate was tried`,
  });
  expect(saves()).toBe(50);
});
