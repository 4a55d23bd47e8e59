import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import { groupsOfWaiting, homeOf } from '../../../../src/domain/home/home.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import { SHOWN } from '../../../../src/domain/page-sizes.ts';
import { orderStates, T0, verificationStates } from '../../views/views-support.ts';

const NOW = T0 + 60_000;
const states = orderStates();
const { awaiting_approval: waiting, approved, denied } = states;
const verifications = Object.values(verificationStates());

function person(userId: string, more: Partial<Person> = {}): Person {
  const teams = { teamId: 'T0TEAM', userTeamId: 'T0TEAM' };
  return { userId, ...teams, standing: 'member', groups: [], ...more };
}
const requester = person('U0REQUESTER');
const approver = person('U0APPROVER');

function of(orders: readonly Order[], who: Person) {
  return homeOf({ orders, verifications, numbers: [], complete: true }, who, NOW);
}
const ids = (orders: readonly Order[]) => orders.map(({ id }) => id);
const many = <T extends Order>(order: T, count: number, letter: string): T[] =>
  Array.from({ length: count }, (_, at) => ({ ...order, id: `ord_7k3m9q2${letter}${at}` }));

describe('the Home of somebody', () => {
  it('has what waits for their approval, the one that has waited longest first', () => {
    const orders = [...many(waiting, 3, 'w'), approved];
    expect(ids(of(orders, approver).waiting)).toEqual(ids(many(waiting, 3, 'w')).reverse());
  });

  it.each([
    ['by the group they are in', person('U0DEV', { groups: ['S0FINANCE'] }), 1],
    ['not of requests of their own', requester, 0],
    ['not of requests that others approve', person('U0DEV'), 0],
    ['not while they are a guest', person('U0APPROVER', { standing: 'guest' }), 0],
  ])('has what they may approve: %s', (_how, who, count) => {
    expect(of([waiting], who).waiting).toHaveLength(count);
  });

  it('has no request whose time is over', () => {
    const late = { ...waiting, expiresAt: NOW - 1 };
    expect(of([late], approver).waiting).toEqual([]);
  });

  it('has requests whose approval takes the digits of the number', () => {
    const strict = { ...waiting, policy: { ...waiting.policy, confirmDigits: true as const } };
    expect(of([strict], approver).waiting).toHaveLength(1);
  });

  it('has own requests only, open ones first, and of those that ended the newest', () => {
    const others = many({ ...waiting, requester: 'U0DEV' }, 2, 'o');
    const ended = many(denied, SHOWN.home.ended + 1, 'e');
    const { mine } = of([...ended, ...others, waiting, approved], requester);
    const shown = ended.slice(0, SHOWN.home.ended);
    expect(ids(mine)).toEqual(ids([waiting, approved, ...shown]));
  });

  it('has own requests with an open question', () => {
    const asked = { by: 'U0APPROVER', at: T0, text: 'Which team pays?' };
    const [open, answered, others] = many(waiting, 3, 'q').map((order, at) => ({
      ...order,
      requester: at === 2 ? 'U0DEV' : order.requester,
      questions: [at === 1 ? { ...asked, answer: { at: T0, text: 'Sales' } } : asked],
    }));
    const closed = { ...denied, questions: [asked] };
    const orders = [open, answered, others, waiting, closed].flatMap((order) => order ?? []);
    expect(of(orders, requester).questions).toEqual([open]);
  });

  it('has the verifications that are not over', () => {
    const shown = of([], requester).verifications.map(({ state }) => state);
    expect(shown).toEqual(['sending', 'code_sent', 'locked']);
  });

  it('says whether it was made of everything, and keeps the numbers', () => {
    const numbers = [{ e164: '+919876543210', country: 'IN', state: 'owned' }] as const;
    const known = { orders: [], verifications: [], numbers, complete: false };
    expect(homeOf(known, requester, NOW)).toMatchObject({ numbers, complete: false });
  });
});

it('is judged by the groups of what waits, each once', () => {
  const groups = ['S0SALES'];
  const sales = { ...waiting, policy: { ...waiting.policy, approvers: { users: [], groups } } };
  expect(groupsOfWaiting([waiting, sales, sales])).toEqual(['S0FINANCE', 'S0SALES']);
  expect(groupsOfWaiting([approved, denied])).toEqual([]);
});
