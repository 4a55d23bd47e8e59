// Makes what is missing present, so that one command works in a fresh clone: dependencies, Redis and, with --build, dist/.
// Only Node's own modules here and in what it imports: node_modules may not exist yet.
import { build } from './bootstrap/build.mjs';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { requireNode } from './bootstrap/node.mjs';
import { installRedis } from './bootstrap/redis.mjs';

try {
  requireNode(process.versions.node);
  installDependencies();
  installRedis();
  if (process.argv.includes('--build')) build({ onlyIfChanged: true });
} catch (error) {
  process.stderr.write(`bootstrap: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
