import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBuilt } from '../../../sandbox/bot-process.ts';
import { writtenIn } from '../../support/audit-months.ts';
import { type AuditWorld, startAudit, TEAM } from '../../support/audit-world.ts';
import { testRedisUrl, testRunDir } from '../../support/redis.ts';

const placeOf = ({ prefix }: AuditWorld) => ({ REDIS_URL: testRedisUrl(), REDIS_PREFIX: prefix });
const verify = (world: AuditWorld, ...args: string[]) =>
  runBuilt('audit-verify', args, placeOf(world));
const exported = (world: AuditWorld, ...args: string[]) =>
  runBuilt('audit-export', args, placeOf(world));

async function exportFile(world: AuditWorld): Promise<string> {
  const { out } = await exported(world);
  const path = join(testRunDir(), `${world.prefix}.jsonl`);
  await writeFile(path, out);
  return path;
}

describe('audit:verify', () => {
  it('says that all is well and what the head is, with exit code 0', async () => {
    const world = startAudit();
    await world.write(9);
    const { head } = world.heads.at(-1) ?? {};
    expect(await verify(world)).toEqual({
      code: 0,
      out: `ok ${TEAM}: 9 entries, head ${head}\n`,
      err: '',
    });
    expect((await verify(world, '--head', head ?? '')).code).toBe(0);
  });

  it('names the first broken entry, with exit code 1', async () => {
    const world = startAudit();
    await world.write(9);
    const [, second] = await world.redis.xrange(world.keys.audit(TEAM), '-', '+');
    await world.redis.xdel(world.keys.audit(TEAM), second?.[0] ?? '');
    const { code, out } = await verify(world);
    expect(code).toBe(1);
    expect(out).toBe(
      `BROKEN ${TEAM}: entry 2 is missing: entry 3 follows entry 1 (entry 2, removed)\n`,
    );
  });

  it('finds that the whole audit is gone when a head is known', async () => {
    const { code, out } = await verify(startAudit(), '--head', `3:${'ab'.repeat(32)}`);
    expect([code, out]).toEqual([1, 'BROKEN: there is no audit, but a head is known\n']);
  });

  it('checks every workspace, and asks which one a head belongs to', async () => {
    const world = startAudit();
    await world.create(1);
    await world.create(2, 'T0OTHER');
    const { head = '' } = world.heads[0] ?? {};
    const [all, whose, own, other] = await Promise.all([
      verify(world),
      verify(world, '--head', head),
      verify(world, '--head', head, '--team', TEAM),
      verify(world, '--head', head, '--team', 'T0OTHER'),
    ]);
    expect(all.out).toMatch(/^ok T0NUMBERS: 1 .*\nok T0OTHER: 1 /);
    expect([whose.code, own.code, other.code]).toEqual([2, 0, 1]);
    expect(other.out).toContain('is not in the chain');
  });

  it('checks an exported file without Redis', async () => {
    const world = startAudit();
    await world.write(6);
    const path = await exportFile(world);
    const { head } = world.heads.at(-1) ?? {};
    const nowhere = { REDIS_URL: 'redis://127.0.0.1:1' };
    expect(await runBuilt('audit-verify', ['--file', path, '--head', head ?? ''], nowhere)).toEqual(
      {
        code: 0,
        out: `ok ${TEAM}: 6 entries, head ${head}\n`,
        err: '',
      },
    );
  });

  it('tells a mistyped head and an unreachable Redis from a broken audit: exit code 2', async () => {
    const world = startAudit();
    expect(await verify(world, '--head', 'nonsense')).toMatchObject({ code: 2 });
    const away = await runBuilt('audit-verify', [], { REDIS_URL: 'redis://127.0.0.1:1' });
    expect(away).toMatchObject({ code: 2, out: '' });
    expect(away.err).toContain('Redis did not answer');
  });
});

describe('a workspace that is not there', () => {
  it.for(['T0NUMBRS', 'nonsense'])('is refused by every command, by its name: %s', async (team) => {
    const world = startAudit();
    await world.write(3);
    const path = await exportFile(world);
    const place = { ...placeOf(world), DATA_DIR: join(testRunDir(), world.prefix) };
    const archive = ['--before', '2026-09', '--archive', join(testRunDir(), 'none')];
    const asked = ['--team', team];
    const said = await Promise.all([
      verify(world, ...asked),
      exported(world, ...asked),
      runBuilt('audit-archive', [...archive, ...asked], place),
      runBuilt('forget', ['U0ASHA', ...asked], place),
    ]);
    expect(said).toEqual(
      said.map(() => ({
        code: 2,
        out: '',
        err: `There is no workspace ${team} here: there are ${TEAM}.\n`,
      })),
    );
    const file = await verify(world, '--file', path, ...asked);
    expect(file).toEqual({ code: 2, out: '', err: `${path} has no entry of ${team}\n` });
  });

  it('is said where there is none at all, and nobody is forgotten there', async () => {
    const world = startAudit();
    const place = placeOf(world);
    const archive = ['--before', '2026-09', '--archive', join(testRunDir(), 'none')];
    const none = 'there is no audit yet\n';
    expect(await runBuilt('audit-archive', archive, place)).toEqual({
      code: 0,
      out: none,
      err: '',
    });
    expect(await exported(world)).toEqual({ code: 0, out: '', err: none });
    const forgot = await runBuilt('forget', ['U0ASHA'], place);
    expect([forgot.code, forgot.out]).toEqual([2, '']);
    expect(forgot.err).toContain('REDIS_PREFIX');
  });
});

it('audit:verify takes a file or an archive, not both', async () => {
  const world = startAudit();
  const both = await verify(world, '--file', 'audit.jsonl', '--archive', testRunDir());
  expect(both).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^name --file or --archive, not both\nnpm run .*audit:verify/),
  });
});

describe('audit:export', () => {
  it('prints one JSON line per entry, oldest first, of all workspaces or one', async () => {
    const world = startAudit();
    await world.write(3);
    await world.create(5, 'T0OTHER');
    const { code, out, err } = await exported(world);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, err]).toEqual([0, '']);
    expect(lines.map(({ seq, entry }) => `${entry.team} ${seq}`)).toEqual([
      `${TEAM} 1`,
      `${TEAM} 2`,
      `${TEAM} 3`,
      'T0OTHER 1',
    ]);
    expect(lines[0]).toMatchObject({ prev: '0'.repeat(64), entry: { event: 'start' } });
    expect((await exported(world, '--team', 'T0OTHER')).out.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints one month only', async () => {
    const world = startAudit();
    await world.write(3);
    const month = new Date().toISOString().slice(0, 7);
    const [now, before, unread] = await Promise.all(
      [month, '2020-01', 'May'].map((each) => exported(world, '--month', each)),
    );
    expect(now?.out.trimEnd().split('\n')).toHaveLength(3);
    expect(before).toEqual({ code: 0, out: '', err: '' });
    expect(unread).toMatchObject({ code: 2, out: '' });
  });

  it('prints more than a pipe holds', async () => {
    const world = startAudit();
    await world.write(300);
    const { out } = await exported(world);
    expect(out.length).toBeGreaterThan(128 * 1024);
    expect(out.trimEnd().split('\n')).toHaveLength(300);
  });
});

describe('audit:archive', () => {
  /** Six entries of two past months, and one of today. */
  async function startMonths() {
    const world = startAudit({ startedAt: Date.UTC(2026, 7, 5) });
    await world.write(6);
    await writtenIn(world, ['2026-08', '2026-09']);
    await world.create(9);
    const dir = await mkdtemp(join(testRunDir(), 'archive-'));
    const run = (...args: string[]) => runBuilt('audit-archive', args, placeOf(world));
    return { world, dir, run };
  }

  it('moves the months, says what is where, and audit:verify goes on over files and Redis', async () => {
    const { world, dir, run } = await startMonths();
    const before = (await exported(world)).out;
    const moved = await run('--before', '2026-10', '--archive', dir);
    expect([moved.code, moved.err]).toEqual([0, '']);
    expect(moved.out).toMatch(
      /^ok T0NUMBERS: 2026-08 is in T0NUMBERS\.2026-08\.1-3\.jsonl, 3 entries, head 3:.*\nok T0NUMBERS: 2026-09 /,
    );
    const whole = await verify(world, '--archive', dir);
    expect(whole).toMatchObject({ code: 0, out: expect.stringContaining(': 7 entries, head 7:') });
    const behind = await verify(world);
    expect(behind.code).toBe(0);
    expect(behind.out).toContain('1 entries from entry 7 on (earlier entries are archived');
    const { head = '' } = world.heads[1] ?? {};
    const [without, within] = await Promise.all([
      verify(world, '--head', head),
      verify(world, '--head', head, '--archive', dir),
    ]);
    expect([without.code, within.code]).toEqual([2, 0]);
    expect(without.err).toContain('is of an archived month');
    const now = await exported(world);
    const files = ['2026-08.1-3', '2026-09.4-6'].map((name) => `${TEAM}.${name}.jsonl`);
    const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')));
    expect(texts.join('') + now.out).toBe(before);
    expect(now.err).toBe(
      `2026-08 of ${TEAM} is archived: the entries 1 to 3 are in ${files[0]}\n2026-09 of ${TEAM} is archived: the entries 4 to 6 are in ${files[1]}\n`,
    );
    const month = await exported(world, '--month', '2026-09');
    expect([month.code, month.out, month.err.includes('the entries 4 to 6')]).toEqual([
      0,
      '',
      true,
    ]);
    expect((await run('--before', '2026-10', '--archive', dir)).out).toBe(
      `ok ${TEAM}: nothing is left to move\n`,
    );
  });

  it('leaves everything as it is when the audit is broken or a head that a bot remembers is gone', async () => {
    const { world, dir, run } = await startMonths();
    const [, second] = await world.redis.xrange(world.keys.audit(TEAM), '-', '+');
    await world.redis.xdel(world.keys.audit(TEAM), second?.[0] ?? '');
    const { code, out } = await run('--before', '2026-10', '--archive', dir);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('BROKEN T0NUMBERS: entry 2 is missing'),
    ]);
    expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(6);
  });

  it('refuses a month that may not be over for the bot, and what it does not understand', async () => {
    const { world, dir, run } = await startMonths();
    const month = new Date().toISOString().slice(0, 7);
    const [young, ...unread] = await Promise.all([
      run('--before', month, '--archive', dir),
      run('--before', 'May', '--archive', dir),
      run('--before', '2026-10'),
    ]);
    expect(young).toMatchObject({
      code: 2,
      err: expect.stringMatching(/31 days after its end: say/),
    });
    expect(unread.map(({ code }) => code)).toEqual([2, 2]);
    expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(7);
  });
});
