import { describe, expect, it } from 'vitest';
import type { SeenAtVobiz } from '../../../../src/domain/numbers/owned-number-list.ts';
import { mergeByTime, numbersIn, seenOf } from '../../../../src/domain/numbers/seen-numbers.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

const { completed } = orderStates();
const NUMBER = completed.number.e164;
const OTHER = '+12125550100';

const owned = (e164: string, more: object = {}) =>
  ({ e164, status: 'active', ownAccount: true, ...more }) as const;
const channel = (id: string, more: object = {}) =>
  ({ id, status: 'active', verification: 'verified', ...more }) as const;

describe("the numbers of Vobiz's lists", () => {
  it('are newest first, those without a date last, each once', () => {
    const seen = {
      at: T0,
      owned: [
        owned(NUMBER),
        owned('+12125550101', { purchasedAt: 1 }),
        owned(OTHER, { purchasedAt: 2 }),
      ],
      channels: [
        channel('ch_1', { e164: OTHER }),
        channel('ch_2', { e164: '+442079460123' }),
        channel('ch_3'),
      ],
    };
    expect(numbersIn(seen)).toEqual([
      { e164: OTHER, at: 2, country: 'US' },
      { e164: '+12125550101', at: 1, country: 'US' },
      { e164: '+442079460123', at: 0, country: 'GB' },
      { e164: NUMBER, at: 0, country: 'IN' },
    ]);
  });

  it('leave out what was given back, unless a channel still has it', () => {
    const released = owned(OTHER, { status: 'released', purchasedAt: 2 });
    expect(numbersIn({ at: T0, owned: [released] })).toEqual([]);
    const seen = { at: T0, owned: [released], channels: [channel('ch_1', { e164: OTHER })] };
    expect(numbersIn(seen)).toMatchObject([{ e164: OTHER, at: 2 }]);
  });
});

describe('what they say of some numbers', () => {
  const seen: SeenAtVobiz = {
    at: T0,
    owned: [owned(NUMBER), owned(OTHER)],
    channels: [
      channel('by its number', { e164: NUMBER }),
      channel('by its order', { orderId: completed.purchase.orderId }),
      channel('ch_9'),
      channel('another', { e164: OTHER, orderId: 'another' }),
      channel('stray'),
    ],
  };
  const attempt = { id: 'att_1', by: 'U0REQUESTER', at: T0 };
  const made = { attempt, displayName: 'Pune', wabaId: '1911116896216319', channelId: 'ch_9' };
  const connection = {
    ...made,
    connectedAt: T0,
    active: true,
    state: 'live',
    review: 'verified',
    at: T0,
  } as const;

  it('are the numbers themselves, and the channels by number, order and record', () => {
    const part = seenOf(seen, new Set([NUMBER]), [{ ...completed, connection }]);
    expect(part.owned?.map(({ e164 }) => e164)).toEqual([NUMBER]);
    expect(part.channels?.map(({ id }) => id)).toEqual(['by its number', 'by its order', 'ch_9']);
  });

  it('stay missing where Vobiz was not read', () => {
    expect(seenOf({ at: T0 }, new Set([NUMBER]), [completed])).toEqual({ at: T0 });
  });
});

it('two lists are one by time, own numbers before others of the same moment', () => {
  const numbers = (...times: [string, number][]) => times.map(([e164, at]) => ({ e164, at }));
  expect(
    mergeByTime(numbers(['a', 9], ['b', 5]), numbers(['c', 7], ['d', 5])).map(({ e164 }) => e164),
  ).toEqual(['a', 'c', 'b', 'd']);
});
