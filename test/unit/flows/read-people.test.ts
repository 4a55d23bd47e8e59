import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createReadPeople } from '../../../src/flows/identify.ts';

/** Slack with one user group, whose members can be changed and whose answers are counted. */
function workspace(clock?: 'own') {
  let members = ['U0RAVI'];
  let asked = 0;
  const slack = {
    standing: async () => 'member' as const,
    async members() {
      asked += 1;
      const answer = members;
      await Promise.resolve();
      return answer;
    },
  };
  let now = 0;
  const people = clock ? createReadPeople(slack) : createReadPeople(slack, () => now);
  return {
    ...people,
    asked: () => asked,
    let: (...users: string[]) => {
      members = users;
    },
    wait: (ms: number) => {
      now += ms;
    },
  };
}

describe('who people are', () => {
  it('is read once or twice for all who click at the same moment', async () => {
    const world = workspace();
    const clicks = Array.from({ length: 100 }, () => world.fresh.groupsOf('U0RAVI', ['S0ONE']));
    expect((await Promise.all(clicks)).every(({ in: groups }) => groups.length === 1)).toBe(true);
    expect(world.asked()).toBeLessThanOrEqual(2);
  });

  it('is never what was read before they clicked', async () => {
    const world = workspace();
    const early = world.fresh.members('S0ONE');
    await Promise.resolve();
    world.let();
    const late = world.fresh.members('S0ONE');
    expect(await early).toEqual(['U0RAVI']);
    expect(await late).toEqual([]);
    world.let('U0DEV');
    expect(await world.fresh.members('S0ONE')).toEqual(['U0DEV']);
  });

  it('is up to ten seconds old in what nobody has just asked for', async () => {
    const world = workspace();
    expect(await world.lately.members('S0ONE')).toEqual(['U0RAVI']);
    world.let();
    world.wait(9_999);
    expect(await world.lately.members('S0ONE')).toEqual(['U0RAVI']);
    world.wait(1);
    expect(await world.lately.members('S0ONE')).toEqual([]);
  });

  it('is not kept for an hour where the clock of the machine is set back by one', async () => {
    const world = workspace('own');
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    expect(await world.lately.members('S0ONE')).toEqual(['U0RAVI']);
    world.let();
    vi.advanceTimersByTime(10_000);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await world.lately.members('S0ONE')).toEqual([]);
  });
});
