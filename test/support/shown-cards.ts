import type { Connection } from '../../src/domain/connection/connection.ts';
import type { GiveBack } from '../../src/domain/giveback/give-back.ts';
import { giveBackCard } from '../../src/views/giveback/give-back-card.ts';
import type { Message } from '../../src/views/kit/blocks.ts';
import { orderCard } from '../../src/views/order/order-card.ts';
import { byonCard } from '../../src/views/verification/byon-card.ts';
import { everyConnection } from '../unit/views/connection-states.ts';
import { everyGiveBack } from '../unit/views/give-back-states.ts';
import { orderStates, SET_UP, verificationStates } from '../unit/views/views-support.ts';
import { digestStates } from './shown-digests.ts';

/** One connection for each of its states; `text` is what people and Vobiz wrote. */
export function connectionStates(text?: string): Readonly<Record<string, Connection>> {
  return Object.fromEntries(
    everyConnection(text)
      .reverse()
      .map((connection) => [connection.state, connection]),
  );
}

/** One give-back for each of its states. */
export function giveBackStates(text?: string): Readonly<Record<string, GiveBack>> {
  return Object.fromEntries(
    everyGiveBack(text)
      .reverse()
      .map((giveBack) => [giveBack.state, giveBack]),
  );
}

/** Every card that people see, by what it is about and by state. */
export function cardStates(): Readonly<Record<string, Readonly<Record<string, Message>>>> {
  const { completed } = orderStates();
  const { verified } = verificationStates();
  return {
    'an order': mapped(orderStates(), (order) => orderCard(order, SET_UP)),
    'a bought number and its connection': mapped(connectionStates(), (connection) =>
      orderCard({ ...completed, connection }, SET_UP),
    ),
    'a weekly digest': digestStates(),
    'a bought number that is given back': mapped(giveBackStates(), (giveBack) => {
      const order = { ...completed, giveBack };
      return giveBackCard(order) ?? orderCard(order, SET_UP);
    }),
    'a verification': mapped(verificationStates(), (record) => byonCard(record, SET_UP)),
    'a verified number and its connection': mapped(connectionStates(), (connection) =>
      byonCard({ ...verified, connection }, SET_UP),
    ),
  };
}

function mapped<T, U>(of: Readonly<Record<string, T>>, to: (one: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, to(one)]));
}
