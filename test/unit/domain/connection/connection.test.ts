import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Connection,
  type ConnectionIn,
  type ConnectionState,
  connectFailureSchema,
  connectionSchema,
  hasChannel,
  indexChannels,
  isBehind,
  isTracked,
  META_TOKENS,
  mayConnectNow,
  metaIdSchema,
  metaTokenSchema,
  newsOf,
} from '../../../../src/domain/connection/connection.ts';
import {
  type ConnectionEvent,
  type ConnectionEventType,
  type ConnectionRefusal,
  transitionConnection,
} from '../../../../src/domain/connection/connection-transitions.ts';

const T0 = 1_750_000_000_000;
const WABA = '1911116896216319';
const claim = {
  type: 'claim',
  attemptId: 'att_1',
  by: 'U0ASHA',
  wabaId: WABA,
  displayName: 'Pune',
} as const;
const channel = {
  id: 'ch_1',
  e164: '+919876543210',
  orderId: undefined,
  status: 'active',
  verification: 'pending',
} as const;

/** The connection after these events; every one of them must count. */
function stateAfter(...events: ConnectionEvent[]): Connection {
  const last = events.reduce<Connection | undefined>((current, event) => {
    const next = transitionConnection(current, event, T0);
    if (!next.ok) throw new Error(`${event.type} did not count`);
    return connectionSchema.parse(next.connection);
  }, undefined);
  if (!last) throw new Error('no events');
  return last;
}

function refusalOf(current: Connection | undefined, event: ConnectionEvent) {
  const next = transitionConnection(current, event, T0);
  return next.ok ? undefined : next.refusal.kind;
}

const created = { type: 'created', attemptId: 'att_1', channel } as const;
const lost = { type: 'lost', attemptId: 'att_1', why: 'no_answer' } as const;
const seen = (change: Partial<Record<'status' | 'verification', string>>) =>
  ({ type: 'observed', channel: { ...channel, ...change } }) as ConnectionEvent;
const GONE_AFTER_MS = 300_000;
const absentAt = (at: number) =>
  ({ type: 'absent', attemptId: 'att_1', at, goneAfterMs: GONE_AFTER_MS }) as const;

const made = { displayName: 'Pune', wabaId: WABA, attempt: { id: 'att_1', by: 'U0ASHA', at: T0 } };
const open = { ...made, channelId: 'ch_1', connectedAt: T0, active: true };
const STATES = {
  connecting: { ...made, state: 'connecting' },
  unclear: { ...made, state: 'unclear', why: 'no_answer', since: T0 },
  failed: { ...made, state: 'failed', failure: 'refused', at: T0 },
  connected: { ...open, state: 'connected', review: 'pending' },
  live: { ...open, state: 'live', review: 'verified', at: T0 },
  rejected: { ...open, state: 'rejected', review: 'rejected', at: T0 },
  disconnected: { ...made, state: 'disconnected', by: 'U0RAVI', at: T0 },
} satisfies { [S in ConnectionState]: ConnectionIn<S> };

const EVENTS = {
  claim,
  created,
  refused: { type: 'refused', attemptId: 'att_1', failure: 'invalid_token' },
  lost,
  absent: absentAt(T0),
  'observed: pending': { type: 'observed', channel },
  'observed: verified': { type: 'observed', channel: { ...channel, verification: 'verified' } },
  'observed: rejected': { type: 'observed', channel: { ...channel, verification: 'rejected' } },
  changed: { type: 'changed', by: 'U0RAVI', displayName: 'Goa', rotated: true, channel },
  disconnected: { type: 'disconnected', by: 'U0RAVI' },
} as const satisfies Record<string, ConnectionEvent>;
type EventName = keyof typeof EVENTS;
type Name = 'none' | ConnectionState;
type Outcome = ConnectionState | ConnectionRefusal['kind'];

const NOWHERE = {
  claim: 'already',
  created: 'out_of_turn',
  refused: 'out_of_turn',
  lost: 'out_of_turn',
  absent: 'out_of_turn',
  'observed: pending': 'out_of_turn',
  'observed: verified': 'out_of_turn',
  'observed: rejected': 'out_of_turn',
  changed: 'out_of_turn',
  disconnected: 'out_of_turn',
} as const satisfies Record<EventName, Outcome>;
const FREE = { ...NOWHERE, claim: 'connecting' } as const;
const WITH_CHANNEL = {
  ...NOWHERE,
  'observed: pending': 'connected',
  'observed: verified': 'live',
  'observed: rejected': 'rejected',
  changed: 'connected',
  disconnected: 'disconnected',
} as const;

/** State -> event -> what comes of it. A new state or event does not compile until its row is written. */
const LEADS: Record<Name, Record<EventName, Outcome>> = {
  none: FREE,
  connecting: { ...NOWHERE, created: 'connected', refused: 'failed', lost: 'unclear' },
  unclear: {
    ...NOWHERE,
    created: 'connected',
    refused: 'failed',
    absent: 'unclear',
    'observed: pending': 'connected',
    'observed: verified': 'live',
    'observed: rejected': 'rejected',
  },
  failed: FREE,
  // What is known already is no news.
  connected: { ...WITH_CHANNEL, 'observed: pending': 'out_of_turn', absent: 'connected' },
  live: { ...WITH_CHANNEL, 'observed: verified': 'out_of_turn' },
  rejected: { ...WITH_CHANNEL, 'observed: rejected': 'out_of_turn', absent: 'rejected' },
  disconnected: FREE,
};
const TABLE = (Object.keys(LEADS) as Name[]).flatMap((state) =>
  (Object.keys(EVENTS) as EventName[]).map((event) => [state, event, LEADS[state][event]] as const),
);

describe('every event in every state of a connection', () => {
  it('has every event there is', () => {
    expectTypeOf<(typeof EVENTS)[EventName]['type']>().toEqualTypeOf<ConnectionEventType>();
  });

  it.each(TABLE)('%s, %s: %s', (state, event, outcome) => {
    const before = state === 'none' ? undefined : STATES[state];
    const next = transitionConnection(before, EVENTS[event], T0 + 1);
    if (!next.ok) {
      expect(next.refusal.kind).toBe(outcome);
      return;
    }
    expect(next.connection.state).toBe(outcome);
    expect(connectionSchema.parse(next.connection)).toEqual(next.connection);
    const { attempt, wabaId } = next.connection;
    const kept = { attempt: made.attempt, wabaId: WABA };
    expect({ attempt, wabaId }).toEqual(
      event === 'claim' ? { ...kept, attempt: { id: 'att_1', by: 'U0ASHA', at: T0 + 1 } } : kept,
    );
  });

  it.each(['created', 'refused', 'lost', 'absent'] as const)(
    'counts %s for its own attempt only',
    (event) => {
      const other = { ...EVENTS[event], attemptId: 'att_0' };
      for (const state of [STATES.connecting, STATES.unclear]) {
        expect(refusalOf(state, other)).toBe('out_of_turn');
      }
    },
  );
});

describe('a connection', () => {
  it('is claimed by one person at a time', () => {
    expect(refusalOf(stateAfter(claim), claim)).toBe('already');
    expect(refusalOf(stateAfter(claim, lost), claim)).toBe('already');
    expect(refusalOf(stateAfter(claim, created), claim)).toBe('already');
  });

  it('may be tried again after a refusal', () => {
    const refused = { type: 'refused', attemptId: 'att_1', failure: 'invalid_token' } as const;
    expect(stateAfter(claim, refused, { ...claim, attemptId: 'att_2' })).toMatchObject({
      state: 'connecting',
      attempt: { id: 'att_2' },
    });
  });

  it('counts an answer for its own attempt only, also when it comes late', () => {
    expect(stateAfter(claim, lost, created)).toMatchObject({
      state: 'connected',
      channelId: 'ch_1',
    });
    expect(refusalOf(stateAfter(claim), { ...created, attemptId: 'att_0' })).toBe('out_of_turn');
  });

  it('is found in the list after an unclear answer, also after lists that lacked it', () => {
    expect(stateAfter(claim, lost, seen({}))).toMatchObject({ state: 'connected' });
    const late = stateAfter(claim, lost, absentAt(T0), seen({}));
    expect(late).toMatchObject({ state: 'connected' });
    expect(late).not.toHaveProperty('lackingSince');
    expect(refusalOf(stateAfter(claim), absentAt(T0))).toBe('out_of_turn');
  });

  it('is free again once lists have lacked it for minutes, and not for one of them', () => {
    const once = stateAfter(claim, lost, absentAt(T0));
    expect(once).toMatchObject({ state: 'unclear', lackingSince: T0 });
    expect([mayConnectNow(once), refusalOf(once, claim)]).toEqual([false, 'already']);
    expect(refusalOf(once, absentAt(T0 + GONE_AFTER_MS - 1))).toBe('out_of_turn');
    const twice = stateAfter(claim, lost, absentAt(T0), absentAt(T0 + GONE_AFTER_MS));
    expect(twice).toMatchObject({ state: 'failed', failure: 'not_created' });
    expect(twice).not.toHaveProperty('lackingSince');
  });

  it('counts anew where the clock was set back', () => {
    const ahead = stateAfter(claim, lost, absentAt(T0 + 9), absentAt(T0));
    expect(ahead).toMatchObject({ state: 'unclear', lackingSince: T0 });
  });

  it.each([
    [{ verification: 'verified' }, 'live'],
    [{ verification: 'verified', status: 'suspended' }, 'connected'],
    [{ verification: 'rejected' }, 'rejected'],
    [{ verification: 'unknown' }, 'connected'],
  ])('becomes with %o what Meta and Vobiz say: %s', (change, state) => {
    expect(stateAfter(claim, created, seen(change))).toMatchObject({ state });
  });

  it('changes nothing when the list says the same again', () => {
    expect(refusalOf(stateAfter(claim, created), seen({}))).toBe('out_of_turn');
  });

  it('is followed until Meta has decided, also while the list does not show it', () => {
    const last = absentAt(T0 + GONE_AFTER_MS);
    const missing = stateAfter(claim, created, absentAt(T0), last);
    expect(missing).toMatchObject({ state: 'connected', review: 'missing' });
    expect(refusalOf(missing, absentAt(T0 + 2 * GONE_AFTER_MS))).toBe('out_of_turn');
    const again = stateAfter(claim, created, absentAt(T0), seen({}));
    expect(again).toEqual(stateAfter(claim, created));
    expect([stateAfter(claim, lost), missing].map(isTracked)).toEqual([true, true]);
    const live = stateAfter(claim, created, seen({ verification: 'verified' }));
    expect([isTracked(live), newsOf(live)]).toEqual([false, 'live']);
  });

  it('can be connected anew after it was disconnected', () => {
    const gone = stateAfter(claim, created, { type: 'disconnected', by: 'U0RAVI' });
    expect(gone).toMatchObject({ state: 'disconnected', by: 'U0RAVI' });
    expect(refusalOf(gone, claim)).toBeUndefined();
    const again = stateAfter(claim, created, { type: 'disconnected', by: 'U0RAVI' }, claim, lost);
    expect(again).toMatchObject({ state: 'unclear', former: { channelId: channel.id } });
  });

  it('is behind for some minutes with a list that shows what was disconnected, and only that', () => {
    const gone = stateAfter(claim, created, { type: 'disconnected', by: 'U0RAVI' });
    const at = gone?.former?.at ?? 0;
    const behind = (id: string, later: number) =>
      isBehind(gone, { ...channel, id }, at + later, GONE_AFTER_MS);
    expect(behind(channel.id, 0)).toBe(true);
    expect(behind(channel.id, GONE_AFTER_MS - 1)).toBe(true);
    expect(behind(channel.id, GONE_AFTER_MS)).toBe(false);
    expect(behind('ch_2', 0)).toBe(false);
    expect(isBehind(stateAfter(claim, lost), channel, at, GONE_AFTER_MS)).toBe(false);
  });
});

describe('an answer to an attempt', () => {
  it('keeps the reason and Vobiz’s words of a refusal, where there are any', () => {
    const told = { because: 'meta_token', reason: 'Token expired' } as const;
    const refused = { ...EVENTS.refused, ...told };
    expect(stateAfter(claim, refused)).toMatchObject({ failure: 'invalid_token', ...told });
    const untold = { ...EVENTS.refused, because: undefined, reason: '' };
    expect(Object.keys(stateAfter(claim, untold)).toSorted()).toEqual([
      ...['at', 'attempt', 'displayName', 'failure', 'state', 'wabaId'],
    ]);
  });

  it('takes Vobiz’s word for the name before ours', () => {
    const named = { ...created, channel: { ...channel, displayName: 'Pune Desk' } };
    expect(stateAfter(claim, named)).toMatchObject({ displayName: 'Pune Desk' });
    expect(stateAfter(claim, created)).toMatchObject({ displayName: 'Pune' });
  });
});

describe('a change of a channel', () => {
  it('names who gave it another token, and keeps who did before', () => {
    const rotated = stateAfter(claim, created, EVENTS.changed);
    expect(rotated).toMatchObject({ displayName: 'Goa', rotated: { by: 'U0RAVI', at: T0 } });
    const renamed = { ...EVENTS.changed, by: 'U0ASHA', rotated: false };
    expect(stateAfter(claim, created, renamed)).not.toHaveProperty('rotated');
    expect(stateAfter(claim, created, EVENTS.changed, renamed)).toMatchObject({
      rotated: { by: 'U0RAVI' },
    });
  });

  it('is seen also where it changes what is active alone', () => {
    const inactive = stateAfter(claim, created, seen({ status: 'inactive' }));
    expect(inactive).toMatchObject({ state: 'connected', review: 'pending', active: false });
  });
});

describe('what a connection says of itself', () => {
  const all = [undefined, ...Object.values(STATES)];
  const statesThat = (is: (connection: Connection | undefined) => boolean) =>
    all.filter(is).map((connection) => connection?.state ?? 'none');

  it('has a channel, may be made, is tracked: by its state alone', () => {
    expect(statesThat(hasChannel)).toEqual(['connected', 'live', 'rejected']);
    expect(statesThat(mayConnectNow)).toEqual(['none', 'failed', 'disconnected']);
    expect(statesThat(isTracked)).toEqual(['unclear', 'connected']);
  });

  it('is news when Meta has decided, or when there is no channel after all', () => {
    const news = ['live', 'rejected'] as const;
    for (const connection of all) {
      expect(newsOf(connection)).toBe(news.find((state) => state === connection?.state));
    }
    expect(newsOf({ ...STATES.failed, failure: 'not_created' })).toBe('not_created');
  });
});

describe('the record of a connection', () => {
  const { failed, unclear } = STATES;
  const FAILURES = `invalid_token number_not_found waba_not_accessible number_elsewhere
    order_not_completed number_not_verified credentials rate_limited refused not_sent not_checkable
    not_created`.split(/\s+/);
  const DOUBTS = ['no_answer', 'server_error', 'unreadable_answer', 'interrupted'];

  it('holds every failure and doubt, by the names they were saved with', () => {
    expect(connectFailureSchema.options).toEqual(FAILURES);
    const doubtful = DOUBTS.map((why) => ({ ...unclear, why }));
    for (const record of doubtful) expect(connectionSchema.parse(record)).toEqual(record);
  });

  it('holds Vobiz’s words up to 300 characters', () => {
    const fits = [1, 300, 301].map(
      (size) => connectionSchema.safeParse({ ...failed, reason: 'x'.repeat(size) }).success,
    );
    expect(fits).toEqual([true, true, false]);
  });

  it('takes ids of Meta, 10 to 20 digits and nothing else', () => {
    const longest = '1'.repeat(20);
    const ids = [WABA, longest.slice(10), longest, `${longest}1`, '1'.repeat(9), `x${WABA}`];
    const taken = [...ids, `${WABA} `].map((id) => metaIdSchema.safeParse(id).success);
    expect(taken).toEqual([true, true, true, false, false, false, false]);
  });
});

describe('a token of Meta', () => {
  const token = 'EAAB_x-1';

  it('starts with EAA and has nothing around it', () => {
    const tokens = [token, `EAA${'x'.repeat(1000)}`, `x${token}`, `${token} `, 'EAAB1'];
    const taken = tokens.map((one) => metaTokenSchema.safeParse(one).success);
    expect(taken).toEqual([true, true, false, false, false]);
  });

  it('is found in other text, even cut short', () => {
    expect(`Invalid token ${token}, then EAAB123…`.match(META_TOKENS)).toEqual([token, 'EAAB123']);
    expect('EAA is how they start, EAABC'.match(META_TOKENS)).toBeNull();
  });
});

describe('the list of channels', () => {
  const first = { ...channel, orderId: 'order-1' };
  const second = { ...channel, id: 'ch_2' };
  const without = { ...channel, id: 'ch_3', e164: undefined };

  it('is looked up by id, order and number, and the first counts', () => {
    const { byId, byOrder, byNumber } = indexChannels({
      all: [first, second, without],
      isWhole: true,
    });
    expect([...byId.keys()]).toEqual(['ch_1', 'ch_2', 'ch_3']);
    expect([...byOrder]).toEqual([['order-1', first]]);
    expect([...byNumber]).toEqual([[channel.e164, first]]);
  });

  it('says whether what it lacks is not there', () => {
    for (const isWhole of [true, false])
      expect(indexChannels({ all: [], isWhole })).toMatchObject({ isWhole });
  });
});
