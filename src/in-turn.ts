/** Runs one after the other what this process does about the same thing: a record, a window. */
export function createInTurn() {
  const turns = new Map<string, Promise<unknown>>();

  return async function inTurn<T>(about: string, run: () => Promise<T>): Promise<T> {
    const before = turns.get(about) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(run);
    turns.set(about, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(about) === turn) turns.delete(about);
    }
  };
}
