// `npm start` and its like, where what they run has not been built: says so in one line instead of Node's stack of modules.
// Only Node's own modules here: node_modules may not exist yet.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap/step.mjs';

const steps = existsSync(join(ROOT, 'node_modules')) ? 'npm run build' : 'npm ci && npm run build';
const script = process.argv[2];
process.stderr.write(`The bot is not built yet. Run: ${steps}. Then again: npm run ${script}\n`);
process.exitCode = 1;
