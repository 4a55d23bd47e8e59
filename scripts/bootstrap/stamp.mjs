import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './step.mjs';

const NAME = '.source-hash';

/** One hash of every file below the folders and of single files, all relative to the root. `skip` names folders. */
export function hashOf(folders, files, skip = []) {
  const hash = createHash('sha256');
  const sources = folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    )
    .filter((file) => !skip.some((folder) => file.startsWith(join(ROOT, folder))))
    .sort();
  for (const file of [...sources, ...files.map((name) => join(ROOT, name))]) {
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Why a folder has to be built again, or undefined when it was built from what has this hash. */
export function staleness(folder, hash) {
  const stamp = join(folder, NAME);
  if (!existsSync(stamp)) return 'there is no complete build';
  return readFileSync(stamp, 'utf8') === hash ? undefined : 'the source changed';
}

/** Written last: a build that was interrupted has no stamp. */
export function keepStamp(folder, hash) {
  writeFileSync(join(folder, NAME), hash);
}
