import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './step.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.source-hash');

/**
 * Compiles src/ into a clean dist/ (`tsc` is the type gate as well). The hash of what went in is kept beside the result
 * so that `onlyIfChanged` can leave a current build alone. Throws when the compiler complains.
 */
export function build({ onlyIfChanged }) {
  const hash = sourceHash();
  const previous = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  if (onlyIfChanged && previous === hash) return;
  say('build dist/', reason(onlyIfChanged, previous));
  rmSync(DIST, { recursive: true, force: true });
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  if (!run(process.execPath, [compiler, '-p', 'tsconfig.build.json'])) {
    throw new Error('the build failed, see above.');
  }
  writeFileSync(STAMP, hash);
}

function reason(onlyIfChanged, previous) {
  if (!onlyIfChanged) return 'asked for';
  return previous === undefined ? 'there is no complete build' : 'the source changed';
}

function sourceHash() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  for (const file of [...sources, ...settings.map((name) => join(ROOT, name))]) {
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
