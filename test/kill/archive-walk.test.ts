import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runBuilt, startBuilt } from '../../sandbox/bot-process.ts';
import { createAuditCheck } from '../../src/store/audit-check.ts';
import { writtenIn } from '../support/audit-months.ts';
import { startAudit, TEAM } from '../support/audit-world.ts';
import { testRedisUrl, testRunDir } from '../support/redis.ts';

const KILLER = fileURLToPath(new URL('./archive-killer.mjs', import.meta.url));
/** In the background, so that the machine has something to do while Redis answers. */
const LANES = 4;

/** Six entries of September, which are moved, and three of today. */
async function startMonth() {
  const world = startAudit({ startedAt: Date.UTC(2026, 8, 5) });
  await world.write(6);
  await writtenIn(world, ['2026-09']);
  for (const number of [7, 8, 9]) await world.create(number);
  const dir = await mkdtemp(join(testRunDir(), 'archive-'));
  const env = { REDIS_URL: testRedisUrl(), REDIS_PREFIX: world.prefix, DATA_DIR: dir };
  const args = ['--before', '2026-10', '--archive', dir];
  return { ...world, dir, env, args };
}
type Month = Awaited<ReturnType<typeof startMonth>>;

async function archiveUnder({ env, args, dir }: Month, killAt = '') {
  const steps: string[] = [];
  const said: string[] = [];
  const running = startBuilt({
    program: 'audit-archive',
    args,
    nodeOptions: ['--import', KILLER],
    env: { ...env, KILL_AT: killAt, SPOIL: join(dir, `${TEAM}.2026-09.1-6.jsonl`) },
    hear: (line) => (line.startsWith('step ') ? steps.push(line.slice(5)) : said.push(line)),
  });
  const exit = await running.exited;
  return { steps, said: said.join('\n'), ...exit };
}

/** Every entry is in a file or in Redis, the chain is whole, and every head ever told is in it. */
async function nothingIsLost(world: Month): Promise<void> {
  const heads = world.heads.map(({ head }) => {
    const [seq, hash = ''] = head.split(':');
    return { seq: Number(seq), hash };
  });
  const checked = await createAuditCheck({ ...world, archive: world.dir })(TEAM, heads);
  expect(checked).toMatchObject({ head: { seq: 9 }, broken: undefined, unproven: [] });
}

async function killedAt(killAt: string): Promise<void> {
  const world = await startMonth();
  expect((await archiveUnder(world, killAt)).signal, killAt).toBe('SIGKILL');
  await nothingIsLost(world);
  const again = await runBuilt('audit-archive', world.args, world.env);
  expect([again.code, again.err], killAt).toEqual([0, '']);
  await nothingIsLost(world);
  expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(3);
  const files = await readdir(world.dir);
  expect(files.filter((name) => name.includes('2026-09')).sort()).toEqual([
    `${TEAM}.2026-09.1-6.head.json`,
    `${TEAM}.2026-09.1-6.jsonl`,
  ]);
}

it(
  'an archive run is killed before and after every step: nothing is lost, and it can be run again',
  async () => {
    const world = await startMonth();
    const { steps, code } = await archiveUnder(world);
    expect(code).toBe(0);
    // The file and what signs it off are on the disk under their names, and read back, before Redis lets go of anything.
    expect(steps.join(' ')).toBe('write sync rename sync write sync rename sync move');
    const todo = steps.flatMap((_, at) => [`before ${at + 1}`, `after ${at + 1}`]);
    const walk = async () => {
      for (let cut = todo.shift(); cut; cut = todo.shift()) await killedAt(cut);
    };
    await Promise.all(Array.from({ length: LANES }, walk));
  },
  10 * 60_000,
);

it('a file that the disk did not keep is found before Redis lets go of anything', async () => {
  const world = await startMonth();
  const { code, said } = await archiveUnder(world, 'spoil 8');
  expect([code, said]).toEqual([2, expect.stringContaining('is not a line of audit:export')]);
  expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(9);
  expect((await world.check(TEAM)).broken).toBeUndefined();
});
