import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../runtime.ts';
import type { ReadFigures } from '../store/figures.ts';
import { createFigureGauges } from './figure-gauges.ts';

const DIGEST_OUTCOMES = ['sent', 'nothing', 'refused', 'late'] as const;
/** States of a give-back that an alert looks for. */
const GIVE_BACKS_WATCHED = ['unclear', 'refused', 'keep_unclear'] as const;
/** The indexes that the slow pass mends. */
const INDEXES = ['due', 'looks', 'lists'] as const;

/** Prometheus metrics in their own registry, so that a process can hold several apps. No ids as labels. */
export function createMetrics(clock: Pick<Clock, 'now'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, registers });
  const handlers = seconds(
    'slack_handler_seconds',
    'Time from a command, click or submission to the end of its handling',
    ['handler', 'outcome'],
  );
  const vobiz = seconds('vobiz_request_seconds', 'Duration of calls to Vobiz', [
    'operation',
    'status',
  ]);
  const meta = seconds('meta_request_seconds', 'Duration of calls to Meta', ['status']);
  const jobs = seconds('job_seconds', 'Duration of job runs', ['name', 'outcome']);
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const orders = counter('orders_total', 'Orders that entered a state', ['state']);
  const giveBacks = counter('give_backs_total', 'Give-backs that entered a state', ['state']);
  for (const state of GIVE_BACKS_WATCHED) giveBacks.inc({ state }, 0);
  const sweeps = counter('sweeps_total', 'Searches for lost work that this process finished');
  const sweepFailures = counter(
    'sweep_failures_total',
    'Steps of searches for lost work that failed, and visits of records; the rest went on',
    ['step'],
  );
  const digests = counter(
    'digests_total',
    'Weekly digests, by how they ended; a refused one is tried again and counts each time',
    ['outcome'],
  );
  for (const outcome of DIGEST_OUTCOMES) digests.inc({ outcome }, 0);
  const lastSweep = new Gauge({
    name: 'last_sweep_timestamp_seconds',
    help: 'When a search for lost work last finished, in this process or in another that it knows of',
    registers,
  });
  const repairs = counter(
    'index_repairs_total',
    'Entries of indexes that the slow pass through all records found missing or wrong',
    ['index'],
  );
  // From the start, so that the first repair counts as one: Prometheus sees no increase in what it has not seen before.
  for (const index of INDEXES) repairs.inc({ index }, 0);
  const fullPass = new Gauge({
    name: 'full_pass_progress',
    help: 'Share of all open records that the slow pass has seen in its round, counted by this process',
    labelNames: ['kind'],
    registers,
  });
  const unhandled = counter('unhandled_rejections_total', 'Rejected promises that no code handled');
  const show = createFigureGauges(registry);
  let readFigures: ReadFigures | undefined;

  async function text(): Promise<string> {
    const now = clock.now();
    show(await readFigures?.(now).catch(() => undefined), now);
    return registry.metrics();
  }

  return {
    text,
    /** From then on what stands in Redis is read for each answer. */
    figuresFrom: (read: ReadFigures): void => {
      readFigures = read;
    },
    contentType: registry.contentType,
    handler: (handler: string, outcome: 'ok' | 'error', took: number) =>
      handlers.observe({ handler, outcome }, took),
    vobizCall: (call: { operation: string; status: number | string; ms: number }) =>
      vobiz.observe({ operation: call.operation, status: String(call.status) }, call.ms / 1000),
    metaCall: ({ status, ms }: { status: number | string; ms: number }) =>
      meta.observe({ status: String(status) }, ms / 1000),
    job: (name: string, outcome: string, took: number) => jobs.observe({ name, outcome }, took),
    changed: (state: string, of: 'order' | 'give_back' = 'order') =>
      (of === 'order' ? orders : giveBacks).inc({ state }),
    indexRepaired: (index: (typeof INDEXES)[number], count: number) =>
      repairs.inc({ index }, count),
    passedThrough: (kind: string, done: number) => fullPass.set({ kind }, done),
    digest: (outcome: (typeof DIGEST_OUTCOMES)[number]) => digests.inc({ outcome }),
    sweepFailed: (step: string) => sweepFailures.inc({ step }),
    unhandled: () => unhandled.inc(),
    swept: (by: 'us' | 'others') => {
      if (by === 'us') sweeps.inc();
      lastSweep.setToCurrentTime();
    },
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
