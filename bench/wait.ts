import { setTimeout as pause } from 'node:timers/promises';

const GIVE_UP_MS = 120_000;
const LOOK_EVERY_MS = 5;

/** Resolves soon after `done` says so. For waiting only: what is measured takes its times from events. */
export async function until(what: string, done: () => unknown): Promise<void> {
  const givingUp = performance.now() + GIVE_UP_MS;
  while (!(await done())) {
    if (performance.now() > givingUp) throw new Error(`not within ${GIVE_UP_MS} ms: ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** `reached` resolves at the `total`th call of `one`. */
export function countTo(total: number): { one: () => void; reached: Promise<void> } {
  let count = 0;
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    one: () => {
      count += 1;
      if (count === total) reach();
    },
    reached,
  };
}
