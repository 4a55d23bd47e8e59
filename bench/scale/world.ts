import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startVobizStandIn } from '../../sandbox/vobiz/server.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { createKeys } from '../../src/store/keys.ts';
import { cpuMsOf } from '../process-figures.ts';
import { type Setting, startBuiltBot } from '../processes.ts';
import { seed } from './seed.ts';

/** A bot is settled when it leaves this share of its time unused, and has looked at all that was due. */
const CALM = { share: 0.15, windowMs: 5_000, windows: 2 };
/** Orders that are not calm by then are measured as they are. */
const SETTLE_WITHIN_MS = 600_000;

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A built bot with an account at Vobiz of its own that owns so many numbers, and with these orders from before its start. */
export async function openWorld(
  setting: Setting,
  name: string,
  { owned, orders }: { owned: number; orders: Iterable<Order> },
) {
  const prefix = `scale-${name}`;
  const vobiz = await startVobizStandIn({
    completeAfterMs: Number.POSITIVE_INFINITY,
    inventory: [],
  });
  for (let place = 0; place < owned; place += 1)
    vobiz.addOwnedNumber({ e164: ownedNumber(place), purchased_at: '2025-01-01T00:00:00Z' });
  await seed(setting.redisUrl, prefix, orders);
  const redis = new Redis(setting.redisUrl);
  const keys = createKeys(prefix);
  const bot = await startBuiltBot({ ...setting, vobiz }, prefix);

  /** Nothing waits for the sweep any more. */
  const isSwept = async () => (await redis.zcount(keys.due(), '-inf', Date.now())) === 0;

  return {
    ...bot,
    vobiz,
    redis,
    keys,
    /** Uses the processor for `ms`; answers how much of it the bot used, in ms. */
    async cpuIn(ms: number): Promise<number> {
      const before = cpuMsOf(bot.pid);
      await pause(ms);
      return cpuMsOf(bot.pid) - before;
    },
    /** Waits until the work of the start is done; answers whether it ever was. */
    async settled(): Promise<boolean> {
      const givingUp = performance.now() + SETTLE_WITHIN_MS;
      let calm = 0;
      while (calm < CALM.windows) {
        if (performance.now() > givingUp) return false;
        const used = await this.cpuIn(CALM.windowMs);
        calm = used < CALM.share * CALM.windowMs && (await isSwept()) ? calm + 1 : 0;
      }
      return true;
    },
    async close(): Promise<void> {
      await bot.stop();
      redis.disconnect();
      await vobiz.stop();
    },
  };
}

/** Numbers that no order asked for. */
export function ownedNumber(place: number): string {
  return `+91804${String(place).padStart(7, '0')}`;
}
