import assert from 'node:assert/strict';
import type { Stores } from '../../src/app/storage.ts';
import { numbersOf } from '../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { standOf } from '../../src/domain/order/order-parts.ts';

/** A request for several numbers leads to one order for each of them, and to none while it stands for all. */
export function checkAsked(orders: readonly Order[], goneBack: boolean): void {
  for (const lead of orders.filter(({ more, sentFor }) => more && !sentFor)) {
    const parts = orders.filter(({ partOf, sentFor }) => partOf === lead.id && !sentFor);
    const numbers = [lead, ...parts].map(({ number }) => number);
    const asked = numbersOf(lead).map(({ e164 }) => e164);
    assert.ok(numbers.length <= asked.length, `${lead.id} has more orders than numbers`);
    assert.equal(new Set(numbers.map(({ e164 }) => e164)).size, numbers.length, 'a number twice');
    const offered = new Map(numbersOf(lead).map((number) => [number.e164, number]));
    for (const number of numbers) assert.deepEqual(number, offered.get(number.e164));
    if (lead.parts && !lead.spread) {
      assert.ok(!('attempt' in lead), `${lead.id} was claimed while it stood for all its numbers`);
    }
    const isMissing = lead.spread && parts.length + 1 < asked.length;
    assert.ok(goneBack || !isMissing, `${lead.id} lost one of its numbers`);
  }
}

/** At rest the lead knows how its part ended. */
export async function checkStand(
  { orders }: Stores,
  part: Order,
  goneBack: boolean,
): Promise<void> {
  if (goneBack) return;
  const lead = await orders.get({ team: part.team, id: part.partOf ?? '' });
  assert.equal(lead?.parts?.[part.id], standOf(part), `${part.partOf} does not know of ${part.id}`);
}
