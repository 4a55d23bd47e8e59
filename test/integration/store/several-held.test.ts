import { describe, expect, it } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { type Order, type OrderIn, orderSchema } from '../../../src/domain/order/order.ts';
import { openParts, partsOf } from '../../../src/domain/order/order-parts.ts';
import { startStored, TEAM } from '../../support/stored.ts';
import { ASHA, RAVI } from '../../support/world.ts';

/** A request for two numbers that waits for approval, and what its save takes and frees. */
async function twoAsked() {
  const stored = startStored();
  const { stores, waiting } = stored;
  const { orders } = stores;
  const { number, ...one } = await waiting(0);
  const second = { ...number, e164: '+919876599999' };
  const asked = { ...one, id: 'ord_twonumbers', number: { ...number, e164: '+919876599998' } };
  const lead: Order = orderSchema.parse({ ...asked, revision: 1, more: [second] });
  const entry = (order: Order) =>
    auditEntry('request', { user: ASHA, team: TEAM }, undefined, order, 1);
  await orders.create(lead, entry(lead));
  const save = (next: Order) => orders.save(next, entry(next));
  const ask = (id: string) => {
    const other: Order = orderSchema.parse({ ...asked, id, number: second, revision: 1 });
    return orders.create(other, entry(other));
  };
  const approved: OrderIn<'approved'> = {
    ...lead,
    ...openParts(lead),
    revision: 2,
    state: 'approved',
    decision: { by: RAVI, at: 1 },
  };
  return { ...stored, orders, lead, approved, second, entry, save, ask };
}

describe('the further numbers of a request for several', () => {
  it('are not taken again by its lead, after their own orders have ended', async () => {
    const { orders, approved, entry, save, ask } = await twoAsked();
    await save(approved);
    const [part] = partsOf(approved, 1);
    if (!part) throw new Error('no part');
    await orders.putBack(part, entry(part));
    const stopped = { state: 'stopped', stop: { kind: 'not_checkable' }, endedAt: 2 };
    await save(orderSchema.parse({ ...part, ...stopped, revision: 2 }));
    // The process that makes the parts died: the lead hears of one before it is spread.
    await save({ ...approved, revision: 3, parts: { [part.id]: 'not_checkable' } });
    await save({ ...approved, revision: 4, spread: true });
    expect(await ask('ord_another1')).toEqual({ result: 'created' });
  });

  it('are free once a lost claim is put back, and their orders were lost with it', async () => {
    const { approved, save, ask } = await twoAsked();
    const attempt = { id: 'att_putback1', startedAt: 1 };
    const { decision } = approved;
    await save({ ...approved, state: 'placing', decision, attempt, spread: true });
    expect(await ask('ord_another1')).toEqual({ result: 'created' });
  });

  it('that it did not get are asked for again by one request at a time', async () => {
    const { orders, lead, entry } = await twoAsked();
    const again = (id: string, at: number): Order =>
      orderSchema.parse({
        ...lead,
        id,
        number: { ...lead.number, e164: `+91987650000${at}` },
        more: undefined,
        restOf: 'ord_shortone1',
      });
    const [one, two] = [again('ord_another1', 1), again('ord_another2', 2)];
    await orders.create(one, entry(one));
    expect(await orders.create(two, entry(two))).toMatchObject({
      result: 'held',
      record: { id: one.id },
    });
  });

  it('are free after a version that knows of none ended the request', async () => {
    const { redis, keys, lead, ask } = await twoAsked();
    expect(await ask('ord_another1')).toMatchObject({ result: 'held', record: { id: lead.id } });
    const withdrawn = { ...lead, state: 'withdrawn', endedAt: 2, revision: 2 };
    await redis.set(keys.record('order', lead), JSON.stringify(withdrawn));
    expect(await ask('ord_another1')).toEqual({ result: 'created' });
  });
});
