import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/domain/connection/connection.ts';
import {
  ALL_NUMBERS,
  filterNumbers,
  isAnyNumber,
  wholeNumber,
} from '../../../../src/domain/numbers/number-filter.ts';
import {
  displayNameOf,
  mergeNumbers,
  monthlyFees,
  type NumberState,
  type OwnedSeen,
  priceOf,
} from '../../../../src/domain/numbers/owned-number-list.ts';
import { everyGiveBack } from '../../views/give-back-states.ts';
import {
  aNumber,
  differing,
  inr,
  orderStates,
  T0,
  verificationStates,
} from '../../views/views-support.ts';

const { completed } = orderStates();
const { verified } = verificationStates();
const LATER = T0 + 3_600_000;
const NUMBER = completed.number.e164;

function owned(more: Partial<OwnedSeen> = {}): OwnedSeen {
  return { e164: NUMBER, status: 'active', purchasedAt: T0, ownAccount: true, ...more };
}

function channel(more: object = {}) {
  const seen = { id: 'ch_1', e164: NUMBER, orderId: undefined, displayName: 'Pune Support' };
  return { ...seen, status: 'active', verification: 'verified', ...more } as const;
}

const attempt = { id: 'att_1', by: 'U0REQUESTER', at: T0 };
const common = { attempt, displayName: 'Old name', wabaId: '1911116896216319' };
const made = { ...common, channelId: 'ch_1', connectedAt: T0, active: true };
const live: Connection = { ...made, state: 'live', review: 'verified', at: T0 };

describe('one list', () => {
  it('has each number once, however often and however it is listed', () => {
    const [only, ...others] = mergeNumbers([completed, { ...verified, e164: NUMBER }], {
      at: LATER,
      owned: [owned(), owned({ e164: '+91 98765-43210' }), owned({ e164: '00919876543210' })],
      channels: [channel({ e164: '+91 98765 43210' }), channel({ id: 'ch_2' })],
    });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ e164: NUMBER, country: 'IN', channel: { id: 'ch_1' } });
  });

  it('goes by the number that was allocated, not by the one that was asked for', () => {
    const [entry] = mergeNumbers([differing(completed)], { at: LATER });
    expect(entry?.e164).toBe('+919876500000');
  });

  it('goes by the later one of two rows of a number in use, whichever comes first', () => {
    const rows = [30_000, 25_000].map((minor, at) =>
      owned({ price: { setup: inr(0), monthly: inr(minor) }, purchasedAt: T0 - at }),
    );
    const monthly = (list: OwnedSeen[]) =>
      mergeNumbers([], { at: LATER, owned: list })[0]?.owned?.price?.monthly.minor;
    expect([monthly(rows), monthly([...rows].reverse())]).toEqual([30_000, 30_000]);
  });

  it('shows what Vobiz owns without us, and leaves out what was given back', () => {
    const entries = mergeNumbers([], {
      at: LATER,
      owned: [owned(), owned({ e164: '+12125550100', status: 'released' })],
    });
    expect(entries).toMatchObject([{ e164: NUMBER, record: undefined, state: 'owned' }]);
  });

  it('gives a channel without a number to the order it was made from', () => {
    const seen = channel({ e164: undefined, orderId: completed.purchase.orderId });
    const entries = mergeNumbers([completed], { at: LATER, channels: [seen] });
    expect(entries).toMatchObject([{ e164: NUMBER, state: 'live' }]);
    const stray = channel({ e164: undefined, orderId: 'nobody knows' });
    expect(mergeNumbers([], { at: LATER, channels: [stray] })).toEqual([]);
  });

  it('gives a channel to the record it was made for, whatever number Vobiz says', () => {
    const record = { ...completed, connection: { ...live, channelId: 'ch_9' } };
    const seen = channel({ id: 'ch_9', e164: '+12125550100' });
    const entries = mergeNumbers([record], { at: LATER, channels: [seen] });
    expect(entries).toMatchObject([{ e164: NUMBER, channel: { id: 'ch_9' } }]);
  });

  it('has of several channels the one it was connected with, else the first', () => {
    const [one, two] = [channel({ id: 'ch_1' }), channel({ id: 'ch_2' })];
    const idOf = (connection: Connection | undefined, ...channels: (typeof one)[]) =>
      mergeNumbers([{ ...completed, connection }], { at: LATER, channels })[0]?.channel?.id;
    expect([idOf(live, one, two), idOf(live, two, one)]).toEqual(['ch_1', 'ch_1']);
    expect([idOf(undefined, one, two), idOf(undefined, two, one)]).toEqual(['ch_1', 'ch_2']);
  });

  it('keeps a number that was given back as long as there is a record or a channel', () => {
    const seen = { at: LATER, owned: [owned({ status: 'released' })] };
    expect(mergeNumbers([], seen)).toEqual([]);
    expect(mergeNumbers([completed], seen)).toMatchObject([{ state: 'unusable' }]);
    const connected = mergeNumbers([], { ...seen, channels: [channel()] });
    expect(connected).toMatchObject([{ state: 'unusable' }]);
  });

  it('takes the country of the request, else that of the number', () => {
    const elsewhere = { ...completed, number: aNumber({ country: 'US' }) };
    const countryIn = (...given: Parameters<typeof mergeNumbers>) =>
      mergeNumbers(...given)[0]?.country;
    expect(countryIn([elsewhere], { at: LATER })).toBe('US');
    expect(countryIn([verified], { at: LATER })).toBe('IN');
    expect(countryIn([], { at: LATER, owned: [owned({ e164: '+12125550100' })] })).toBe('US');
  });

  it('takes the connected one of two records, else the newer one', () => {
    const newer = { ...completed, id: 'ord_9k3m9q2x', endedAt: completed.endedAt + 1 };
    const connected = { ...completed, connection: live };
    const idOf = (...records: (typeof completed)[]) =>
      mergeNumbers(records, { at: LATER })[0]?.record?.id;
    expect([idOf(completed, newer), idOf(newer, completed)]).toEqual([newer.id, newer.id]);
    expect([idOf(connected, newer), idOf(newer, connected)]).toEqual([completed.id, completed.id]);
  });

  it('puts the newest first and those without a date last', () => {
    const older = owned({ e164: '+12125550100', purchasedAt: T0 - 1 });
    const undated = owned({ e164: '+12125550101', purchasedAt: undefined });
    const entries = mergeNumbers([completed], { at: LATER, owned: [undated, older] });
    expect(entries.map(({ e164 }) => e164)).toEqual([NUMBER, older.e164, undated.e164]);
  });
});

describe('the state of a number', () => {
  const connections: [Connection | undefined, NumberState][] = [
    [undefined, 'owned'],
    [{ ...common, state: 'failed', failure: 'refused', at: T0 }, 'owned'],
    [{ ...common, state: 'connecting' }, 'connecting'],
    [{ ...common, state: 'unclear', why: 'no_answer', since: T0 }, 'connecting'],
    [{ ...made, state: 'connected', review: 'pending' }, 'waiting'],
    [live, 'live'],
    [{ ...made, state: 'rejected', review: 'rejected', at: T0 }, 'rejected'],
    [{ ...common, state: 'disconnected', by: 'U0REQUESTER', at: T0 }, 'disconnected'],
  ];

  it.each(connections)(
    'is what our record says where Vobiz says nothing: %j',
    (connection, state) => {
      const record = connection ? { ...completed, connection } : completed;
      expect(mergeNumbers([record], { at: LATER })[0]?.state).toBe(state);
    },
  );

  it.each([
    [{ verification: 'verified', status: 'active' }, 'live'],
    [{ verification: 'verified', status: 'suspended' }, 'unusable'],
    [{ verification: 'unknown', status: 'unknown' }, 'waiting'],
    [{ verification: 'rejected', status: 'active' }, 'rejected'],
  ])('is what Vobiz says of its channel: %j', (said, state) => {
    const seen = { at: LATER, channels: [channel(said)] };
    expect(mergeNumbers([completed], seen)[0]?.state).toBe(state);
  });

  it('is what our record says when it changed after the list was read', () => {
    const gone: Connection = { ...common, state: 'disconnected', by: 'U0REQUESTER', at: LATER };
    const record = { ...completed, connection: gone, updatedAt: LATER + 1 };
    const [entry] = mergeNumbers([record], { at: LATER, channels: [channel()] });
    expect(entry).toMatchObject({ state: 'disconnected', channel: undefined });
  });

  it.each([
    ['as old as the list', { connection: live, updatedAt: LATER }, 'ch_1'],
    ['newer but never connected', { updatedAt: LATER + 1 }, 'ch_1'],
    ['newer', { connection: live, updatedAt: LATER + 1 }, undefined],
  ])('goes by the list unless our record of its connection is newer: %s', (_age, more, id) => {
    const seen = { at: LATER, channels: [channel()] };
    expect(mergeNumbers([{ ...completed, ...more }], seen)[0]?.channel?.id).toBe(id);
  });

  it('is verified for a number that was brought along, and not usable when Vobiz blocks it', () => {
    expect(mergeNumbers([verified], { at: LATER })[0]?.state).toBe('verified');
    for (const status of ['blocked', 'pending_purchase'] as const) {
      const seen = { at: LATER, owned: [owned({ status })] };
      expect(mergeNumbers([completed], seen)[0]?.state).toBe('unusable');
    }
  });

  it.each([
    ['still goes, in a list that is no older than our word', 0, 'leaving'],
    ['is kept, in an older list', 1, 'owned'],
  ] as const)('of which Vobiz said that it goes: %s', (_what, later, state) => {
    const asked = { by: 'U0ASKER', at: LATER - 9, why: 'Closed' };
    const giveBack = { asked, state: 'kept', at: LATER + later } as const;
    const seen = { at: LATER, owned: [owned({ status: 'pending_release' })] };
    expect(mergeNumbers([{ ...completed, giveBack }], seen)[0]?.state).toBe(state);
  });

  it('is being given back, as Vobiz or our record says', () => {
    const seen = { at: LATER, owned: [owned({ status: 'pending_release' })] };
    expect(mergeNumbers([completed], seen)[0]?.state).toBe('leaving');
    const states = everyGiveBack().map((giveBack): [string, unknown] => [
      giveBack.state,
      mergeNumbers([{ ...completed, giveBack }], { at: LATER })[0]?.state,
    ]);
    const leaving = states.filter(([, state]) => state === 'leaving').map(([of]) => of);
    expect(new Set(leaving)).toEqual(
      new Set([
        'approved',
        'releasing',
        'unclear',
        'pending',
        'keeping',
        'keep_unclear',
        'released',
      ]),
    );
  });
});

it('knows the price that was charged, else approved, else listed', () => {
  const price = { setup: inr(1), monthly: inr(2) };
  const priceWith = (...given: Parameters<typeof mergeNumbers>) => {
    const [entry] = mergeNumbers(...given);
    return entry && priceOf(entry);
  };
  const seen = { at: LATER, owned: [owned({ price })] };
  expect(priceWith([differing(completed)], seen)).toEqual(differing(completed).purchase?.price);
  expect(priceWith([completed], seen)).toEqual(completed.number.price);
  expect(priceWith([], seen)).toEqual(price);
  expect(priceWith([verified], { at: LATER })).toBeUndefined();
});

it.each([
  ['Vobiz’s', [{ ...completed, connection: live }], { channels: [channel()] }, 'Pune Support'],
  ['ours', [{ ...completed, connection: live }], {}, 'Old name'],
  ['nobody’s', [completed], {}, undefined],
  ['nobody’s, of a number without a record', [], { owned: [owned()] }, undefined],
] as const)('has a display name: %s', (_whose, records, seen, name) => {
  const [entry] = mergeNumbers(records, { at: LATER, ...seen });
  expect(entry && displayNameOf(entry)).toBe(name);
});

describe('the filter', () => {
  const american = owned({ e164: '+12125550100' });
  const entries = () =>
    mergeNumbers([{ ...completed, number: aNumber() }], {
      at: LATER,
      owned: [american],
      channels: [channel()],
    });
  const found = (filter: Partial<typeof ALL_NUMBERS>) =>
    filterNumbers(entries(), { ...ALL_NUMBERS, ...filter }).map(({ e164 }) => e164);

  it.each([
    [{}, [NUMBER, american.e164]],
    [{ country: 'US' }, [american.e164]],
    [{ state: 'live' }, [NUMBER]],
    [{ state: 'rejected' }, []],
    [{ text: ' 98765-432 ' }, [NUMBER]],
    [{ text: 'pune SUP' }, [NUMBER]],
    [{ text: 'line for pune' }, [NUMBER]],
    [{ text: 'ord_7k3m' }, [NUMBER]],
    [{ text: 'ch_1' }, [NUMBER]],
    [{ text: 'ch_1', country: 'US' }, []],
    [{ text: '3F8A-41' }, [NUMBER]],
    [{ text: 'mh' }, [NUMBER]],
    [{ text: 'Maharashtra' }, [NUMBER]],
    [{ text: 'Karnataka' }, []],
    [{ text: '(212) 555' }, [american.e164]],
    [{ text: 'x98765' }, []],
    [{ text: '98765x' }, []],
  ] as const)('%j', (filter, numbers) => expect(found(filter)).toEqual(numbers));

  it('is none while it is empty, also with blanks typed', () => {
    expect(isAnyNumber({ ...ALL_NUMBERS, text: ' \u200B ' })).toBe(true);
    for (const some of [{ text: 'a' }, { state: 'live' }, { country: 'IN' }] as const)
      expect(isAnyNumber({ ...ALL_NUMBERS, ...some })).toBe(false);
  });

  it.each([
    ['+91 98765 43210', NUMBER],
    ['0091 (98765) 43210', NUMBER],
    ['919876543210', NUMBER],
    ['543210', undefined],
    ['Pune', undefined],
  ])('knows a whole number: %s', (text, number) => expect(wholeNumber(text)).toBe(number));

  it('looks only at what is known of a number', () => {
    const text = (words: string, record: Parameters<typeof mergeNumbers>[0][number]) =>
      filterNumbers(mergeNumbers([record], { at: LATER }), { ...ALL_NUMBERS, text: words }).length;
    const { purchase: _none, ...unnamed } = completed;
    expect([text('pune', unnamed), text('3f8a', unnamed), text('undefined', unnamed)]).toEqual([
      ...[1, 0, 0],
    ]);
    expect([text('ver_', verified), text('pune', verified), text('mh', verified)]).toEqual([
      ...[1, 0, 0],
    ]);
  });
});

describe('whose numbers they are and what for', () => {
  const holding = { owner: 'U0MEERA', labels: { Team: 'Sales' }, note: 'For the fair' };
  const entries = mergeNumbers(
    [
      { ...completed, holding },
      { ...verified, e164: '+919876500009' },
    ],
    {
      at: LATER,
      owned: [owned({ e164: '+12125550100', price: { setup: inr(0), monthly: inr(300) } })],
    },
  );
  const found = (filter: Partial<typeof ALL_NUMBERS>) =>
    filterNumbers(entries, { ...ALL_NUMBERS, ...filter }).map(({ record }) => record?.kind);

  it.each<[string, Partial<typeof ALL_NUMBERS>, (string | undefined)[]]>([
    ['an owner', { owners: ['U0MEERA'] }, ['order']],
    ['any of several', { owners: ['U0MEERA', 'U0HOLDER'] }, ['order', 'verification']],
    ['a former owner', { owners: ['U0DEV'] }, []],
    ['a label', { label: { name: 'Team', value: 'Sales' } }, ['order']],
    ['another value', { label: { name: 'Team', value: 'Legal' } }, []],
    ['a word of the note', { text: 'fair' }, ['order']],
    ['a word of a label', { text: 'SALES' }, ['order']],
  ])('are found by %s', (_what, filter, kinds) => {
    expect(found(filter).sort()).toEqual(kinds);
    expect(isAnyNumber({ ...ALL_NUMBERS, ...filter })).toBe(false);
  });

  it('are summed by what they cost a month', () => {
    expect(monthlyFees(entries)).toEqual([inr(25_300)]);
    expect(monthlyFees([])).toEqual([]);
    const gone = mergeNumbers([completed], { at: LATER, owned: [owned({ status: 'released' })] });
    expect(monthlyFees(gone)).toEqual([]);
  });
});

it('shows the row in use of a number that was given back and bought again, whichever comes first', () => {
  const e164 = '+919845678901';
  const rows = (['released', 'active'] as const).map((status) => ({
    e164,
    status,
    ownAccount: true,
  }));
  for (const owned of [rows, [...rows].reverse()]) {
    const [entry] = mergeNumbers([], { at: 1, owned });
    expect(entry).toMatchObject({ state: 'owned', owned: { status: 'active' } });
  }
});
