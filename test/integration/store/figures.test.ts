import { expect, it } from 'vitest';
import { UNCONFIRMED } from '../../../src/domain/order/order-lists.ts';
import { createFigures } from '../../../src/store/figures.ts';
import { createVobizPause } from '../../../src/store/vobiz-pause.ts';
import { startAudit } from '../../support/audit-world.ts';

it('the figures of an empty Redis are zeros, and what is not there is not told', async () => {
  const { figures } = startFigures();
  expect(await figures.read(Date.now())).toEqual({
    due: 0,
    firstLookAt: undefined,
    jobsWaiting: 0,
    unconfirmed: 0,
    unanswered: 0,
    pausedUntil: undefined,
    auditEntries: 0,
    oldestEntryAt: undefined,
  });
});

it('the figures are of all workspaces together', async () => {
  const { redis, keys, create, figures, waiting } = startFigures();
  const { team } = await create(1);
  await create(2, 'T0SECOND');
  await redis.zadd(keys.list('order', 'T0SECOND', UNCONFIRMED), 1, 'ord_00000001');
  await redis.sadd(keys.appearedOpen('T0SECOND'), '+919845678901');
  await redis.rpush(waiting.list, 'place-ord_00000001');
  await redis.zadd(waiting.prioritized, 1, 'home-U0ASHA');
  const now = Date.now();
  await redis.zadd(keys.due(), now, `${team}|ver_00000001`, now + 1, `${team}|ver_00000002`);
  await redis.zadd(keys.looks(), now + 7, `${team}|ord_00000001`, now + 8, `${team}|ord_00000002`);
  await createVobizPause({ redis, keys }).start(now, 60_000);
  const [[id] = ['']] = await redis.xrange(keys.audit(team), '-', '+');
  expect(await figures.read(now)).toEqual({
    due: 1,
    firstLookAt: now + 7,
    jobsWaiting: 2,
    unconfirmed: 1,
    unanswered: 1,
    pausedUntil: now + 60_000,
    auditEntries: 2,
    oldestEntryAt: Number.parseInt(id, 10),
  });
});

function startFigures() {
  const world = startAudit();
  const tag = world.keys.bullPrefix;
  const waiting = { list: `${tag}:orders:wait`, prioritized: `${tag}:orders:prioritized` };
  return { ...world, waiting, figures: createFigures({ ...world, waiting }) };
}
