import { describe, expect, it } from 'vitest';
import {
  type Connection,
  connectionSchema,
  isTracked,
  newsOf,
} from '../../../../src/domain/connection/connection.ts';
import {
  type ConnectionEvent,
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

  it('is found in the list after an unclear answer, or is free again', () => {
    expect(stateAfter(claim, lost, seen({}))).toMatchObject({ state: 'connected' });
    expect(stateAfter(claim, lost, { type: 'absent', attemptId: 'att_1' })).toMatchObject({
      state: 'failed',
      failure: 'not_created',
    });
    expect(refusalOf(stateAfter(claim), { type: 'absent', attemptId: 'att_1' })).toBe(
      'out_of_turn',
    );
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
    const missing = stateAfter(claim, created, { type: 'observed', channel: undefined });
    expect(missing).toMatchObject({ state: 'connected', review: 'missing' });
    expect([stateAfter(claim, lost), missing].map(isTracked)).toEqual([true, true]);
    const live = stateAfter(claim, created, seen({ verification: 'verified' }));
    expect([isTracked(live), newsOf(live)]).toEqual([false, 'live']);
  });

  it('can be connected anew after it was disconnected', () => {
    const gone = stateAfter(claim, created, { type: 'disconnected', by: 'U0RAVI' });
    expect(gone).toMatchObject({ state: 'disconnected', by: 'U0RAVI' });
    expect(refusalOf(gone, claim)).toBeUndefined();
  });
});
