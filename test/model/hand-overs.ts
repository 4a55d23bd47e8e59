import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isConnectable, ownerOf } from '../../src/domain/connection/connectable.ts';
import type { Order, OrderIn } from '../../src/domain/order/order.ts';
import type { Transfers } from '../../src/flows/numbers/transfer-number.ts';
import type { Orders } from '../../src/store/records.ts';
import { type Command, command, index, name } from './command.ts';
import type { Model } from './model.ts';
import { actor, NAMES } from './people.ts';

/** A bought number, if there is one. */
export async function bought(real: Model, nth: number): Promise<OrderIn<'completed'> | undefined> {
  const orders = await Promise.all([nth, 0, 1, 2, 3].map((at) => real.order(at)));
  return orders.find((order) => order?.state === 'completed');
}

/** Enough for what was bought to be there. */
export async function timePasses(real: Model): Promise<void> {
  real.pass(700_000);
  await real.act((bot) => bot.sweep(() => true));
  await real.work({ lose: 0, twice: false });
}

const ask = fc.tuple(name, index).map(([by, nth]) =>
  command(`${by} asks for the number of request ${nth}`, async (real) => {
    const order = await bought(real, nth);
    if (order) await real.act(({ transfers }) => transfers.ask(actor(by), order.id, NEED));
  }),
);
const NEED = { purpose: 'A line', labels: {} };

/** Left to chance, hardly anybody who answers is the owner. */
const answer = fc
  .tuple(fc.option(name, { freq: 2 }), index, fc.boolean())
  .map(([by, nth, accept]) =>
    command(
      `${by ?? 'the owner'} ${accept ? 'hands over' : 'keeps'} the number of request ${nth}`,
      async (real) => {
        const order = await bought(real, nth);
        const who = by ?? NAMES.find((one) => order && one === ownerOf(order));
        if (order?.transfer && who) await real.act(answered(order, who, accept));
      },
    ),
  );

/** The way to an answer is long: one step takes it, with two answers at once. */
const askAndAnswer = fc.tuple(name, fc.option(fc.boolean(), { freq: 2 })).map(([by, accept]) =>
  command(
    `time passes, ${by} asks for a number, and its owner answers ${accept === null ? 'nothing' : 'twice at once'}`,
    async (real) => {
      await timePasses(real);
      const order = await bought(real, 0);
      const owner = NAMES.find((one) => order && one === ownerOf(order));
      if (!order || !owner) return;
      await real.act(({ transfers }) => transfers.ask(actor(by), order.id, NEED));
      await real.check();
      const asked = await bought(real, 0);
      if (!asked?.transfer || accept === null) return;
      const [one, other] = [answered(asked, owner, accept), answered(asked, owner, !accept)];
      await real.act((bot) => Promise.all([one(bot), other(bot)]));
    },
  ),
);

function answered(order: OrderIn<'completed'>, by: (typeof NAMES)[number], accept: boolean) {
  const answer = accept ? ({ accept } as const) : ({ accept, words: '' } as const);
  return ({ transfers }: { transfers: Transfers }) =>
    transfers.answer(actor(by), order.id, order.transfer?.at ?? 0, answer);
}

export const handOvers: fc.Arbitrary<Command>[] = [ask, answer, askAndAnswer, askAndAnswer];

/** A number changes hands once for each request, to who asked, by the word of its owner; of an approver once they left. */
export function checkOwner(
  earlier: Order,
  order: Order,
  standing: (userId: string) => string,
): void {
  if (!isConnectable(order) || !isConnectable(earlier)) return;
  const [before, now] = [ownerOf(earlier), ownerOf(order)];
  if (before === now) return;
  const { transfer } = order;
  const what = `${order.id} went from ${before} to ${now}`;
  assert.equal(transfer?.state, 'accepted', `${what} without an acceptance`);
  assert.notEqual(earlier.transfer?.state, 'accepted', `${what} by an earlier acceptance`);
  assert.equal(now, transfer.by, `${what}, who did not ask for it`);
  const isTheirWord = transfer.answeredBy === before || standing(before) !== 'member';
  assert.ok(isTheirWord, `${what} by the word of ${transfer.answeredBy}`);
  assert.equal(standing(now), 'member', `${what}, who may not own it`);
}

/** A bot that takes what ends a request for an acceptance. */
export const handsOverOn =
  (event: string) =>
  (orders: Orders): Orders => ({
    ...orders,
    save: (next, audit) => {
      if (audit.event !== event || next.state !== 'completed' || !next.transfer)
        return orders.save(next, audit);
      return orders.save({ ...next, holding: { owner: next.transfer.by } }, audit);
    },
  });
