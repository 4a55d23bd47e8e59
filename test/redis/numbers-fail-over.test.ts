import type { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { formatPhone } from '../../src/domain/phone.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { createKeys } from '../../src/store/keys.ts';
import { newsFor, press, textOf, viewShows } from '../support/journeys.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { OFTEN } from '../support/watching.ts';
import { aWeek, digestsIn, dueToday, seedWeek } from '../support/weekly-digests.ts';
import { APPROVALS, ASHA, MEERA, RAVI, startBot, startOutside } from '../support/world.ts';

const LONGEST_MS = 240_000;
const PATIENCE = { timeout: 60_000, interval: 50 };
const FOUND = '+919845678901';
/** The second of the week: unused, and Asha's. */
const UNUSED = '+919876500002';

type World = Awaited<ReturnType<typeof startNumbers>>;

/** A workspace with numbers, their weekly digest, and one in its account that nobody bought here; all are told of. */
async function startNumbers(setup: { url: string; replicas: number; connect: () => Redis }) {
  const env = { ...(await dueToday()), ...OFTEN, REDIS_URL: setup.url };
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 }, env });
  const redis = setup.connect();
  await seedWeek(outside, aWeek, redis);
  const bot = await startBot(outside);
  outside.vobiz.addOwnedNumber({ e164: FOUND });
  const keys = createKeys(outside.env.REDIS_PREFIX ?? '');
  const world = { ...outside, bot, redis, keys, team: outside.slack.workspace.team.id };
  await shows(world, 'digest', /Unused · 1 number/);
  await shows(world, 'notice', /Leave it/);
  await shows(world, 'card', /Bought/);
  return world;
}

/** The messages of a kind in the channel: the number's card, the digest, and what is told of the number that nobody bought. */
const FINDS = {
  card: new RegExp(`Bought · \\${formatPhone(UNUSED)}`),
  digest: /Last 7 days/,
  notice: /Not bought here/,
} as const;
type Kind = keyof typeof FINDS;

function messagesOf({ slack }: Pick<World, 'slack'>, kind: Kind) {
  const all = slack.messages(APPROVALS).filter(({ threadTs }) => !threadTs);
  return all.filter((message) => FINDS[kind].test(textOf(message)));
}

function shows(world: Pick<World, 'slack'>, kind: Kind, says: RegExp) {
  return vi.waitFor(() => {
    const [found, ...more] = messagesOf(world, kind);
    expect(found && textOf(found)).toMatch(says);
    expect(more).toEqual([]);
    if (!found) throw new Error('no such message');
    return found;
  }, PATIENCE);
}

async function handOver(world: World): Promise<void> {
  const asha = world.slack.as(ASHA);
  await press(world, ASHA, await shows(world, 'card', /Bought/), buttons.openOrder);
  await press(world, ASHA, await viewShows(world, ASHA, /edit_holding/), buttons.editHolding);
  const form = await viewShows(world, ASHA, /owner_choice/);
  await asha.select(form, { actionId: inputs.owner.actionId, value: MEERA });
  await asha.submit();
  await viewShows(world, ASHA, /belongs to <@U0MEERA> now/);
  await shows(world, 'card', /for <@U0MEERA>/);
  await asha.dismiss();
}

async function keep(world: World): Promise<void> {
  await press(world, RAVI, await shows(world, 'digest', /Unused/), buttons.keepNumber);
  await shows(world, 'digest', /Kept by <@U0RAVI>/);
}

async function leave(world: World): Promise<void> {
  await press(world, RAVI, await shows(world, 'notice', /Leave it/), buttons.leaveNumbers);
  await shows(world, 'notice', /Left as it is by <@U0RAVI>/);
}

/** How often the new owner heard that the number is theirs. */
function told({ slack }: World): number {
  return newsFor({ slack }, MEERA).filter((message) => /made you the owner/.test(textOf(message)))
    .length;
}

onRealServers('numbers that are kept, left and handed over', () => {
  it('show what is lost as lost, and take it again', { timeout: LONGEST_MS }, async () => {
    const setup = await startSentinelSetup({ gated: true, downAfterMs: 1_000 });
    const world = await startNumbers(setup);
    const master = await setup.master();
    await vi.waitFor(async () => expect(await world.redis.scard(world.keys.open('order'))).toBe(1));
    await world.redis.wait(setup.replicas, 10_000);
    master.gate?.cut('replica');
    await leave(world);
    await keep(world);
    await handOver(world);
    await vi.waitFor(() => expect(told(world)).toBe(1), PATIENCE);
    await master.server.kill();
    await setup.promoted(master);
    master.gate?.mend('replica');
    await master.server.start();
    await setup.whole();

    await shows(world, 'notice', /Leave it/);
    await shows(world, 'digest', /^(?!.*Kept by)/s);
    await shows(world, 'card', /^(?!.*U0MEERA)/s);
    await leave(world);
    await keep(world);
    await handOver(world);
    await vi.waitFor(() => expect(told(world)).toBe(2), PATIENCE);
    expect(digestsIn(world)).toHaveLength(1);
  });
});
