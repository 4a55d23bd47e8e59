// Makes what is missing present, so that one command works in a fresh clone: dependencies, Redis and, when asked for, dist/
// (--build), the page of the playground (--page), a Chromium for the browser tests and the pictures (--browser) and, where apt-get
// has it, buildah for the container test (--buildah).
// Only Node's own modules here and in what it imports: node_modules may not exist yet.
import { installBrowser } from './bootstrap/browser.mjs';
import { build } from './bootstrap/build.mjs';
import { installBuildah } from './bootstrap/buildah.mjs';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { requireNode } from './bootstrap/node.mjs';
import { buildPage } from './bootstrap/page.mjs';
import { installRedis } from './bootstrap/redis.mjs';

try {
  requireNode(process.versions.node);
  installDependencies();
  installRedis();
  if (process.argv.includes('--browser')) installBrowser();
  if (process.argv.includes('--buildah')) installBuildah();
  if (process.argv.includes('--build')) build({ onlyIfChanged: true });
  if (process.argv.includes('--page')) buildPage();
} catch (error) {
  process.stderr.write(`bootstrap: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
