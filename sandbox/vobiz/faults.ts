import { z } from 'zod';

const OPS = [
  'availability',
  'order',
  'orderRead',
  'verify',
  'confirm',
  'ownedNumbers',
  'channels',
  'createChannel',
  'updateChannel',
  'deleteChannel',
  'releaseNumber',
  'cancelRelease',
  'me',
  'balance',
  'ledger',
] as const;
export const opSchema = z.enum(OPS);
export type Op = z.infer<typeof opSchema>;

const status = z.number().int().min(200).max(599);
const headers = z.record(z.string(), z.string()).optional();
const body = z.unknown().optional();
const fields = z.record(z.string(), z.unknown()).optional();

/**
 * What goes wrong with one call. "After" means the effect happened: the number was bought, the code was used up.
 * - `latency`: everything happens, `ms` later, whether or not the caller still waits.
 * - `status`, `html`, `empty`, `rate_limited`: answered by a gateway, nothing happened. Without a `body`, a `status`
 *   from 400 up carries a plain body of shape 1.
 * - `truncated`: a success whose JSON is cut: `body` ends it early, `connection` drops the line in the middle.
 * - `answer`: a success that says something else than the truth: `patch` goes over the body, `each` over every list
 *   item, `omit` drops fields, `strings` turns numbers into text, `envelope` rewraps a list (`keyed`: as an object with 0, 1,
 *   2 … for keys), `longId` stands as a JSON number where the id was, `clockAheadMs` moves the `Date` header.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latency'), ms: z.number().nonnegative() }),
  z.object({ kind: z.literal('status'), status, body, headers }),
  z.object({ kind: z.literal('status_after'), status, body, headers }),
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('reset_after') }),
  z.object({ kind: z.literal('hang') }),
  z.object({ kind: z.literal('hang_after') }),
  z.object({ kind: z.literal('html'), status }),
  z.object({ kind: z.literal('empty'), status }),
  z.object({ kind: z.literal('truncated'), cut: z.enum(['body', 'connection']).optional() }),
  z.object({
    kind: z.literal('rate_limited'),
    retryAfterSeconds: z.number().int().nonnegative(),
    via: z.enum(['header', 'body']),
  }),
  z.object({
    kind: z.literal('answer'),
    patch: fields,
    each: fields,
    omit: z.array(z.string()).optional(),
    strings: z.boolean().optional(),
    envelope: z.enum(['items', 'data', 'bare', 'keyed']).optional(),
    longId: z
      .string()
      .regex(/^[1-9]\d{0,30}$/)
      .optional(),
    clockAheadMs: z.number().int().optional(),
    status: status.optional(),
  }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** A call stopped in the middle. `arrived` settles when it is there; nothing goes on until `release()`. */
export interface Hold {
  arrived: Promise<void>;
  release(): void;
}

interface Gate extends Hold {
  when: 'before' | 'after';
  released: Promise<void>;
  arrive(): void;
}

export type Faults = ReturnType<typeof createFaults>;

/** Which calls go wrong, and which are held. `next` beats `always`; a held call still meets its fault. */
export function createFaults() {
  const queued = new Map<Op, Fault[]>();
  const standing = new Map<Op, Fault>();
  const waiting = new Map<Op, Gate[]>();
  const gates = new Set<Gate>();

  return {
    /** The next `times` calls (1 unless told) go wrong, after those already lined up. */
    next(op: Op, fault: Fault, options: { times?: number } = {}): void {
      const more = Array.from({ length: options.times ?? 1 }, () => fault);
      queued.set(op, [...(queued.get(op) ?? []), ...more]);
    },
    /** Every call goes wrong until cleared. */
    always(op: Op, fault: Fault): void {
      standing.set(op, fault);
    },
    /** Forgets the faults of one operation, or of all. Calls already under way are not touched. */
    clear(op?: Op): void {
      for (const each of op === undefined ? OPS : [op]) {
        queued.delete(each);
        standing.delete(each);
      }
    },
    /** Stops the next call of `op` before its effect (unless told `after`: done, but not answered). */
    hold(op: Op, options: { when?: 'before' | 'after' } = {}): Hold {
      const gate = createGate(options.when ?? 'before');
      waiting.set(op, [...(waiting.get(op) ?? []), gate]);
      gates.add(gate);
      return { arrived: gate.arrived, release: gate.release };
    },
    /** What is lined up, for the state page. */
    describe: () => ({
      next: Object.fromEntries([...queued].filter(([, faults]) => faults.length > 0)),
      always: Object.fromEntries(standing),
    }),
    /** For the server: the fault of the call that has just come in. */
    take: (op: Op): Fault | undefined => queued.get(op)?.shift() ?? standing.get(op),
    /** For the server: the hold of the call that has just come in. */
    takeHold(op: Op): { pause(at: 'before' | 'after'): Promise<void> } {
      const gate = waiting.get(op)?.shift();
      return {
        async pause(at) {
          if (gate?.when !== at) return;
          gate.arrive();
          await gate.released;
        },
      };
    },
    /** For the server's end: lets every held call go. */
    releaseAll(): void {
      for (const gate of gates) gate.release();
    },
  };
}

function createGate(when: 'before' | 'after'): Gate {
  let arrive = () => {};
  let release = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { when, arrived, released, arrive: () => arrive(), release: () => release() };
}
