import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { archiveMonth } from '../../../src/cli/archive-month.ts';
import { verifyExport } from '../../../src/cli/audit-file.ts';
import { moveOut } from '../../../src/store/audit-anchors.ts';
import { headText, readHead } from '../../../src/store/audit-chain.ts';
import { createAuditCheck } from '../../../src/store/audit-check.ts';
import { auditLine } from '../../../src/store/audit-lines.ts';
import { createKnownHeads } from '../../../src/store/known-heads.ts';
import { type Dump, restore } from '../../support/audit-before.ts';
import { writtenIn } from '../../support/audit-months.ts';
import { type AuditWorld, startAudit, TEAM } from '../../support/audit-world.ts';
import { testRunDir } from '../../support/redis.ts';

const UNTIL = Date.UTC(2026, 9);

/** Nine entries of August and September, and three of today. */
async function startMonths() {
  const world = startAudit({ startedAt: Date.UTC(2026, 7, 5) });
  await world.write(9);
  await writtenIn(world, ['2026-08', '2026-08', '2026-09']);
  await world.create(7);
  await world.create(8);
  await world.create(9);
  const dir = await mkdtemp(join(testRunDir(), 'archive-'));
  return { ...world, dir };
}
type Months = Awaited<ReturnType<typeof startMonths>>;

const archiveOne = (world: Months) =>
  archiveMonth(world, { audit: world.audit, dir: world.dir, team: TEAM, until: UNTIL });

async function archiveAll(world: Months): Promise<void> {
  while (await archiveOne(world));
}

const check = (world: Months, heads: string[] = []) =>
  createAuditCheck({ ...world, archive: world.dir })(
    TEAM,
    heads.flatMap((head) => readHead(head) ?? []),
  );

async function linesOf({ audit }: AuditWorld): Promise<string[]> {
  const lines: string[] = [];
  for await (const link of audit.read(TEAM)) lines.push(auditLine(link));
  return lines;
}

const FILES = [`${TEAM}.2026-08.1-6.jsonl`, `${TEAM}.2026-09.7-9.jsonl`];

describe('archiving', () => {
  it('moves each month to a file with the lines of an export, and leaves what signs it off', async () => {
    const world = await startMonths();
    const before = await linesOf(world);
    await archiveAll(world);
    const texts = await Promise.all(FILES.map((name) => readFile(join(world.dir, name), 'utf8')));
    expect(texts.join('')).toBe(before.slice(0, 9).join(''));
    expect(await linesOf(world)).toEqual(before.slice(9));
    const anchors = await world.audit.anchors(TEAM);
    expect(anchors.map(({ month, file, entries }) => [month, file, entries])).toEqual([
      ['2026-08', FILES[0], 6],
      ['2026-09', FILES[1], 3],
    ]);
    for (const [at, { sha256, first, last }] of anchors.entries()) {
      expect(sha256).toBe(
        createHash('sha256')
          .update(texts[at] ?? '')
          .digest('hex'),
      );
      const signed = FILES[at]?.replace('.jsonl', '.head.json') ?? '';
      expect(JSON.parse(await readFile(join(world.dir, signed), 'utf8'))).toMatchObject({
        first: headText(first),
        last: headText(last),
        sha256,
      });
    }
    expect((await readdir(world.dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('keeps one chain over files and Redis, while changes go on', async () => {
    const world = await startMonths();
    const { head = '' } = world.heads[3] ?? {};
    await archiveOne(world);
    expect(await check(world, [head])).toMatchObject({
      start: 1,
      head: { seq: 12 },
      broken: undefined,
    });
    await world.create(10);
    await archiveAll(world);
    expect(await check(world, [head])).toMatchObject({
      head: { seq: 13 },
      broken: undefined,
      unproven: [],
    });
    const behind = await world.check(TEAM, [readHead(head) ?? { seq: 0, hash: '' }]);
    expect(behind).toMatchObject({ start: 10, head: { seq: 13 }, broken: undefined });
    expect(behind.unproven).toEqual([readHead(head)]);
  });

  it('lets each file be proven by itself', async () => {
    const world = await startMonths();
    await archiveAll(world);
    const [checked] = (await verifyExport(join(world.dir, FILES[1] ?? ''), {
      team: undefined,
      heads: [],
    })) as object[];
    expect(checked).toMatchObject({ team: TEAM, start: 7, head: { seq: 9 }, broken: undefined });
  });

  it('goes on with a record whose story began in a file, and finds it changed without an entry', async () => {
    const world = await startMonths();
    const [record] = await world.records.newest(TEAM, 100).then((all) => all.slice(-1));
    if (!record) throw new Error('no record');
    await archiveAll(world);
    const changed = await world.change(record);
    expect((await world.check(TEAM)).broken).toBeUndefined();
    expect((await check(world)).broken).toBeUndefined();
    const key = world.keys.record('verification', changed);
    await world.redis.set(key, JSON.stringify({ ...changed, wrongEntries: 9 }));
    expect((await world.check(TEAM)).broken).toMatchObject({ kind: 'bypassed', seq: 13 });
  });

  it('finds a record without any entry behind the archived months, and before them with the files', async () => {
    const world = await startMonths();
    await archiveAll(world);
    const key = world.keys.list('verification', TEAM);
    await world.redis.zadd(key, Date.UTC(2026, 7, 5), 'ver_oldunheard00');
    expect((await world.check(TEAM)).broken).toBeUndefined();
    expect((await check(world)).broken).toMatchObject({ kind: 'bypassed' });
    await world.redis.zadd(key, Date.UTC(2026, 10, 5), 'ver_newunheard00');
    expect((await world.check(TEAM)).broken).toMatchObject({ kind: 'bypassed' });
  });

  it('moves what the version before wrote, as it was written', async () => {
    const world = await startMonths();
    await world.redis.del(world.keys.audit(TEAM), world.keys.list('verification', TEAM));
    const path = new URL('./dump/before-packing.json', import.meta.url);
    const dump: Dump = JSON.parse(await readFile(path, 'utf8'));
    await restore(world.redis, world.keys, dump);
    const before = await linesOf(world);
    await writtenIn(world, ['2026-09']);
    await archiveAll(world);
    const text = await readFile(join(world.dir, `${TEAM}.2026-09.1-8.jsonl`), 'utf8');
    expect(text).toBe(before.join(''));
    await world.create(20);
    expect(await check(world)).toMatchObject({ head: { seq: 9 }, broken: undefined });
  });

  it('takes a file that a killed run left, and never overwrites another', async () => {
    const world = await startMonths();
    const lines = await linesOf(world);
    const path = join(world.dir, FILES[0] ?? '');
    await writeFile(path, lines.slice(0, 6).join(''));
    expect((await archiveOne(world))?.file).toBe(FILES[0]);
    const other = join(world.dir, FILES[1] ?? '');
    await writeFile(other, 'somebody else\n');
    await expect(archiveOne(world)).rejects.toThrow(/2026-09.7-9.jsonl/);
    expect(await readFile(other, 'utf8')).toBe('somebody else\n');
    expect(await linesOf(world)).toEqual(lines.slice(6));
  });

  it('is done once when two do it at the same time, and nothing is lost', async () => {
    const world = await startMonths();
    const done = await Promise.allSettled([1, 2, 3].map(() => archiveOne(world)));
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await archiveAll(world);
    expect(await check(world)).toMatchObject({ head: { seq: 12 }, broken: undefined });
  });

  it('takes nothing out when Redis no longer holds what was read', async () => {
    const world = await startMonths();
    const items = await world.redis.xrange(world.keys.audit(TEAM), '-', '+');
    const head = (seq: number) => `${seq}:${items[seq - 1]?.[1][3]}`;
    const anchor = {
      ...{ month: '2026-08', file: 'f', first: head(1), last: head(6), entries: 6, sha256: '' },
    };
    const ends = { firstId: items[0]?.[0] ?? '', lastId: items[5]?.[0] ?? '', anchor, before: 0 };
    const tries = [
      { ...ends, firstId: items[1]?.[0] ?? '' },
      { ...ends, lastId: items[6]?.[0] ?? '' },
      { ...ends, before: 1 },
    ];
    for (const one of tries) expect(await moveOut(world, TEAM, one)).toBe(false);
    expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(12);
    expect(await moveOut(world, TEAM, ends)).toBe(true);
    expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(6);
  });
});

describe('the check finds', () => {
  const edit = (change: (text: string) => string) => async (path: string) =>
    writeFile(path, change(await readFile(path, 'utf8')));
  const withLines = (change: (lines: string[]) => string[]) =>
    edit((text) =>
      change(text.split('\n').slice(0, -1))
        .map((line) => `${line}\n`)
        .join(''),
    );

  it.each([
    ['that is missing', unlink, 'archive', 1],
    ['with a line changed', edit((text) => text.replace('U0ASHA', 'U0EVIL')), 'changed', 1],
    ['with a line taken out', withLines((lines) => lines.toSpliced(2, 1)), 'removed', 3],
    ['with its last line cut off', withLines((lines) => lines.slice(0, -1)), 'archive', 1],
    ['with lines in another order', withLines((lines) => lines.toReversed()), 'reordered', 1],
    ['with a line that is none', withLines((lines) => [...lines, 'x']), 'archive', 1],
    ['with other line ends', edit((text) => text.replaceAll('\n', '\r\n')), 'archive', 1],
    ['that is empty', edit(() => ''), 'archive', 1],
  ])('a file %s', async (_what, tamper, kind, seq) => {
    const world = await startMonths();
    await archiveAll(world);
    await tamper(join(world.dir, FILES[0] ?? ''));
    expect((await check(world)).broken).toMatchObject({ kind, seq });
  });

  it('that a file has entries which are nowhere in a chain that somebody began anew', async () => {
    const world = await startMonths();
    await archiveAll(world);
    const { redis, keys } = world;
    await redis.del(keys.auditArchived(TEAM), keys.audit(TEAM), keys.list('verification', TEAM));
    await redis.hdel(keys.auditHeads(), TEAM);
    await world.create(30);
    expect((await world.check(TEAM)).broken).toBeUndefined();
    expect((await check(world)).broken).toMatchObject({ kind: 'truncated', seq: 1 });
  });

  it('entries that were taken out behind an anchor that somebody forged', async () => {
    const world = await startMonths();
    await archiveAll(world);
    const [anchor] = await world.audit.anchors(TEAM);
    await world.redis.hdel(world.keys.auditArchived(TEAM), `${anchor?.last.seq}`);
    expect((await check(world)).broken).toMatchObject({ kind: 'removed', seq: 1 });
  });
});

describe('a bot that watches whether Redis went back', () => {
  async function lostOf(world: Months, ...heads: string[]) {
    const archived: string[] = [];
    const known = createKnownHeads({
      audit: world.audit,
      now: () => 2,
      remembered: [{ [TEAM]: heads.map((head) => ({ head, at: 1 })) }],
      onArchived: (told) => archived.push(...told.heads),
    });
    return { lost: await known.findLost(TEAM), archived };
  }

  it('sees that all is there across an archive, and says which head only the files can prove', async () => {
    const world = await startMonths();
    const [, , third = '', , , , , , ninth = '', tenth = ''] = world.heads.map(({ head }) => head);
    await archiveAll(world);
    expect(await lostOf(world, third, ninth, tenth)).toEqual({
      lost: undefined,
      archived: [third],
    });
    await world.redis.del(world.keys.audit(TEAM));
    expect((await lostOf(world, tenth)).lost).toMatchObject({ lost: tenth });
  });

  it('sees a loss behind an archive, and another chain below it', async () => {
    const world = await startMonths();
    const twelfth = world.heads.at(-1)?.head ?? '';
    await archiveAll(world);
    const keys = [world.keys.audit(TEAM), world.keys.auditHeads()];
    const kept = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    await world.create(20);
    const lost = world.heads.at(-1)?.head ?? '';
    for (const [at, key] of keys.entries())
      await world.redis.restore(key, 0, kept[at] ?? '', 'REPLACE');
    expect((await lostOf(world, twelfth, lost)).lost).toMatchObject({ lost, common: 12 });
    const other = `9:${'ab'.repeat(32)}`;
    expect((await lostOf(world, other)).lost).toMatchObject({ lost: other });
  });

  it('sees all of it when a backup from before the archive comes back, which can be archived again', async () => {
    const world = await startMonths();
    const keys = [world.keys.audit(TEAM), world.keys.auditHeads()];
    const kept = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    const newest = world.heads.at(-1)?.head ?? '';
    await archiveAll(world);
    for (const [at, key] of keys.entries())
      await world.redis.restore(key, 0, kept[at] ?? '', 'REPLACE');
    await world.redis.del(world.keys.auditArchived(TEAM));
    expect((await lostOf(world, newest)).lost).toBeUndefined();
    await archiveAll(world);
    expect(await check(world)).toMatchObject({ head: { seq: 12 }, broken: undefined });
  });
});
