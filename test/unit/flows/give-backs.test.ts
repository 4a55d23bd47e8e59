import { expect, it } from 'vitest';
import type { GiveBackIn } from '../../../src/domain/giveback/give-back.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { createCheckBeforeRelease } from '../../../src/flows/giveback/check-before-release.ts';
import { createChangeGiveBack } from '../../../src/flows/giveback/give-backs.ts';
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
const nothing = async () => undefined;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('is counted when it enters a state, not whenever a list adds something to it', async () => {
  let order: Order = { ...completed, giveBack: unclear };
  const counted: string[] = [];
  const changeGiveBack = createChangeGiveBack({
    orders: {
      get: async () => order,
      save: async (next: Order) => {
        order = next;
        return true;
      },
    },
    enqueue: {
      place: nothing,
      readAccount: nothing,
      redraw: nothing,
      notify: nothing,
      tellOwner: nothing,
      digest: nothing,
      giveBack: nothing,
      wake: nothing,
      look: nothing,
      tellConnection: nothing,
    },
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
