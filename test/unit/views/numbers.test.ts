import { describe, expect, it } from 'vitest';
import { isConnectable } from '../../../src/domain/connection/connectable.ts';
import { type Home, homeOf } from '../../../src/domain/home/home.ts';
import { cutPage } from '../../../src/domain/numbers/number-search.ts';
import {
  ALL_NUMBERS,
  mergeNumbers,
  type NumberEntry,
} from '../../../src/domain/numbers/owned-number-list.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import type { SetUpStatus } from '../../../src/domain/policy/set-up-status.ts';
import { ERROR_CODES } from '../../../src/errors.ts';
import { closedHome, failedHome, homeView } from '../../../src/views/home/home-view.ts';
import {
  numberDetails,
  numberGone,
  numberLoading,
} from '../../../src/views/numbers/number-details.ts';
import { numbersModal } from '../../../src/views/numbers/numbers-list.ts';
import { readView, viewProblems } from './views-rules.ts';
import {
  everyOrder,
  everyVerification,
  HOSTILE,
  orderStates,
  RIGHT_TO_LEFT,
  SET_UP,
  T0,
} from './views-support.ts';

const CHANNEL = 'D0REQUESTER';
const REF = 'ref_7k3m9q2x';
const longest = HOSTILE.slice(0, 1000);
const number = (at: number) => `+919876${String(at).padStart(6, '0')}`;

/** 500 numbers: ours, Vobiz's, connected ones, with every text as long and as bad as it can be. */
const entries: NumberEntry[] = mergeNumbers(
  Array.from({ length: 250 }, (_, at) => {
    const order = at % 2 ? orderStates({}, longest).completed : orderStates().completed;
    return { ...order, id: `ord_${String(at).padStart(8, '0')}`, allocated: number(at) };
  }),
  {
    at: T0 + 9e8,
    owned: Array.from({ length: 500 }, (_, at) => {
      const status = (['active', 'blocked', 'unknown'] as const)[at % 3] ?? 'active';
      return { e164: number(at), status, purchasedAt: T0, ownAccount: at % 5 > 0 };
    }),
    channels: Array.from({ length: 100 }, (_, at) => ({
      id: longest,
      e164: number(at),
      orderId: undefined,
      status: 'active' as const,
      verification: 'pending' as const,
      displayName: longest,
    })),
  },
);

describe('the list of numbers', () => {
  const filter = { ...ALL_NUMBERS, text: HOSTILE };
  const countries = Array.from({ length: 300 }, (_, at) => `X${at}`);

  it('is a modal Slack takes, on every page and with every trouble', () => {
    expect(entries).toHaveLength(500);
    for (const page of [0, 7, 24]) {
      const result = { kind: 'page', page: cutPage(entries, page, 20), total: 500 } as const;
      for (const code of ERROR_CODES) {
        const trouble = { code, ref: REF };
        const state = { filter, countries, result: { ...result, complete: false, trouble } };
        expect(viewProblems(numbersModal(state))).toEqual([]);
      }
    }
  });

  it('is one when there is nothing to show', () => {
    const none = { page: cutPage<NumberEntry>([], 3, 20), complete: true };
    for (const result of [
      { kind: 'loading' } as const,
      { kind: 'problem', code: 'store_unavailable', ref: REF } as const,
      { kind: 'page', ...none, total: 0 } as const,
      { kind: 'page', ...none, total: 500 } as const,
    ]) {
      expect(viewProblems(numbersModal({ filter, countries: [], result }))).toEqual([]);
    }
  });
});

it('the details of every number are a modal Slack takes', () => {
  for (const forbidden of [undefined, 'not_a_connector'] as const) {
    for (const entry of entries) {
      expect(viewProblems(numberDetails({ entry, forbidden, ...SET_UP }))).toEqual([]);
    }
  }
  for (const view of [numberLoading(), numberGone()]) expect(viewProblems(view)).toEqual([]);
});

describe('Home', () => {
  const text = HOSTILE.slice(0, 900);
  const many = Array.from({ length: 50 }, (_, at) => everyOrder(at % 2 ? text : undefined)).flat();
  const waiting = many.filter(({ state }) => state === 'awaiting_approval');
  const asked = waiting.filter(({ questions }) => questions);
  const home: Home = {
    waiting,
    questions: asked,
    mine: many,
    verifications: Array.from({ length: 20 }, everyVerification).flat(),
    numbers: entries,
    complete: false,
  };

  const setUp: SetUpStatus = {
    isAdmin: true,
    admins: [],
    source: 'none',
    version: 'default',
    values: undefined,
    isBegun: false,
    accounts: [],
  };

  it('is a view Slack takes with more of everything than fits', () => {
    expect(waiting.length).toBeGreaterThan(50);
    expect(viewProblems(homeView({ home, setUp, channel: CHANNEL }))).toEqual([]);
    expect(readView(homeView({ home, setUp, channel: CHANNEL }))).toMatch(
      /more questions? in .*more requests in .*more verifications on their cards.*more numbers and others/s,
    );
  });

  it('takes text from right to left and joined emoji as it takes any other', () => {
    const turned = (orders: readonly Order[]) =>
      orders.map((order) => ({ ...order, purpose: RIGHT_TO_LEFT }));
    const view = homeView({
      home: { ...home, waiting: turned(waiting), mine: turned(many), questions: [], numbers: [] },
      setUp,
      channel: CHANNEL,
    });
    expect(viewProblems(view)).toEqual([]);
    expect(readView(view)).not.toMatch(/[\u202a-\u202e]/);
  });

  it('is one when there is nothing, or when it is not for the reader', () => {
    const nothing = { waiting: [], questions: [], mine: [], verifications: [], numbers: [] };
    const empty = homeView({ home: { ...nothing, complete: true }, setUp, channel: CHANNEL });
    for (const view of [empty, closedHome('guest'), closedHome('outsider'), failedHome('No.')]) {
      expect(viewProblems(view)).toEqual([]);
    }
  });
});

describe('whose business a request is', () => {
  const orders = Object.values(orderStates());
  const known = { orders, verifications: everyVerification(), numbers: [], complete: true };
  const team = { teamId: 'T0TEAM', userTeamId: 'T0TEAM', standing: 'member' as const };
  const homeFor = (userId: string, groups: string[] = [], now = T0) =>
    homeOf(known, { ...team, userId, groups }, now);

  it('waits for those the pinned policy names, by person and by group, as long as it can be decided', () => {
    expect(homeFor('U0APPROVER').waiting).toHaveLength(1);
    expect(homeFor('U0OTHER', ['S0FINANCE']).waiting).toHaveLength(1);
    expect(homeFor('U0OTHER').waiting).toEqual([]);
    expect(homeFor('U0REQUESTER', ['S0FINANCE']).waiting).toEqual([]);
    expect(homeFor('U0APPROVER', [], T0 + 9e9).waiting).toEqual([]);
  });

  it('does not wait for somebody whose vote is in', () => {
    const [order] = orders.filter(({ state }) => state === 'awaiting_approval');
    if (!order) throw new Error('no order waits');
    const votes = [{ by: 'U0APPROVER', at: T0, sets: [0] }];
    const who = { ...team, userId: 'U0APPROVER', groups: [] };
    expect(homeOf({ ...known, orders: [{ ...order, votes }] }, who, T0).waiting).toEqual([]);
  });

  it('is shown to its requester, what is open before what has ended', () => {
    const { mine } = homeFor('U0REQUESTER');
    expect(mine.slice(0, 5).map(({ state }) => state)).toEqual([
      'awaiting_approval',
      'approved',
      'placing',
      'pending',
      'unconfirmed',
    ]);
    expect(mine).toHaveLength(10);
    expect(homeFor('U0OTHER').mine).toEqual([]);
  });

  it('has the verifications that run, and no others', () => {
    const states = homeFor('U0OTHER').verifications.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['sending', 'code_sent', 'locked']));
    expect(known.verifications.filter(isConnectable)).not.toEqual([]);
  });
});
