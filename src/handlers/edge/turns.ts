import { AppError } from '../../errors.ts';

/** One command, click or form among those that want to be carried out. */
export type Turn = {
  /** Resolves when it may go on. Throws AppError `busy`, at once, when too many wait already. */
  begin(): Promise<void>;
  /** Lets the next one go on; also before its turn has come. */
  end(): void;
};

/**
 * How much is carried out at once, whoever asked for how much: acknowledging comes first, and what is behind it waits in
 * line. At most `waiting` wait; beyond that people are told at once instead of being kept for longer than is of use.
 */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): () => Turn {
  let running = 0;
  const line = new Set<() => void>();

  function admit(): void {
    for (const go of line) {
      if (running >= atOnce) return;
      line.delete(go);
      running += 1;
      go();
    }
  }

  return () => {
    let go: (() => void) | undefined;
    let isRunning = false;
    return {
      begin() {
        if (running >= atOnce && line.size >= waiting) {
          throw new AppError('busy', `${running} running and ${line.size} waiting`);
        }
        return new Promise((resolve) => {
          go = () => {
            isRunning = true;
            // What else has arrived by now is acknowledged first.
            setImmediate(resolve);
          };
          line.add(go);
          admit();
        });
      },
      end() {
        if (go) line.delete(go);
        if (!isRunning) return;
        isRunning = false;
        running -= 1;
        admit();
      },
    };
  };
}
