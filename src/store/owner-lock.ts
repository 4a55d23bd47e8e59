import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { AppError } from '../errors.ts';
import { hasCode, ifMissing } from './system-error.ts';

/**
 * Tells a process from a later one with the same id: its start time from /proc, or 'running' where there is no /proc.
 * Undefined when it does not run or is a zombie. The id alone is not enough: in a container the restarted bot often
 * gets the id of the killed one.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    // proc(5): the name in parentheses may contain anything; the state (field 3) and the rest follow it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return isAlive(pid) ? 'running' : undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    return hasCode(error, 'EPERM');
  }
}

const PREFIX = 'redis.lock.';
const ownerSchema = z.object({ pid: z.number().int().positive(), identity: z.string() });

/**
 * Makes this process the only owner of a directory until it calls the returned function or ends. Throws
 * `store_unavailable` while a living process (this one included) owns it.
 *
 * Lock files are numbered and the highest counts. A new owner creates the next number, which only one process can do.
 * Nobody deletes or renames the file that counts, so two processes can never succeed the same dead owner.
 */
export async function takeOwnership(dir: string): Promise<() => Promise<void>> {
  const own = join(dir, `${PREFIX}${randomUUID()}`);
  const identity = processIdentity(process.pid) ?? 'running';
  await writeFile(own, JSON.stringify({ pid: process.pid, identity }), { mode: 0o600 });
  try {
    let taken: string | undefined;
    while (taken === undefined) taken = await tryToFollow(dir, own);
    const path = taken;
    // Emptied, not deleted: the number stays used.
    return () => truncate(path);
  } finally {
    await rm(own, { force: true });
  }
}

/** The lock file's path once it is ours; undefined to try again. Throws while the owner lives. */
async function tryToFollow(dir: string, own: string): Promise<string | undefined> {
  const last = (await lockNumbers(dir)).at(-1) ?? 0;
  if (last > 0) await refuseIfAlive(dir, last);
  const path = join(dir, `${PREFIX}${last + 1}`);
  // A hard link appears complete or not at all: nobody reads a half-written owner.
  if (!(await linked(own, path))) return undefined;
  const numbers = await lockNumbers(dir);
  if (numbers.at(-1) !== last + 1) {
    // Our view was stale: this number had been used and cleared away since.
    await rm(path, { force: true });
    return undefined;
  }
  for (const number of numbers.slice(0, -1))
    await rm(join(dir, `${PREFIX}${number}`), { force: true });
  return path;
}

async function lockNumbers(dir: string): Promise<number[]> {
  const names = (await readdir(dir)).filter((name) => /^redis\.lock\.\d+$/.test(name));
  return names.map((name) => Number(name.slice(PREFIX.length))).sort((a, b) => a - b);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function refuseIfAlive(dir: string, number: number): Promise<void> {
  const owner = parseOwner(
    await readFile(join(dir, `${PREFIX}${number}`), 'utf8').catch(ifMissing),
  );
  if (!owner || processIdentity(owner.pid) !== owner.identity) return;
  const who = owner.pid === process.pid ? 'this process' : `process ${owner.pid}`;
  throw new AppError(
    'store_unavailable',
    `${who} already runs the embedded Redis of ${dir}: stop it first, or set REDIS_URL so that several processes share one server`,
  );
}

/** Undefined for a file that is gone, emptied or not ours: it names no owner. */
function parseOwner(text: string | undefined): z.infer<typeof ownerSchema> | undefined {
  return ownerSchema.safeParse(parseJson(text ?? '')).data;
}
