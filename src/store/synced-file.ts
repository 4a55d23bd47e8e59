import { open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A new or renamed file survives a power cut only once its directory is synced; some systems cannot, and need not. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/** Writes a file that only this user may read, to the disk and not only to its cache. */
export async function writeSynced(
  path: string,
  content: string | AsyncIterable<string>,
): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a synced file its name, for good. */
export async function renameSynced(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncDirectory(dirname(to));
}
