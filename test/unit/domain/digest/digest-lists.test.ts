import { describe, expect, it } from 'vitest';
import {
  boughtIn,
  deniedIn,
  givenBackIn,
  renewingIn,
  spentBy,
  troubledIn,
  unusedIn,
} from '../../../../src/domain/digest/digest-lists.ts';
import { waitingFor } from '../../../../src/domain/digest/digest-waiting.ts';
import { keptFor } from '../../../../src/domain/numbers/kept.ts';
import { mergeNumbers } from '../../../../src/domain/numbers/owned-number-list.ts';
import type { Order, OrderIn } from '../../../../src/domain/order/order.ts';
import { aNumber, inr, orderStates } from '../../views/views-support.ts';

const DAY_MS = 24 * 3_600_000;
const MONDAY = Date.parse('2026-11-30T00:00:00Z');
const WEEK = { from: MONDAY - 7 * DAY_MS, to: MONDAY };

const [ASHA, RAVI, MEERA] = ['U0ASHA', 'U0RAVI', 'U0MEERA'] as const;

/** The nth order, for ₹500 and ₹250 a month. */
function nthOrder(n: number, createdAt: number) {
  const digits = String(n).padStart(4, '0');
  const { policy } = orderStates().awaiting_approval;
  return orderStates({
    id: `ord_digest${digits}`,
    number: aNumber({ e164: `+91987650${digits}` }),
    requester: ASHA,
    policy: { ...policy, approvers: { users: [RAVI], groups: [] } },
    createdAt,
  });
}

/** Bought at that moment. */
function bought(n: number, endedAt: number, more: Partial<OrderIn<'completed'>> = {}) {
  return { ...nthOrder(n, endedAt).completed, endedAt, ...more };
}
const labelled = (value: string) => ({ holding: { labels: { 'Cost centre': value } } });
const entriesOf = (orders: readonly OrderIn<'completed'>[], owned: object[] = []) =>
  mergeNumbers(orders, { at: MONDAY, owned: owned as never });

describe('bought and denied', () => {
  it('counts what ended within the week, its first moment included and its last not', () => {
    const orders = [WEEK.from - 1, WEEK.from, WEEK.to - 1, WEEK.to].map((at, n) => bought(n, at));
    const { bought: list, boughtFor } = boughtIn(orders, WEEK);
    expect(list.shown.map(({ e164 }) => e164)).toEqual(['+919876500002', '+919876500001']);
    expect(boughtFor).toEqual([{ minor: 150_000, currency: 'INR' }]);
  });

  it('reads out six of what was bought, and adds up all of it as charged', () => {
    const price = { setup: inr(100), monthly: inr(20) };
    const dearer = bought(9, WEEK.from, {
      purchase: { orderId: 'v', rawStatus: 'completed', price, at: WEEK.from },
    });
    const named = bought(8, WEEK.from, { named: { price: { setup: inr(1), monthly: inr(2) } } });
    const { purchase: _none, ...found } = named;
    const plain = Array.from({ length: 5 }, (_, n) => bought(n, WEEK.from + n));
    const { bought: list, boughtFor } = boughtIn(
      [nthOrder(7, WEEK.from).denied, dearer, found, ...plain],
      WEEK,
    );
    expect([list.count, list.shown.length]).toEqual([7, 6]);
    expect(boughtFor).toEqual([inr(5 * 75_000 + 120 + 3)]);
  });

  it('tells denials newest first', () => {
    const at = [0, 2, 1].map((hours) => WEEK.from + hours * 3_600_000);
    const orders = at.map((endedAt, n) => ({ ...nthOrder(n, endedAt).denied, endedAt }));
    const { shown } = deniedIn([...orders, bought(9, WEEK.from)], WEEK);
    expect(shown.map(({ e164 }) => e164.at(-1))).toEqual(['1', '2', '0']);
  });

  it('leaves out denied tests', () => {
    const denied = (more: object): Order => ({
      ...nthOrder(1, MONDAY).denied,
      decision: { by: RAVI, at: WEEK.from },
      endedAt: WEEK.from,
      reason: '',
      ...more,
    });
    const list = deniedIn(
      [
        denied({}),
        denied({ test: true }),
        denied({ endedAt: WEEK.to }),
        denied({ endedAt: WEEK.from - 1 }),
      ],
      WEEK,
    );
    expect(list).toEqual({
      count: 1,
      shown: [{ e164: '+919876500001', requester: ASHA, by: RAVI }],
    });
  });
});

it('lists what was given back within the week', () => {
  const giveBack = (at: number) =>
    ({ giveBack: { state: 'released', at, asked: { by: ASHA, at, why: 'Not used' } } }) as never;
  const orders = [WEEK.from - 1, WEEK.from, WEEK.to].map((at, n) => bought(n, 0, giveBack(at)));
  const { shown } = givenBackIn([...orders, bought(9, 0)], WEEK);
  expect(shown).toEqual([{ e164: '+919876500001', by: ASHA }]);
});

it('names the number that Vobiz gave, where that is another than was asked for', () => {
  const given = '+919800000001';
  const released = { state: 'released', at: WEEK.from, asked: { by: ASHA, at: 0, why: '' } };
  const order = bought(1, WEEK.from, { allocated: given, giveBack: released } as never);
  expect(boughtIn([order], WEEK).bought.shown[0]?.e164).toBe(given);
  expect(givenBackIn([order], WEEK).shown[0]?.e164).toBe(given);
});

describe('spending', () => {
  const orders = [bought(1, MONDAY, labelled('Sales')), bought(2, MONDAY, labelled('Care'))];
  const budget = (amounts: object) => ({
    workspace: {},
    channel: {},
    teams: {},
    labels: {},
    ...amounts,
  });

  it('by label is what its budget counts, else the sum of the requests', () => {
    const labels = { 'Cost centre': { Sales: { INR: 200_000 } } };
    const rows = spentBy(orders, budget({ labels }), { 'label:Cost centre=Sales:INR': 90_000 });
    expect(rows.map(({ label, used, budget: most }) => [label?.value, used.minor, most])).toEqual([
      [undefined, 150_000, undefined],
      ['Sales', 90_000, 200_000],
      ['Care', 75_000, undefined],
    ]);
  });

  it('shows a budget that nobody has used, and the workspace’s own', () => {
    const labels = { 'Cost centre': { Legal: { INR: 100_000 } } };
    const rows = spentBy(orders.slice(0, 1), budget({ labels, workspace: { INR: 500_000 } }), {
      'workspace:INR': 75_000,
    });
    expect(rows.map(({ label, used, budget: most }) => [label?.value, used.minor, most])).toEqual([
      [undefined, 75_000, 500_000],
      ['Sales', 75_000, undefined],
      ['Legal', 0, 100_000],
    ]);
  });
});

describe('what renews', () => {
  const next = { from: MONDAY, to: MONDAY + 7 * DAY_MS };
  const day = (iso: string) => Date.parse(`${iso}T10:00:00Z`);

  it.each([
    ['on Vobiz’s date', '2026-01-15', '2026-12-02', ['2026-12-02', true]],
    ['not when Vobiz names a later one', '2026-11-02', '2026-12-20', undefined],
    ['on the day of the month it was bought', '2026-09-03', undefined, ['2026-12-03', false]],
    ['on the month’s last day', '2026-10-31', undefined, ['2026-11-30', false]],
    ['not in the month it was bought in', '2026-11-30', undefined, undefined],
    ['not later', '2026-09-08', undefined, undefined],
    ['not by a date of Vobiz’s that is over', '2026-09-03', '2026-11-03', ['2026-12-03', false]],
  ] as const)('%s', (_, since, named, expected) => {
    const order = bought(1, day(since));
    const owned = named
      ? [{ e164: order.number.e164, status: 'active', ownAccount: true, nextBillingAt: day(named) }]
      : [];
    const [one] = renewingIn(entriesOf([order], owned), next).renewing.shown;
    const found = one && [new Date(one.at).toISOString().slice(0, 10), one.byVobiz];
    expect(found).toEqual(expected);
  });
});

describe('what renews is what is still charged', () => {
  const next = { from: MONDAY, to: MONDAY + 7 * DAY_MS };
  const since = Date.parse('2026-09-03T10:00:00Z');
  const order = bought(1, since);
  const { e164 } = order.number;
  const price = order.number.price;
  const row = { e164, status: 'active', ownAccount: true, purchasedAt: since, price };
  const renews = (orders: OrderIn<'completed'>[], owned: object[], channels: object[] = []) =>
    renewingIn(mergeNumbers(orders, { at: MONDAY, owned, channels } as never), next).renewing.count;

  it.each([
    ['a number whose channel is suspended', [row], [{ id: 'c', e164, status: 'suspended' }], 1],
    ['one that is blocked', [{ ...row, status: 'blocked' }], [], 1],
    ['none that is being given back', [{ ...row, status: 'pending_release' }], [], 0],
    ['none that was given back', [{ ...row, status: 'released' }], [], 0],
  ])('%s', (_name, owned, channels, count) => {
    expect(renews([order], owned, channels)).toBe(count);
  });

  it.each(['gone', 'released', 'pending_release'] as const)(
    'none that is %s by the watch',
    (is) => {
      const watched = { at: MONDAY, number: { is, since: MONDAY } };
      expect(renews([bought(1, since, { watched })], [])).toBe(0);
    },
  );

  it('a number that was bought elsewhere, on the day Vobiz sold it', () => {
    expect(renews([], [row])).toBe(1);
    const adopted = {
      kind: 'verification',
      state: 'adopted',
      id: 'ver_1234567890',
      e164,
      createdAt: MONDAY,
      endedAt: MONDAY - 14 * DAY_MS,
      price,
    };
    expect(renews([adopted as never], [row])).toBe(1);
  });
});

describe('what nobody uses', () => {
  const old = MONDAY - 20 * DAY_MS;
  const unused = (order: OrderIn<'completed'>, now = MONDAY) =>
    unusedIn(entriesOf([order]), { now, unusedForMs: 14 * DAY_MS }).unused.shown.map(
      ({ wasConnected }) => wasConnected,
    );
  const connection = (state: 'disconnected' | 'live', at: number) =>
    ({
      connection: {
        state,
        at,
        by: ASHA,
        displayName: 'Acme',
        wabaId: '1',
        phoneNumberId: '2',
        channelId: 'c',
        attempt: 'a',
        requestedBy: ASHA,
        requestedAt: at,
        startedBy: ASHA,
        startedAt: at,
      },
    }) as never;

  it('is old and never connected, or disconnected that long ago', () => {
    expect(unused(bought(1, old))).toEqual([false]);
    expect(unused(bought(1, MONDAY - 13 * DAY_MS))).toEqual([]);
    expect(unused(bought(1, old, connection('disconnected', old)))).toEqual([true]);
    expect(unused(bought(1, old, connection('disconnected', MONDAY - DAY_MS)))).toEqual([]);
    expect(unused(bought(1, old, connection('live', old)))).toEqual([]);
  });

  it('is quiet for 90 days once somebody keeps it', () => {
    const order = bought(1, old, { holding: { kept: keptFor(MEERA, MONDAY) } });
    expect(unused(order, MONDAY + 90 * DAY_MS - 1)).toEqual([]);
    expect(unused(order, MONDAY + 90 * DAY_MS)).toEqual([false]);
  });
});

it('lists what differs at Vobiz from what was bought', () => {
  const watched = { at: MONDAY, channel: { is: 'suspended' as const, since: MONDAY } };
  const orders = [bought(1, MONDAY, { watched }), bought(2, MONDAY, { watched: { at: MONDAY } })];
  expect(troubledIn(entriesOf(orders))).toEqual({
    count: 1,
    shown: [{ e164: '+919876500001', owner: ASHA, watched }],
  });
});

describe('what waits', () => {
  it('is all that it asks for, and an unconfirmed purchase waits for a word', () => {
    const order = nthOrder(1, MONDAY);
    const several = { ...order.awaiting_approval, more: [aNumber({ e164: '+919876599999' })] };
    const { shown } = waitingFor(
      { asked: [several, order.unconfirmed], givingBack: [] },
      2,
      MONDAY,
    );
    expect(shown.map(({ what, charge }) => [what, charge])).toEqual([
      ['decision', inr(150_000)],
      ['word', inr(75_000)],
    ]);
  });

  it('waits for everybody in its sets, each once, or for any member', () => {
    const set = (users: string[], groups: string[]) => ({ from: { users, groups }, needed: 1 });
    const anybody = { from: 'any_full_member' as const, needed: 1 };
    const from = (...sets: (ReturnType<typeof set> | typeof anybody)[]) => {
      const order = nthOrder(1, MONDAY).awaiting_approval;
      const asked = [{ ...order, policy: { ...order.policy, sets } }];
      return waitingFor({ asked, givingBack: [] }, 1, MONDAY).shown[0]?.from;
    };
    expect(from(set([ASHA], ['S0OPS']), set([ASHA, RAVI], ['S0OPS', 'S0LAW']))).toEqual({
      users: [ASHA, RAVI],
      groups: ['S0OPS', 'S0LAW'],
    });
    expect(from(set([ASHA], []), anybody)).toBe('any_full_member');
  });

  it('waits for its approvers, or for the answer of the person who asked for it', () => {
    const order = nthOrder(1, MONDAY).awaiting_approval;
    const asked: Order = {
      ...order,
      questions: [{ id: 'q', by: RAVI, at: MONDAY, text: 'Why?' } as never],
      pausedAt: MONDAY,
    };
    const all = [order, asked, { ...order, test: true as const }];
    const { shown, count } = waitingFor({ asked: all, givingBack: [] }, 30, MONDAY);
    expect(count).toBe(29);
    expect(shown).toMatchObject([
      { what: 'decision', from: { users: [RAVI] } },
      { what: 'answer', from: { users: [ASHA] } },
    ]);
  });

  it('names numbers to be given back among them by how long they wait, but not those whose time is over', () => {
    const askedBack = (n: number, more: object) =>
      bought(n, MONDAY - 90 * DAY_MS, {
        giveBack: {
          state: 'asked',
          asked: { by: ASHA, at: MONDAY - DAY_MS, why: 'Not needed', ...more },
        },
      });
    const { shown, count } = waitingFor(
      {
        asked: [
          nthOrder(1, MONDAY - 2 * DAY_MS).awaiting_approval,
          nthOrder(2, MONDAY - 1).awaiting_approval,
        ],
        givingBack: [
          askedBack(3, { approvers: { users: [MEERA], groups: [] } }),
          askedBack(4, { expiresAt: MONDAY }),
          askedBack(5, {}),
        ],
      },
      5,
      MONDAY,
    );
    expect(count).toBe(4);
    expect(shown.map(({ e164 }) => Number(e164.slice(-1)))).toEqual([1, 3, 5, 2]);
    expect(shown[1]).toEqual({
      e164: '+919876500003',
      charge: inr(25_000),
      since: MONDAY - DAY_MS,
      what: 'decision',
      from: { users: [MEERA], groups: [] },
      isGiveBack: true,
    });
    expect(shown[2]).toMatchObject({ from: { users: [RAVI] } });
  });
});
