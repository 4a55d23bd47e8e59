import { kindOf, type Ref } from '../domain/record.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { DueIndex, Visited } from '../store/due-index.ts';
import type { Looks } from '../store/looks.ts';
import type { OpenWalk } from '../store/open-walk.ts';
import type { Records } from '../store/records.ts';
import { type VisitDeps, visitOrder, visitVerification } from './visits.ts';

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

/** How many records are read and visited together. */
const BATCH = 50;
/** How long the slow pass takes for everything that is open. */
const ROUND_MS = 3_600_000;
/** What is due this soon needs no slow pass. */
const SOON_MS = 60_000;

/** One run of the sweep. Times are epoch ms. */
type Round = {
  now: number;
  /** When what is still missing is visited again. */
  again: number;
  /** Asked before each batch. */
  goOn: () => boolean;
  failed: SweepFailed;
};

type Deps = VisitDeps & {
  deliveries: Pick<Deliveries, 'ofEach'>;
  due: DueIndex;
  looks: Pick<Looks, 'times' | 'add'>;
  openWalk: OpenWalk;
  sweepEveryMs: number;
  /** Hears which share (0 to 1) of all open records it has seen in this round. */
  onPassed: (kind: string, done: number) => void;
};

/**
 * Recovers what may be lost: visits the records that are due, and, spread over an hour, all that are open, so that an
 * entry that the index of times has lost costs an hour at most.
 */
export function createSweep(deps: Deps) {
  const { orders, verifications, deliveries, due, looks, openWalk, clock } = deps;

  /** What fails keeps nothing else from being visited. */
  return async function sweep(goOn: () => boolean, failed: SweepFailed): Promise<void> {
    const now = clock.now();
    const round: Round = { now, again: now + deps.sweepEveryMs, goOn, failed };
    const steps = [
      ['begin', () => begin(round)],
      ['due', () => visitDue(round)],
      ['open_orders', () => passThrough('order', round)],
      ['open_verifications', () => passThrough('verification', round)],
    ] as const;
    await runSteps(steps, goOn, failed);
  };

  /** What an earlier version left open, it would have visited now. */
  async function begin({ now, goOn }: Round): Promise<void> {
    if (await openWalk.isBegun()) return;
    for (const kind of ['order', 'verification'] as const) {
      let cursor: string | undefined;
      do {
        if (!goOn()) return;
        const page = await openWalk.page(kind, cursor);
        await due.bringForward(page.refs.map((ref) => ({ ref, next: now })));
        ({ cursor } = page);
      } while (cursor !== undefined);
    }
    await openWalk.begun();
  }

  async function visitDue(round: Round): Promise<void> {
    const { now, again, goOn } = round;
    while (goOn()) {
      const refs = await due.take(now, again, BATCH);
      if (refs.length === 0) return;
      await due.settle(again, await visitEach(refs, round));
      await letOthersPass();
    }
  }

  async function passThrough(kind: 'order' | 'verification', round: Round): Promise<void> {
    const slice = await openWalk.slice(kind, deps.sweepEveryMs / ROUND_MS);
    const records = kind === 'order' ? orders : verifications;
    let [missed, unlisted] = [0, 0];
    for (let at = 0; at < slice.refs.length; at += BATCH) {
      if (!round.goOn()) return;
      const refs = slice.refs.slice(at, at + BATCH);
      const tried = (count: Promise<number>) =>
        count.catch((error: unknown) => {
          round.failed(`open_${kind}s`, error);
          return 0;
        });
      missed += await tried(passBatch(refs, round));
      unlisted += await tried(records.relist(refs));
      await letOthersPass();
    }
    await openWalk.passed(kind, slice);
    deps.onPassed(kind, slice.done);
    if (missed > 0) deps.onRepaired('due', missed);
    if (unlisted > 0) deps.onRepaired('lists', unlisted);
  }

  /** Returns how many would have been visited too late or never. */
  async function passBatch(refs: readonly Ref[], round: Round): Promise<number> {
    const dueAt = await due.times(refs);
    const soon = round.now + SOON_MS;
    const later = refs.filter((ref) => (dueAt(ref) ?? Number.POSITIVE_INFINITY) > soon);
    const visited = await visitEach(later, round);
    return due.bringForward(
      visited.flatMap(({ ref, next }) => (next === undefined ? [] : { ref, next })),
    );
  }

  async function visitEach(refs: readonly Ref[], { again, failed }: Round): Promise<Visited[]> {
    const [messages, lookAt, ordersRead, verificationsRead] = await Promise.all([
      deliveries.ofEach(refs),
      looks.times(refs),
      readAhead(orders, refs.filter(isOf('order'))),
      readAhead(verifications, refs.filter(isOf('verification'))),
    ]);
    const visit = { deliveries: messages, lookAt, again };

    async function visitOne(ref: Ref): Promise<number | undefined> {
      switch (kindOf(ref.id)) {
        case 'order': {
          const order = await ordersRead(ref);
          return order && visitOrder(deps, order, visit);
        }
        case 'verification': {
          const record = await verificationsRead(ref);
          return record && visitVerification(deps, record, visit);
        }
        case 'gap':
        case 'policy':
        case undefined:
          return undefined;
      }
    }

    /** A record that fails does not stop the others. */
    async function tryVisit(ref: Ref): Promise<Visited> {
      try {
        const next = await visitOne(ref);
        return { ref, next: next === undefined ? undefined : Math.max(next, again) };
      } catch (error) {
        failed('record', error, ref.id);
        return { ref, next: again };
      }
    }

    return Promise.all(refs.map(tryVisit));
  }
}

function isOf(kind: 'order' | 'verification') {
  return ({ id }: Ref) => kindOf(id) === kind;
}

/** Reads all at once. One that was not among them is asked for again: it is gone, or why it cannot be read is thrown. */
async function readAhead<R extends Ref>(
  records: Pick<Records<R>, 'many' | 'get'>,
  refs: readonly Ref[],
): Promise<(ref: Ref) => Promise<R | undefined>> {
  const found = await records.many(refs);
  return async (ref) =>
    found.find(({ team, id }) => id === ref.id && team === ref.team) ?? records.get(ref);
}

/** A click is not to wait for a long sweep. */
function letOthersPass(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
