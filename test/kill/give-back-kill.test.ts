import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { askToGiveBack, sentBack } from '../support/giving-back.ts';
import { approve, cardShows, press, requestNumber, SAYS, textOf } from '../support/journeys.ts';
import { createKillSwitch } from '../support/kill-switch.ts';
import { policyFile } from '../support/policy.ts';
import { APPROVALS, MEERA, RAVI } from '../support/world.ts';
import { startKillWorld } from './kill-world.ts';

const E164 = '+919820012001';
const PATIENCE = { timeout: 60_000, interval: 200 };
const sent = 'vobiz: DELETE Account/MA_SANDBOX/numbers/%2B919820012001';

it.each([
  ['before Vobiz heard of it', 'before', 'active', /Give-back unconfirmed.*mark_kept/],
  ['after Vobiz took it', 'after', 'pending_release', /Going back to Vobiz/],
] as const)(
  'a bot that is killed at a give-back, %s, sends nothing again and tells the truth',
  async (_name, side, status, says) => {
    const killSwitch = createKillSwitch();
    const world = await startKillWorld(killSwitch);
    const approvers = { approvers: { users: [RAVI, MEERA] } };
    Object.assign(world.env, await policyFile(approvers));
    world.vobiz.addNumber({
      e164: E164,
      region: 'R1',
      country: 'IN',
      setup: 500,
      monthly: 250,
      currency: 'INR',
    });
    const first = await world.startBot();
    await approve(world, await requestNumber(world, { place: 'IN R1' }));
    const asked = await askToGiveBack(world, await cardShows(world, APPROVALS, SAYS.bought));
    killSwitch.arm(first, { step: sent, side });
    await press(world, RAVI, asked, buttons.approveGiveBack, { asShown: true });
    await vi.waitFor(() => expect(killSwitch.hasKilled()).toBe(true), PATIENCE);
    await first.exited;
    killSwitch.disarm();
    const second = await world.startBot();
    await vi.waitFor(async () => {
      await world.sweep();
      expect(textOf(world.slack.message(asked.channel, asked.ts))).toMatch(says);
    }, PATIENCE);
    expect(world.vobiz.ownedNumbers).toMatchObject([{ e164: E164, status }]);
    expect(sentBack(world)).toEqual({ released: side === 'after' ? 1 : 0, kept: 0 });
    await second.kill();
  },
  180_000,
);
