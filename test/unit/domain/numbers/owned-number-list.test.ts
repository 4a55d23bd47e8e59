import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/domain/connection/connection.ts';
import {
  ALL_NUMBERS,
  countriesOf,
  displayNameOf,
  filterNumbers,
  mergeNumbers,
  type NumberState,
  type OwnedSeen,
  priceOf,
} from '../../../../src/domain/numbers/owned-number-list.ts';
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

  it('takes the connected one of two records, else the newer one', () => {
    const newer = { ...completed, id: 'ord_9k3m9q2x', createdAt: T0 + 1 };
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
    [{ verification: 'verified', status: 'suspended' }, 'waiting'],
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

  it('is verified for a number that was brought along, and not usable when Vobiz blocks it', () => {
    expect(mergeNumbers([verified], { at: LATER })[0]?.state).toBe('verified');
    for (const status of ['blocked', 'pending_purchase', 'pending_release'] as const) {
      const seen = { at: LATER, owned: [owned({ status })] };
      expect(mergeNumbers([completed], seen)[0]?.state).toBe('unusable');
    }
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

describe('the filter', () => {
  const american = owned({ e164: '+12125550100' });
  const entries = mergeNumbers([{ ...completed, number: aNumber() }], {
    at: LATER,
    owned: [american],
    channels: [channel()],
  });
  const found = (filter: Partial<typeof ALL_NUMBERS>) =>
    filterNumbers(entries, { ...ALL_NUMBERS, ...filter }).map(({ e164 }) => e164);

  it.each([
    [{}, [NUMBER, american.e164]],
    [{ country: 'US' }, [american.e164]],
    [{ state: 'live' }, [NUMBER]],
    [{ state: 'rejected' }, []],
    [{ text: ' 98765-432 ' }, [NUMBER]],
    [{ text: 'pune SUP' }, [NUMBER]],
    [{ text: 'line for pune' }, [NUMBER]],
    [{ text: 'ord_7k3m' }, [NUMBER]],
    [{ text: 'ch_1', country: 'US' }, []],
  ] as const)('%j', (filter, numbers) => expect(found(filter)).toEqual(numbers));

  it('offers the countries there are', () => {
    expect(countriesOf(entries)).toEqual(['IN', 'US']);
    expect(entries[0] && displayNameOf(entries[0])).toBe('Pune Support');
  });
});
