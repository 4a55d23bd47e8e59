import fc from 'fast-check';
import type { Model } from './model.ts';
import { NAMES, type Name } from './people.ts';

export type Command = fc.AsyncCommand<{ requests: number }, Model, true>;

/** A command with a name to read in a counterexample; the invariants are checked after it. */
export function command(
  text: string,
  run: (real: Model) => Promise<unknown> | unknown,
  { needsOrder = true, asks = false } = {},
): Command {
  return {
    check: async ({ requests }) => !needsOrder || requests > 0,
    run: async (model, real) => {
      if (asks) model.requests += 1;
      await run(real);
      await real.check();
    },
    toString: () => text,
  };
}

/** What happens around the bot while it does nothing: it has no part in it, so nothing of it can have changed. */
export function happening(
  text: string,
  run: (real: Model) => Promise<unknown> | unknown,
  { needsOrder = true } = {},
): Command {
  return {
    check: async ({ requests }) => !needsOrder || requests > 0,
    run: async (_model, real) => {
      await run(real);
    },
    toString: () => text,
  };
}

/** Those who may decide are tried more often than those who may not. */
export const name = fc.constantFrom<Name>(
  ...NAMES,
  ...(['U0RAVI', 'U0MEERA', 'U0DEV', 'U0RAVI', 'U0MEERA'] as const),
);
/** The n-th newest request. */
export const index = fc.constantFrom(0, 0, 0, 1, 2);
