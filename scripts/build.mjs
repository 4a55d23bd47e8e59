// `npm run build`: always from scratch. Needs dependencies but no Redis, so it suits an image's build stage.
import { build } from './bootstrap/build.mjs';

try {
  build({ onlyIfChanged: false });
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
