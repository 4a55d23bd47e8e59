// biome-ignore-all lint/style/noProcessEnv: whether there is a screen to open a browser on, and a Redis to use
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startPlayground } from './playground.ts';

/** `npm run playground -- [--port 4200] [--no-open]` */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4200' },
    open: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/** Opens the page where there is a screen; nothing happens when it cannot be done. */
function openBrowser(url: string): void {
  const hasScreen =
    process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

const playground = await startPlayground({
  port: Number(values.port),
  redisUrl: process.env.REDIS_URL,
  vobiz: { completeAfterMs: 20_000 },
});
process.stdout.write(`
The playground is at  ${playground.url}
As an approver        ${playground.url}/?as=ravi   (a second window is a second person)
Nothing in it is real: no Slack, no Vobiz, no money. Ctrl-C ends it.

`);
if (values.open) openBrowser(playground.url);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    playground.stop().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    });
  });
}
