import { join } from 'node:path';
import { hashOf, keepStamp, staleness } from './stamp.mjs';
import { ROOT, run, say } from './step.mjs';

const UI = 'sandbox/slack/ui';
const DIST = join(ROOT, UI, 'dist');

/** Bundles the page of the playground, when its source changed. It is no part of dist/. */
export function buildPage() {
  const hash = hashOf(['sandbox'], ['tsconfig.json', 'package-lock.json'], [`${UI}/dist`]);
  const why = staleness(DIST, hash);
  if (!why) return;
  say(`build the page, ${UI}/dist/`, why);
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = ['build', '--config', join(UI, 'vite.config.ts'), '--logLevel', 'warn', UI];
  if (!run(process.execPath, [vite, ...args])) {
    throw new Error('the page could not be built, see above.');
  }
  keepStamp(DIST, hash);
}
