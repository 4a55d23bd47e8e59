import { expect, it, onTestFinished } from 'vitest';
import { META_ERRORS, startMetaStandIn } from '../../../sandbox/meta/graph.ts';
import { createReadMetaStand } from '../../../src/flows/connection/meta-stand.ts';
import { createGraphClient } from '../../../src/meta/graph-client.ts';
import { everyConnection } from '../views/connection-states.ts';
import { orderStates } from '../views/views-support.ts';

const MINUTE = 60_000;
const { completed } = orderStates();
const connections = everyConnection('Pune Support');
const live = connections.find(({ state }) => state === 'live');
if (!live) throw new Error('no live connection');
const { wabaId } = live;
const record = { ...completed, connection: live };
const account = { name: 'Support', wabaId, token: 'EAAunitTOKEN1234567890' };

async function started({ off = false, ours = [] as string[] } = {}) {
  const meta = await startMetaStandIn(account);
  onTestFinished(meta.stop);
  const time = { now: 0 };
  const warned: object[] = [];
  const ask = createReadMetaStand({
    metaAccounts: [account],
    graph: createGraphClient({ baseUrl: off ? undefined : meta.url, timeoutMs: 5_000 }),
    numberIndex: {
      has: async (_team, numbers) => {
        if (ours.includes('away')) throw new Error('Redis is away');
        return numbers.map((e164) => ours.includes(e164));
      },
    },
    clock: { now: () => 1_000_000 + time.now },
    elapsed: () => time.now,
    log: { warn: (fields) => void warned.push(fields) },
  });
  const after = (ms: number) => {
    time.now += ms;
    return ask(record);
  };
  return { meta, ask, after, warned };
}

it('asks Meta once in two minutes, for all numbers of an account', async () => {
  const { meta, ask, after } = await started();
  expect(await ask(record)).toEqual({ at: 1_000_000, kind: 'not_listed' });
  meta.put(record.number.e164);
  await Promise.all([after(MINUTE), ask(record), ask({ ...record, id: 'ord_2' })]);
  expect(meta.calls).toHaveLength(1);
  const both = await Promise.all([after(MINUTE), ask(record)]);
  expect(both[0]).toMatchObject({ at: 1_120_000, kind: 'listed', number: { limit: 250 } });
  expect(meta.calls).toHaveLength(2);
});

it('leaves Meta alone for half an hour when it limits the rate', async () => {
  const { meta, ask, after, warned } = await started();
  meta.breakWith(META_ERRORS.accountLimit);
  const limited = { at: 1_000_000, kind: 'unread', why: 'rate_limited' };
  expect(await ask(record)).toEqual(limited);
  meta.breakWith(undefined);
  expect(await after(29 * MINUTE)).toEqual(limited);
  expect(meta.calls).toHaveLength(1);
  expect(await after(MINUTE)).toMatchObject({ kind: 'not_listed' });
  expect(warned).toEqual([{ event: 'meta.unread', account: 'Support', why: 'rate_limited' }]);
});

it('does not say that a number is missing while it knows only a part of the list', async () => {
  const { meta, ask } = await started();
  meta.put('+911234567890', { display_phone_number: 'hidden' });
  expect(await ask(record)).toMatchObject({ kind: 'unread', why: 'unreadable' });
});

/** Of one country each: the form of the record, and the other one. */
const FORMS = [
  ['+525512345678', '+5215512345678'],
  ['+541158749895', '+5491158749895'],
  ['+5592981723241', '+559281723241'],
] as const;
const withNumber = (e164: string) => ({ ...record, allocated: e164 });

it.each(FORMS)('knows %s in the form that Meta writes it in, %s', async (ours, others) => {
  const { meta, ask } = await started({ ours: [ours] });
  meta.put(others);
  expect(await ask(withNumber(ours))).toMatchObject({ kind: 'listed' });
  expect(await ask(withNumber(others))).toMatchObject({ kind: 'ambiguous' });
});

it.each(FORMS)('never takes %s for %s where both are ours', async (one, other) => {
  const { meta, ask, after } = await started({ ours: [one, other] });
  meta.put(one, { quality_rating: 'GREEN' });
  for (const e164 of [one, other])
    expect(await ask(withNumber(e164))).toMatchObject({ kind: 'ambiguous' });
  meta.put(other, { quality_rating: 'RED' });
  await after(2 * MINUTE);
  expect(await ask(withNumber(one))).toMatchObject({ number: { quality: 'green' } });
  expect(await ask(withNumber(other))).toMatchObject({ number: { quality: 'red' } });
});

it('does not guess whose a number is while the records are away', async () => {
  const { meta, ask, warned } = await started({ ours: ['away'] });
  const [[ours, others]] = FORMS;
  meta.put(others);
  expect(await ask(withNumber(ours))).toMatchObject({ kind: 'ambiguous' });
  expect(warned).toMatchObject([{ event: 'meta.number_not_known' }]);
});

it('asks nothing without a channel, without a token of its account, or switched off', async () => {
  const { meta, ask } = await started();
  const { connection: _none, ...unconnected } = record;
  expect(ask(unconnected)).toBeUndefined();
  expect(ask({ ...record, connection: { ...live, wabaId: '99999999999999' } })).toBeUndefined();
  for (const connection of connections.filter((each) => !('channelId' in each))) {
    expect(ask({ ...record, connection })).toBeUndefined();
  }
  const off = await started({ off: true });
  expect(off.ask(record)).toBeUndefined();
  expect([...meta.calls, ...off.meta.calls]).toEqual([]);
});
