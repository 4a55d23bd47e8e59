import type { BotProcess } from './bot-process.ts';

/** Where a step is interrupted: before it reaches the other side, or when it took effect but was not answered. */
export type Cut = { step: string; side: 'before' | 'after' };

/** A step was cut off: the bot is dead, and nothing more of it may be passed on. */
class CutOff extends Error {
  override readonly name = 'CutOff';
}

export type KillSwitch = ReturnType<typeof createKillSwitch>;

/**
 * Every write and call of the bot passes here under a name. While armed it lists the names it sees (the same name again
 * becomes `name #2`), and kills the bot at the one it was told to. Once it has killed, nothing passes until `disarm`.
 */
export function createKillSwitch() {
  let counts = new Map<string, number>();
  let seen: string[] = [];
  let aim: { bot: Pick<BotProcess, 'killNow'>; cut: Cut | undefined } | undefined;
  let dead = false;

  function name(label: string): string {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    const step = count === 1 ? label : `${label} #${count}`;
    seen.push(step);
    return step;
  }

  function kill(): never {
    dead = true;
    aim?.bot.killNow();
    throw new CutOff('the bot is dead');
  }

  return {
    /** The steps since it was armed, up to the kill. */
    seen: (): readonly string[] => seen,
    hasKilled: () => dead,
    /** From now on steps count, and `bot` is the one to die. */
    arm(bot: Pick<BotProcess, 'killNow'>, cut: Cut | undefined): void {
      counts = new Map();
      seen = [];
      aim = { bot, cut };
    },
    /** Lets everything pass again, uncounted. */
    disarm(): void {
      aim = undefined;
      dead = false;
    },
    /** Carries the step out, unless the bot is to die before or after it: then throws CutOff. */
    async pass<T>(label: string, act: () => Promise<T>): Promise<T> {
      if (dead) throw new CutOff('the bot is dead');
      if (!aim) return act();
      const step = name(label);
      const side = aim.cut?.step === step ? aim.cut.side : undefined;
      if (side === 'before') kill();
      const result = await act();
      if (side === 'after') kill();
      if (dead) throw new CutOff('the bot is dead');
      return result;
    },
  };
}
