import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { auditOf, brokenAuditOf } from '../../support/audit.ts';
import {
  approve,
  cardIn,
  cardShows,
  openOrderForm,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { pastePolicy, policyOf, setPolicy } from '../../support/settings.ts';
import { redisOfRun } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  it,
  MEERA,
  OPS,
  startBot,
  type World,
} from '../../support/world.ts';

type Raw = Record<string, unknown>;
const UNREAD = /can't read the approval policy.*settings shows what to do/;

/** The stored policy behind the bot's back. */
function stored({ env, slack }: Pick<World, 'env' | 'slack'>) {
  const redis = redisOfRun();
  const at = { team: slack.workspace.team.id, id: 'pol_workspace' };
  const key = createKeys(env.REDIS_PREFIX ?? '').record('policy', at);
  return {
    read: async (): Promise<string> => (await redis.get(key)) ?? '',
    write: (text: string) => redis.set(key, text),
    lose: () => redis.del(key),
  };
}

/** A workspace whose policy has decided something already. */
async function decided(world: World): Promise<void> {
  await setPolicy(world, policyOf());
  await openOrderForm(world, ASHA, APPROVALS, 'First');
  await world.slack.as(ASHA).close();
}

async function nobodyCanAsk(world: World): Promise<void> {
  const before = cardIn(world, OPS);
  await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
  const results = await viewShows(world, ASHA, UNREAD);
  expect(textOf(results)).not.toContain(buttons.choose.id);
  await world.slack.as(ASHA).dismiss();
  expect(cardIn(world, OPS)).toEqual(before);
}

async function importAnew(world: World, policy: string): Promise<void> {
  await openSettings(world, /Nobody can decide requests.*Set it up again/);
  await world.slack.as(MEERA).close();
  await pastePolicy(world, policy);
  await world.slack.as(MEERA).submit();
  await viewShows(world, MEERA, /Saved as version/);
  await world.slack.as(MEERA).dismiss();
}

async function openSettings(world: World, says: RegExp) {
  await world.slack.as(MEERA).command(OPS, COMMAND, 'settings');
  return viewShows(world, MEERA, says);
}

const AGAIN = 'approvals: { channel: C0APPROVALS, approvers: { users: [U0RAVI] } }';

describe('a policy that Redis lost', () => {
  it('decides nothing, in no process, until an admin sets it up again', async ({ world }) => {
    await decided(world);
    await stored(world).lose();
    await nobodyCanAsk(world);
    await world.bot.stop();
    const bot = await startBot(world, { DATA_DIR: `${world.env.DATA_DIR}-of-another` });
    const other = { ...world, bot };
    await nobodyCanAsk(other);
    await importAnew(other, AGAIN);
    await requestNumber(other);
    const events = (await auditOf(world)).map(({ event }) => event);
    expect(events).toEqual(['set_up', 'lost', 'change', 'request']);
    expect(await brokenAuditOf(world)).toBeUndefined();
  });

  it('leaves a request to those who could approve it, and its card says what became of it', async ({
    world,
  }) => {
    await setPolicy(world, policyOf());
    const card = await requestNumber(world);
    await stored(world).lose();
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    await nobodyCanAsk(world);
  });

  it('is missed by a process that starts after it was lost, on the same disk', async ({
    world,
  }) => {
    await decided(world);
    await world.bot.stop();
    await stored(world).lose();
    await nobodyCanAsk({ ...world, bot: await startBot(world) });
  });

  it('is not replaced by the older one that Redis went back to', async ({ world }) => {
    await decided(world);
    const { read, write } = stored(world);
    const older = await read();
    await setPolicy(world, policyOf({ self_approval: true }));
    await openSettings(world, /Approvers can approve their own requests/);
    await write(older);
    await nobodyCanAsk(world);
    await importAnew(world, AGAIN);
    await requestNumber(world);
  });
});

describe('a stored policy that cannot be read', () => {
  it('decides nothing, and is replaced by an admin', async ({ world }) => {
    await decided(world);
    const { read, write } = stored(world);
    const record: Raw = JSON.parse(await read());
    await write(JSON.stringify({ ...record, written: { approvals: 'everybody' } }));
    await nobodyCanAsk(world);
    await importAnew(world, AGAIN);
    await requestNumber(world);
  });

  it.for([
    ['no JSON', '{'],
    ['of a newer version', JSON.stringify({ state: 'signed' })],
  ] as const)('decides nothing, and is left alone: %s', async ([, text], { world }) => {
    await decided(world);
    const { read, write } = stored(world);
    await write(text);
    await nobodyCanAsk(world);
    const settings = await openSettings(world, /Ask the person who runs this app/);
    expect(JSON.stringify(settings)).not.toContain(buttons.settingsImport.id);
    expect(await read()).toBe(text);
  });
});
