import { Gauge, type Registry } from 'prom-client';
import { vanishedNow } from '../domain/account/appeared.ts';
import type { Figures } from '../store/figures.ts';

type Row = {
  name: string;
  help: string;
  /** Undefined: there is nothing to tell. `now` is epoch ms. */
  value: (figures: Figures, now: number) => number | undefined;
};

const ROWS: readonly Row[] = [
  {
    name: 'due_backlog',
    help: 'Records that are due for the sweep and still wait',
    value: ({ due }) => due,
  },
  {
    name: 'look_lag_seconds',
    help: 'How late the earliest look at Vobiz is that is due; 0 if none is',
    value: ({ firstLookAt }, now) =>
      firstLookAt === undefined ? 0 : Math.max(now - firstLookAt, 0) / 1000,
  },
  {
    name: 'jobs_waiting',
    help: 'Jobs that could run and that no worker has taken',
    value: ({ jobsWaiting }) => jobsWaiting,
  },
  {
    name: 'orders_unconfirmed',
    help: 'Orders whose purchase was sent and that nobody could confirm yet',
    value: ({ unconfirmed }) => unconfirmed,
  },
  {
    name: 'numbers_troubled',
    help: 'Numbers with which something is wrong at Vobiz or Meta, by the last look at everything',
    value: ({ watched }) => watched?.troubled,
  },
  {
    name: 'numbers_elsewhere',
    help: 'Numbers of the Vobiz account that nobody bought or adopted here, by the last look at everything',
    value: ({ watched }) => watched?.elsewhere,
  },
  {
    name: 'numbers_unanswered',
    help: 'Numbers of the Vobiz account that nobody bought here and that no approver has adopted or left alone',
    value: ({ unanswered }) => unanswered,
  },
  {
    name: 'numbers_vanished',
    help: 'Numbers that the list of the Vobiz account lacks all at once, so that none is believed to be gone; 0 if none',
    value: ({ watched }) => watched && (vanishedNow(watched.vanished)?.lacking ?? 0),
  },
  {
    name: 'numbers_watched_timestamp_seconds',
    help: 'When everything that is owned was last compared with the Vobiz account; without a value before the first time',
    value: ({ watched }) => watched && watched.at / 1000,
  },
  {
    name: 'vobiz_pause_remaining_seconds',
    help: 'For how long Vobiz asked the account to wait; 0 when it may be called',
    value: ({ pausedUntil }, now) => (pausedUntil === undefined ? 0 : (pausedUntil - now) / 1000),
  },
  {
    name: 'audit_entries',
    help: 'Entries of the audit in Redis, without those that are archived',
    value: ({ auditEntries }) => auditEntries,
  },
  {
    name: 'audit_oldest_entry_timestamp_seconds',
    help: 'When the oldest entry was written that is not archived; without a value if there is none',
    value: ({ oldestEntryAt }) => oldestEntryAt && oldestEntryAt / 1000,
  },
];

/**
 * What stands in Redis. Every process tells the same, so queries take the maximum over processes. While Redis is away the
 * gauges have no value: an old one would look like calm.
 */
export function createFigureGauges(registry: Registry) {
  const registers = [registry];
  const up = new Gauge({ name: 'redis_up', help: 'Whether Redis answers: 1 or 0', registers });
  const gauges = ROWS.map(({ name, help, value }) => {
    return { gauge: new Gauge({ name, help, registers }), value };
  });

  /** `figures`: undefined while Redis does not answer. `now` is epoch ms. */
  return function show(figures: Figures | undefined, now: number): void {
    up.set(figures ? 1 : 0);
    for (const { gauge, value } of gauges) {
      const figure = figures && value(figures, now);
      if (figure === undefined) gauge.remove();
      else gauge.set(figure);
    }
  };
}
