import { describe, expect, it } from 'vitest';
import {
  type AccountLists,
  compareAll,
  compareWith,
  indexLists,
  isInDoubt,
  type LastSeen,
  vanishedFrom,
} from '../../../../src/domain/account/last-seen.ts';
import type { OwnedSeen } from '../../../../src/domain/numbers/owned-number-list.ts';

const NUMBER = '+919876543210';
const owned = (parts: Partial<OwnedSeen> = {}): OwnedSeen => ({
  e164: NUMBER,
  status: 'active',
  ownAccount: true,
  ...parts,
});
const listing = (numbers: readonly OwnedSeen[], isWhole = true): AccountLists => ({
  owned: { numbers, isWhole },
});
const seenAs = (number: string, channel = ''): LastSeen => ({
  ids: ['ord_1'],
  number: { mark: number },
  channel: { mark: channel },
});
const live = { id: 'c-1', e164: NUMBER, status: 'active', verification: 'verified' } as const;
const AT = 1_000_000;
const MINUTES = 5 * 60_000;

/** Looks one after the other, each `MINUTES` later. */
function looks(first: LastSeen, ...lists: AccountLists[]) {
  let known = first;
  return lists.map((each, turn) => {
    const when = { at: AT + turn * MINUTES, goneAfterMs: MINUTES };
    const { seen, next } = compareWith(NUMBER, known, indexLists(each), when);
    known = next;
    return seen.number;
  });
}

describe('a number that a list lacks', () => {
  const [there, none, short] = [listing([owned()]), listing([]), listing([], false)];

  it.each([
    ['is gone after two whole lists', [none, none], [undefined, 'gone']],
    ['is not gone after one', [none], [undefined]],
    [
      'is not gone by lists of which a part is missing',
      [short, short, short],
      [undefined, undefined, undefined],
    ],
    ['is not gone by a list that could not be read', [none, {}], [undefined, undefined]],
    [
      'is gone though a short one came between',
      [none, short, none],
      [undefined, undefined, 'gone'],
    ],
    [
      'is doubted anew once it was listed again',
      [none, there, none],
      [undefined, owned(), undefined],
    ],
    ['stays gone', [none, none, short], [undefined, 'gone', 'gone']],
    ['is back when it is listed', [none, none, there], [undefined, 'gone', owned()]],
  ])('%s', (_name, lists, seen) => {
    expect(looks(seenAs('active'), ...lists)).toEqual(seen);
  });

  it('was never missed if no list ever had it', () => {
    expect(looks(seenAs(''), none, none, none)).toEqual([undefined, undefined, undefined]);
  });

  it('is gone as a channel in the same way', () => {
    const [with1, without] = [[live], []].map((all) =>
      indexLists({ channels: { all, isWhole: true } }),
    );
    if (!with1 || !without) throw new Error('two lists');
    const when = (turn: number) => ({ at: AT + turn * MINUTES, goneAfterMs: MINUTES });
    const there = compareWith(NUMBER, seenAs(''), with1, when(0));
    expect(there.seen.channel).toEqual(live);
    const once = compareWith(NUMBER, there.next, without, when(1));
    expect(once.seen.channel).toBeUndefined();
    expect(isInDoubt(once.next)).toBe(true);
    expect(compareWith(NUMBER, once.next, without, when(2)).seen.channel).toBe('gone');
  });

  it('has to be missed for some minutes', () => {
    const when = { at: AT, goneAfterMs: MINUTES };
    const first = compareWith(NUMBER, seenAs('active'), indexLists(none), when);
    const soon = { ...when, at: AT + MINUTES - 1 };
    expect(compareWith(NUMBER, first.next, indexLists(none), soon).seen.number).toBeUndefined();
    expect(isInDoubt(first.next)).toBe(true);
  });
});

describe('numbers that a whole list lacks at once', () => {
  const e164 = (at: number) => `+9190000000${String(at).padStart(2, '0')}`;
  const kept = (count: number, mark = 'active') =>
    new Map(Array.from({ length: count }, (_, at) => [e164(at), seenAs(mark)]));
  const listOf = (...places: number[]) =>
    indexLists(listing(places.map((at) => owned({ e164: e164(at) }))));
  const upTo = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => from + at);

  it.each([
    ['all of one', kept(1), listOf(), { lacking: 1, of: 1 }],
    ['all of ten', kept(10), listOf(), { lacking: 10, of: 10 }],
    ["all, in another account's list", kept(4), listOf(50, 51, 52), { lacking: 4, of: 4 }],
    ['half of six, as if a list were cut short', kept(6), listOf(3, 4, 5), { lacking: 3, of: 6 }],
    ['a page of many', kept(45), listOf(...upTo(11, 45)), { lacking: 11, of: 45 }],
    [
      'all but one that was not listed before',
      new Map([...kept(2), [e164(9), seenAs('')]]),
      listOf(9),
      { lacking: 2, of: 2 },
    ],
  ])('are not believed to be gone: %s', (_name, before, lists, vanished) => {
    expect(vanishedFrom(before, lists, 'number')).toEqual(vanished);
  });

  it.each([
    ['one of two', kept(2), listOf(1)],
    ['two of three', kept(3), listOf(2)],
    ['three of seven', kept(7), listOf(3, 4, 5, 6)],
    ['ten of forty', kept(40), listOf(...upTo(10, 40))],
    ['none', kept(3), listOf(0, 1, 2)],
    ['all, which were leaving', kept(4, 'pending_release  25000 INR'), listOf()],
    ['all, which were given back', kept(4, 'released  25000 INR'), listOf()],
    ['all, which are known to be gone', kept(4, 'gone'), listOf()],
    ['all that no list ever had', kept(4, ''), listOf()],
    ['all, in a list that was not read whole', kept(4), indexLists(listing([], false))],
    ['all, where no list could be read', kept(4), indexLists({})],
    ['nothing of nothing', new Map(), listOf()],
  ])('may be gone: %s', (_name, before, lists) => {
    expect(vanishedFrom(before, lists, 'number')).toBeUndefined();
  });
});

describe('what was last seen', () => {
  const when = { at: AT, goneAfterMs: MINUTES };
  const numbers = new Map([[NUMBER, ['ord_1']]]);
  const price = { setup: { minor: 0, currency: 'INR' }, monthly: { minor: 5, currency: 'INR' } };
  const lists = indexLists({
    owned: { numbers: [owned({ price })], isWhole: true },
    channels: {
      all: [{ id: 'c-1', e164: NUMBER, status: 'active', verification: 'verified' }],
      isWhole: true,
    },
  });
  const { next } = compareWith(NUMBER, seenAs(''), lists, when);
  const kept = new Map([[NUMBER, next]]);

  it('keeps a doubt, and that it is over, without reading the record', () => {
    const without = indexLists({ ...listing([]), channels: { all: [live], isWhole: true } });
    const { same, others } = compareAll(numbers, kept, without, when);
    const doubted = same.get(NUMBER);
    expect([doubted?.number.lacking, others]).toEqual([AT, []]);
    if (!doubted) throw new Error('kept');
    expect(compareAll(numbers, same, lists, when)).toEqual({
      same: new Map([[NUMBER, next]]),
      others: [],
    });
  });

  it('needs no record while nothing differs', () => {
    expect(compareAll(numbers, kept, lists, when)).toEqual({ same: new Map(), others: [] });
  });

  it.each([
    ['the number is new', numbers, new Map()],
    ['another record gave it too', new Map([[NUMBER, ['ord_1', 'ver_2']]]), kept],
    ['its status changed', numbers, new Map([[NUMBER, { ...next, number: { mark: 'blocked' } }]])],
    ['its channel changed', numbers, new Map([[NUMBER, { ...next, channel: { mark: '' } }]])],
  ])('has the record read when %s', (_name, given, before) => {
    expect(compareAll(given, before, lists, when).others).toEqual([NUMBER]);
  });

  it('finds the channel by its id or its order where the list names no number', () => {
    for (const way of [{ channelId: 'c-9' }, { orderId: 'o-9' }]) {
      const nameless = {
        id: 'c-9',
        orderId: 'o-9',
        status: 'suspended',
        verification: 'verified',
      } as const;
      const found = compareWith(
        NUMBER,
        { ...seenAs(''), ...way },
        indexLists({ channels: { all: [nameless], isWhole: true } }),
        when,
      );
      expect(found.seen.channel).toEqual(nameless);
    }
  });

  it('takes the number in use where it is listed more than once', () => {
    const both = [
      owned({ status: 'released' }),
      owned(),
      owned({ status: 'released', ownAccount: false }),
    ];
    expect(indexLists(listing(both)).owned.of.get(NUMBER)).toEqual(owned());
  });
});
