import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/app/clock.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { pseudonymOf } from '../../../src/domain/people/forgotten.ts';
import { createForgetPerson } from '../../../src/flows/people/forget-person.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf, brokenAuditOf, orderIn } from '../../support/audit.ts';
import {
  approve,
  bringNumber,
  cancelVerification,
  cardShows,
  idIn,
  press,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { searchRedis } from '../../support/secret-search.ts';
import { storesOf } from '../../support/seed.ts';
import { redisOfRun } from '../../support/shown.ts';
import { startStored, TEAM } from '../../support/stored.ts';
import { look } from '../../support/watching.ts';
import { APPROVALS, ASHA, DEV, OPS, RAVI, startWorld, type World } from '../../support/world.ts';

const PSEUDONYM = pseudonymOf('ABCDEFGHIJKL');

function forgetting(world: World) {
  const stores = storesOf(world);
  const clock = systemClock;
  const flow = createForgetPerson({ ...stores, clock, newPseudonym: () => PSEUDONYM });
  const team = world.slack.workspace.team.id;
  return {
    forget: () => flow.forget(team, ASHA),
    rehearsed: () => flow.rehearsed(team, ASHA),
  };
}

/** Kinds of keys in which the person is still named, without ids. */
async function placesOf(world: World, userId: string): Promise<string[]> {
  const prefix = `{${world.env.REDIS_PREFIX}}`;
  const named = (text: string) => new RegExp(`(?<![A-Z0-9])${userId}(?![A-Z0-9])`).test(text);
  const { found } = await searchRedis(
    redisOfRun(),
    (text) => (named(text) ? ['named'] : []),
    `${prefix}:*`,
  );
  return found;
}

it('replaces who left by a pseudonym in all that is kept, but for what the page names', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const { forget, rehearsed } = forgetting(world);
  const asha = world.slack.as(ASHA);
  await asha.openHome();
  const verification = await bringNumber(world, { phone: '+919876501234' });
  await cancelVerification(world, verification, ASHA);
  const card = await requestNumber(world);
  const id = idIn(card);
  await world.slack.as(RAVI).click(card, { actionId: buttons.ask.id });
  const form = await viewShows(world, RAVI, /What do you want to know/);
  await world.slack
    .as(RAVI)
    .type(form, { actionId: inputs.question.actionId }, `Why you, ${ASHA}?`);
  await world.slack.as(RAVI).submit();
  await cardShows(world, APPROVALS, /❓/);
  expect(await forget()).toEqual({
    ok: false,
    holds: [{ team: 'T0NUMBERS', id, why: 'requester' }],
  });
  await press(world, ASHA, card, buttons.answer);
  const answer = await viewShows(world, ASHA, /Your answer/);
  await asha.type(answer, { actionId: inputs.answer.actionId }, 'I run the desk');
  await asha.submit();
  await cardShows(world, APPROVALS, SAYS.asked);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);

  const before = await orderIn(world, id);
  const rehearsal = await rehearsed();
  expect(await orderIn(world, id)).toEqual(before);
  const done = await forget();
  expect({ ...done, preferences: 0 }).toEqual(rehearsal);
  expect(done).toMatchObject({ ok: true, left: [], owned: [{ id }] });
  const after = await orderIn(world, id);
  expect(after).toMatchObject({ requester: PSEUDONYM, state: 'completed', decision: { by: RAVI } });
  expect(after.questions?.[0]).toMatchObject({
    text: 'Why you, someone?',
    answer: { text: 'I run the desk' },
  });

  await cardShows(world, APPROVALS, /someone who left/);
  await cardShows(world, OPS, /someone who left/);
  expect(textOf(world.slack.message(card.channel, card.ts))).not.toContain(ASHA);
  expect(await brokenAuditOf(world)).toBeUndefined();
  const entries = await auditOf(world);
  expect(JSON.stringify(entries.filter(({ event }) => event === 'forget'))).not.toContain(ASHA);
  await vi.waitFor(async () => {
    // Once more, for a Home that was still to be drawn.
    expect(await forget()).toEqual({ ok: true, records: [], left: [], owned: [], preferences: 0 });
    expect(await placesOf(world, ASHA)).toEqual([expect.stringMatching(/:T0NUMBERS:audit$/)]);
  });
});

it('goes on where it was stopped, with the same pseudonym, and leaves what is open for the next run', async () => {
  const { stores, keys, redis, waiting, change } = startStored();
  const [first, second, open] = [await waiting(1), await waiting(2), await waiting(3)];
  const at = first.createdAt;
  for (const order of [first, second]) await change(order, { type: 'withdraw', by: ASHA }, at);
  const { votes: _none, ...asked } = open;
  const voted = { ...asked, requester: DEV, votes: [{ by: ASHA, at, sets: [0] }] };
  const saved = { ...voted, revision: 2 };
  await stores.orders.save(saved, auditEntry('approve', { job: 'test' }, open, saved, at));
  let saves = 0;
  const killed = {
    ...stores.orders,
    save: (...args: Parameters<typeof stores.orders.save>) => {
      saves += 1;
      if (saves > 1) throw new Error('killed');
      return stores.orders.save(...args);
    },
  };
  const run = (orders: typeof stores.orders, random: string) =>
    createForgetPerson({
      ...stores,
      orders,
      clock: systemClock,
      newPseudonym: () => pseudonymOf(random),
    }).forget(TEAM, ASHA);

  await expect(run(killed, 'AAAAAAAAAAAA')).rejects.toThrow('killed');
  const left = [{ team: TEAM, id: open.id, why: 'open' }];
  expect(await run(stores.orders, 'BBBBBBBBBBBB')).toMatchObject({ ok: true, left, records: [{}] });
  const read = async (id: string) => stores.orders.get({ team: TEAM, id });
  for (const { id } of [first, second])
    expect((await read(id))?.requester).toBe(pseudonymOf('AAAAAAAAAAAA'));
  expect(await read(open.id)).toEqual(saved);

  const ended = await read(open.id);
  if (!ended) throw new Error('no order');
  await change(ended, { type: 'withdraw', by: DEV }, at);
  expect(await run(stores.orders, 'CCCCCCCCCCCC')).toMatchObject({ ok: true, left: [] });
  expect((await read(open.id))?.votes).toMatchObject([{ by: pseudonymOf('AAAAAAAAAAAA') }]);
  expect(await redis.exists(keys.forgetting(TEAM))).toBe(0);
});

it('tells the thread alone what somebody forgotten would have to hear of their number', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  await expect.poll(async () => (await forgetting(world).forget()).ok).toBe(true);
  await cardShows(world, APPROVALS, /someone who left/);
  const { e164 } = (await orderIn(world, idIn(card))).number;
  world.vobiz.alterOwnedNumber(e164, { is_blocked: true });
  await look(world);
  const inThread = () =>
    world.slack
      .messages(APPROVALS)
      .filter(({ threadTs }) => threadTs)
      .map(textOf);
  await expect.poll(() => inThread().join()).toContain('Blocked at Vobiz');
});

it('has what they answered about a number drawn again, and no message that is drawn no more', async () => {
  const { stores } = startStored();
  const { appeared } = stores;
  for (const [notice, e164] of [
    ['new_1', '+919845678901'],
    ['new_2', '+919845678902'],
  ] as const) {
    await appeared.add(TEAM, notice, new Map([[e164, {}]]));
    await appeared.answer(TEAM, [e164], { is: 'left', by: ASHA, at: 1 });
  }
  await appeared.dropNotice(TEAM, 'new_1');
  const flow = createForgetPerson({ ...stores, clock: systemClock, newPseudonym: () => PSEUDONYM });
  await flow.forget(TEAM, ASHA);
  const answers = [...(await appeared.all(TEAM)).values()].map(({ answer }) => answer?.by);
  expect(answers).toEqual([PSEUDONYM, PSEUDONYM]);
  // One that was answered, and then named them no more.
  expect(await appeared.notices(TEAM)).toEqual(new Map([['new_2', 3]]));
});
