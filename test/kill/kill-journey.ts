import { expect, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { openOrderForm, textOf } from '../support/journeys.ts';
import { type Cut, createKillSwitch, type KillSwitch } from '../support/kill-switch.ts';
import { APPROVALS, ASHA, RAVI } from '../support/world.ts';
import { cardOf, shownAsItIs, whatIsWrong } from './kill-checks.ts';
import { type KillWorld, startKillWorld } from './kill-world.ts';

export const PATIENCE = { timeout: 120_000, interval: 100 };

export type Told = { seen: readonly string[]; killed: boolean; problems: string[] };

/** What a life is about: a number, or several in one request. The first is on the card. */
export type Kind = {
  count: number;
  ask: (world: KillWorld, region: string) => Promise<void>;
  shownAsItIs: (world: KillWorld, e164s: readonly [string, ...string[]]) => Promise<void>;
  whatIsWrong: (world: KillWorld, e164s: readonly [string, ...string[]]) => Promise<string[]>;
};

const ONE_NUMBER: Kind = {
  count: 1,
  ask: (world, region) =>
    openOrderForm(world, ASHA, APPROVALS, 'Support line', { place: `IN ${region}` }),
  shownAsItIs: (world, [e164]) => shownAsItIs(world, e164),
  whatIsWrong: (world, [e164]) => whatIsWrong(world, e164),
};

/** One workspace with one bot that lives through one order after the other, each time killed at another step. */
export async function startLives(kind: Kind = ONE_NUMBER) {
  const killSwitch = createKillSwitch();
  const world = await startKillWorld(killSwitch);
  const lives = await raise(world, killSwitch);
  let orders = 0;

  /** Numbers that only this order can be for, in a region of its own: nothing of an earlier order is in the way. */
  function putOnOffer(): { e164s: readonly [string, ...string[]]; region: string } {
    orders += 1;
    const region = `R${orders}`;
    const [first = '', ...more] = Array.from(
      { length: kind.count },
      (_, at) => `+9198${10 + at}01${1000 + orders}`,
    );
    for (const e164 of [first, ...more]) {
      const place = { e164, region, country: 'IN' };
      world.vobiz.addNumber({ ...place, setup: 500, monthly: 250, currency: 'INR' });
    }
    return { e164s: [first, ...more], region };
  }

  /**
   * One order from the submitted form to its ending, by people who do again what Slack told them had failed, with a
   * bot that is started again when it was killed. Answers what is not as it should be at the end.
   */
  async function liveThrough(cut?: Cut): Promise<Told> {
    const { e164s, region } = putOnOffer();
    if (world.slack.openView(ASHA)) await world.slack.as(ASHA).dismiss();
    await kind.ask(world, region);
    const first = lives.bot();
    killSwitch.arm(first, cut);

    /** Waits for what has to come by itself; after a kill the sweep helps, as it does every minute in earnest. */
    const comes = (check: () => Promise<void> | void) =>
      vi.waitFor(async () => {
        await lives.recovered();
        if (lives.bot() !== first) await world.sweep();
        await check();
      }, PATIENCE);

    await submitUntilTaken(world, lives);
    await approveUntilDecided(world, e164s[0], lives, comes);
    await comes(async () => {
      await kind.shownAsItIs(world, e164s);
      expect(await world.jobsRunning()).toBe(0);
    });
    await lives.recovered();
    const seen = [...killSwitch.seen()];
    killSwitch.disarm();
    await settle(world, kind, e164s);
    const problems = await kind.whatIsWrong(world, e164s);
    return { seen, killed: lives.bot() !== first, problems };
  }

  return { liveThrough, end: () => lives.bot().kill() };
}

/** The bot, started again each time the switch has killed it. */
export async function raise(world: KillWorld, killSwitch: KillSwitch) {
  let bot: BotProcess;
  let comeback: Promise<void>;

  function follow(born: BotProcess): void {
    bot = born;
    comeback = born.exited.then(async () => {
      if (!killSwitch.hasKilled()) return;
      killSwitch.disarm();
      follow(await world.startBot());
    });
    comeback.catch(() => {}); // whoever waits for it is told
  }

  follow(await world.startBot());
  return {
    bot: () => bot,
    /** Resolves at once while the bot lives, and when it is back after a kill. */
    recovered: async (): Promise<void> => {
      if (bot.isDying()) await comeback;
    },
  };
}
type Lives = Awaited<ReturnType<typeof raise>>;

/** Presses Submit again when Slack says that it did not work. */
export async function submitUntilTaken(world: KillWorld, { recovered }: Lives): Promise<void> {
  for (;;) {
    const delivery = await world.slack.as(ASHA).submit();
    await recovered();
    if (!delivery.error) return;
  }
}

/** Presses Approve, and again when a bot that has come back still shows the question. */
async function approveUntilDecided(
  world: KillWorld,
  e164: string,
  lives: Lives,
  comes: (check: () => void) => Promise<void>,
): Promise<void> {
  const asks = () => textOf(cardOf(world, e164)).includes(buttons.approve.id);
  await comes(() => {
    if (!cardOf(world, e164)) throw new Error('no card');
  });
  while (asks()) {
    const life = lives.bot();
    const card = cardOf(world, e164);
    if (card)
      await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id }, { asShown: true });
    await comes(() => {
      if (asks() && lives.bot() === life) throw new Error('the card still asks for approval');
    });
  }
}

/** Waits until the bot sees nothing more to do; what nobody knows of turns up at Vobiz in the end. */
async function settle(
  world: KillWorld,
  kind: Kind,
  e164s: readonly [string, ...string[]],
): Promise<void> {
  if ((await kind.whatIsWrong(world, e164s)).length > 0) return;
  const owned = new Set(world.vobiz.ownedNumbers.map(({ e164 }) => e164));
  for (const e164 of e164s) if (!owned.has(e164)) world.vobiz.addOwnedNumber({ e164 });
  await vi.waitFor(async () => {
    await world.sweep();
    const open = await world.openOrders();
    if (open > 0) throw new Error(`${open} orders are still open`);
  }, PATIENCE);
  await vi.waitFor(async () => expect(await world.isSwept()).toBe(true), PATIENCE);
}
