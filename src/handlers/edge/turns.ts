import { AppError } from '../../errors.ts';

/** One command, click or form in the queue. */
export type Turn = {
  /** Resolves when it may proceed. Throws AppError `busy` at once when too many are waiting. */
  begin(): Promise<void>;
  /** Lets the next one proceed; may be called before this one's turn. */
  end(): void;
};

/** What may run and wait at once: of everybody together, and of one person. */
export type Room = Readonly<Record<'all' | 'each', { atOnce: number; waiting: number }>>;

/** What one person has under way and waiting. */
type Share = { running: number; line: Set<() => void> };

/**
 * Limits all work under way, and each person's part of it: people take turns, so that one who clicks 200 times keeps
 * nobody else waiting. If the line is full, people hear so at once.
 */
export function createTurns({ all, each }: Room): (person: string) => Turn {
  let running = 0;
  let waiting = 0;
  const shares = new Map<string, Share>();
  /** Those with something waiting who may have more under way, in the order of their turns. */
  const next = new Set<string>();

  function shareOf(person: string): Share {
    const share = shares.get(person) ?? { running: 0, line: new Set() };
    shares.set(person, share);
    return share;
  }

  function settle(person: string, { running: own, line }: Share): void {
    if (line.size > 0 && own < each.atOnce) next.add(person);
    else next.delete(person);
    if (line.size === 0 && own === 0) shares.delete(person);
  }

  function admit(): void {
    for (const person of next) {
      if (running >= all.atOnce) return;
      const share = shareOf(person);
      const [go] = share.line;
      if (go) {
        share.line.delete(go);
        waiting -= 1;
        share.running += 1;
        running += 1;
        go();
      }
      // To the end of the order: a set goes through what is added meanwhile.
      next.delete(person);
      settle(person, share);
    }
  }

  return (person) => {
    let share: Share | undefined;
    let go: (() => void) | undefined;
    let isRunning = false;
    return {
      begin() {
        const ours = shareOf(person);
        const isFull = running >= all.atOnce && waiting >= all.waiting;
        const isOwnFull = ours.running >= each.atOnce && ours.line.size >= each.waiting;
        if (isFull || isOwnFull) {
          const own = `${ours.running} and ${ours.line.size} of them one person's`;
          settle(person, ours);
          throw new AppError('busy', `${running} running and ${waiting} waiting, ${own}`);
        }
        share = ours;
        return new Promise((resolve) => {
          go = () => {
            isRunning = true;
            // Acknowledge whatever else has arrived first.
            setImmediate(resolve);
          };
          ours.line.add(go);
          waiting += 1;
          settle(person, ours);
          admit();
        });
      },
      end() {
        if (!share) return;
        if (isRunning) {
          share.running -= 1;
          running -= 1;
        } else if (go && share.line.delete(go)) waiting -= 1;
        settle(person, share);
        share = undefined;
        admit();
      },
    };
  };
}
