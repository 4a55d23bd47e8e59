import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { createKeys } from '../../store/keys.ts';
import { readLines } from '../../store/purchase-journal.ts';
import type { Config } from '../config.ts';
import { QUIET } from '../log.ts';
import { memoryDir } from '../records-watch.ts';
import { createStores } from '../storage.ts';
import { type Diagnosis, ok, problem, unchecked, warning } from './diagnosis.ts';

const ABOUT = 'Records';

/** Whether the bot can record purchases on this disk, and read the ones recorded before. */
export async function checkJournal(redis: Config['redis']): Promise<Diagnosis[]> {
  const dir = memoryDir(redis);
  const fix = await fixOf(dir);
  if (fix) {
    const says = `the bot can't write to DATA_DIR ${redis.dataDir}, where it records each purchase before sending it: ${fix}`;
    return [problem(ABOUT, says)];
  }
  const damaged = await damagedLines(dir);
  if (damaged > 0) {
    const says = `${damaged} lines of the purchase journal in ${dir} can't be read, so the bot sends no purchases. Check console.vobiz.ai for purchases that no request knows, then run records:accept`;
    return [problem(ABOUT, says)];
  }
  return [
    ok(
      ABOUT,
      `the bot records purchases in ${dir} before it sends them: the directory must outlive the bot`,
    ),
  ];
}

/** Workspaces whose records went back in time, until somebody has compared them. */
export async function checkGaps(redis: Redis, prefix: string): Promise<Diagnosis[]> {
  const { gaps } = createStores(redis, createKeys(prefix), QUIET);
  const open = await gaps.open().catch(() => undefined);
  if (!open) return [unchecked(ABOUT, "whether Redis lost any, because it didn't answer")];
  return open.map(({ team, id }) => {
    const says = `Redis went back to an earlier moment and lost records of ${team} (${id}): compare with console.vobiz.ai, then run records:accept`;
    return warning(ABOUT, says);
  });
}

/** How to make a directory writable, or creatable below its nearest parent; undefined when it already is. */
async function fixOf(dir: string): Promise<string | undefined> {
  for (let path = resolve(dir); ; path = dirname(path)) {
    const state = await stateOf(path);
    if (state === 'usable') return undefined;
    if (state === 'missing' && dirname(path) !== path) continue;
    return state === 'file'
      ? `${path} is a file, set DATA_DIR to a directory`
      : `make ${path} writable for this user, or set DATA_DIR`;
  }
}

/** Whether files can be created in a directory; `missing` also when something above it is not a directory. */
async function stateOf(path: string): Promise<'usable' | 'file' | 'missing' | 'closed'> {
  try {
    if (!(await stat(path)).isDirectory()) return 'file';
    await access(path, constants.W_OK | constants.X_OK);
    return 'usable';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'closed';
  }
}

async function damagedLines(dir: string): Promise<number> {
  const names = await readdir(dir).catch(() => []);
  const journals = names.filter((name) => name.endsWith('.jsonl'));
  const read = await Promise.all(
    journals.map(async (name) => readLines(await readFile(join(dir, name), 'utf8'))),
  );
  const accepted = new Set(read.flatMap((lines) => lines.accepted));
  return read.flatMap(({ damaged }) => damaged).filter((line) => !accepted.has(line)).length;
}
