import type { Connection } from '../../src/domain/connection/connection.ts';
import type { GiveBack } from '../../src/domain/giveback/give-back.ts';
import type { Stand } from '../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { openParts } from '../../src/domain/order/order-parts.ts';
import { giveBackCard } from '../../src/views/giveback/give-back-card.ts';
import type { Message } from '../../src/views/kit/blocks.ts';
import { orderCard } from '../../src/views/order/order-card.ts';
import { requestCard } from '../../src/views/order/several-card.ts';
import { byonCard } from '../../src/views/verification/byon-card.ts';
import { everyConnection } from '../unit/views/connection-states.ts';
import { everyGiveBack } from '../unit/views/give-back-states.ts';
import {
  aNumber,
  orderStates,
  SET_UP,
  T0,
  verificationStates,
} from '../unit/views/views-support.ts';
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

/** A request for three numbers, from the approval to the last of them. */
function severalStates(): Readonly<Record<string, Order>> {
  const more = [aNumber({ e164: '+919876543211' }), aNumber({ e164: '+919876543212' })];
  const states = orderStates({ more });
  const approved = (order: Order, ...stands: Stand[]): Order => {
    const ids = Object.keys(openParts(order).parts ?? {});
    const parts = Object.fromEntries(ids.map((id, at) => [id, stands[at] ?? 'open']));
    return { ...order, parts, spread: true };
  };
  return {
    waiting: states.awaiting_approval,
    buying: approved(states.placing),
    'in doubt': approved(states.completed, 'unconfirmed', 'bought'),
    '2 of 3 bought': approved(states.completed, 'gone', 'bought'),
    'all bought': approved(states.completed, 'bought', 'bought'),
  };
}

/** A bought number that Vobiz or Meta has changed since. */
function troubledStates(): Readonly<Record<string, Order>> {
  const { completed } = orderStates();
  const { live } = connectionStates();
  return {
    'WhatsApp suspended': {
      ...completed,
      ...(live && { connection: live }),
      watched: { at: T0, channel: { is: 'suspended', since: T0 } },
    },
    blocked: { ...completed, watched: { at: T0, number: { is: 'blocked', since: T0 } } },
  };
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
    'a request for several numbers': mapped(severalStates(), (order) => requestCard(order, SET_UP)),
    'a number in trouble': mapped(troubledStates(), (order) => orderCard(order, SET_UP)),
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
