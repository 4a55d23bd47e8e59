import { z } from 'zod';

/** By team. */
export const editionsSchema = z.record(z.string(), z.number().int().positive());
type Editions = z.infer<typeof editionsSchema>;

/** The newest edition of each workspace's policy that was in force here, whatever Redis shows now. */
export function createKnownEditions(options: {
  remembered: readonly Editions[];
  /** Resolves once it is on the disk. */
  onChanged: () => Promise<void>;
}) {
  const newest = new Map<string, number>();
  for (const editions of options.remembered) {
    for (const [team, edition] of Object.entries(editions)) note(team, edition);
  }

  function note(team: string, edition: number): boolean {
    if (edition <= (newest.get(team) ?? 0)) return false;
    newest.set(team, edition);
    return true;
  }

  return {
    newest: (team: string): number => newest.get(team) ?? 0,
    /** To be called with each edition that decides something. */
    async seen(team: string, edition: number): Promise<void> {
      if (note(team, edition)) await options.onChanged();
    },
    worthKeeping: (): Editions => Object.fromEntries(newest),
  };
}
export type KnownEditions = ReturnType<typeof createKnownEditions>;
