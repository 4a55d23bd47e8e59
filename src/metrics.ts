import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus metrics in a registry of their own, so that a process can hold several apps. No ids as labels. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const handlers = new Histogram({
    name: 'slack_handler_seconds',
    help: 'Time from a command, click or submission to the end of its handling',
    labelNames: ['handler', 'outcome'],
    registers,
  });
  const vobiz = new Histogram({
    name: 'vobiz_request_seconds',
    help: 'Duration of calls to Vobiz',
    labelNames: ['operation', 'status'],
    registers,
  });
  const jobs = new Histogram({
    name: 'job_seconds',
    help: 'Duration of job runs',
    labelNames: ['name', 'outcome'],
    registers,
  });
  const orders = new Counter({
    name: 'orders_total',
    help: 'Orders that entered a state',
    labelNames: ['state'],
    registers,
  });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    handler: (handler: string, outcome: 'ok' | 'error', seconds: number) =>
      handlers.observe({ handler, outcome }, seconds),
    vobizCall: (call: { operation: string; status: number | string; ms: number }) =>
      vobiz.observe({ operation: call.operation, status: String(call.status) }, call.ms / 1000),
    job: (name: string, outcome: string, seconds: number) =>
      jobs.observe({ name, outcome }, seconds),
    order: (state: string) => orders.inc({ state }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
