import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { HeadsByTeam } from './known-heads.ts';

const FILE = /^heads\.[0-9a-f]{12}\.json$/;
/** A process that runs writes its file again long before. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

const headsSchema = z.record(
  z.string(),
  z.array(z.object({ head: z.string(), at: z.number().int() })),
);

type Log = { warn(fields: object, message?: string): void };

/** What the processes on this disk remembered of the audit's heads. A file that cannot be read remembers nothing. */
export async function readHeadFiles(dir: string): Promise<HeadsByTeam[]> {
  const names = (await readdir(dir)).filter((name) => FILE.test(name));
  const read = names.map(async (name) => {
    try {
      return [headsSchema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')))];
    } catch {
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}

/**
 * Keeps the heads of one process in a file of its own, as they are when the disk is free: no change of a record waits for
 * it. Files that other processes left behind are removed once theirs are in this one.
 */
export function createHeadsFile(options: { dir: string; heads: () => HeadsByTeam; log: Log }) {
  const { dir, heads, log } = options;
  const name = `heads.${randomBytes(6).toString('hex')}.json`;
  const path = join(dir, name);
  let behind = false;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (behind) {
      behind = false;
      try {
        await writeFile(`${path}.new`, JSON.stringify(heads()), { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch (error) {
        log.warn({ event: 'heads.not_kept', err: error });
      }
    }
    writing = undefined;
  }

  function changed(): Promise<void> {
    behind = true;
    writing ??= write();
    return writing;
  }

  return {
    changed,
    /** Writes what is there now, and removes what processes that are gone have left. */
    async takeOver(): Promise<void> {
      await changed();
      for (const other of await readdir(dir)) {
        if (!FILE.test(other) || other === name) continue;
        const found = await stat(join(dir, other)).catch(() => undefined);
        const isOld = found && found.mtimeMs < Date.now() - LEFT_BEHIND_MS;
        if (isOld) await unlink(join(dir, other)).catch(() => undefined);
      }
    },
    close: async (): Promise<void> => writing,
  };
}
