import { GIVE_BACK_LISTS, giveBackLists } from '../giveback/returnable.ts';
import { unusedListOf, unusedLists } from '../numbers/unused.ts';
import type { Order } from './order.ts';
import { isAsked, type OrderFilter, STAGES, type Stage, stageOf } from './order-filter.ts';

/** The list of those that wait for approval. */
export const ASKED: Stage = 'asked';
/** The list of those whose purchase nobody could confirm yet. */
export const UNCONFIRMED = 'unconfirmed';

/**
 * Who may approve a request stands in it, so what waits for somebody is found by looking through what waits: this many,
 * longest wait first. A Home is drawn often.
 */
export const ASKED_LOOKED_AT = { home: 100, list: 1_000 };

/**
 * The lists an order stands in besides the list of all, each by the time of the request. Saving it keeps them. Two hold it
 * for good, as every list of all orders takes memory for each of them: its stage, and its requester's orders of that
 * stage. Others hold it only while a question about it is open, its purchase unconfirmed, its number unused or asked to be
 * given back.
 */
export function orderLists(order: Order): string[] {
  const { requester } = order;
  const stage = stageOf(order);
  const asked = isAsked(order, { userId: requester }) ? [unansweredOf(requester)] : [];
  const unconfirmed = order.state === 'unconfirmed' ? [UNCONFIRMED] : [];
  return [
    stage,
    ownIn(requester, stage),
    ...asked,
    ...unconfirmed,
    ...giveBackLists(order),
    ...unusedLists(order),
  ];
}

/** Every list that an order like this can stand in, whatever its state. */
export function possibleLists({ requester, number }: Order): string[] {
  const ofNumber = [...GIVE_BACK_LISTS, unusedListOf(number.country)];
  const passing = [unansweredOf(requester), UNCONFIRMED, ...ofNumber];
  return [...STAGES, ...ownLists(requester), ...passing];
}

/** Somebody's own orders of some stages. */
export function ownLists(person: string, stages: readonly Stage[] = STAGES): string[] {
  return stages.map((stage) => ownIn(person, stage));
}

/** Those of somebody's orders that wait for their answer. */
export function unansweredOf(person: string): string {
  return `unanswered:${person}`;
}

/** The lists that together hold what the filter lets through, whatever the month. Undefined: all orders. */
export function listsFor(
  { whose, stage }: Pick<OrderFilter, 'whose' | 'stage'>,
  person: string,
): string[] | undefined {
  const stages = stage === '' ? undefined : [stage];
  return whose === 'mine' ? ownLists(person, stages) : stages;
}

function ownIn(person: string, stage: Stage): string {
  return `by:${person}:${stage}`;
}
