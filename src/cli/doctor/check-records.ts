import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import type { Config } from '../../app/config.ts';
import { cannotBeWritten, memoryDir } from '../../app/records-watch.ts';
import { createStores } from '../../app/storage.ts';
import { createKeys } from '../../store/keys.ts';
import { readLines } from '../../store/purchase-journal.ts';
import { type Finding, ok, problem, unchecked, warning } from './finding.ts';

const ABOUT = 'Records';
const QUIET = { info: () => {}, warn: () => {} };

/** Whether purchases can be noted on this disk, and whether what was noted can be read. */
export async function checkJournal(redis: Config['redis']): Promise<Finding[]> {
  const dir = memoryDir(redis);
  try {
    await access(await nearestDirectory(dir), constants.W_OK);
  } catch (error) {
    return [problem(ABOUT, cannotBeWritten(redis.dataDir, error))];
  }
  const damaged = await damagedLines(dir);
  if (damaged > 0) {
    const says = `${damaged} lines of the purchase journal in ${dir} cannot be read, so no purchase is sent: look for purchases at console.vobiz.ai that no request knows, then run records:accept`;
    return [problem(ABOUT, says)];
  }
  return [ok(ABOUT, `purchases are noted in ${dir} before they are sent: it must outlive the bot`)];
}

/** Workspaces whose records went back in time, until somebody has compared. */
export async function checkGaps(redis: Redis, prefix: string): Promise<Finding[]> {
  const { gaps } = createStores(redis, createKeys(prefix), QUIET);
  const open = await gaps.open().catch(() => undefined);
  if (!open) return [unchecked(ABOUT, 'whether Redis lost any could not be read')];
  return open.map(({ team, id }) =>
    warning(
      ABOUT,
      `Redis went back to an earlier moment and lost records of ${team} (${id}): compare with console.vobiz.ai, then run records:accept`,
    ),
  );
}

/** The directory itself, or the one above it in which it would be made. */
async function nearestDirectory(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return nearestDirectory(dirname(resolve(path)));
  if (!found.isDirectory()) throw Object.assign(new Error('in the way'), { code: 'ENOTDIR' });
  return path;
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
