/** Hears what failed: a step, or (`record`) the visit of one record by its id. */
export type SweepFailed = (step: string, error: unknown, record?: string) => void;

export type SweepStep = readonly [name: string, run: (goOn: () => boolean) => Promise<void>];

/** Runs each step, also after one that failed: one broken key must not keep the rest of the sweep from its work. */
export async function runSteps(
  steps: readonly SweepStep[],
  goOn: () => boolean,
  failed: SweepFailed,
): Promise<void> {
  for (const [name, run] of steps) {
    if (!goOn()) return;
    await run(goOn).catch((error: unknown) => failed(name, error));
  }
}
