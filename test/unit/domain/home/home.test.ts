import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import {
  type First,
  groupsOfWaiting,
  homeOf,
  type KnownToAll,
  type Own,
  unreadThatMatter,
} from '../../../../src/domain/home/home.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import { ASKED_LOOKED_AT } from '../../../../src/domain/order/order-lists.ts';
import { SHOWN } from '../../../../src/domain/page-sizes.ts';
import { orderStates, T0, verificationStates } from '../../views/views-support.ts';

const NOW = T0 + 60_000;
const states = orderStates();
const { awaiting_approval: waiting, approved, denied } = states;

function person(userId: string, more: Partial<Person> = {}): Person {
  const teams = { teamId: 'T0TEAM', userTeamId: 'T0TEAM' };
  return { userId, ...teams, standing: 'member', groups: [], ...more };
}
const requester = person('U0REQUESTER');
const approver = person('U0APPROVER');

const none = { read: [], size: 0 };
const first = <T>(read: readonly T[], size = read.length): First<T> => ({ read, size });

function waitingFor(asked: First<Order>, who: Person) {
  const known = { asked, giveBacks: none, verifications: none, numbers: none };
  return homeOf(known, { questions: none, open: none, ended: none }, { who, unread: [] }, NOW)
    .waiting;
}
function homeWith(known: Partial<KnownToAll>, own: Partial<Own> = {}) {
  const nothing = { asked: none, giveBacks: none, verifications: none, numbers: none };
  const nothingOwn = { questions: none, open: none, ended: none };
  const glanced = { who: requester, unread: [] };
  return homeOf({ ...nothing, ...known }, { ...nothingOwn, ...own }, glanced, NOW);
}
const ids = (orders: readonly { id: string }[]) => orders.map(({ id }) => id);
const many = <T extends Order>(order: T, count: number, letter: string): T[] =>
  Array.from({ length: count }, (_, at) => ({ ...order, id: `ord_7k3m9q2${letter}${at}` }));

describe('the Home of somebody', () => {
  it('has what waits for their approval, as it was read: the one that has waited longest first', () => {
    const asked = many(waiting, 3, 'w');
    const part = waitingFor(first([...asked, approved]), approver);
    expect(ids(part.shown)).toEqual(ids(asked));
    expect(part.more).toBe(0);
  });

  it('counts what waits for them beyond what is shown, if all was looked through', () => {
    const shown = SHOWN.home.waiting;
    const all = waitingFor(first(many(waiting, shown + 2, 'w')), approver);
    expect([all.shown.length, all.more]).toEqual([shown, 2]);
    const some = waitingFor(first(many(waiting, 3, 'w'), ASKED_LOOKED_AT.home + 1), approver);
    expect([some.shown.length, some.more]).toEqual([3, 'uncounted']);
    expect(waitingFor(first([], ASKED_LOOKED_AT.home + 1), approver).more).toBe('uncounted');
  });

  it.each([
    ['by the group they are in', person('U0DEV', { groups: ['S0FINANCE'] }), 1],
    ['not of requests of their own', requester, 0],
    ['not of requests that others approve', person('U0DEV'), 0],
    ['not while they are a guest', person('U0APPROVER', { standing: 'guest' }), 0],
  ])('has what they may approve: %s', (_how, who, count) => {
    expect(waitingFor(first([waiting]), who).shown).toHaveLength(count);
  });

  it('has no request whose time is over, and none they have approved', () => {
    const late = { ...waiting, expiresAt: NOW - 1 };
    const approvedByThem = { ...waiting, votes: [{ by: 'U0APPROVER', at: T0, sets: [0] }] };
    expect(waitingFor(first([late, approvedByThem]), approver).shown).toEqual([]);
  });

  it('has requests whose approval takes the digits of the number', () => {
    const strict = { ...waiting, policy: { ...waiting.policy, confirmDigits: true as const } };
    expect(waitingFor(first([strict]), approver).shown).toHaveLength(1);
  });

  it('has the numbers that somebody asks to give back: theirs, and those they may decide about', () => {
    const asking = (id: string, at: number, expiresAt = NOW + 1): Order => ({
      ...states.completed,
      id: `ord_7k3m9q2${id}`,
      giveBack: { state: 'asked', asked: { by: requester.userId, at, why: 'Closed', expiresAt } },
    });
    const over = { ...states.completed, giveBack: undefined };
    const giveBacks = first([asking('b', T0 + 1), asking('a', T0), asking('late', T0, NOW), over]);
    const shown = (who: Person) => {
      const known = { asked: none, giveBacks, verifications: none, numbers: none };
      const home = homeOf(
        known,
        { questions: none, open: none, ended: none },
        { who, unread: [] },
        NOW,
      );
      return [ids(home.giveBacks.toDecide.shown), ids(home.giveBacks.own.shown)];
    };
    const both = ['ord_7k3m9q2a', 'ord_7k3m9q2b'];
    expect(shown(approver)).toEqual([both, []]);
    // Not even where they may approve their own purchases.
    expect(shown(requester)).toEqual([[], both]);
    expect(shown(person('U0DEV'))).toEqual([[], []]);
  });

  it('has own requests, open ones first, and of those that ended the newest', () => {
    const ended = many(denied, SHOWN.home.ended + 1, 'e');
    const { mine } = homeWith({}, { open: first([waiting, approved]), ended: first(ended, 400) });
    const shown = ended.slice(0, SHOWN.home.ended);
    expect(ids(mine.shown)).toEqual(ids([waiting, approved, ...shown]));
    expect(mine.more).toBe(0);
  });

  it('counts the open requests that are not shown, and of the ended ones only those that could be', () => {
    const open = first(many(waiting, SHOWN.home.mine, 'o'), 40);
    const { mine } = homeWith({}, { open, ended: first([denied], 400) });
    expect(ids(mine.shown)).toEqual(ids(open.read));
    expect(mine.more).toBe(40 + 1 - SHOWN.home.mine);
  });

  it('has of every other list what is shown, and the size of the rest', () => {
    const numbers = first(
      [{ e164: '+919876543210', country: 'IN', state: 'owned' }] as const,
      100_000,
    );
    const running = first(Object.values(verificationStates()).slice(0, 1), 3);
    const home = homeWith({ numbers, verifications: running }, { questions: first([waiting]) });
    expect(home.numbers).toEqual({ shown: numbers.read, more: 99_999 });
    expect(home.verifications).toEqual({ shown: running.read, more: 2 });
    expect(home.questions).toEqual({ shown: [waiting], more: 0 });
  });
});

it('is judged by the groups of what waits, each once', () => {
  const groups = ['S0SALES'];
  const sales = { ...waiting, policy: { ...waiting.policy, approvers: { users: [], groups } } };
  expect(groupsOfWaiting([waiting, sales, sales])).toEqual(['S0FINANCE', 'S0SALES']);
  expect(groupsOfWaiting([approved, denied])).toEqual([]);
  const approvers = { users: [], groups: ['S0OPS'] };
  const by = { by: 'U0REQUESTER', at: T0, why: 'Closed', approvers };
  const asked = { ...states.completed, giveBack: { state: 'asked', asked: by } } as const;
  expect(groupsOfWaiting([asked, states.completed])).toEqual(['S0OPS']);
});

describe('user groups that Slack does not tell', () => {
  const asOf = (userId: string) => ({ who: person(userId), unread: ['S0FINANCE', 'S0SALES'] });
  const finance = { users: ['U0NAMED'], groups: ['S0FINANCE'] };
  const sold = { ...waiting, policy: { ...waiting.policy, approvers: finance, sets: undefined } };
  const by = { by: requester.userId, at: T0, why: 'Closed', expiresAt: NOW + 1 };
  const giveBack = { state: 'asked', asked: { ...by, approvers: finance } } as const;
  const returning = { ...states.completed, giveBack };

  it.each([
    ['a request', sold],
    ['a number to give back', returning],
  ] as const)('matter to whom only they may let decide: %s', (_what, order) => {
    expect(unreadThatMatter([order], asOf('U0APPROVER'), NOW)).toEqual(['S0FINANCE']);
    expect(unreadThatMatter([order], asOf('U0NAMED'), NOW)).toEqual([]);
    expect(unreadThatMatter([order], asOf(requester.userId), NOW)).toEqual([]);
    expect(unreadThatMatter([approved, denied], asOf('U0APPROVER'), NOW)).toEqual([]);
  });
});
