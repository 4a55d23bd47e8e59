import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Log } from '../runtime.ts';

/** What a process keeps out of Redis' reach in a file of its own: `heads.0123456789ab.json`. */
export type KeptKind = 'heads' | 'policies';

/** A running process rewrites its file long before, or another has taken over what is in it. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

function isOf(kind: KeptKind, name: string): boolean {
  return new RegExp(`^${kind}\\.[0-9a-f]{12}\\.json$`).test(name);
}

/** What the processes on this disk keep. An unreadable file counts as empty. */
export async function readKept<T>(dir: string, kind: KeptKind, schema: z.ZodType<T>): Promise<T[]> {
  const names = (await readdir(dir)).filter((name) => isOf(kind, name));
  const read = names.map(async (name) => {
    try {
      return [schema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')))];
    } catch {
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}

/** One process's file, written in the background: nothing has to wait for the disk. */
export function createKeptFile(options: {
  dir: string;
  kind: KeptKind;
  content: () => unknown;
  log: Pick<Log, 'warn'>;
}) {
  const { dir, kind, content, log } = options;
  const name = `${kind}.${randomBytes(6).toString('hex')}.json`;
  const path = join(dir, name);
  let behind = false;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (behind) {
      behind = false;
      try {
        await writeFile(`${path}.new`, JSON.stringify(content()), { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch (error) {
        log.warn({ event: `${kind}.not_kept`, err: error });
      }
    }
    writing = undefined;
  }

  /** Resolves once what is kept now is in the file, or could not be written. */
  function changed(): Promise<void> {
    behind = true;
    writing ??= write();
    return writing;
  }

  return {
    changed,
    async takeOver(): Promise<void> {
      await changed();
      for (const other of await readdir(dir)) {
        if (!isOf(kind, other) || other === name) continue;
        const found = await stat(join(dir, other)).catch(() => undefined);
        const isOld = found && found.mtimeMs < Date.now() - LEFT_BEHIND_MS;
        if (isOld) await unlink(join(dir, other)).catch(() => undefined);
      }
    },
    close: async (): Promise<void> => writing,
  };
}
