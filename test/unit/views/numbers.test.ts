import { describe, expect, it } from 'vitest';
import type { Home, Part } from '../../../src/domain/home/home.ts';
import { ALL_NUMBERS } from '../../../src/domain/numbers/number-filter.ts';
import { cutPage } from '../../../src/domain/numbers/number-search.ts';
import { mergeNumbers, type NumberEntry } from '../../../src/domain/numbers/owned-number-list.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { SHOWN } from '../../../src/domain/page-sizes.ts';
import type { SetUpStatus } from '../../../src/domain/policy/set-up-status.ts';
import { ERROR_CODES } from '../../../src/errors.ts';
import { closedHome, failedHome, homeView } from '../../../src/views/home/home-view.ts';
import {
  numberDetails,
  numberGone,
  numberLoading,
} from '../../../src/views/numbers/number-details.ts';
import { numbersModal } from '../../../src/views/numbers/numbers-list.ts';
import { everyGiveBack } from './give-back-states.ts';
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
  const filter = {
    ...ALL_NUMBERS,
    text: HOSTILE,
    owners: ['U0HOLDER', 'U0APPROVER'],
    label: { name: 'Team', value: 'gone' },
  };
  const values = Array.from({ length: 30 }, (_, at) => `${HOSTILE.slice(0, 28)}${at}`);
  const labels = ['A', 'B', 'C'].map((name) => ({ name, values, required: false }));
  const countries = Array.from({ length: 300 }, (_, at) => `X${at}`);

  const leftOut = ['at_vobiz', 'unfiltered'] as const;

  it('is a modal Slack takes, on every page and with every trouble', () => {
    expect(entries).toHaveLength(500);
    for (const page of [0, 7, 24]) {
      const result = { kind: 'page', page: cutPage(entries, page, 20), total: 500 } as const;
      for (const code of ERROR_CODES) {
        const trouble = { code, ref: REF };
        const state = {
          filter,
          countries,
          labels,
          result: { ...result, leftOut, trouble },
        };
        expect(viewProblems(numbersModal(state))).toEqual([]);
      }
    }
  });

  it('is one when there is nothing to show', () => {
    const none = { page: cutPage<NumberEntry>([], 3, 20), leftOut: [] };
    for (const result of [
      { kind: 'loading' } as const,
      { kind: 'problem', code: 'store_unavailable', ref: REF } as const,
      { kind: 'page', ...none, total: 0 } as const,
      { kind: 'page', ...none, total: 500 } as const,
    ]) {
      expect(viewProblems(numbersModal({ filter, countries: [], labels, result }))).toEqual([]);
    }
  });
});

it('the details of every number are a modal Slack takes', () => {
  for (const forbidden of [undefined, 'not_a_connector'] as const) {
    for (const entry of entries) {
      expect(viewProblems(numberDetails({ entry, forbidden, canAsk: true, ...SET_UP }))).toEqual(
        [],
      );
    }
  }
  for (const view of [numberLoading(), numberGone()]) expect(viewProblems(view)).toEqual([]);
});

describe('Home', () => {
  const text = HOSTILE.slice(0, 900);
  const many = Array.from({ length: 50 }, (_, at) => everyOrder(at % 2 ? text : undefined)).flat();
  const waiting = many.filter(({ state }) => state === 'awaiting_approval');
  const asked = waiting.filter(({ questions }) => questions);
  const part = <T>(items: readonly T[], most: number): Part<T> => ({
    shown: items.slice(0, most),
    more: Math.max(items.length - most, 0),
  });
  const most = SHOWN.home;
  const { completed } = orderStates();
  const returning = [...everyGiveBack(text), ...everyGiveBack()]
    .filter(({ state }) => state === 'asked')
    .map((giveBack) => ({ ...completed, giveBack }));
  const home: Home = {
    waiting: part(waiting, most.waiting),
    giveBacks: {
      toDecide: part(returning, most.giveBacks),
      own: part(returning, most.giveBacks),
    },
    questions: part(asked, most.questions),
    mine: part(many, most.mine),
    verifications: part(Array.from({ length: 20 }, everyVerification).flat(), most.verifications),
    numbers: part(entries, most.numbers),
    unread: ['S0FINANCE'],
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
      /more questions? in .*more requests in .*more give-backs on their cards.*more give-backs .*more verifications on their cards.*495 more numbers: press/s,
    );
  });

  const none = part<never>([], 1);
  const nothing = {
    waiting: none,
    giveBacks: { toDecide: none, own: none },
    questions: none,
    mine: none,
    verifications: none,
    numbers: none,
    unread: [],
  };

  it('never says that all is done where not everything was looked through', () => {
    const read = (some: Partial<Home>) =>
      readView(homeView({ home: { ...nothing, ...some }, setUp, channel: CHANNEL }));
    expect(read({})).toContain("You're all caught up");
    const [returned] = returning;
    const toDecide = part(returned ? [returned] : [], 1);
    expect(read({ giveBacks: { toDecide, own: none } })).toMatch(
      /Waiting for you.*Give back .*Requested by .*Expires.*Approve giving back/s,
    );
    expect(read({ giveBacks: { toDecide: none, own: toDecide } })).toMatch(
      /caught up.*Your requests.*Give back .*Waiting for .*Expires.*Keep the number/s,
    );
    const others = { shown: [], more: 'uncounted' } as const;
    expect(read({ waiting: others })).toMatch(/looked through the oldest.*\/vobiz-number orders/);
    expect(read({ waiting: others })).not.toContain('caught up');
    const unread = read({ unread: ['S0FINANCE'] });
    expect(unread).toContain("Slack didn't tell us who is in <!subteam^S0FINANCE>");
    expect(unread).not.toContain('caught up');
    expect(read({ waiting: { ...home.waiting, more: 'uncounted' } })).toContain('looked through');
    expect(
      viewProblems(
        homeView({
          home: { ...home, waiting: { ...home.waiting, more: 'uncounted' } },
          setUp,
          channel: CHANNEL,
        }),
      ),
    ).toEqual([]);
  });

  it('takes text from right to left and joined emoji as it takes any other', () => {
    const turned = ({ shown, more }: Part<Order>) => ({
      shown: shown.map((order) => ({ ...order, purpose: RIGHT_TO_LEFT })),
      more,
    });
    const view = homeView({
      home: {
        ...home,
        waiting: turned(home.waiting),
        mine: turned(home.mine),
        questions: none,
        numbers: none,
      },
      setUp,
      channel: CHANNEL,
    });
    expect(viewProblems(view)).toEqual([]);
    expect(readView(view)).not.toMatch(/[\u202a-\u202e]/);
  });

  it('is one when there is nothing, or when it is not for the reader', () => {
    const empty = homeView({ home: nothing, setUp, channel: CHANNEL });
    for (const view of [empty, closedHome('guest'), closedHome('outsider'), failedHome('No.')]) {
      expect(viewProblems(view)).toEqual([]);
    }
  });
});
