import { expect, it } from 'vitest';
import type { LastSeen } from '../../../src/domain/account/last-seen.ts';
import type { GiveBack, GiveBackIn } from '../../../src/domain/giveback/give-back.ts';
import type { Order, OrderIn } from '../../../src/domain/order/order.ts';
import type { Verification } from '../../../src/domain/verification/verification.ts';
import { createFindVanished } from '../../../src/flows/account/vanished.ts';
import { createCheckBeforeRelease } from '../../../src/flows/giveback/check-before-release.ts';
import { createChangeGiveBack } from '../../../src/flows/giveback/give-backs.ts';
import { createTrackGiveBack } from '../../../src/flows/giveback/track-give-back.ts';
import type { NumberRecordsDeps } from '../../../src/flows/numbers/number-records.ts';
import { noJobs } from '../../support/no-jobs.ts';
import { orderStates, T0 } from '../views/views-support.ts';

const { completed } = orderStates();
const asked = { by: 'U0ASKER', at: T0, why: 'Closed' };
const decision = { by: 'U0APPROVER', at: T0 };
const unclear: GiveBackIn<'unclear'> = {
  asked,
  decision,
  state: 'unclear',
  doubt: 'no_answer',
  since: T0,
};

const never = () => {
  throw new Error('nothing is asked of Vobiz');
};
/** The index of numbers has these. */
const recordsOf = (records: readonly Order[]): NumberRecordsDeps => ({
  orders: { many: async (refs) => records.filter(({ id }) => refs.some((ref) => ref.id === id)) },
  verifications: { many: async () => [] },
  numberIndex: { ids: async () => records.map(({ id }) => id) },
});
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('is counted when it enters a state, not whenever a list adds something to it', async () => {
  let order: Order = { ...completed, giveBack: unclear };
  const counted: string[] = [];
  const changeGiveBack = createChangeGiveBack({
    connections: {
      recordsOf: () => ({
        get: async () => order,
        save: async (next: Order | Verification) => {
          if (next.kind === 'order') order = next;
          return true;
        },
      }),
    },
    enqueue: noJobs,
    clock: { now: () => T0 + 1, jitter: () => 0 },
    newId: (kind: string) => `${kind}_1`,
    log,
    count: (state, of) => counted.push(`${of} ${state}`),
  });
  const see = (status: 'active' | 'pending_release') =>
    changeGiveBack(order, { type: 'observed', status, showsUntil: T0 }, { job: 'track' });
  await changeGiveBack(order, { type: 'missed', at: T0, goneAfterMs: 9 }, { job: 'track' });
  await see('active');
  expect(order).toMatchObject({ giveBack: { state: 'unclear', stillOurs: T0 + 1 } });
  expect(counted).toEqual([]);
  await see('pending_release');
  expect(counted).toEqual(['give_back pending']);
});

it('is not sent for somebody who has handed the number on since it was approved', async () => {
  const check = createCheckBeforeRelease({
    ...recordsOf([]),
    vobiz: { ownedNumbers: never, channelList: never },
    log,
  });
  const given = { by: 'U0ASKER', at: T0 + 1 };
  const order = {
    ...completed,
    giveBack: { asked, decision, state: 'approved' as const },
    holding: { owner: 'U0NEW', given },
  };
  expect(await check(order)).toEqual({ type: 'stop', why: 'new_owner' });
});

it.each([
  ['locked', { lock: { by: 'U0NEW', at: T0 } }],
  ['newer_record', {}],
])('is not sent by the first of two orders of a number: %s', async (why, more) => {
  const first = { ...completed, giveBack: { asked, decision, state: 'approved' as const } };
  const again = { ...completed, id: 'ord_boughtagain', endedAt: completed.endedAt + 1, ...more };
  const check = createCheckBeforeRelease({
    ...recordsOf([first, again]),
    vobiz: { ownedNumbers: never, channelList: never },
    log,
  });
  expect(await check(first)).toEqual({ type: 'stop', why });
});

it('is not sent by the second of them while the first is locked, and is the one to send else', async () => {
  const giveBack: GiveBack = { asked, decision, state: 'approved' };
  const second = { ...completed, id: 'ord_boughtagain', endedAt: completed.endedAt + 1, giveBack };
  const checkWith = (first: OrderIn<'completed'>) =>
    createCheckBeforeRelease({
      ...recordsOf([first, second]),
      vobiz: { ownedNumbers: async () => [], channelList: never },
      log,
    })(second);
  expect(await checkWith({ ...completed, lock: { by: 'U0NEW', at: T0 } })).toEqual({
    type: 'stop',
    why: 'locked',
  });
  expect(await checkWith(completed)).toEqual({ type: 'stop', why: 'not_listed' });
});

it('ends where a list dropped all that is given back, and not where it lacks others as well', async () => {
  const giveBack: GiveBack = { asked, decision, state: 'pending', since: T0 };
  const { purchase: _answer, allocated: _other, ...bought } = completed;
  const numberOf = (e164: string) => ({ ...bought, number: { ...bought.number, e164 } });
  const leaving = ['+919845600001', '+919845600002'].map((e164) => ({
    ...numberOf(e164),
    id: `ord_${e164.slice(1)}`,
    giveBack,
  }));
  const staying = { ...numberOf('+919845600003'), id: 'ord_919845600003' };
  async function endsWith(owned: readonly Order[]): Promise<string[]> {
    const records = [...leaving, staying].filter((order) => owned.includes(order));
    const events: string[] = [];
    const mark = { mark: 'active' };
    const kept = records.map(({ id, number }): [string, LastSeen] => [
      number.e164,
      { ids: [id], number: mark, channel: mark },
    ]);
    const track = createTrackGiveBack({
      changeGiveBack: async (_ref, { type }) => {
        events.push(type);
        return { ok: false, refusal: { kind: 'out_of_turn' } };
      },
      lastSeen: { kept: async () => new Map(kept) },
      findVanished: createFindVanished(recordsOf(records)),
      settlesAfterMs: 0,
      goneAfterMs: 0,
    });
    const empty = { owned: { numbers: [], isWhole: true } };
    const [first] = leaving;
    if (first)
      await track(first, { ownedNumbers: async () => [], seen: async () => empty }, T0 + 1);
    return events;
  }
  expect(await endsWith(leaving)).toEqual(['missed']);
  expect(await endsWith([...leaving, staying])).toEqual([]);
});
