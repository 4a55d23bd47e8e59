import { expect, it } from 'vitest';
import { CODES_WITHIN_MS, MAX_CODES } from '../../../src/domain/verification/code.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { createCodeCount, createCodeModalStore } from '../../../src/store/code-modals.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { viewShows } from '../../support/journeys.ts';
import { testPrefix } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { ASHA, COMMAND, OPS, startWorld } from '../../support/world.ts';

const TEAM = 'T0TEAM';
const PHONE = '+919876501234';
const T0 = Date.UTC(2026, 2, 1, 10);

function stores() {
  const redis = redisOfRun();
  const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
  return {
    redis,
    keys,
    count: createCodeCount({ redis, keys }),
    modals: createCodeModalStore({ redis, keys }),
  };
}

it('counts five codes to a number within ten minutes, and says when the next may be sent', async () => {
  const { count } = stores();
  const take = (id: string, at: number, phone = PHONE) => count.take(TEAM, phone, id, at);
  for (let sent = 0; sent < MAX_CODES; sent += 1) {
    expect(await take(`snd_${sent}`, T0 + sent * 1000)).toBeUndefined();
  }
  expect(await take('snd_late', T0 + 60_000)).toBe(T0 + CODES_WITHIN_MS);
  expect(await take('snd_other', T0 + 60_000, '+14155552671')).toBeUndefined();
  expect(await take('snd_late', T0 + CODES_WITHIN_MS)).toBeUndefined();
  expect(await take('snd_more', T0 + CODES_WITHIN_MS)).toBe(T0 + CODES_WITHIN_MS + 1000);
});

it('counts a request once, not at all when it is given back, and forgets by itself', async () => {
  const { redis, keys, count } = stores();
  for (const id of ['snd_1', 'snd_1', 'snd_2']) await count.take(TEAM, PHONE, id, T0);
  await count.giveBack(TEAM, PHONE, 'snd_2');
  const key = keys.codesSent(TEAM, PHONE);
  expect(await redis.zrange(key, '0', '-1')).toEqual(['snd_1']);
  expect(await redis.pttl(key)).toBeGreaterThan(0);
});

it('gives back the code of a verification that could not be saved', async () => {
  const world = await startWorld();
  const redis = redisOfRun();
  const keys = createKeys(world.env.REDIS_PREFIX ?? '');
  const { team } = world.slack.workspace;
  await redis.set(keys.list('verification', team.id), 'not a list');
  const asha = world.slack.as(ASHA);
  await asha.command(OPS, COMMAND, 'byon');
  const form = await viewShows(world, ASHA, /How should the code arrive/);
  await asha.type(form, { blockId: inputs.phone.blockId }, PHONE);
  await asha.submit();
  await viewShows(world, ASHA, /Something's down on our side/);
  expect(await redis.exists(keys.codesSent(team.id, PHONE))).toBe(0);
  expect(world.vobiz.callsTo('verify')).toEqual([]);
});

it('lets a hundred at once take five', async () => {
  const { count } = stores();
  const taken = await Promise.all(
    Array.from({ length: 100 }, (_, at) => count.take(TEAM, PHONE, `snd_${at}`, T0)),
  );
  expect(taken.filter((until) => until === undefined)).toHaveLength(MAX_CODES);
});

it('replaces an open modal only while it is the one that was read, and forgets it by itself', async () => {
  const { redis, keys, modals } = stores();
  const ref = { team: TEAM, id: 'ver_7k3m9q2x' };
  const first = { viewId: 'V1', hash: 'h1', user: 'U0MEERA', attempt: 0, revision: 2 };
  const checking = { ...first, hash: '', attempt: 1, busy: 'checking' } as const;
  await modals.put(ref, first);
  await modals.replace(ref, first, { ...first, misses: 1 });
  await modals.replace(ref, first, { ...first, hash: 'h2', revision: 3 });
  expect(await modals.of(ref)).toEqual([{ ...first, hash: 'h2', revision: 3 }]);
  await modals.put(ref, checking);
  await modals.replace(ref, first, { ...first, hash: 'h3' });
  expect(await modals.of(ref)).toEqual([checking]);
  expect(await redis.pttl(keys.codeModals(ref))).toBeGreaterThan(0);
  await modals.replace(ref, checking, undefined);
  expect(await modals.of(ref)).toEqual([]);
});
