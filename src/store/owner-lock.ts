import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { AppError } from '../errors.ts';
import { hasCode, ifMissing } from './system-error.ts';

/**
 * Tells one process from a later one with the same id: its start time where /proc has it, 'running' elsewhere.
 * Undefined when no such process runs (a zombie does not). A process id alone is not enough: in a container the
 * restarted bot often gets the id of the one that was killed.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    // proc(5): the name in parentheses may hold anything; after it come the state (field 3) and the rest.
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
    // EPERM: it runs, as somebody else.
    return hasCode(error, 'EPERM');
  }
}

const PREFIX = 'redis.lock.';
const ownerSchema = z.object({ pid: z.number().int().positive(), identity: z.string() });

/**
 * Makes this process the only owner of a directory, until the returned function is called or the process is gone.
 * Throws `store_unavailable` while another living process (or this one, a second time) is the owner.
 *
 * The lock files are numbered and the highest one counts. A new owner creates the next number, which only one process
 * can; nobody ever deletes or renames the file that counts, so no two can follow the same dead owner.
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

/** The path of the lock file when we got it; undefined to look again; throws when the owner lives. */
async function tryToFollow(dir: string, own: string): Promise<string | undefined> {
  const last = (await lockNumbers(dir)).at(-1) ?? 0;
  if (last > 0) await refuseIfAlive(dir, last);
  const path = join(dir, `${PREFIX}${last + 1}`);
  // A hard link appears whole or not at all: nobody can read a half-written owner.
  if (!(await linked(own, path))) return undefined;
  const numbers = await lockNumbers(dir);
  if (numbers.at(-1) !== last + 1) {
    // What we saw was so old that our number had been used and cleared away since.
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

/** Undefined for a file that is gone, emptied or not one of ours: nobody owns by it. */
function parseOwner(text: string | undefined): z.infer<typeof ownerSchema> | undefined {
  return ownerSchema.safeParse(parseJson(text ?? '')).data;
}
