import { describe, expect, it, vi } from 'vitest';
import { createKeys } from '../../../src/store/keys.ts';
import { createSweepTurns } from '../../../src/store/sweep-turns.ts';
import { testPrefix } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { startWorld } from '../../support/world.ts';

const HALF_A_MINUTE = 30_000;

describe('the turn to sweep', () => {
  it('that a failover brings back, because its end was lost, keeps nobody who took it from sweeping', async () => {
    const world = await startWorld();
    const redis = redisOfRun();
    const key = createKeys(world.env.REDIS_PREFIX ?? '').sweepTurn();
    const turn = await vi.waitFor(
      async () => {
        const taken = await redis.get(key);
        if (taken === null) throw new Error('nobody sweeps just now');
        return taken;
      },
      { timeout: 20_000, interval: 1 },
    );
    await sweptTwice(world);
    await redis.set(key, turn, 'PX', HALF_A_MINUTE);
    await sweptTwice(world);
  });

  it("is one worker's until it ends, and that worker may take it again", async () => {
    const deps = { redis: redisOfRun(), keys: createKeys(testPrefix()) };
    const [one, other] = [createSweepTurns(deps), createSweepTurns(deps)];
    expect(await one.take(HALF_A_MINUTE)).toBe(true);
    expect(await other.take(HALF_A_MINUTE)).toBe(false);
    expect(await one.take(HALF_A_MINUTE)).toBe(true);
    const finished = await one.finish();
    expect(await other.finished()).toBe(finished);
    expect(await other.take(HALF_A_MINUTE)).toBe(true);
    expect(await one.take(HALF_A_MINUTE)).toBe(false);
  });
});
