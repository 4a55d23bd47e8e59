import { expect, it, vi } from 'vitest';
import { auditOf } from '../support/audit.ts';
import { createKillSwitch } from '../support/kill-switch.ts';
import { DEEDS, FOUND, numbersShow, toldMeera } from '../support/number-deeds.ts';
import { OFTEN } from '../support/watching.ts';
import { aWeek, dueToday, seedWeek } from '../support/weekly-digests.ts';
import { PATIENCE } from './kill-journey.ts';
import { startKillWorld } from './kill-world.ts';

const LONGEST_MS = 180_000;
const CASES = Object.entries(DEEDS).map(([name, deed]) => ({ name, deed }));

it.each(CASES)(
  'a bot that is killed when the answer $name is saved, and nothing else, shows it and tells it once',
  async ({ deed }) => {
    const killSwitch = createKillSwitch();
    const world = await startKillWorld(killSwitch, {
      label: (words) => (deed.isSave(words) ? 'save' : undefined),
      env: { ...(await dueToday()), ...OFTEN },
    });
    await seedWeek(world, aWeek);
    world.vobiz.addOwnedNumber({ e164: FOUND });
    const first = await world.startBot();
    for (const where of ['digest', 'notice', 'card'] as const)
      await numbersShow(world, where, /./, world.sweep);
    await vi.waitFor(async () => expect(await world.jobsRunning()).toBe(0), PATIENCE);

    killSwitch.arm(first, { step: 'save', side: 'after' });
    await deed.act(world);
    await vi.waitFor(() => expect(killSwitch.hasKilled()).toBe(true), PATIENCE);
    await first.exited;
    killSwitch.disarm();
    const second = await world.startBot();
    await numbersShow(world, deed.where, deed.says, world.sweep);
    const owners = deed.event === 'hand_over' || deed.event === 'adopt' ? 1 : 0;
    await vi.waitFor(async () => {
      await world.sweep();
      expect(toldMeera(world)).toBe(owners);
    }, PATIENCE);
    const entries = (await auditOf(world)).filter(({ event }) => event === deed.event);
    expect(entries).toHaveLength(deed.event === undefined ? 0 : 1);
    await second.kill();
  },
  LONGEST_MS,
);
