import { describe, expect, it } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import type { ConnectionIn } from '../../../src/domain/connection/connection.ts';
import { startReadings } from '../../support/readings.ts';

const MINUTE = 60_000;
const NOT_FOUND = ['owned_numbers: not_found', 'channels: not_found'];

describe('one reading of the account', () => {
  it('serves every order that is due, in as many calls as the list has pages', async () => {
    const { pending, own, vobiz, readAccount, calls, stateOf, findingsOf, stores, clock } =
      await startReadings();
    own(230);
    const orders = await pending(30);
    const [first, ...others] = orders;
    vobiz.addOwnedNumber({ e164: first?.number.e164 ?? '' });
    expect(await readAccount()).toEqual({ kind: 'done' });
    expect(calls()).toEqual(['channels', 'page 1', 'page 2', 'page 3', 'orderRead']);
    const states = await Promise.all(orders.map(stateOf));
    expect(states).toEqual(['completed', ...others.map(() => 'pending')]);
    const findings = await Promise.all(others.map(findingsOf));
    expect(findings).toEqual(others.map(() => NOT_FOUND));
    expect(await stores.looks.count(clock.now())).toBe(0);
    expect(await stores.looks.count(clock.now() + 5 * MINUTE)).toBe(others.length);
  });

  it('writes nothing where nothing is new', async () => {
    const { pending, readAccount, stores, clock } = await startReadings();
    const [order] = await pending(10);
    await readAccount();
    const before = order && (await stores.orders.get(order));
    clock.at += 5 * MINUTE;
    await readAccount();
    expect(order && (await stores.orders.get(order))).toEqual(before);
    expect(before?.revision).toBe(2);
  });

  it('looks a few up singly while that is cheaper', async () => {
    const { pending, own, readAccount, calls } = await startReadings();
    own(400);
    await pending(2);
    await readAccount();
    expect(calls()).toEqual(['channels', 'orderRead', 'search', 'search']);
  });

  it('is made by one reader at a time, over all processes', async () => {
    const { pending, vobiz, readAccount, calls } = await startReadings();
    await pending(1);
    const held = vobiz.faults.hold('channels');
    const first = readAccount();
    await held.arrived;
    expect(await readAccount()).toEqual({ kind: 'taken' });
    held.release();
    expect(await first).toEqual({ kind: 'done' });
    expect(calls().filter((op) => op === 'channels')).toHaveLength(1);
  });

  it('is made by the next one when its reader died', async () => {
    const { pending, readAccount, stores, redis, keys } = await startReadings();
    await pending(1);
    await stores.looks.take();
    expect(await readAccount()).toEqual({ kind: 'taken' });
    expect(await redis.pttl(keys.reader())).toBeGreaterThan(0);
    await redis.pexpire(keys.reader(), 0);
    expect(await readAccount()).toEqual({ kind: 'done' });
  });

  it('leaves a second for each call before the next', async () => {
    const { pending, readAccount, clock } = await startReadings();
    await pending(1);
    const startedAt = clock.now();
    await readAccount();
    await pending(2);
    expect(await readAccount()).toEqual({
      kind: 'too_soon',
      until: startedAt + 3_000,
      isPaused: false,
    });
    clock.at += 3_000;
    expect(await readAccount()).toEqual({ kind: 'done' });
  });

  it('asks the ledger once for all purchases of a day that got no answer', async () => {
    const { save, readAccount, calls, findingsOf } = await startReadings();
    const { purchase: _none, ...sent } = pendingOrder(0, []);
    const lost = (id: string, e164: string) =>
      save({
        ...sent,
        id,
        number: { ...sent.number, e164 },
        state: 'unconfirmed',
        why: 'no_answer',
      });
    const one = await lost('ord_unconfirmed1', '+919830009001');
    const other = await lost('ord_unconfirmed2', '+919830009002');
    await readAccount();
    expect(calls().filter((op) => op === 'ledger')).toHaveLength(1);
    for (const order of [one, other]) {
      expect(await findingsOf(order)).toContain('ledger: no_debit');
    }
  });
});

describe('the list of numbers', () => {
  it('has what was read for orders, without a call of its own', async () => {
    const { pending, own, readAccount, stores, clock } = await startReadings();
    own(120);
    await pending(20);
    await readAccount();
    const kept = await stores.numbersSeen.kept();
    expect(kept).toMatchObject({ at: clock.now(), channels: [] });
    expect(kept?.owned).toHaveLength(120);
  });

  it('does not have a list that could not be read', async () => {
    const { pending, vobiz, readAccount, stores } = await startReadings();
    await pending(20);
    vobiz.faults.always('ownedNumbers', { kind: 'status', status: 500 });
    await readAccount();
    expect(await stores.numbersSeen.kept()).toBeUndefined();
  });
});

describe('connections', () => {
  const connected = (at: number) => {
    const { purchase, evidence, attempt, ...order } = pendingOrder(at, []);
    const connection: ConnectionIn<'connected'> = {
      state: 'connected',
      attempt: { id: 'att_00000001', by: order.requester, at: order.createdAt },
      displayName: 'Support',
      wabaId: '1911116896216319',
      channelId: `c-${at}`,
      connectedAt: order.createdAt,
      review: 'pending',
      active: true,
    };
    const endedAt = order.createdAt;
    return {
      ...order,
      purchase,
      evidence,
      attempt,
      state: 'completed',
      endedAt,
      connection,
    } as const;
  };
  const channel = (at: number, verification_status: string) => ({
    id: `c-${at}`,
    phone_number: connected(at).number.e164,
    status: 'active',
    verification_status,
  });

  it('are looked at in the list that orders are looked up in, and their news are told', async () => {
    const { save, pending, vobiz, readAccount, calls, stores, clock, told } = await startReadings();
    await pending(1);
    const live = await save(connected(11));
    const waiting = await save(connected(12));
    const items = [channel(11, 'verified'), channel(12, 'pending')];
    vobiz.faults.always('channels', { kind: 'status', status: 200, body: { items } });
    await readAccount();
    expect(calls().filter((op) => op === 'channels')).toHaveLength(1);
    expect(await stores.orders.get(live)).toMatchObject({ connection: { state: 'live' } });
    expect(told).toEqual([live.id]);
    expect(await stores.looks.dueAt(live)).toBeUndefined();
    expect(await stores.looks.dueAt(waiting)).toBe(clock.now() + 5 * MINUTE);
  });

  it('are not taken for gone when the list cannot be read', async () => {
    const { save, vobiz, readAccount, stores } = await startReadings();
    const order = await save(connected(11));
    vobiz.faults.always('channels', { kind: 'status', status: 500 });
    expect(await readAccount()).toEqual({ kind: 'done' });
    expect(await stores.orders.get(order)).toMatchObject({ connection: { review: 'pending' } });
  });
});

describe('a reading that Vobiz cuts short', () => {
  it('is dropped at a rate limit: everything stays due and waits for the end of the pause', async () => {
    const { pending, own, vobiz, readAccount, stateOf, stores, clock } = await startReadings();
    own(230);
    const [order] = await pending(30);
    vobiz.addOwnedNumber({ e164: order?.number.e164 ?? '' });
    vobiz.faults.next('ownedNumbers', { kind: 'latency', ms: 1 });
    vobiz.faults.next('ownedNumbers', {
      kind: 'rate_limited',
      retryAfterSeconds: 40,
      via: 'header',
    });
    expect(await readAccount()).toMatchObject({
      kind: 'done',
      failure: { code: 'vobiz_rate_limited' },
    });
    expect(order && (await stateOf(order))).toBe('pending');
    expect(await stores.looks.count(clock.now())).toBe(30);
    const until = clock.now() + 40_000;
    expect(await readAccount()).toEqual({ kind: 'too_soon', until, isPaused: true });
    clock.at = until;
    await readAccount();
    expect(order && (await stateOf(order))).toBe('completed');
  });

  it('is given up when the credentials are bad, and rests', async () => {
    const { pending, vobiz, readAccount, calls, stores, clock } = await startReadings();
    await pending(3);
    vobiz.faults.always('channels', { kind: 'status', status: 401 });
    expect(await readAccount()).toMatchObject({ failure: { code: 'vobiz_credentials' } });
    expect(calls()).toEqual(['channels']);
    expect(await stores.looks.count(clock.now())).toBe(3);
    expect(await readAccount()).toMatchObject({ kind: 'too_soon' });
  });

  it('takes nothing back of what was found before, and believes the lists that it could read', async () => {
    const { pending, own, vobiz, readAccount, stateOf, findingsOf, clock } = await startReadings();
    own(120);
    const [one, , , , , other] = await pending(20);
    if (!one || !other) throw new Error('no orders');
    await readAccount();
    const before = await findingsOf(other);
    clock.at += 5 * MINUTE;
    vobiz.faults.always('ownedNumbers', { kind: 'status', status: 500 });
    vobiz.faults.always('channels', {
      kind: 'status',
      status: 200,
      body: { items: [{ id: 'c-1', number_order_id: one.purchase.orderId, status: 'active' }] },
    });
    expect(await readAccount()).toEqual({ kind: 'done' });
    expect(await stateOf(one)).toBe('completed');
    expect(await findingsOf(other)).toEqual(before);
  });
});

describe('what changes while the account is read', () => {
  it('is left for the next reading', async () => {
    const { pending, vobiz, readAccount, stores, clock, findingsOf } = await startReadings();
    const [order] = await pending(1);
    if (!order) throw new Error('no order');
    const held = vobiz.faults.hold('channels');
    const reading = readAccount();
    await held.arrived;
    const next = { ...order, revision: 2, updatedAt: clock.now() + 1, lingersSince: clock.now() };
    await stores.orders.save(next, auditEntry('test', { job: 'test' }, order, next, clock.now()));
    held.release();
    await reading;
    expect(await findingsOf(order)).toEqual([]);
    expect(await stores.looks.count(clock.now())).toBe(1);
  });

  it('does not count for somebody who asks for a look meanwhile', async () => {
    const { pending, vobiz, readAccount, stores, clock } = await startReadings();
    const [order] = await pending(1);
    if (!order) throw new Error('no order');
    const held = vobiz.faults.hold('channels');
    const reading = readAccount();
    await held.arrived;
    clock.at += 10;
    await stores.looks.ask(order, clock.now());
    held.release();
    await reading;
    expect(await stores.looks.dueAt(order)).toBe(clock.now());
  });
});
