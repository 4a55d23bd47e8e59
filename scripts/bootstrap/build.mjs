import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, keepStamp, staleness } from './stamp.mjs';
import { ROOT, run, say } from './step.mjs';

const DIST = join(ROOT, 'dist');

/**
 * Compiles src/ into a clean dist/ (`tsc` is the type gate as well). The hash of what went in is kept beside the result
 * so that `onlyIfChanged` can leave a current build alone. Throws when the compiler complains.
 */
export function build({ onlyIfChanged }) {
  const hash = hashOf(['src'], ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json']);
  const why = onlyIfChanged ? staleness(DIST, hash) : 'asked for';
  if (!why) return;
  say('build dist/', why);
  rmSync(DIST, { recursive: true, force: true });
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  if (!run(process.execPath, [compiler, '-p', 'tsconfig.build.json'])) {
    throw new Error('the build failed, see above.');
  }
  keepStamp(DIST, hash);
}
