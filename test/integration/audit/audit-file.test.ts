import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyExport } from '../../../src/cli/audit-file.ts';
import { auditLine } from '../../../src/store/audit-lines.ts';
import { type AuditWorld, startAudit, TEAM } from '../../support/audit-world.ts';
import { testRunDir } from '../../support/redis.ts';

const EVERYTHING = { team: undefined, heads: [] };

async function exportFile(world: AuditWorld, edit = (lines: string[]) => lines): Promise<string> {
  const lines: string[] = [];
  for (const team of (await world.audit.teams()).sort()) {
    for await (const link of world.audit.read(team)) lines.push(auditLine(link));
  }
  const path = join(testRunDir(), `${world.prefix}.jsonl`);
  await writeFile(path, edit(lines).join(''));
  return path;
}

it('proves an exported file without Redis, each workspace by itself', async () => {
  const world = startAudit();
  await world.write(6);
  await world.create(7, 'T0OTHER');
  const checked = await verifyExport(await exportFile(world), EVERYTHING);
  expect(checked).toMatchObject([
    { team: TEAM, start: 1, head: { seq: 6 }, broken: undefined },
    { team: 'T0OTHER', start: 1, head: { seq: 1 }, broken: undefined },
  ]);
});

it.each([
  ['a line was removed', (lines: string[]) => lines.toSpliced(2, 1), 'removed', 3],
  [
    'a line was edited',
    (lines: string[]) => lines.map((line) => line.replace('"revision":2', '"revision":7')),
    'changed',
    2,
  ],
  ['lines changed places', (lines: string[]) => lines.toReversed(), 'reordered', 5],
])('finds that of an exported file %s', async (_what, edit, kind, seq) => {
  const world = startAudit();
  await world.write(6);
  const [checked] = await verifyExport(await exportFile(world, edit), EVERYTHING);
  expect(checked).toMatchObject({ broken: { kind, seq } });
});

it('finds that the end of a file was cut off when a head is known', async () => {
  const world = startAudit();
  await world.write(6);
  const path = await exportFile(world, (lines) => lines.slice(0, 4));
  const [, heads = ''] = world.heads.at(-1)?.head.split(':') ?? [];
  const [checked] = await verifyExport(path, { team: undefined, heads: [heads] });
  expect(checked).toMatchObject({ broken: { kind: 'truncated', seq: 5 } });
});

it('takes a file that starts later from there', async () => {
  const world = startAudit();
  await world.write(6);
  const path = await exportFile(world, (lines) => lines.slice(2));
  const [checked] = await verifyExport(path, EVERYTHING);
  expect(checked).toMatchObject({ start: 3, head: { seq: 6 }, broken: undefined });
});

it('keeps an entry that somebody made unreadable, and finds it', async () => {
  const world = startAudit();
  await world.write(2);
  const [first] = await world.redis.xrange(world.keys.audit(TEAM), '-', '+');
  await world.redis.del(world.keys.audit(TEAM));
  const broken = (first?.[1] ?? []).map((field) => (field.startsWith('{') ? `${field}\n` : field));
  await world.redis.xadd(world.keys.audit(TEAM), '*', ...broken);
  const [checked] = await verifyExport(await exportFile(world), EVERYTHING);
  expect(checked).toMatchObject({ team: '?', broken: { kind: 'changed', seq: 1 } });
});

it('names the line that is none of the export', async () => {
  const path = await exportFile(startAudit(), () => ['{"seq":1}\n']);
  await expect(verifyExport(path, EVERYTHING)).rejects.toThrow('line 1 is not a line of');
});
