import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { newId, systemClock } from '../../../src/app/clock.ts';
import { createStores } from '../../../src/app/storage.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import type { OrderEvent } from '../../../src/domain/order/order-events.ts';
import { createOrderChange } from '../../../src/flows/change.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { testPrefix, testRedisUrl } from '../../support/redis.ts';
import { orderStates } from '../../unit/views/views-support.ts';

const silent = () => {};
const nothing = async () => {};

/** Orders in the real Redis, changed through the flow, with nobody to leave reminders to. */
async function startOrders() {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
  const { orders } = createStores(redis, keys, { info: silent, warn: silent });
  const clock = systemClock;
  const now = clock.now();
  const order = {
    ...orderStates().awaiting_approval,
    policy: { ...orderStates().awaiting_approval.policy, approvers: 'any_full_member' as const },
    revision: 1,
    expiresAt: now + 60_000,
  };
  await orders.create(order, auditEntry('request', { job: 'test' }, undefined, order, now));
  const change = createOrderChange({
    orders,
    clock,
    newId,
    enqueue: {
      place: nothing,
      look: nothing,
      readAccount: nothing,
      redraw: nothing,
      notify: nothing,
      tellOwner: nothing,
      digest: nothing,
      giveBack: nothing,
      tellConnection: nothing,
      wake: nothing,
    },
    log: { info: silent, warn: silent, error: silent },
    count: silent,
  });
  const revisions = () => redis.xrange(keys.audit(order.team), '-', '+');
  return { orders, change, order, revisions };
}

function decisionOf(at: number): { userId: string; event: OrderEvent } {
  const userId = `U0MEMBER${at}`;
  const team = 'T0TEAM';
  const who = { userId, teamId: team, userTeamId: team, standing: 'member', groups: [] } as const;
  return at % 2 === 0
    ? { userId, event: { type: 'approve', who, requesterLeft: false } }
    : { userId, event: { type: 'deny', who, reason: `No, says ${userId}` } };
}

it('lets one of 200 decisions at the same moment win, and tells the others of it', async () => {
  const { orders, change, order, revisions } = await startOrders();
  const changes = await Promise.all(
    Array.from({ length: 200 }, (_, at) => {
      const { userId, event } = decisionOf(at);
      return change(order, event, { user: userId, team: order.team });
    }),
  );
  const won = changes.filter(({ ok }) => ok);
  expect(won).toHaveLength(1);
  const record = await orders.get(order);
  expect(won).toMatchObject([{ record }]);
  for (const result of changes) {
    if (!result.ok) expect(result.refusal).toEqual({ kind: 'already_settled', order: record });
  }
  expect(record?.revision).toBe(2);
  expect(await revisions()).toHaveLength(2);
});

it('lets one of 50 attempts to send the purchase claim it', async () => {
  const { change, order, revisions } = await startOrders();
  const { event } = decisionOf(0);
  await change(order, event, { job: 'test' });
  const claims = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      change(order, { type: 'claim', attemptId: `att_${at}` }, { job: 'place' }),
    ),
  );
  expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await revisions()).toHaveLength(3);
});

it('writes a lost answer down once, however often the same change is sent', async () => {
  const { orders, order, revisions } = await startOrders();
  const next = { ...order, revision: 2, updatedAt: order.updatedAt + 1 };
  const entry = auditEntry('touch', { job: 'test' }, order, next, next.updatedAt);
  const saved = await Promise.all([1, 2, 3].map(() => orders.save(next, entry)));
  expect(saved).toEqual([true, true, true]);
  const other = { ...next, purpose: 'Something else' };
  expect(await orders.save(other, entry)).toBe(false);
  expect(await orders.get(order)).toEqual(next);
  expect(await revisions()).toHaveLength(2);
});
