// A bot in miniature, for the tests to kill: starts the embedded Redis in the directory of its argument and stays.
import { startEmbeddedRedis } from '../../src/store/embedded-redis.ts';

const [dir] = process.argv.slice(2);
if (!dir) throw new Error('usage: embedded-redis-process.ts <dir>');
const silent = () => {};
const redis = await startEmbeddedRedis({ dir, log: { info: silent, warn: silent, error: silent } });
process.stdout.write(`${redis.url}\n`);
setInterval(silent, 60_000);
