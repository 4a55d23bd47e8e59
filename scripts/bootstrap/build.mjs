import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, keepStamp, staleness } from './stamp.mjs';
import { ROOT, run, say } from './step.mjs';

const DIST = join(ROOT, 'dist');

const INPUT = ['tsconfig.json', 'tsconfig.build.json', 'bot.vite.config.ts', 'package-lock.json'];

/**
 * Bundles src/ into a clean dist/, once the compiler has nothing to say. The hash of what went in is kept beside the result
 * so that `onlyIfChanged` can leave a current build alone. Throws when one of them complains.
 */
export function build({ onlyIfChanged }) {
  const hash = hashOf(['src'], INPUT);
  const why = onlyIfChanged ? staleness(DIST, hash) : 'asked for';
  if (!why) return;
  say('build dist/', why);
  rmSync(DIST, { recursive: true, force: true });
  const [compiler, vite] = ['typescript/bin/tsc', 'vite/bin/vite.js'].map((name) =>
    join(ROOT, 'node_modules', name),
  );
  const isBuilt =
    run(process.execPath, [compiler, '-p', 'tsconfig.build.json']) &&
    run(process.execPath, [vite, 'build', '--config', 'bot.vite.config.ts', '--logLevel', 'warn']);
  if (!isBuilt) throw new Error('the build failed, see above.');
  keepStamp(DIST, hash);
}
