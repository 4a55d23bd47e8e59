import { expect, it } from 'vitest';
import { runBuilt } from '../../../sandbox/bot-process.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { transition } from '../../../src/domain/order/order-transitions.ts';
import { brokenAuditOf, orderIn } from '../../support/audit.ts';
import { seedOrders, storesOf } from '../../support/seed.ts';
import { ASHA, startOutside } from '../../support/world.ts';

it('forget says what it would do, refuses what is open, and does it once', async () => {
  const world = await startOutside();
  const [bought, waiting] = await seedOrders(world, { completed: 1, awaiting: 1 });
  if (!bought || !waiting) throw new Error('no orders');
  await storesOf(world).lastCountries.keep('T0NUMBERS', ASHA, 'IN');
  const forget = (...args: string[]) => runBuilt('forget', args, world.env);

  const refused = await forget(ASHA);
  expect([refused.code, refused.out]).toEqual([
    1,
    expect.stringMatching(
      `needs them T0NUMBERS ${waiting.id}: they asked for it[^]*nothing was changed`,
    ),
  ]);
  expect((await forget('asha')).code).toBe(2);
  const admin = await runBuilt('forget', [ASHA], { ...world.env, ADMINS: ASHA });
  expect([admin.code, admin.out]).toEqual([1, expect.stringContaining('remove them there first')]);

  const withdrawn = transition(waiting, { type: 'withdraw', by: ASHA }, Date.now());
  if (!withdrawn.ok) throw new Error(withdrawn.refusal.kind);
  const by = { user: ASHA, team: 'T0NUMBERS' };
  const entry = auditEntry('withdraw', by, waiting, withdrawn.record, Date.now());
  await storesOf(world).orders.save(withdrawn.record, entry);
  const rehearsed = await forget(ASHA, '--dry-run');
  expect([rehearsed.code, rehearsed.out]).toEqual([
    0,
    expect.stringMatching(
      `would forget them in T0NUMBERS ${bought.id}\\n[^]*hand it over[^]*2 records`,
    ),
  ]);
  expect(await orderIn(world, bought.id)).toEqual(bought);

  const done = await forget(ASHA, '--team', 'T0NUMBERS');
  expect([done.code, done.out]).toEqual([
    0,
    expect.stringMatching(/2 records, 1 preferences, 0 left/),
  ]);
  const { requester } = await orderIn(world, bought.id);
  expect(requester).toMatch(/^UFORGOTTEN[A-Z0-9]{12}$/);
  expect(await brokenAuditOf(world)).toBeUndefined();
});
