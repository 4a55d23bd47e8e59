import { expect, vi } from 'vitest';

const SWEEPS = /^sweeps_total (\d+)$/m;

/** Waits until the sweep has run two more times: whatever it might repeat, it has repeated. */
export async function sweptTwice(world: { bot: { opsUrl: string } }): Promise<void> {
  const runs = async () => {
    const answer = await fetch(`${world.bot.opsUrl}/metrics`, { headers: { connection: 'close' } });
    return Number(SWEEPS.exec(await answer.text())?.[1] ?? 0);
  };
  const before = await runs();
  // Drawing all metrics is much more work for the bot than what other waits look at.
  const options = { timeout: 20_000, interval: 50 };
  await vi.waitFor(async () => expect(await runs()).toBeGreaterThanOrEqual(before + 2), options);
}
