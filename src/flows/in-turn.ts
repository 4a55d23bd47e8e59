import type { Ref } from '../domain/record.ts';

/** Runs one after the other what this process does about the same record. */
export function createInTurn() {
  const turns = new Map<string, Promise<unknown>>();

  return async function inTurn<T>({ team, id }: Ref, run: () => Promise<T>): Promise<T> {
    const record = `${team}/${id}`;
    const before = turns.get(record) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(run);
    turns.set(record, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(record) === turn) turns.delete(record);
    }
  };
}
