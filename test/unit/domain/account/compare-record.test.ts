import { describe, expect, it } from 'vitest';
import { compareRecord } from '../../../../src/domain/account/compare-record.ts';
import type { Seen } from '../../../../src/domain/account/last-seen.ts';
import type { ChannelSeen } from '../../../../src/domain/connection/connection.ts';
import type { OwnedSeen } from '../../../../src/domain/numbers/owned-number-list.ts';
import { newsOfWatched, type Watched } from '../../../../src/domain/numbers/watched.ts';
import { everyConnection } from '../../views/connection-states.ts';
import { inr, orderStates, T0, verificationStates } from '../../views/views-support.ts';

const NOW = T0 + 86_400_000;
const { completed } = orderStates();
const { verified } = verificationStates();
const connectionIn = (state: string) => everyConnection().find((each) => each.state === state);
const live = { ...completed, connection: connectionIn('live') };

const owned = (parts: Partial<OwnedSeen> = {}): Pick<Seen, 'number'> => ({
  number: { e164: completed.number.e164, status: 'active', ownAccount: true, ...parts },
});
const channel = (parts: Partial<ChannelSeen> = {}): Pick<Seen, 'channel'> => ({
  channel: { id: 'c-1', status: 'active', verification: 'verified', ...parts },
});
const price = (monthly: ReturnType<typeof inr>) => ({
  price: { setup: { ...monthly, minor: 0 }, monthly },
});
const seen = (parts: Partial<Seen>): Seen => ({ number: undefined, channel: undefined, ...parts });
const look = (record: Parameters<typeof compareRecord>[0], parts: Partial<Seen>) =>
  compareRecord(record, seen(parts), NOW);

describe('a look at a number', () => {
  it.each([
    ['nothing was read', {}, undefined],
    ['it is active', owned(), undefined],
    ['its purchase is not finished there', owned({ status: 'pending_purchase' }), undefined],
    ['it is blocked', owned({ status: 'blocked' }), { number: { is: 'blocked' } }],
    [
      'it is being released',
      owned({ status: 'pending_release' }),
      { number: { is: 'pending_release' } },
    ],
    ['it was released', owned({ status: 'released' }), { number: { is: 'released' } }],
    ['it is gone', { number: 'gone' as const }, { number: { is: 'gone' } }],
    [
      'Vobiz has a new word for it',
      owned({ status: 'unknown', said: 'frozen' }),
      { number: { is: 'unknown', said: 'frozen' } },
    ],
    ['Vobiz has no word for it', owned({ status: 'unknown' }), { number: { is: 'unknown' } }],
    ['it costs what was agreed', owned(price(inr(25_000))), undefined],
    ['it costs a paisa more', owned(price(inr(25_001))), { price: { monthly: inr(25_001) } }],
    ['it costs a paisa less', owned(price(inr(24_999))), { price: { monthly: inr(24_999) } }],
    [
      'it costs as much in another currency',
      owned(price({ minor: 25_000, currency: 'USD' })),
      { price: { monthly: { minor: 25_000, currency: 'USD' } } },
    ],
    ['its channel works', channel(), undefined],
    [
      'its channel is suspended',
      channel({ status: 'suspended' }),
      { channel: { is: 'suspended' } },
    ],
    ['its channel is inactive', channel({ status: 'inactive' }), { channel: { is: 'inactive' } }],
    ['Meta rejects it', channel({ verification: 'rejected' }), { channel: { is: 'rejected' } }],
    ['Meta reviews it again', channel({ verification: 'pending' }), { channel: { is: 'pending' } }],
    ['its channel is gone', { channel: 'gone' as const }, { channel: { is: 'gone' } }],
    [
      'its channel is in a new state',
      channel({ status: 'unknown', said: 'paused' }),
      { channel: { is: 'unknown', said: 'paused' } },
    ],
  ])('when %s', (_name, parts, troubles) => {
    const found = look(live, parts);
    const expected = Object.entries(troubles ?? {}).map(([part, trouble]) => [
      part,
      { ...trouble, since: NOW },
    ]);
    expect(found).toEqual(troubles && { at: NOW, ...Object.fromEntries(expected) });
  });

  it('says nothing new while trouble lasts, and keeps what it cannot see', () => {
    const watched = look(live, {
      ...owned({ status: 'blocked' }),
      ...channel({ status: 'suspended' }),
    });
    const troubled = { ...live, watched };
    for (const parts of [{}, owned({ status: 'blocked' }), channel({ status: 'suspended' })]) {
      expect(compareRecord(troubled, seen(parts), NOW + 1)).toBeUndefined();
    }
  });

  it('tells what is over, and what is new beside what lasts', () => {
    const watched = look(live, {
      ...owned({ status: 'blocked' }),
      ...channel({ status: 'suspended' }),
    });
    const next = compareRecord(
      { ...live, watched },
      seen({ ...owned(price(inr(1))), ...channel({ status: 'suspended' }) }),
      NOW + 1,
    );
    expect(next).toEqual({
      at: NOW + 1,
      price: { monthly: inr(1), since: NOW + 1 },
      channel: { is: 'suspended', since: NOW },
      over: ['number'],
    });
    expect(newsOfWatched(next)).toEqual([
      { at: NOW, channel: { is: 'suspended', since: NOW } },
      { at: NOW + 1, price: { monthly: inr(1), since: NOW + 1 }, over: ['number'] },
    ]);
  });

  it('still tells what was new before, of which nobody could hear in between', () => {
    const blocked = look(live, owned({ status: 'blocked' }));
    const over = compareRecord({ ...live, watched: blocked }, seen(owned()), NOW + 1);
    const next = compareRecord(
      { ...live, watched: over },
      seen(channel({ status: 'inactive' })),
      NOW + 2,
    );
    const last = compareRecord({ ...live, watched: next }, seen({ channel: 'gone' }), NOW + 3);
    expect(newsOfWatched(last)).toEqual([
      { at: NOW + 1, over: ['number'] },
      { at: NOW + 3, channel: { is: 'gone', since: NOW + 3 } },
    ]);
    const again = compareRecord(
      { ...live, watched: last },
      seen(owned({ status: 'blocked' })),
      NOW + 4,
    );
    expect(newsOfWatched(again)).toEqual([
      { at: NOW + 3, channel: { is: 'gone', since: NOW + 3 } },
      { at: NOW + 4, number: { is: 'blocked', since: NOW + 4 } },
    ]);
  });

  it.each([
    owned({ status: 'pending_release' }),
    owned({ status: 'released' }),
    { number: 'gone' as const },
  ])('says nothing of a number that somebody gives back: %j', (parts) => {
    const asked = { by: 'U0ASKER', at: T0, why: 'Closed' };
    const back = (state: 'asked' | 'approved') => ({
      ...completed,
      giveBack: { asked, state },
    });
    expect(look(back('approved'), parts)).toBeUndefined();
    expect(look(back('asked'), parts)).toMatchObject({ at: NOW });
    expect(look(back('approved'), owned({ status: 'blocked' }))).toMatchObject({
      number: { is: 'blocked' },
    });
  });

  it('takes a channel for well only when Meta has verified it', () => {
    expect(look(live, channel({ verification: 'unknown' }))).toMatchObject({
      channel: { is: 'unknown' },
    });
  });

  it('says no word of Vobiz beside a status that we know', () => {
    const found = look(live, owned({ status: 'blocked', said: 'fraud' }));
    expect(found?.number).toEqual({ is: 'blocked', since: NOW });
  });

  it('tells a graver state as new', () => {
    const watched: Watched = { at: 1, number: { is: 'pending_release', since: 1 } };
    expect(look({ ...completed, watched }, { number: 'gone' })?.number).toEqual({
      is: 'gone',
      since: NOW,
    });
  });

  it.each(['connecting', 'connected', 'rejected', 'disconnected'])(
    'leaves the channel to a connection that is %s',
    (state) => {
      const record = { ...completed, connection: connectionIn(state) };
      expect(look(record, channel({ status: 'suspended' }))).toBeUndefined();
      expect(look(record, { channel: 'gone' })).toBeUndefined();
    },
  );

  it('forgets the trouble of a channel that was disconnected, without a word', () => {
    const watched: Watched = { at: 1, channel: { is: 'suspended', since: 1 } };
    const next = look({ ...completed, connection: connectionIn('disconnected'), watched }, {});
    expect(next).toEqual({ at: NOW });
    expect(newsOfWatched(next)).toEqual([]);
  });

  it('knows no price of a number that was not bought here', () => {
    expect(look(verified, owned(price(inr(1))))).toBeUndefined();
  });
});
