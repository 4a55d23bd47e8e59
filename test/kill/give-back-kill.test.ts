import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { ADOPTED, adoptNumber, askToGiveBack, sentBack } from '../support/giving-back.ts';
import { approve, cardShows, press, requestNumber, SAYS, textOf } from '../support/journeys.ts';
import { createKillSwitch } from '../support/kill-switch.ts';
import { policyFile } from '../support/policy.ts';
import { APPROVALS, MEERA, RAVI } from '../support/world.ts';
import { startKillWorld } from './kill-world.ts';

const BOUGHT = '+919820012001';
const PATIENCE = { timeout: 60_000, interval: 200 };
type World = Awaited<ReturnType<typeof startKillWorld>>;

async function buy(world: World) {
  const fees = { setup: 500, monthly: 250, currency: 'INR' };
  world.vobiz.addNumber({ e164: BOUGHT, region: 'R1', country: 'IN', ...fees });
  await approve(world, await requestNumber(world, { place: 'IN R1' }));
  return cardShows(world, APPROVALS, SAYS.bought);
}

const BOUGHT_ONE = [BOUGHT, buy] as const;
const ADOPTED_ONE = [ADOPTED, adoptNumber] as const;
const BEFORE = ['before', 'active', /Give-back unconfirmed.*mark_kept/] as const;
const AFTER = ['after', 'pending_release', /Going back to Vobiz/] as const;

it.each([
  ['of a bought number, before Vobiz heard of it', ...BOUGHT_ONE, ...BEFORE],
  ['of a bought number, after Vobiz took it', ...BOUGHT_ONE, ...AFTER],
  ['of an adopted number, before Vobiz heard of it', ...ADOPTED_ONE, ...BEFORE],
  ['of an adopted number, after Vobiz took it', ...ADOPTED_ONE, ...AFTER],
])(
  'a bot that is killed at a give-back %s, sends nothing again and tells the truth',
  async (_name, e164, get, side, status, says) => {
    const killSwitch = createKillSwitch();
    const world = await startKillWorld(killSwitch);
    const approvers = { approvers: { users: [RAVI, MEERA] } };
    Object.assign(world.env, await policyFile(approvers));
    const first = await world.startBot();
    const asked = await askToGiveBack(world, await get(world));
    const step = `vobiz: DELETE Account/MA_SANDBOX/numbers/${encodeURIComponent(e164)}`;
    killSwitch.arm(first, { step, side });
    await press(world, MEERA, asked, buttons.approveGiveBack, { asShown: true });
    await vi.waitFor(() => expect(killSwitch.hasKilled()).toBe(true), PATIENCE);
    await first.exited;
    killSwitch.disarm();
    const second = await world.startBot();
    await vi.waitFor(async () => {
      await world.sweep();
      expect(textOf(world.slack.message(asked.channel, asked.ts))).toMatch(says);
    }, PATIENCE);
    expect(world.vobiz.ownedNumbers).toMatchObject([{ e164, status }]);
    expect(sentBack(world)).toEqual({ released: side === 'after' ? 1 : 0, kept: 0 });
    await second.kill();
  },
  180_000,
);
