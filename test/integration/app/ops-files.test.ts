import { readFileSync } from 'node:fs';
import { Queue } from 'bullmq';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { QUEUE } from '../../../src/jobs/queue.ts';
import { createKeys } from '../../../src/store/keys.ts';
import {
  approve,
  cardShows,
  requestNumber,
  SAYS,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { missingFor, readSamples } from '../../support/promql.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { look } from '../../support/watching.ts';
import { APPROVALS, COMMAND, DEV, OPS, startWorld, type World } from '../../support/world.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const sentence = z.string().min(20);
const alertSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({
    summary: sentence,
    description: sentence,
    runbook: z.string().startsWith('docs/'),
  }),
});
const ALERTS = z
  .strictObject({
    groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alertSchema) })),
  })
  .parse(parse(read('ops/prometheus/alerts.yml')))
  .groups.flatMap(({ rules }) => rules);

const panelSchema = z.looseObject({
  title: z.string(),
  type: z.string(),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).default([]),
});
const PANELS = z
  .looseObject({ panels: z.array(panelSchema) })
  .parse(JSON.parse(read('ops/grafana/dashboard.json'))).panels;
const QUERIES = PANELS.flatMap(({ title, targets }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);

const metricsOf = async ({ bot }: Pick<World, 'bot'>) =>
  (await fetch(`${bot.opsUrl}/metrics`, { headers: { connection: 'close' } })).text();

/** A bot that has bought a number, and to which everything has happened that an alert looks for. */
async function startTroubled(): Promise<World> {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  world.vobiz.faults.next('availability', { kind: 'status', status: 401 });
  world.vobiz.faults.next('availability', { kind: 'status', status: 503 });
  for (const place of ['US CA', 'US NY']) {
    await world.slack.as(DEV).command(OPS, COMMAND, `search ${place}`);
    await viewShows(world, DEV, /ref_|Find a number/);
    await world.slack.as(DEV).dismiss();
  }
  world.slack.fault('views.open', { error: 'internal_error', times: 5 });
  await world.slack.as(DEV).command(OPS, COMMAND, 'orders');
  await toldPrivately(world, DEV, /ref_/);
  const { bullPrefix } = createKeys(world.env.REDIS_PREFIX ?? '');
  const queue = new Queue(QUEUE, { connection: redisOfRun(), prefix: bullPrefix });
  onTestFinished(() => queue.close());
  await queue.add('place', { team: 'nobody can read this' });
  await vi.waitFor(
    async () => expect(await metricsOf(world)).toContain('outcome="failed"'),
    10_000,
  );
  await sweptTwice(world);
  await look(world);
  return world;
}

describe('the files under ops/', () => {
  it('ask for nothing that the bot does not tell: metrics, labels and their values', async () => {
    const samples = readSamples(await metricsOf(await startTroubled()));
    const missing = [
      ...ALERTS.map(({ alert, expr }) => [alert, missingFor(expr, samples)]),
      ...QUERIES.map(({ title, expr }) => [title, missingFor(expr, samples)]),
    ].filter(([, what]) => what?.length);
    expect(missing).toEqual([]);
  });

  it('would be found out: a metric, a label, a value and a grouping that nobody tells', () => {
    const samples = readSamples('jobs{name="place"} 1\nup 1\n');
    expect(missingFor('sum by (name) (rate(jobs{name="place"}[5m])) > up * 2', samples)).toEqual(
      [],
    );
    expect(missingFor('max(job)', samples)).toEqual(['job []']);
    expect(missingFor('jobs{names="place"}', samples)).toHaveLength(1);
    expect(missingFor('jobs{name=~"pla|track"}', samples)).toHaveLength(1);
    expect(missingFor('sum by (kind, name) (jobs)', samples)).toEqual(['kind']);
  });

  it('name for each alert a section of the docs that exists', () => {
    const anchors = (page: string) =>
      [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
    for (const { alert, annotations } of ALERTS) {
      const [page = '', anchor] = annotations.runbook.split('#');
      expect(anchors(page), alert).toContain(anchor);
    }
    expect(new Set(ALERTS.map(({ alert }) => alert)).size).toBe(ALERTS.length);
  });

  it('name in legends only labels that the query keeps', () => {
    for (const { title, expr, legendFormat } of QUERIES) {
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(`${expr} instance`, title).toMatch(new RegExp(`\\b${label}\\b`));
      }
    }
  });

  it('say of every metric of the bot in the docs what it is', async () => {
    const docs = read('docs/operations.md');
    const text = await metricsOf(await startWorld());
    const own = [...text.matchAll(/^# TYPE (\w+) /gm)]
      .map(([, name = '']) => name)
      .filter((name) => !/^(process|nodejs)_/.test(name));
    expect(own.filter((name) => !docs.includes(name))).toEqual([]);
    expect(own.length).toBeGreaterThan(10);
  });
});
