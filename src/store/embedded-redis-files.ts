import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const PRIVATE = { mode: 0o600 };

/** The server that uses a directory. Written with the port alone just before the process exists, completed after. */
const stateSchema = z.object({
  port: z.number().int().min(1).max(65_535),
  process: z.object({ pid: z.number().int().positive(), identity: z.string() }).optional(),
});
export type ServerState = z.infer<typeof stateSchema>;

/** Makes the data directory, readable by its owner only, and returns its real path (what Redis reports as its `dir`). */
export async function openDataDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  return realpath(dir);
}

/** The password of a directory's server, made at its first start: a process that outlives the bot still knows it. */
export async function readOrCreatePassword(dir: string): Promise<string> {
  const existing = await readPassword(dir);
  if (existing !== undefined) return existing;
  const password = randomBytes(32).toString('hex');
  await replaceFile(join(dir, 'redis.password'), password);
  return password;
}

export async function readPassword(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, 'redis.password'), 'utf8').catch(ifMissing);
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}

/** Undefined when there is none or it is not readable as one, which means the same: look no further. */
export async function readState(dir: string): Promise<ServerState | undefined> {
  const text = await readFile(join(dir, 'redis.json'), 'utf8').catch(ifMissing);
  try {
    return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function writeState(dir: string, state: ServerState): Promise<void> {
  await replaceFile(join(dir, 'redis.json'), JSON.stringify(state));
}

export async function removeState(dir: string): Promise<void> {
  await rm(join(dir, 'redis.json'), { force: true });
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, PRIVATE);
  await rename(`${path}.new`, path);
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
